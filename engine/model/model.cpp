#include "engine/model/model.h"

#include "engine/core/error.h"

#include <fmt/format.h>
#include <set>

namespace mureum::engine {

std::int64_t Model::parameters() const
{
    std::int64_t count = 0;
    for (const auto &[tensorName, tensor] : tensors)
        count += tensor.elements();
    return count;
}

std::vector<TensorSpec> expectedTensors(const ModelConfig &config)
{
    const std::int64_t dim = config.dim;
    std::vector<TensorSpec> specs{{"token_embd.weight", {config.vocabSize, dim}}};
    for (int layer = 0; layer < config.layers; ++layer) {
        const auto add = [&](const char *part, std::vector<std::int64_t> shape) {
            specs.push_back({fmt::format("blk.{}.{}.weight", layer, part), std::move(shape)});
        };
        add("attn_norm", {dim});
        add("attn_q", {config.qDim(), dim});
        add("attn_k", {config.kvDim(), dim});
        add("attn_v", {config.kvDim(), dim});
        add("attn_output", {dim, config.qDim()});
        add("ffn_norm", {dim});
        add("ffn_gate", {config.ffnDim, dim});
        add("ffn_up", {config.ffnDim, dim});
        add("ffn_down", {dim, config.ffnDim});
    }
    specs.push_back({"output_norm.weight", {dim}});
    if (!config.tiedEmbeddings)
        specs.push_back({"output.weight", {config.vocabSize, dim}});
    return specs;
}

void validateTensors(const ModelConfig &config, const std::map<std::string, Tensor> &tensors,
                     const std::string &where)
{
    std::set<std::string> known;
    for (const TensorSpec &spec : expectedTensors(config)) {
        known.insert(spec.name);
        const auto found = tensors.find(spec.name);
        if (found == tensors.end())
            throw Error(fmt::format("{}: tensor '{}' {} is missing; the model is incomplete", where,
                                    spec.name, shapeText(spec.shape)));
        if (found->second.shape() != spec.shape)
            throw Error(fmt::format("{}: tensor '{}' is {}, the model's dimensions ask for {}", where,
                                    spec.name, shapeText(found->second.shape()), shapeText(spec.shape)));
    }
    for (const auto &[name, tensor] : tensors)
        if (!known.contains(name))
            throw Error(fmt::format("{}: tensor '{}' {} belongs to no Llama model we know; use another model",
                                    where, name, shapeText(tensor.shape())));
}

} // namespace mureum::engine
