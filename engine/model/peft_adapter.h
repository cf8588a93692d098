#pragma once
#include "engine/model/adapter.h"

#include <filesystem>

namespace mureum::engine {

/// Adapter folders as PEFT (Hugging Face) writes and reads them: adapter_config.json and
/// adapter_model.safetensors with names like base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight.
/// Hugging Face keeps the two halves of every head's rope pairs apart, GGUF's "llama" side by side: the rows
/// of q's and k's lora_B are put into the other order on the way. What only we know stands in
/// mureum_adapter.json beside them, which PEFT does not read: the base's hash, what
/// it was rounded to in training (QLoRA) and metadata.

/// Writes the folder's three files, each under a temporary name that is renamed when complete; the config
/// last. Throws Error.
void saveAdapter(const std::filesystem::path &folder, const Adapter &adapter, const ModelConfig &model);

/// Throws Error where the files are missing or damaged, the adapter does not fit the model (which tensor,
/// both shapes) or uses what we do not have (DoRA, biases, ranks by layer, full modules).
Adapter loadAdapter(const std::filesystem::path &folder, const ModelConfig &model);

/// Row of Hugging Face's order that stands at row `gguf` of GGUF's, for heads of `headDim`.
constexpr std::int64_t huggingFaceRow(std::int64_t gguf, std::int64_t headDim)
{
    const std::int64_t head = gguf / headDim, at = gguf % headDim;
    return head * headDim + (at % 2) * (headDim / 2) + at / 2;
}

} // namespace mureum::engine
