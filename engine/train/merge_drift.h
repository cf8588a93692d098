#pragma once

#include "engine/model/adapter.h"
#include "engine/model/model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace mureum::engine {

/// How far a merged model's scores lie from those of base and adapter side by side, over all positions of
/// some prompts.
struct MergeDrift
{
    std::int64_t positions = 0;
    double meanAbsolute = 0, maxAbsolute = 0; ///< of the logits
    double meanKl = 0, maxKl = 0;             ///< nats, KL(unmerged || merged)
    double sameTopToken = 0;                  ///< share of positions
};

/// `merged`: as it was written and read again, so that rounding to its storage counts. Both sides run in F32;
/// the unmerged one as low-rank products beside the base's. Prompts are cut to the model's context. Throws
/// Error where adapter or models do not fit one another.
MergeDrift measureMergeDrift(const Model &base, const Adapter &adapter, const Model &merged,
                             std::span<const std::vector<int>> prompts);

} // namespace mureum::engine
