#pragma once

#include "engine/core/tensor.h"
#include "engine/model/config.h"

#include <map>
#include <string>
#include <vector>

namespace mureum::engine {

/// Where one tensor lies in the flat parameter arrays.
struct ParameterSlot
{
    std::string name; ///< GGUF's
    std::vector<int64_t> shape;
    int64_t offset = 0;
    int64_t elements = 0;
    bool decays = false; ///< weight decay applies
};

/// Offsets one layer's products use. q | k | v lie side by side, and so do gate | up, so that each
/// group is one matrix.
struct LayerOffsets
{
    int64_t attnNorm, qkv, attnOutput, ffnNorm, gateUp, down;
};

/// What is trained, as one flat array of floats: parameters, moments and gradients all have this layout.
class FlatLayout
{
public:
    const std::vector<ParameterSlot> &slots() const { return slots_; }
    const ParameterSlot *find(const std::string &name) const;
    int64_t total() const { return total_; } ///< floats of one flat array, gaps included

protected:
    /// Appends a tensor and returns its offset. `aligned`: begins at a multiple of 16 elements.
    int64_t add(std::string name, std::vector<int64_t> shape, bool decays, bool aligned = true);

private:
    std::vector<ParameterSlot> slots_;
    int64_t total_ = 0;
};

/// The flat layout of all parameters of one model.
class ParameterLayout : public FlatLayout
{
public:
    explicit ParameterLayout(const ModelConfig &config);

    int64_t embedding() const { return embedding_; }
    int64_t outputNorm() const { return outputNorm_; }
    int64_t output() const { return output_; } ///< equals embedding() when tied
    const LayerOffsets &layer(int index) const { return layers_[static_cast<std::size_t>(index)]; }

private:
    std::vector<LayerOffsets> layers_;
    int64_t embedding_ = 0, outputNorm_ = 0, output_ = 0;
};

/// Fills `flat` with normal(0, 1/sqrt(inputs)) weights, projections into the residual stream scaled by
/// 1/sqrt(2 layers) (GPT-2), norms 1. At a width of 256 GPT-2's fixed 0.02 starts attention nearly uniform,
/// and copying is learned late. The same seed gives the same numbers on every machine.
void initializeParameters(const ParameterLayout &layout, const ModelConfig &config, uint64_t seed,
                          float *flat);

/// Copies tensors by name into `flat`; throws Error when one is missing, unknown or of another shape.
void loadParameters(const FlatLayout &layout, const std::map<std::string, Tensor> &tensors, float *flat);

} // namespace mureum::engine
