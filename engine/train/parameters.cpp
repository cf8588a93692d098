#include "engine/train/parameters.h"

#include "engine/core/random.h"

#include <cmath>
#include <cstring>
#include <numbers>

namespace mureum::engine {

ParameterLayout::ParameterLayout(const ModelConfig &config)
{
    config.validate();
    embedding_ = add("token_embd.weight", {config.vocabSize, config.dim}, false);
    for (int l = 0; l < config.layers; ++l) {
        const std::string prefix = "blk." + std::to_string(l) + ".";
        LayerOffsets offsets = {};
        offsets.attnNorm = add(prefix + "attn_norm.weight", {config.dim}, false);
        offsets.qkv = add(prefix + "attn_q.weight", {config.qDim(), config.dim}, true);
        add(prefix + "attn_k.weight", {config.kvDim(), config.dim}, true, false);
        add(prefix + "attn_v.weight", {config.kvDim(), config.dim}, true, false);
        offsets.attnOutput = add(prefix + "attn_output.weight", {config.dim, config.qDim()}, true);
        offsets.ffnNorm = add(prefix + "ffn_norm.weight", {config.dim}, false);
        offsets.gateUp = add(prefix + "ffn_gate.weight", {config.ffnDim, config.dim}, true);
        add(prefix + "ffn_up.weight", {config.ffnDim, config.dim}, true, false);
        offsets.down = add(prefix + "ffn_down.weight", {config.dim, config.ffnDim}, true);
        layers_.push_back(offsets);
    }
    outputNorm_ = add("output_norm.weight", {config.dim}, false);
    output_ = config.tiedEmbeddings ? embedding_ : add("output.weight", {config.vocabSize, config.dim}, true);
}

int64_t FlatLayout::add(std::string name, std::vector<int64_t> shape, bool decays, bool aligned)
{
    if (aligned)
        total_ = (total_ + 15) / 16 * 16;
    int64_t elements = 1;
    for (const int64_t extent : shape)
        elements *= extent;
    const int64_t offset = total_;
    total_ += elements;
    slots_.push_back({std::move(name), std::move(shape), offset, elements, decays});
    return offset;
}

const ParameterSlot *FlatLayout::find(const std::string &name) const
{
    for (const ParameterSlot &slot : slots_)
        if (slot.name == name)
            return &slot;
    return nullptr;
}

namespace {

/// Box-Muller on SplitMix64: identical on every platform, unlike std::normal_distribution.
class NormalSource
{
public:
    explicit NormalSource(uint64_t seed) : bits_(seed) {}

    double next()
    {
        if (hasSpare_) {
            hasSpare_ = false;
            return spare_;
        }
        const double radius = std::sqrt(-2.0 * std::log(bits_.uniform()));
        const double angle = 2.0 * std::numbers::pi * bits_.uniform();
        spare_ = radius * std::sin(angle);
        hasSpare_ = true;
        return radius * std::cos(angle);
    }

private:
    SplitMix bits_;
    double spare_ = 0;
    bool hasSpare_ = false;
};

} // namespace

void initializeParameters(const ParameterLayout &layout, const ModelConfig &config, uint64_t seed,
                          float *flat)
{
    NormalSource normal(seed);
    for (const ParameterSlot &slot : layout.slots()) {
        float *values = flat + slot.offset;
        if (slot.shape.size() == 1) {
            std::fill(values, values + slot.elements, 1.0F);
            continue;
        }
        const bool intoResidual =
            slot.name.ends_with("attn_output.weight") || slot.name.ends_with("ffn_down.weight");
        const double deviation =
            1.0 / std::sqrt(static_cast<double>(slot.shape[1]) * (intoResidual ? 2.0 * config.layers : 1.0));
        for (int64_t i = 0; i < slot.elements; ++i)
            values[i] = static_cast<float>(deviation * normal.next());
    }
}

void loadParameters(const FlatLayout &layout, const std::map<std::string, Tensor> &tensors, float *flat)
{
    for (const auto &[name, tensor] : tensors) {
        const ParameterSlot *slot = layout.find(name);
        if (!slot)
            throw Error("initial model: tensor \"" + name + "\" has no place in this configuration");
        if (slot->shape != tensor.shape())
            throw Error("initial model: \"" + name + "\" is " + tensor.describe() +
                        ", the configuration needs " + shapeText(slot->shape));
        const Tensor single = tensor.to(DType::F32);
        std::memcpy(flat + slot->offset, single.f32(), static_cast<std::size_t>(single.byteSize()));
    }
    for (const ParameterSlot &slot : layout.slots())
        if (!tensors.contains(slot.name))
            throw Error("initial model: tensor \"" + slot.name + "\" is missing");
}

} // namespace mureum::engine
