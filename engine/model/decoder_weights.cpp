#include "engine/model/decoder_weights.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <sys/mman.h>

namespace mureum::engine {

namespace {

constexpr std::size_t hugePage = std::size_t{2} << 20;
constexpr std::size_t alignment = 64;

/// One piece of memory for all matrices, in huge pages where the system gives them: a decode step walks
/// through all of it, and small pages would cost a good part of the time in address translation.
class Arena
{
public:
    explicit Arena(std::size_t bytes)
    {
        const std::size_t size = (bytes + hugePage - 1) / hugePage * hugePage;
        void *memory = std::aligned_alloc(hugePage, size);
        if (!memory)
            throw Error(fmt::format("no memory for {} MiB of weights; use a smaller model", size >> 20));
        ::madvise(memory, size, MADV_HUGEPAGE); // only a wish
        owner_ = std::shared_ptr<void>(memory, [](void *p) { std::free(p); });
        next_ = static_cast<char *>(memory);
    }

    static std::size_t sizeOf(std::int64_t elements, DType dtype)
    {
        return (static_cast<std::size_t>(elements * dtypeSize(dtype)) + alignment - 1) / alignment *
               alignment;
    }

    /// The tensors on top of one another, converted to `dtype`.
    Tensor stacked(const std::vector<const Tensor *> &parts, DType dtype)
    {
        std::int64_t rows = 0;
        for (const Tensor *part : parts)
            rows += part->dim(0);
        Tensor whole = Tensor::view(next_, {rows, parts.front()->dim(1)}, dtype, owner_);
        char *to = next_;
        for (const Tensor *part : parts) {
            const Tensor converted = part->dtype() == dtype ? *part : part->to(dtype);
            std::memcpy(to, converted.raw(), static_cast<std::size_t>(converted.byteSize()));
            to += converted.byteSize();
        }
        next_ += sizeOf(whole.elements(), dtype);
        return whole;
    }

private:
    std::shared_ptr<void> owner_;
    char *next_ = nullptr;
};

} // namespace

DecoderWeights makeDecoderWeights(const Model &model, DType dtype)
{
    model.config.validate();
    validateTensors(model.config, model.tensors, model.name.empty() ? "model" : model.name);
    const auto whole = [&](const std::string &name, DType type) {
        const Tensor &tensor = model.tensors.at(name);
        return tensor.dtype() == type ? tensor : tensor.to(type);
    };
    std::size_t bytes = 0;
    for (const auto &[name, tensor] : model.tensors)
        if (tensor.rank() == 2)
            bytes += Arena::sizeOf(tensor.elements(), dtype);
    Arena arena(bytes);
    DecoderWeights weights;
    weights.embedding = arena.stacked({&model.tensors.at("token_embd.weight")}, dtype);
    weights.outputNorm = whole("output_norm.weight", DType::F32);
    for (int i = 0; i < model.config.layers; ++i) {
        const auto name = [i](const char *part) { return fmt::format("blk.{}.{}.weight", i, part); };
        const auto part = [&](const char *which) { return &model.tensors.at(name(which)); };
        DecoderWeights::Layer layer;
        layer.attentionNorm = whole(name("attn_norm"), DType::F32);
        layer.qkv = arena.stacked({part("attn_q"), part("attn_k"), part("attn_v")}, dtype);
        layer.attentionOutput = arena.stacked({part("attn_output")}, dtype);
        layer.ffnNorm = whole(name("ffn_norm"), DType::F32);
        layer.gateUp = arena.stacked({part("ffn_gate"), part("ffn_up")}, dtype);
        layer.down = arena.stacked({part("ffn_down")}, dtype);
        weights.layers.push_back(std::move(layer));
    }
    weights.head = model.config.tiedEmbeddings ? weights.embedding
                                               : arena.stacked({&model.tensors.at("output.weight")}, dtype);
    return weights;
}

DecoderWeights adaptDecoderWeights(const DecoderWeights &base, const Model &model, const Adapter &adapter,
                                   DType dtype)
{
    validateAdapter(adapter, model.config, "adapter");
    DecoderWeights weights = base;
    const auto adapts = [&](const std::string &name) { return adapter.tensors.contains(name + ".lora_a"); };
    /// One product of the layer, rebuilt where any of its parts changes; first only the bytes it takes.
    std::vector<std::pair<Tensor *, std::vector<std::string>>> changed;
    std::size_t bytes = 0;
    const auto consider = [&](Tensor &product, std::vector<std::string> parts) {
        const bool rounded = !adapter.config.baseRounding.empty() && parts.front() != "output.weight";
        if (!rounded && std::none_of(parts.begin(), parts.end(), adapts))
            return;
        bytes += Arena::sizeOf(product.elements(), dtype);
        changed.emplace_back(&product, std::move(parts));
    };
    for (int i = 0; i < model.config.layers; ++i) {
        const auto name = [i](const char *part) { return fmt::format("blk.{}.{}.weight", i, part); };
        DecoderWeights::Layer &layer = weights.layers[static_cast<std::size_t>(i)];
        consider(layer.qkv, {name("attn_q"), name("attn_k"), name("attn_v")});
        consider(layer.attentionOutput, {name("attn_output")});
        consider(layer.gateUp, {name("ffn_gate"), name("ffn_up")});
        consider(layer.down, {name("ffn_down")});
    }
    consider(weights.head, {"output.weight"});
    Arena arena(bytes);
    for (const auto &[product, parts] : changed) {
        std::vector<Tensor> tensors;
        for (const std::string &name : parts) {
            const Tensor &original = model.tensors.at(
                name == "output.weight" && model.config.tiedEmbeddings ? "token_embd.weight" : name);
            tensors.push_back(adapts(name) ? adaptedWeight(adapter, name, original)
                                           : trainedWeight(adapter.config, name, original));
        }
        std::vector<const Tensor *> pointers;
        for (const Tensor &tensor : tensors)
            pointers.push_back(&tensor);
        *product = arena.stacked(pointers, dtype);
    }
    return weights;
}

} // namespace mureum::engine
