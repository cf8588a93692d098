#pragma once

#include "engine/train/trainer.h"

#include <random>

/// A small model, a configuration and made-up batches for the trainer's tests.
namespace mureum::engine::train_test {

inline ModelConfig smallModel(bool tied = true)
{
    ModelConfig model;
    model.vocabSize = 50;
    model.dim = 24;
    model.layers = 2;
    model.heads = 4;
    model.kvHeads = 2;
    model.headDim = 6;
    model.ffnDim = 20;
    model.contextLength = 64;
    model.tiedEmbeddings = tied;
    return model;
}

inline TrainConfig smallTraining()
{
    TrainConfig config;
    config.steps = 20;
    config.learningRate = 0.01;
    config.warmupSteps = 3;
    config.batchTokens = 64;
    config.checkpointEvery = 5;
    config.logEvery = 1;
    config.threads = 2;
    return config;
}

inline void addSegment(Batch &batch, std::mt19937 &random, int length, int parent, int position)
{
    batch.segments.push_back({static_cast<int>(batch.tokens.size()), length, parent});
    for (int i = 0; i < length; ++i) {
        batch.tokens.push_back(static_cast<int32_t>(random() % 50));
        batch.positions.push_back(position + i);
        batch.targets.push_back(i % 3 == 2 ? -1 : static_cast<int32_t>(random() % 50));
    }
}

/// A root with two branches, a gap-free second root with one.
inline Batch branchedBatch(unsigned seed)
{
    std::mt19937 random(seed);
    Batch batch;
    addSegment(batch, random, 7, -1, 0);
    addSegment(batch, random, 5, 0, 7);
    addSegment(batch, random, 9, 0, 7);
    addSegment(batch, random, 6, -1, 0);
    addSegment(batch, random, 11, 3, 6);
    return batch;
}

/// A pure function of the index, as BatchSource asks.
class RandomSource : public BatchSource
{
public:
    Batch batch(int64_t index) override { return branchedBatch(static_cast<unsigned>(index % 4)); }
};

} // namespace mureum::engine::train_test
