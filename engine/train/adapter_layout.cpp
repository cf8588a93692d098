#include "engine/train/adapter_layout.h"

#include "engine/core/random.h"

#include <cmath>

namespace mureum::engine {

AdapterLayout::AdapterLayout(const ModelConfig &model, const AdapterConfig &adapter) : adapter_(adapter)
{
    model.validate();
    adapter.validate();
    for (int l = 0; l < model.layers; ++l) {
        const std::string prefix = "blk." + std::to_string(l) + ".";
        groups_.push_back(addGroup({{prefix + "attn_q.weight", "q_proj", model.qDim()},
                                    {prefix + "attn_k.weight", "k_proj", model.kvDim()},
                                    {prefix + "attn_v.weight", "v_proj", model.kvDim()}},
                                   model.dim));
        groups_.push_back(addGroup({{prefix + "attn_output.weight", "o_proj", model.dim}}, model.qDim()));
        groups_.push_back(addGroup({{prefix + "ffn_gate.weight", "gate_proj", model.ffnDim},
                                    {prefix + "ffn_up.weight", "up_proj", model.ffnDim}},
                                   model.dim));
        groups_.push_back(addGroup({{prefix + "ffn_down.weight", "down_proj", model.dim}}, model.ffnDim));
    }
    head_ = addGroup({{"output.weight", "lm_head", model.vocabSize}}, model.dim);
}

LowRankGroup AdapterLayout::addGroup(const std::vector<Member> &members, int64_t inputs)
{
    LowRankGroup group;
    group.inputs = inputs;
    for (const Member &member : members) {
        if (adapter_.has(member.module)) {
            const int64_t a =
                add(member.tensor + ".lora_a", {adapter_.rank, inputs}, true, group.parts.empty());
            if (group.parts.empty())
                group.a = a;
            group.parts.push_back({0, group.outputs, member.outputs});
        }
        group.outputs += member.outputs;
    }
    std::size_t part = 0;
    for (const Member &member : members)
        if (adapter_.has(member.module))
            group.parts[part++].b = add(member.tensor + ".lora_b", {member.outputs, adapter_.rank}, true);
    return group;
}

void initializeAdapter(const AdapterLayout &layout, uint64_t seed, float *flat)
{
    SplitMix random(seed);
    for (const ParameterSlot &slot : layout.slots()) {
        const bool a = slot.name.ends_with(".lora_a");
        const double bound = 1.0 / std::sqrt(static_cast<double>(slot.shape[1]));
        for (int64_t i = 0; i < slot.elements; ++i)
            flat[slot.offset + i] = a ? static_cast<float>(bound * (2.0 * random.uniform() - 1.0)) : 0.0F;
    }
}

} // namespace mureum::engine
