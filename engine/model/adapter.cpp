#include "engine/model/adapter.h"

#include "engine/core/checksum.h"
#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/quantize/nf4/nf4.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace mureum::engine {

namespace {

constexpr std::array targets = {
    AdapterTarget{"q_proj", "self_attn.q_proj", "attn_q"},
    AdapterTarget{"k_proj", "self_attn.k_proj", "attn_k"},
    AdapterTarget{"v_proj", "self_attn.v_proj", "attn_v"},
    AdapterTarget{"o_proj", "self_attn.o_proj", "attn_output"},
    AdapterTarget{"gate_proj", "mlp.gate_proj", "ffn_gate"},
    AdapterTarget{"up_proj", "mlp.up_proj", "ffn_up"},
    AdapterTarget{"down_proj", "mlp.down_proj", "ffn_down"},
    AdapterTarget{"lm_head", "lm_head", "output"},
};

constexpr int maxRank = 4096;
constexpr const char *suffixA = ".lora_a";
constexpr const char *suffixB = ".lora_b";

} // namespace

std::span<const AdapterTarget> adapterTargets()
{
    return targets;
}

const AdapterTarget &adapterTarget(std::string_view module)
{
    std::string known;
    for (const AdapterTarget &target : targets) {
        if (target.module == module)
            return target;
        known += (known.empty() ? "" : ", ") + std::string(target.module);
    }
    throw Error(fmt::format("adapter: target '{}' is unknown; use some of {}", module, known));
}

double AdapterConfig::scale() const
{
    return rankStabilized ? alpha / std::sqrt(static_cast<double>(rank)) : alpha / rank;
}

bool AdapterConfig::has(std::string_view module) const
{
    return std::find(targets.begin(), targets.end(), module) != targets.end();
}

void AdapterConfig::validate() const
{
    if (rank < 1 || rank > maxRank)
        throw Error(fmt::format("adapter: rank {} is impossible; use 1 .. {}, 16 suits most", rank, maxRank));
    if (!std::isfinite(alpha) || alpha <= 0)
        throw Error(fmt::format("adapter: alpha {} must be above 0; twice the rank suits most", alpha));
    if (!(dropout >= 0 && dropout < 1))
        throw Error(fmt::format("adapter: dropout {} must be at least 0 and below 1", dropout));
    if (!baseRounding.empty() && baseRounding != "nf4")
        throw Error(fmt::format("adapter: it was trained on a base rounded to '{}', only nf4 is known",
                                baseRounding));
    if (targets.empty())
        throw Error("adapter: it has no target layers; name some, e.g. q_proj and v_proj");
    std::set<std::string> seen;
    for (const std::string &target : targets) {
        adapterTarget(target);
        if (!seen.insert(target).second)
            throw Error(fmt::format("adapter: target '{}' is named twice", target));
    }
}

std::int64_t Adapter::parameters() const
{
    std::int64_t count = 0;
    for (const auto &[name, tensor] : tensors)
        count += tensor.elements();
    return count;
}

std::vector<AdapterSpec> adapterSpecs(const AdapterConfig &adapter, const ModelConfig &model)
{
    std::vector<AdapterSpec> specs;
    for (const TensorSpec &spec : expectedTensors(model))
        for (const AdapterTarget &target : targets)
            if (target.module != "lm_head" && spec.name.ends_with(fmt::format(".{}.weight", target.part)) &&
                adapter.has(target.module))
                specs.push_back({spec.name, spec.shape[0], spec.shape[1]});
    if (adapter.has("lm_head"))
        specs.push_back({"output.weight", model.vocabSize, model.dim});
    return specs;
}

