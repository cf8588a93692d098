#pragma once
#include "engine/backend/backend.h"
#include "engine/model/config.h"

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace mureum::engine {

/// The matrices of a layer, as GGUF names them.
enum class LayerPart { Q, K, V, Output, Gate, Up, Down };
inline constexpr int layerParts = 7;
inline constexpr std::array<std::string_view, layerParts> layerPartNames = {
    "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"};

/// What products of a layer share as input: q, k and v; attention's output; gate and up; down.
enum class LayerInput { Attention, Output, FeedForward, Down };
inline constexpr int layerInputs = 4;
/// Parts that read it.
std::span<const LayerPart> partsOf(LayerInput input);
LayerInput inputOf(LayerPart part);

/// One layer's weights in F32. Copies share the memory.
struct LayerMatrices
{
    std::array<Tensor, layerParts> parts; ///< [outputs, inputs]
    Tensor attentionNorm, ffnNorm;        ///< [dim]

    Tensor &operator[](LayerPart part) { return parts[static_cast<std::size_t>(part)]; }
    const Tensor &operator[](LayerPart part) const { return parts[static_cast<std::size_t>(part)]; }
};

/// Calibration tokens that go through the model together.
struct CalibrationBatch
{
    std::vector<std::int32_t> tokens, positions;
    std::vector<Segment> segments;
};

/// Hidden states of one batch on their way through the layers.
struct CalibrationRows
{
    const CalibrationBatch *batch = nullptr;
    std::vector<std::int32_t> positions; ///< [rows]
    std::int64_t used = 0;               ///< rows that are tokens; those behind them stay 0
    Tensor hidden;                       ///< [rows, dim] F32
};

/// The forward pass of one layer in pieces, in F32, for one batch on the calling thread.
class LayerForward
{
public:
    LayerForward(const ModelConfig &config, std::shared_ptr<Backend> backend)
        : config_(config), backend_(std::move(backend))
    {
    }

    const ModelConfig &config() const { return config_; }
    Backend &backend() const { return *backend_; }

    /// Hidden states before the first layer. Rows are filled up to a multiple of 64, so that products have
    /// few shapes. Throws Error for a token, position or segment that cannot be.
    CalibrationRows begin(const CalibrationBatch &batch, const Tensor &embedding) const;

    Tensor attentionInput(const LayerMatrices &layer, const CalibrationRows &rows) const;
    /// Attention's output before its product, [rows, qDim].
    Tensor attention(const LayerMatrices &layer, const CalibrationRows &rows, const Tensor &input) const;
    Tensor feedForwardInput(const LayerMatrices &layer, const CalibrationRows &rows) const;
    /// [rows, ffnDim]
    Tensor gated(const LayerMatrices &layer, const Tensor &input) const;
    /// x w^T
    Tensor product(const Tensor &x, const Tensor &w) const;
    void addToHidden(CalibrationRows &rows, const Tensor &delta) const;

    /// The whole layer.
    void run(const LayerMatrices &layer, CalibrationRows &rows) const;

private:
    Tensor norm(const Tensor &weight, const CalibrationRows &rows) const;

    ModelConfig config_;
    std::shared_ptr<Backend> backend_;
};

} // namespace mureum::engine
