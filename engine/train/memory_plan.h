#pragma once

#include "engine/model/config.h"
#include "engine/train/finetune.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mureum::engine {

/// Bytes a fine-tuning takes, by purpose; the base as loadModel() maps it comes on top, in pages the system
/// may drop.
struct MemoryPlan
{
    int64_t parameters = 0; ///< trained ones, with their bf16 copy
    int64_t frozen = 0;     ///< the base's weights as training reads them
    int64_t gradients = 0;
    int64_t moments = 0;     ///< of AdamW, in memory
    int64_t activations = 0; ///< kept for the backward, and its scratch
    int64_t kv = 0;          ///< keys and values (and weights) of the evaluations in between
    int64_t program = 0;     ///< code generated for the products, batches prepared ahead
    int64_t spilled = 0;     ///< moments in a file; not in total()

    int64_t total() const { return parameters + frozen + gradients + moments + activations + kv + program; }
};

struct PlanOptions
{
    bool half = true;       ///< bf16 products; see trainsInHalf()
    bool evaluates = false; ///< a Generator answers questions every evaluateEvery steps
    int threads = 0;        ///< 0: threadCount()
};

/// What a fine-tuning of this configuration will take. Throws Error where the configuration cannot be right.
MemoryPlan planMemory(const ModelConfig &model, const FinetuneConfig &config,
                      const PlanOptions &options = {});

struct ProposedPlan
{
    FinetuneConfig config;
    MemoryPlan memory;
    std::vector<std::string> changes; ///< what was changed to fit, in words
};

/// The wanted configuration, changed as little as needed to fit into `limit` bytes: smaller batches with more
/// accumulation (the same tokens a step; never below `longestExample` rows), then gradient checkpointing,
/// then the base in NF4, then moments in `spillFolder` where one is given. Throws Error naming the least that
/// is needed.
ProposedPlan proposePlan(const ModelConfig &model, const FinetuneConfig &wanted, int64_t limit,
                         int64_t longestExample, const PlanOptions &options = {},
                         const std::string &spillFolder = {});

} // namespace mureum::engine