void validateAdapter(const Adapter &adapter, const ModelConfig &model, const std::string &where)
{
    adapter.config.validate();
    const std::int64_t rank = adapter.config.rank;
    std::set<std::string> known;
    for (const AdapterSpec &spec : adapterSpecs(adapter.config, model)) {
        const std::pair<std::string, std::vector<std::int64_t>> halves[] = {
            {spec.tensor + suffixA, {rank, spec.inputs}}, {spec.tensor + suffixB, {spec.outputs, rank}}};
        for (const auto &[name, shape] : halves) {
            known.insert(name);
            const auto found = adapter.tensors.find(name);
            if (found == adapter.tensors.end())
                throw Error(fmt::format("{}: tensor '{}' {} is missing; the adapter is of another model",
                                        where, name, shapeText(shape)));
            if (found->second.shape() != shape)
                throw Error(fmt::format(
                    "{}: tensor '{}' is {}, the base model asks for {}; the adapter is of another model",
                    where, name, shapeText(found->second.shape()), shapeText(shape)));
        }
    }
    for (const auto &[name, tensor] : adapter.tensors)
        if (!known.contains(name))
            throw Error(fmt::format(
                "{}: tensor '{}' {} has no place in the base model; the adapter is of another model", where,
                name, shapeText(tensor.shape())));
}

std::vector<std::string> adaptedTensors(const Adapter &adapter)
{
    std::vector<std::string> names;
    for (const auto &[name, tensor] : adapter.tensors)
        if (name.ends_with(suffixA))
            names.push_back(name.substr(0, name.size() - std::string_view(suffixA).size()));
    return names;
}

Tensor trainedWeight(const AdapterConfig &adapter, const std::string &tensor, const Tensor &base)
{
    const bool inLayer = tensor.starts_with("blk.") && base.rank() == 2;
    return adapter.baseRounding == "nf4" && inLayer ? dequantizeNf4(quantizeNf4(base)) : base;
}

Tensor adaptedWeight(const Adapter &adapter, const std::string &tensor, const Tensor &base)
{
    const Tensor a = adapter.tensors.at(tensor + suffixA).to(DType::F32);
    const Tensor b = adapter.tensors.at(tensor + suffixB).to(DType::F32);
    Tensor merged = trainedWeight(adapter.config, tensor, base).to(DType::F32);
    const std::int64_t outputs = merged.dim(0), inputs = merged.dim(1), rank = a.dim(0);
    const double scale = adapter.config.scale();
    float *weights = merged.f32();
    parallelFor(outputs, [&](std::int64_t row) {
        std::vector<float> sum(static_cast<std::size_t>(inputs), 0.0F);
        for (std::int64_t r = 0; r < rank; ++r) {
            const auto factor = static_cast<float>(scale * static_cast<double>(b.f32()[row * rank + r]));
            const float *line = a.f32() + r * inputs;
            for (std::int64_t i = 0; i < inputs; ++i)
                sum[static_cast<std::size_t>(i)] += factor * line[i];
        }
        float *to = weights + row * inputs;
        for (std::int64_t i = 0; i < inputs; ++i)
            to[i] += sum[static_cast<std::size_t>(i)];
    });
    return merged;
}

Model mergeAdapter(const Model &base, const Adapter &adapter)
{
    validateAdapter(adapter, base.config, "adapter");
    Model merged = dequantized(base);
    for (auto &[name, tensor] : merged.tensors)
        if (!adapter.tensors.contains(name + suffixA))
            tensor = trainedWeight(adapter.config, name, tensor);
    for (const std::string &name : adaptedTensors(adapter)) {
        const bool tiedHead = name == "output.weight" && base.config.tiedEmbeddings;
        merged.tensors[name] =
            adaptedWeight(adapter, name, merged.tensors.at(tiedHead ? "token_embd.weight" : name));
        if (tiedHead)
            merged.config.tiedEmbeddings = false;
    }
    return merged;
}

std::string modelHash(const Model &model)
{
    Checksum checksum;
    for (const TensorSpec &spec : expectedTensors(model.config)) {
        // A quantized matrix counts as the floats it stands for, however the model was loaded.
        const Tensor tensor = model.tensor(spec.name);
        const std::string header = spec.name + tensor.describe();
        checksum.add(header.data(), header.size());
        checksum.add(tensor.raw(), static_cast<std::size_t>(tensor.byteSize()));
    }
    return fmt::format("{:016x}", checksum.value());
}

} // namespace mureum::engine
