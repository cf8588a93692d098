#pragma once
#include "engine/formats/gguf_types.h"
#include "engine/quantize/group/group.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mureum::engine {

class GgufReader;

/// What a model's matrices are to become.
struct QuantizePlan
{
    /// absmax, zeropoint (round to nearest in groups, symmetric and not), gptq, awq, or a storage type: int8,
    /// nf4, q8_0, q4_0, q4_K, q6_K.
    std::string scheme = "q8_0";
    int bits = 4;  ///< 4 or 8, of absmax, zeropoint, gptq and awq
    int group = 0; ///< columns that share a scale: 32, 64 or 128; 0: the largest that divides the rows
    bool symmetric = false;         ///< gptq: the zero in the middle of the range
    bool actOrder = false;          ///< gptq: columns with large inputs first
    bool doubleQuantization = true; ///< nf4: scales in 8 bit
    double damping = 0.01;          ///< gptq

    /// Of embeddings (and tied head), and of a head of its own: a scheme, "keep", or "auto": the plan's own scheme where
    /// it has more than 4 bits and needs no calibration; of the others q6_K for 4 bits and q8_0 for 8, and q8_0 where
    /// rows do not fit q6_K's blocks.
    std::string embeddings = "auto", head = "auto";

    /// (pattern, scheme[:bits[:group]]), later ones win. A pattern is some of the words between the dots of a
    /// tensor's name ("ffn_down", "blk.3", "blk.0.attn_q"), or, with * or ?, all of it. The scheme may be
    /// "keep", too.
    std::vector<std::pair<std::string, std::string>> overrides;

    bool operator==(const QuantizePlan &) const = default;
};

/// Names `scheme` may have, for messages and choices.
std::vector<std::string> quantizeSchemes();

/// Whether a plan needs calibration data. Throws Error for a scheme that means nothing.
bool needsCalibration(const QuantizePlan &plan);

enum class QuantizeMethod { Keep, Round, Gptq, Awq };

/// What becomes of one tensor.
struct TensorScheme
{
    QuantizeMethod method = QuantizeMethod::Keep;
    std::string name = "keep";            ///< of the scheme
    const GgufTensorType *type = nullptr; ///< it will be stored as; the source's own for Keep
    GroupFormat format;                   ///< of gptq, awq, absmax and zeropoint
    bool symmetric = false;
};

/// By tensor name, for every tensor of the file. Throws Error for a scheme or pattern that means nothing,
/// sizes that do not divide, a method that a tensor cannot have, and a source that has less than 8 bits
/// already; `where` the tensor is named.
std::map<std::string, TensorScheme> resolvePlan(const QuantizePlan &plan, const GgufReader &reader);

/// Bytes of tensor data the plan makes.
std::int64_t plannedBytes(const std::map<std::string, TensorScheme> &schemes, const GgufReader &reader);

} // namespace mureum::engine
