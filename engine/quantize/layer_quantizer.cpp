#include "engine/quantize/layer_quantizer.h"

#include "engine/core/threads.h"
#include "engine/quantize/awq/awq_layer.h"
#include "engine/quantize/calibration/gram.h"
#include "engine/quantize/calibration/single_threads.h"
#include "engine/quantize/gptq/gptq.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

/// Batches whose inputs are held at a time. Fixed, so that sums do not depend on the number of threads.
constexpr std::size_t wave = 8;
/// Rows AWQ compares block outputs on; whole batches.
constexpr std::int64_t searchRows = 1024;

Tensor difference(const Tensor &a, const Tensor &b)
{
    Tensor result(a.shape());
    std::transform(a.f32(), a.f32() + a.elements(), b.f32(), result.f32(), std::minus<>());
    return result;
}

/// All batches, `wave` of them at a time: `compute` on threads of their own, then `consume` the results in
/// order.
template <typename Result, typename Compute, typename Consume>
void inWaves(std::vector<CalibrationRows> &rows, const Compute &compute, const Consume &consume)
{
    for (std::size_t begin = 0; begin < rows.size(); begin += wave) {
        const std::size_t count = std::min(wave, rows.size() - begin);
        std::vector<Result> results(count);
        forEachOnSingleThreads(static_cast<std::int64_t>(count), [&](std::int64_t i) {
            const auto at = static_cast<std::size_t>(i);
            results[at] = compute(rows[begin + at]);
        });
        consume(results);
    }
}

} // namespace

QuantizedMatrix roundMatrix(const Tensor &matrix, const TensorScheme &scheme)
{
    if (!scheme.symmetric)
        return quantizeMatrix(matrix, *scheme.type);
    MatrixBytes bytes = allocateMatrix(*scheme.type, matrix.dim(0), matrix.dim(1));
    parallelFor(matrix.dim(0), [&](std::int64_t row) {
        groupsFromFloat(scheme.format, true, matrix.f32() + row * matrix.dim(1),
                        bytes.data + row * scheme.type->rowBytes(matrix.dim(1)), matrix.dim(1));
    });
    return bytes.matrix;
}

std::int64_t LayerQuantizer::tokens() const
{
    std::int64_t count = 0;
    for (const CalibrationRows &rows : rows_)
        count += rows.used;
    return count;
}

QuantizedLayer LayerQuantizer::quantize(const LayerMatrices &source, const Schemes &schemes,
                                        const std::string &prefix, QuantizeReport &report,
                                        const OnTensor &onTensor, const std::stop_token &stop)
{
    LayerMatrices layer = source;
    const bool calibrated = !rows_.empty();
    if (calibrated)
        adjust(layer, schemes, prefix, report, stop);
    QuantizedLayer result;
    result.attentionNorm = layer.attentionNorm;
    result.ffnNorm = layer.ffnNorm;
    for (std::size_t i = 0; i < layerParts; ++i)
        if (schemes[i].method == QuantizeMethod::Keep && layer.parts[i].raw() != source.parts[i].raw())
            result.changed[i] = layer.parts[i];
    for (int i = 0; i < layerInputs && !stop.stop_requested(); ++i) {
        const auto input = static_cast<LayerInput>(i);
        quantizeInput(input, layer, schemes, prefix, result, onTensor);
        if (calibrated && follow_)
            advance(input, layer);
    }
    if (calibrated && !follow_ && !stop.stop_requested())
        advance(source);
    return result;
}

void LayerQuantizer::skip(const LayerMatrices &source, const LayerMatrices &quantized)
{
    if (!rows_.empty())
        advance(follow_ ? quantized : source);
}

/// AWQ: scales and clips what is to be rounded.
void LayerQuantizer::adjust(LayerMatrices &layer, const Schemes &schemes, const std::string &prefix,
                            QuantizeReport &report, const std::stop_token &stop)
{
    AwqLayerOptions options;
    bool any = false;
    for (std::size_t i = 0; i < layerParts; ++i)
        if (schemes[i].method == QuantizeMethod::Awq) {
            any = options.parts[i] = true;
            options.formats[i] = schemes[i].format;
        }
    if (!any)
        return;
    LayerStatistics statistics(forward_.config(), options.groups());
    using Inputs = std::array<Tensor, layerInputs>;
    inWaves<Inputs>(
        rows_,
        [&](const CalibrationRows &rows) {
            Inputs inputs;
            CalibrationRows middle = rows;
            middle.hidden = rows.hidden.clone();
            inputs[0] = forward_.attentionInput(layer, middle);
            inputs[1] = forward_.attention(layer, middle, inputs[0]);
            forward_.addToHidden(middle, forward_.product(inputs[1], layer[LayerPart::Output]));
            inputs[2] = forward_.feedForwardInput(layer, middle);
            inputs[3] = forward_.gated(layer, inputs[2]);
            return inputs;
        },
        [&](const std::vector<Inputs> &results) {
            for (std::size_t i = 0; i < layerInputs; ++i) {
                std::vector<Tensor> of;
                for (const Inputs &inputs : results)
                    of.push_back(inputs[i]);
                statistics.inputs[i].add(forward_.backend(), of);
            }
        });
    statistics.rows = tokens();
    // Batches evenly from all of them.
    std::vector<CalibrationRows> samples;
    const std::int64_t perBatch =
        std::max<std::int64_t>(1, statistics.rows / static_cast<std::int64_t>(rows_.size()));
    const auto wanted =
        std::clamp<std::size_t>(static_cast<std::size_t>(searchRows / perBatch), 1, rows_.size());
    for (std::size_t i = 0; i < wanted; ++i)
        samples.push_back(rows_[i * rows_.size() / wanted]);
    const AwqLayerResult found = applyAwq(layer, statistics, samples, forward_, options, stop);
    report.clippedGroups += found.clippedGroups;
    for (const AwqFold &fold : found.folds)
        report.scales.push_back(
            {prefix + std::string(layerPartNames[static_cast<std::size_t>(partsOf(fold.input).front())]),
             fold.ratio, fold.error, fold.plainError});
}

