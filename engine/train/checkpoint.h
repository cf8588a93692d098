#pragma once

#include "engine/train/parameters.h"
#include "engine/train/train_config.h"

#include <filesystem>
#include <optional>

namespace mureum::engine {

/// What a checkpoint knows beside the arrays.
struct CheckpointState
{
    ModelConfig model;
    /// What is trained, where it is not the whole model: TrainingObjective::identity() as text; "" for the
    /// model.
    std::string objective;
    int64_t step = 0;
    int64_t tokens = 0;
    int64_t targetTokens = 0;
    /// Of the evaluations during training: the best score and its step (0: none yet), and evaluations since.
    double bestScore = 0;
    int64_t bestStep = 0;
    int64_t evaluationsSinceBest = 0;
};

/// checkpoint.bin, little-endian: "MUREUMT1", u64 length of a JSON header (model, train, step, tokens,
/// targetTokens, tensors: [{name, shape, offset}], and where they say something objective, bestScore,
/// bestStep, evaluationsSinceBest), the header padded with spaces to a multiple of 64 bytes from the file's
/// start, three F32 arrays (parameters, moment1, moment2) of `floats` elements each in which `offset` counts,
/// and a u64 checksum of everything before it.
///
/// Written to a temporary name, synced and renamed: a failure (Error, e.g. a full disk) leaves an
/// older checkpoint as it was.
void writeCheckpoint(const std::filesystem::path &path, const CheckpointState &state,
                     const TrainConfig &train, const FlatLayout &layout, const float *parameters,
                     const float *moment1, const float *moment2);

/// Reads only the header. Throws Error when the file is not a checkpoint.
CheckpointState readCheckpointState(const std::filesystem::path &path);

/// Reads the whole file into flat arrays of layout.total() floats. Throws Error when it is truncated,
/// damaged (checksum) or of another model.
CheckpointState readCheckpoint(const std::filesystem::path &path, const FlatLayout &layout, float *parameters,
                               float *moment1, float *moment2);

/// Parameters of a whole model's checkpoint under GGUF names, F32, for conversion into a model file.
std::map<std::string, Tensor> readCheckpointTensors(const std::filesystem::path &path);

} // namespace mureum::engine
