#pragma once
#include "engine/model/config.h"
#include "engine/train/trainer.h"
#include "eval/answer/slot_tokens.h"

namespace mureum::app {

/// Writes the circuits that looking a name up and copying its pointer need into freshly drawn weights, where gradient
/// descent takes long to find them (Olsson et al. 2022, "In-context Learning and Induction Heads", describes both):
/// heads of the first layer see the one, two and three tokens before; heads of the next two attend to equal tokens and
/// pass on what those were told came before them; later heads attend from words of the answer to pointers. Pointers and
/// words of the answer share a dimension by kind. Training changes all of it as it likes.
/// Does nothing for a model it does not fit: under 4 layers, 4 key heads or a width of 165, heads not 32 wide, or tied
/// embeddings.
void wireCopying(const engine::ModelConfig &config, const eval::SlotTokens &slots, int answerToken, std::uint64_t seed,
                 engine::TensorMap &tensors);

} // namespace mureum::app
