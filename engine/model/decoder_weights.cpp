#include "engine/model/decoder_weights.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <map>
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

LinearWeight asDense(Tensor matrix)
{
    LinearWeight weight;
    weight.dense = std::move(matrix);
    return weight;
}

/// Floats as a matrix of a storage type of the same layout.
QuantizedMatrix asStored(const Tensor &tensor)
{
    return {ggufType(dtypeName(tensor.dtype())), tensor.dim(0), tensor.dim(1),
            static_cast<const std::byte *>(tensor.raw()), std::make_shared<Tensor>(tensor)};
}

QuantizedMatrix stored(const Model &model, const std::string &name)
{
    const auto found = model.quantized.find(name);
    return found != model.quantized.end() ? found->second : asStored(model.tensors.at(name));
}

LinearWeight::LowRank lowRank(const Adapter &adapter, const std::string &name, std::int64_t row)
{
    LinearWeight::LowRank beside{row, adapter.tensors.at(name + ".lora_a").to(DType::F32),
                                 adapter.tensors.at(name + ".lora_b").to(DType::F32)};
    const auto scale = static_cast<float>(adapter.config.scale());
    for (std::int64_t i = 0; i < beside.b.elements(); ++i)
        beside.b.f32()[i] *= scale;
    return beside;
}

std::map<std::string, std::int64_t> bytesByType(const DecoderWeights &weights, bool head)
{
    std::map<std::string, std::int64_t> bytes;
    const auto count = [&](const LinearWeight &weight) {
        if (!weight.dense.empty())
            bytes[std::string(dtypeName(weight.dense.dtype()))] += weight.dense.byteSize();
        for (const QuantizedMatrix &part : weight.parts)
            bytes[std::string(part.type().name)] += part.bytes();
    };
    for (const DecoderWeights::Layer &layer : weights.layers)
        for (const LinearWeight *weight : {&layer.qkv, &layer.attentionOutput, &layer.gateUp, &layer.down})
            count(*weight);
    if (head)
        count(weights.head);
    return bytes;
}

/// The tensors a product is made of, top to bottom.
struct ProductNames
{
    std::vector<std::string> qkv, attentionOutput, gateUp, down;

    explicit ProductNames(int layer)
    {
        const auto name = [layer](const char *part) { return fmt::format("blk.{}.{}.weight", layer, part); };
        qkv = {name("attn_q"), name("attn_k"), name("attn_v")};
        attentionOutput = {name("attn_output")};
        gateUp = {name("ffn_gate"), name("ffn_up")};
        down = {name("ffn_down")};
    }
};

} // namespace

bool DecoderWeights::plain() const
{
    return embedding.plain() && head.plain() &&
           std::all_of(layers.begin(), layers.end(), [](const Layer &layer) {
               return layer.qkv.plain() && layer.attentionOutput.plain() && layer.gateUp.plain() &&
                      layer.down.plain();
           });
}

std::int64_t DecoderWeights::bytesPerToken() const
{
    std::int64_t bytes = 0;
    for (const auto &[type, size] : bytesByType(*this, true))
        bytes += size;
    return bytes;
}

std::string DecoderWeights::storage() const
{
    const auto bytes = bytesByType(*this, false);
    std::vector<std::pair<std::int64_t, std::string>> sorted;
    for (const auto &[type, size] : bytes)
        sorted.emplace_back(-size, type);
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (const auto &[size, type] : sorted)
        text += (text.empty() ? "" : ", ") + type;
    return text;
}

