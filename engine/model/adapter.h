#pragma once
#include "engine/core/tensor.h"
#include "engine/model/config.h"
#include "engine/model/model.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::engine {

/// A linear layer an adapter may change.
struct AdapterTarget
{
    std::string_view module; ///< PEFT's name: "q_proj"
    std::string_view path;   ///< inside a Hugging Face Llama layer: "self_attn.q_proj"
    std::string_view part;   ///< inside a GGUF layer: "attn_q"
};

/// q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, and last lm_head, which is no part of a
/// layer.
std::span<const AdapterTarget> adapterTargets();
/// Throws Error listing the names where it is none of them.
const AdapterTarget &adapterTarget(std::string_view module);

/// How an adapter is made (Hu et al. 2021, "LoRA"; Kalajdzievski 2023, "rsLoRA").
struct AdapterConfig
{
    int rank = 16;
    double alpha = 32;
    double dropout = 0;          ///< of the adapter's input, in training only
    bool rankStabilized = false; ///< scale alpha / sqrt(rank) instead of alpha / rank
    /// PEFT's module names; by default every linear layer but lm_head.
    std::vector<std::string> targets = {"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                        "gate_proj", "up_proj", "down_proj"};

    /// What the base's layers were rounded to while it was trained: "" (nothing) or "nf4" (QLoRA). The
    /// adapter corrects that rounding too, so it is used and merged with weights rounded the same way.
    std::string baseRounding;

    /// What B A x is multiplied by.
    double scale() const;
    bool has(std::string_view module) const;
    /// Throws Error naming the field that cannot be right.
    void validate() const;
    bool operator==(const AdapterConfig &) const = default;
};

/// Low-rank changes of a base model's linear layers: W x becomes W x + scale * B (A x).
struct Adapter
{
    AdapterConfig config;
    /// F32, under the base tensor's name: "blk.0.attn_q.weight.lora_a" [rank, inputs] and ".lora_b"
    /// [outputs, rank], rows of q and k in GGUF's rope order.
    std::map<std::string, Tensor> tensors;
    std::string base;     ///< name of the base model
    std::string baseHash; ///< modelHash() of the base; empty where unknown
    /// Free strings of ours (a note, scores).
    std::map<std::string, std::string> metadata;

    std::int64_t parameters() const;
};

/// One linear layer an adapter of this configuration changes.
struct AdapterSpec
{
    std::string tensor; ///< of the base: "blk.0.attn_q.weight"; lm_head's is "output.weight", tied or not
    std::int64_t outputs = 0, inputs = 0;
};
std::vector<AdapterSpec> adapterSpecs(const AdapterConfig &adapter, const ModelConfig &model);

/// Throws Error naming the first tensor that is missing, unknown or misshaped (both shapes), and `where` it
/// is.
void validateAdapter(const Adapter &adapter, const ModelConfig &model, const std::string &where);

/// A weight of the base as the adapter saw it in training: the base's own, or rounded
/// (AdapterConfig::baseRounding).
Tensor trainedWeight(const AdapterConfig &adapter, const std::string &tensor, const Tensor &base);
/// The base's weight with the adapter in it, trainedWeight() + scale * B A, F32 [outputs, inputs].
Tensor adaptedWeight(const Adapter &adapter, const std::string &tensor, const Tensor &base);
/// The base tensors an adapter changes.
std::vector<std::string> adaptedTensors(const Adapter &adapter);

/// The model with the adapter in its weights: adapted (and rounded) ones F32, the others views of the base's.
/// An adapter of lm_head unties tied embeddings. Throws Error where the adapter does not fit.
Model mergeAdapter(const Model &base, const Adapter &adapter);

/// 16 hexadecimal digits over dimensions and all weights as loaded: tells bases apart, reads all of them.
std::string modelHash(const Model &model);

} // namespace mureum::engine
