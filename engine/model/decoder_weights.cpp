#include "engine/model/decoder_weights.h"

#include <cstring>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

/// The tensors on top of one another, converted to `dtype`.
Tensor stacked(const std::vector<const Tensor *> &parts, DType dtype)
{
    std::int64_t rows = 0;
    for (const Tensor *part : parts)
        rows += part->dim(0);
    Tensor whole({rows, parts.front()->dim(1)}, dtype);
    auto *to = static_cast<char *>(whole.raw());
    for (const Tensor *part : parts) {
        const Tensor converted = part->dtype() == dtype ? *part : part->to(dtype);
        std::memcpy(to, converted.raw(), static_cast<std::size_t>(converted.byteSize()));
        to += converted.byteSize();
    }
    return whole;
}

} // namespace

DecoderWeights makeDecoderWeights(const Model &model, DType dtype)
{
    model.config.validate();
    validateTensors(model.config, model.tensors, model.name.empty() ? "model" : model.name);
    const auto whole = [&](const std::string &name, DType type) {
        const Tensor &tensor = model.tensors.at(name);
        return tensor.dtype() == type ? tensor : tensor.to(type);
    };
    DecoderWeights weights;
    weights.embedding = whole("token_embd.weight", dtype);
    weights.outputNorm = whole("output_norm.weight", DType::F32);
    weights.head = model.config.tiedEmbeddings ? weights.embedding : whole("output.weight", dtype);
    for (int i = 0; i < model.config.layers; ++i) {
        const auto name = [i](const char *part) { return fmt::format("blk.{}.{}.weight", i, part); };
        const auto part = [&](const char *which) { return &model.tensors.at(name(which)); };
        DecoderWeights::Layer layer;
        layer.attentionNorm = whole(name("attn_norm"), DType::F32);
        layer.qkv = stacked({part("attn_q"), part("attn_k"), part("attn_v")}, dtype);
        layer.attentionOutput = whole(name("attn_output"), dtype);
        layer.ffnNorm = whole(name("ffn_norm"), DType::F32);
        layer.gateUp = stacked({part("ffn_gate"), part("ffn_up")}, dtype);
        layer.down = whole(name("ffn_down"), dtype);
        weights.layers.push_back(std::move(layer));
    }
    return weights;
}

} // namespace mureum::engine