void LayerQuantizer::quantizeInput(LayerInput input, LayerMatrices &layer, const Schemes &schemes,
                                   const std::string &prefix, QuantizedLayer &result,
                                   const OnTensor &onTensor)
{
    std::vector<double> h;
    for (const LayerPart part : partsOf(input)) {
        const auto i = static_cast<std::size_t>(part);
        const TensorScheme &scheme = schemes[i];
        if (scheme.method == QuantizeMethod::Keep)
            continue;
        const Tensor before = layer[part];
        TensorReport report;
        report.name = prefix + std::string(layerPartNames[i]);
        report.scheme = scheme.name;
        report.type = scheme.type->name;
        if (scheme.method == QuantizeMethod::Gptq) {
            if (h.empty())
                h = hessian(input, layer);
            GptqOptions options;
            options.format = scheme.format;
            options.symmetric = scheme.symmetric;
            options.actOrder = plan_.actOrder;
            options.damping = plan_.damping;
            GptqResult found = quantizeGptq(before, h, options, report.name.c_str());
            report.damping = found.damping;
            result.parts[i] = std::move(found.matrix);
        } else {
            result.parts[i] = roundMatrix(before, scheme);
        }
        layer[part] = result.parts[i].dequantize();
        report.bitsPerWeight = result.parts[i].bitsPerWeight();
        if (!h.empty()) {
            Backend &backend = forward_.backend();
            const double whole = outputEnergy(backend, before, h);
            const Tensor rounded = roundMatrix(before, scheme).dequantize();
            if (whole > 0) {
                report.outputError =
                    std::sqrt(outputEnergy(backend, difference(before, layer[part]), h) / whole);
                report.roundingError =
                    std::sqrt(outputEnergy(backend, difference(before, rounded), h) / whole);
            }
        }
        onTensor(report);
    }
}

Tensor LayerQuantizer::inputTo(LayerInput input, const LayerMatrices &layer,
                               const CalibrationRows &rows) const
{
    switch (input) {
    case LayerInput::Attention:
        return forward_.attentionInput(layer, rows);
    case LayerInput::Output:
        return forward_.attention(layer, rows, forward_.attentionInput(layer, rows));
    case LayerInput::FeedForward:
        return forward_.feedForwardInput(layer, rows);
    case LayerInput::Down:
        break;
    }
    return forward_.gated(layer, forward_.feedForwardInput(layer, rows));
}

std::vector<double> LayerQuantizer::hessian(LayerInput input, const LayerMatrices &layer)
{
    const std::int64_t columns = layer[partsOf(input).front()].dim(1);
    GramMatrix gram(forward_.backend(), columns);
    inWaves<Tensor>(
        rows_, [&](const CalibrationRows &rows) { return inputTo(input, layer, rows); },
        [&](const std::vector<Tensor> &inputs) { gram.add(inputs); });
    return gram.hessian(tokens());
}

/// Where a product is added to the hidden states, it is.
void LayerQuantizer::advance(LayerInput input, const LayerMatrices &layer)
{
    if (input != LayerInput::Output && input != LayerInput::Down)
        return;
    const LayerPart part = input == LayerInput::Output ? LayerPart::Output : LayerPart::Down;
    forEachOnSingleThreads(static_cast<std::int64_t>(rows_.size()), [&](std::int64_t i) {
        CalibrationRows &rows = rows_[static_cast<std::size_t>(i)];
        forward_.addToHidden(rows, forward_.product(inputTo(input, layer, rows), layer[part]));
    });
}

void LayerQuantizer::advance(const LayerMatrices &layer)
{
    forEachOnSingleThreads(static_cast<std::int64_t>(rows_.size()),
                           [&](std::int64_t i) { forward_.run(layer, rows_[static_cast<std::size_t>(i)]); });
}

} // namespace mureum::engine
