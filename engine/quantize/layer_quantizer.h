#pragma once
#include "engine/quantize/calibration/layer_forward.h"
#include "engine/quantize/quantize_model.h"
#include "engine/quantize/quantized_matrix.h"

#include <array>
#include <functional>
#include <stop_token>
#include <vector>

namespace mureum::engine {

/// A layer as it will be stored.
struct QuantizedLayer
{
    /// Empty where the source's own bytes stay; then changed[part] may hold floats that replace them (another
    /// part's scales were folded in).
    std::array<QuantizedMatrix, layerParts> parts;
    std::array<Tensor, layerParts> changed;
    Tensor attentionNorm, ffnNorm; ///< F32
};

/// One matrix by round-to-nearest into scheme.type.
QuantizedMatrix roundMatrix(const Tensor &matrix, const TensorScheme &scheme);

/// Quantizes one layer after the other, with the hidden states of the calibration rows between them.
class LayerQuantizer
{
public:
    using Schemes = std::array<TensorScheme, layerParts>;
    using OnTensor = std::function<void(const TensorReport &)>;

    /// `rows` may be empty where no part of any layer needs calibration. `follow`: hidden states go on
    /// through the quantized layers (GPTQ) and not the source's (AWQ).
    LayerQuantizer(const LayerForward &forward, const QuantizePlan &plan, std::vector<CalibrationRows> rows,
                   bool follow)
        : forward_(forward), plan_(plan), rows_(std::move(rows)), follow_(follow)
    {
    }

    /// Nothing of the result is of use after a stop.
    QuantizedLayer quantize(const LayerMatrices &source, const Schemes &schemes, const std::string &prefix,
                            QuantizeReport &report, const OnTensor &onTensor, const std::stop_token &stop);
    /// Takes the hidden states through a layer that was quantized before.
    void skip(const LayerMatrices &source, const LayerMatrices &quantized);
    std::int64_t tokens() const;

private:
    void adjust(LayerMatrices &layer, const Schemes &schemes, const std::string &prefix,
                QuantizeReport &report, const std::stop_token &stop);
    void quantizeInput(LayerInput input, LayerMatrices &layer, const Schemes &schemes,
                       const std::string &prefix, QuantizedLayer &result, const OnTensor &onTensor);
    std::vector<double> hessian(LayerInput input, const LayerMatrices &layer);
    Tensor inputTo(LayerInput input, const LayerMatrices &layer, const CalibrationRows &rows) const;
    void advance(LayerInput input, const LayerMatrices &layer);
    void advance(const LayerMatrices &layer);

    const LayerForward &forward_;
    const QuantizePlan &plan_;
    std::vector<CalibrationRows> rows_;
    bool follow_;
};

} // namespace mureum::engine
