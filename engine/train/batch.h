#pragma once

#include "engine/backend/segments.h"

#include <cstdint>
#include <vector>

namespace mureum::engine {

/// Two answers to one prompt, as segments of a batch whose targets are the answers' tokens.
struct PreferencePair
{
    int chosen = 0, rejected = 0; ///< indices into Batch::segments
};

/// One packed training batch. Rows outside every segment are padding.
struct Batch
{
    std::vector<int32_t> tokens;    ///< [rows]
    std::vector<int32_t> positions; ///< [rows]; a branch continues after its parent's length
    std::vector<int32_t> targets;   ///< [rows]; token that follows row i, -1: no loss there
    std::vector<Segment> segments;
    std::vector<PreferencePair> pairs; ///< for preference losses (DPO) only

    int64_t targetCount() const
    {
        int64_t count = 0;
        for (const int32_t target : targets)
            count += target >= 0;
        return count;
    }
};

/// Where batches come from.
class BatchSource
{
public:
    virtual ~BatchSource() = default;
    /// The batch number `index`, counted from 0: a pure function of the index (that is what makes a
    /// resumed run equal an unbroken one). Called from the trainer's own thread. At most
    /// TrainConfig::batchTokens rows; the trainer pads.
    virtual Batch batch(int64_t index) = 0;
};

} // namespace mureum::engine