DecoderWeights makeDecoderWeights(const Model &model, DType dtype)
{
    model.config.validate();
    validateTensors(model, model.name.empty() ? "model" : model.name);
    const auto single = [&](const std::string &name) {
        const Tensor &tensor = model.tensors.at(name);
        return tensor.dtype() == DType::F32 ? tensor : tensor.to(DType::F32);
    };
    std::size_t bytes = 0;
    for (const auto &[name, tensor] : model.tensors)
        if (tensor.rank() == 2 && model.quantized.empty())
            bytes += Arena::sizeOf(tensor.elements(), dtype);
    Arena arena(bytes);
    const auto product = [&](const std::vector<std::string> &names) {
        LinearWeight weight;
        if (!model.quantized.empty()) {
            for (const std::string &name : names)
                weight.parts.push_back(stored(model, name));
            return weight;
        }
        std::vector<const Tensor *> tensors;
        for (const std::string &name : names)
            tensors.push_back(&model.tensors.at(name));
        return asDense(arena.stacked(tensors, dtype));
    };
    DecoderWeights weights;
    weights.embedding = product({"token_embd.weight"});
    weights.outputNorm = single("output_norm.weight");
    for (int i = 0; i < model.config.layers; ++i) {
        const ProductNames names(i);
        DecoderWeights::Layer layer;
        layer.attentionNorm = single(fmt::format("blk.{}.attn_norm.weight", i));
        layer.qkv = product(names.qkv);
        layer.attentionOutput = product(names.attentionOutput);
        layer.ffnNorm = single(fmt::format("blk.{}.ffn_norm.weight", i));
        layer.gateUp = product(names.gateUp);
        layer.down = product(names.down);
        weights.layers.push_back(std::move(layer));
    }
    weights.head = model.config.tiedEmbeddings ? weights.embedding : product({"output.weight"});
    return weights;
}

DecoderWeights adaptDecoderWeights(const DecoderWeights &base, const Model &model, const Adapter &adapter,
                                   DType dtype)
{
    validateAdapter(adapter, model.config, "adapter");
    DecoderWeights weights = base;
    const auto adapts = [&](const std::string &name) { return adapter.tensors.contains(name + ".lora_a"); };
    const auto original = [&](const std::string &name) {
        return model.tensor(name == "output.weight" && model.config.tiedEmbeddings ? "token_embd.weight"
                                                                                   : name);
    };
    /// One product of the layer, rebuilt where any of its parts changes; first only the bytes it takes.
    std::vector<std::pair<LinearWeight *, std::vector<std::string>>> changed;
    std::size_t bytes = 0;
    const auto consider = [&](LinearWeight &product, std::vector<std::string> parts) {
        const bool rounded = !adapter.config.baseRounding.empty() && parts.front() != "output.weight";
        if (!rounded && std::none_of(parts.begin(), parts.end(), adapts))
            return;
        if (!product.dense.empty())
            bytes += Arena::sizeOf(product.dense.elements(), dtype);
        changed.emplace_back(&product, std::move(parts));
    };
    for (int i = 0; i < model.config.layers; ++i) {
        const ProductNames names(i);
        DecoderWeights::Layer &layer = weights.layers[static_cast<std::size_t>(i)];
        consider(layer.qkv, names.qkv);
        consider(layer.attentionOutput, names.attentionOutput);
        consider(layer.gateUp, names.gateUp);
        consider(layer.down, names.down);
    }
    consider(weights.head, {"output.weight"});
    Arena arena(bytes);
    for (const auto &[product, parts] : changed) {
        if (product->dense.empty()) {
            std::int64_t row = 0;
            for (std::size_t i = 0; i < parts.size(); ++i) {
                if (!adapter.config.baseRounding.empty() && parts[i] != "output.weight")
                    product->parts[i] =
                        asStored(trainedWeight(adapter.config, parts[i], original(parts[i])).to(DType::BF16));
                if (adapts(parts[i]))
                    product->adapters.push_back(lowRank(adapter, parts[i], row));
                row += product->parts[i].rows();
            }
            continue;
        }
        std::vector<Tensor> tensors;
        for (const std::string &name : parts)
            tensors.push_back(adapts(name) ? adaptedWeight(adapter, name, original(name))
                                           : trainedWeight(adapter.config, name, original(name)));
        std::vector<const Tensor *> pointers;
        for (const Tensor &tensor : tensors)
            pointers.push_back(&tensor);
        *product = asDense(arena.stacked(pointers, dtype));
    }
    return weights;
}

} // namespace mureum::engine
