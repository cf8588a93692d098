#pragma once
#include "engine/quantize/calibration/layer_forward.h"
#include "engine/quantize/quantize_plan.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace mureum::engine {

/// What became of one matrix.
struct TensorReport
{
    std::string name, scheme, type;
    double bitsPerWeight = 0;
    /// Root of the mean squared error of its outputs over that of the outputs themselves, on the calibration
    /// inputs; -1: not measured (schemes that need no calibration).
    double outputError = -1, roundingError = -1; ///< by the scheme, and by plain rounding to the same type
    double damping = 0;                          ///< gptq: the share of the diagonal that was needed
};

/// AWQ's choice for one input of a layer.
struct ScaleReport
{
    std::string input; ///< "blk.0.attn_q", the first of the matrices that read it
    double ratio = -1; ///< -1: no scaling was better
    double error = 0,
           plainError = 0; ///< mean squared error of the block's output, with the scales and without
};

struct QuantizeReport
{
    std::vector<TensorReport> tensors;
    std::vector<ScaleReport> scales;
    std::int64_t clippedGroups = 0;
    std::int64_t calibrationTokens = 0;      ///< 0: none were needed
    std::int64_t sourceBytes = 0, bytes = 0; ///< of the files
    std::vector<std::string> warnings;
    int resumedLayers = 0; ///< found done
    bool complete = false; ///< false: stopped
};

nlohmann::ordered_json toJson(const QuantizeReport &report);
/// Throws nlohmann::json's exceptions where it is no such object.
QuantizeReport reportFromJson(const nlohmann::ordered_json &json);
nlohmann::ordered_json toJson(const QuantizePlan &plan);

struct QuantizeCallbacks
{
    /// Matrices done of all; where calibration runs, its passes count as some more. `what`: "blk.3.ffn_down".
    std::function<void(std::int64_t done, std::int64_t total, const std::string &what)> progress;
    std::function<void(const TensorReport &)> tensor;
    std::function<void(const std::string &)> warning;
};

struct QuantizeOptions
{
    /// Holds finished layers until the file is written, then is empty again. Must be given.
    std::filesystem::path workFolder;
    bool resume = false; ///< go on with what another process left there; else it is made anew
};

/// Quantizes a GGUF file into another one, layer by layer: of the source only one layer is in memory as
/// floats beside the hidden states of the calibration tokens, and one input's Hessian. The file appears under
/// its name when it is whole. The result depends on the source, the plan and the calibration only, not on
/// threads or interruptions.
///
/// GPTQ: every product is quantized with the inputs that the quantized ones before it give. AWQ: with the
/// inputs of the source. Metadata is kept; `mureum.quantization` tells the plan.
///
/// Throws Error: what resolvePlan() throws, too little calibration data, output and source the same file, no
/// room on the disk, a work folder of another plan. The source is never changed. A stop leaves
/// report.complete false and the finished layers for `resume`.
QuantizeReport quantizeModel(const std::string &model, const QuantizePlan &plan,
                             const std::vector<CalibrationBatch> &calibration, const std::string &out,
                             const QuantizeOptions &options, const QuantizeCallbacks &callbacks = {},
                             std::stop_token stop = {});

} // namespace mureum::engine
