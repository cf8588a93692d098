#include "engine/quantize/quantize_plan.h"

#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fmt/format.h>
#include <fnmatch.h>
#include <optional>

namespace mureum::engine {

namespace {

/// A scheme with what may be said behind its name.
struct Wish
{
    std::string scheme;
    int bits, group;
};

struct SchemeRow
{
    std::string_view name;
    QuantizeMethod method;
    bool groups;           ///< bits and group size mean something
    bool symmetric;        ///< of groups
    std::string_view type; ///< where there are no groups
};

constexpr SchemeRow rows[] = {
    {"absmax", QuantizeMethod::Round, true, true, ""},
    {"zeropoint", QuantizeMethod::Round, true, false, ""},
    {"int8", QuantizeMethod::Round, false, false, "int8"},
    {"nf4", QuantizeMethod::Round, false, false, "nf4"},
    {"gptq", QuantizeMethod::Gptq, true, false, ""},
    {"awq", QuantizeMethod::Awq, true, false, ""},
    {"q8_0", QuantizeMethod::Round, false, false, "q8_0"},
    {"q4_0", QuantizeMethod::Round, false, false, "q4_0"},
    {"q4_K", QuantizeMethod::Round, false, false, "q4_k"},
    {"q6_K", QuantizeMethod::Round, false, false, "q6_k"},
    {"keep", QuantizeMethod::Keep, false, false, ""},
};
constexpr int lowestSourceBits = 8;
constexpr std::array groupSizes = {128, 64, 32};

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return result;
}

const SchemeRow &rowOf(const std::string &name)
{
    for (const SchemeRow &row : rows)
        if (lower(row.name) == lower(name))
            return row;
    std::string known;
    for (const SchemeRow &row : rows)
        known += (known.empty() ? "" : ", ") + std::string(row.name);
    throw Error(fmt::format("quantize: the scheme '{}' is unknown: use one of {}", name, known));
}

int numberIn(const std::string &text, const std::string &all)
{
    int value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size())
        throw Error(
            fmt::format("quantize: '{}' is no scheme: write scheme, scheme:bits or scheme:bits:group", all));
    return value;
}

Wish readWish(const std::string &text, const QuantizePlan &plan)
{
    Wish wish{text, plan.bits, plan.group};
    if (const auto colon = text.find(':'); colon != std::string::npos) {
        wish.scheme = text.substr(0, colon);
        std::string rest = text.substr(colon + 1);
        if (const auto second = rest.find(':'); second != std::string::npos) {
            wish.group = numberIn(rest.substr(second + 1), text);
            rest.resize(second);
        }
        wish.bits = numberIn(rest, text);
    }
    return wish;
}

/// Whole words of the name, between its dots.
bool matches(const std::string &pattern, const std::string &tensor)
{
    const std::string name = tensor.ends_with(".weight") ? tensor.substr(0, tensor.size() - 7) : tensor;
    if (pattern.find_first_of("*?") != std::string::npos)
        return fnmatch(pattern.c_str(), name.c_str(), 0) == 0 ||
               fnmatch(pattern.c_str(), tensor.c_str(), 0) == 0;
    const std::string dotted = "." + tensor + ".";
    return dotted.find("." + pattern + ".") != std::string::npos;
}

bool isEmbedding(const std::string &name)
{
    return name == "token_embd.weight";
}

GroupFormat formatFor(const Wish &wish, const GgufTensorInfo &info)
{
    if (wish.bits != 4 && wish.bits != 8)
        throw Error(fmt::format("quantize: {} bits: {} has 4 or 8", wish.bits, wish.scheme));
    const std::int64_t columns = info.shape.back();
    if (wish.group == 0) {
        for (const int size : groupSizes)
            if (columns % size == 0)
                return {wish.bits, size};
    } else {
        if (std::find(groupSizes.begin(), groupSizes.end(), wish.group) == groupSizes.end())
            throw Error(fmt::format("quantize: groups of {}: use 32, 64 or 128", wish.group));
        if (columns % wish.group == 0)
            return {wish.bits, wish.group};
    }
    throw Error(
        fmt::format("quantize: groups of {} do not divide the {} columns of '{}': use another group size, or "
                    "another scheme for it (--override)",
                    wish.group == 0 ? "32" : std::to_string(wish.group), columns, info.name));
}

TensorScheme schemeFor(const Wish &wish, const QuantizePlan &plan, const GgufTensorInfo &info)
{
    const SchemeRow &row = rowOf(wish.scheme);
    TensorScheme scheme;
    scheme.method = row.method;
    scheme.name = row.name;
    if (row.method == QuantizeMethod::Keep) {
        scheme.type = info.type;
        return scheme;
    }
    const bool layer = info.name.starts_with("blk.");
    if (!layer && (row.method == QuantizeMethod::Gptq || row.method == QuantizeMethod::Awq))
        throw Error(
            fmt::format("quantize: '{}' cannot be quantized by {}: that is for the layers' matrices; use a "
                        "scheme without calibration, such as q8_0 or q6_K",
                        info.name, row.name));
    if (row.groups) {
        scheme.format = formatFor(wish, info);
        scheme.type = &groupType(scheme.format);
        scheme.symmetric = row.method == QuantizeMethod::Gptq ? plan.symmetric : row.symmetric;
        return scheme;
    }
    scheme.type = &ggufType(row.name == "nf4" && plan.doubleQuantization ? "nf4_double" : row.type);
    if (info.shape.back() % scheme.type->blockElements != 0)
        throw Error(fmt::format(
            "quantize: blocks of {} ({}) do not divide the {} columns of '{}': use another scheme, "
            "or another one for it (--override)",
            scheme.type->blockElements, row.name, info.shape.back(), info.name));
    return scheme;
}

/// Embeddings and head have no method of their own to make up for rounding, and lose most.
Wish wishForEnds(const std::string &wanted, const QuantizePlan &plan, const GgufTensorInfo &info)
{
    if (wanted != "auto")
        return readWish(wanted, plan);
    const Wish whole{plan.scheme, plan.bits, plan.group};
    const SchemeRow &row = rowOf(plan.scheme);
    const bool calibrated = row.method == QuantizeMethod::Gptq || row.method == QuantizeMethod::Awq;
    const bool more = row.groups ? plan.bits == 8 : row.name == "int8" || row.name == "q8_0" || row.name == "q6_K";
    if (more && !calibrated)
        return whole;
    const bool fits = info.shape.back() % ggufType("q6_k").blockElements == 0;
    return {fits && !more ? "q6_K" : "q8_0", plan.bits, plan.group};
}

} // namespace

std::vector<std::string> quantizeSchemes()
{
    std::vector<std::string> names;
    for (const SchemeRow &row : rows)
        if (row.method != QuantizeMethod::Keep)
            names.emplace_back(row.name);
    return names;
}

bool needsCalibration(const QuantizePlan &plan)
{
    const auto calibrated = [&](const std::string &scheme) {
        const QuantizeMethod method = rowOf(readWish(scheme, plan).scheme).method;
        return method == QuantizeMethod::Gptq || method == QuantizeMethod::Awq;
    };
    return calibrated(plan.scheme) || std::any_of(plan.overrides.begin(), plan.overrides.end(),
                                                  [&](const auto &one) { return calibrated(one.second); });
}

std::map<std::string, TensorScheme> resolvePlan(const QuantizePlan &plan, const GgufReader &reader)
{
    if (rowOf(plan.scheme).method == QuantizeMethod::Keep)
        throw Error("quantize: the plan keeps every matrix: choose a scheme");
    std::vector<bool> used(plan.overrides.size(), false);
    std::map<std::string, TensorScheme> result;
    for (const GgufTensorInfo &info : reader.tensors()) {
        if (info.shape.size() != 2) {
            result[info.name] = {QuantizeMethod::Keep, "keep", info.type, {}, false};
            continue;
        }
        const double bits = 8.0 * static_cast<double>(info.bytes) / static_cast<double>(info.elements());
        if (bits < lowestSourceBits)
            throw Error(fmt::format(
                "{}: '{}' is quantized to {} ({:.1f} bits) already: quantize the model it was made "
                "from",
                reader.path(), info.name, info.type->name, bits));
        Wish wish{plan.scheme, plan.bits, plan.group};
        if (!info.name.starts_with("blk."))
            wish = wishForEnds(isEmbedding(info.name) ? plan.embeddings : plan.head, plan, info);
        for (std::size_t i = 0; i < plan.overrides.size(); ++i)
            if (matches(plan.overrides[i].first, info.name)) {
                used[i] = true;
                wish = readWish(plan.overrides[i].second, plan);
            }
        result[info.name] = schemeFor(wish, plan, info);
    }
    for (std::size_t i = 0; i < used.size(); ++i)
        if (!used[i])
            throw Error(
                fmt::format("quantize: the pattern '{}' matches no matrix of {}: use names such as ffn_down, "
                            "blk.3 or blk.*.attn_v",
                            plan.overrides[i].first, reader.path()));
    return result;
}

std::int64_t plannedBytes(const std::map<std::string, TensorScheme> &schemes, const GgufReader &reader)
{
    std::int64_t bytes = 0;
    for (const GgufTensorInfo &info : reader.tensors()) {
        const TensorScheme &scheme = schemes.at(info.name);
        bytes += scheme.method == QuantizeMethod::Keep
                     ? static_cast<std::int64_t>(info.bytes)
                     : scheme.type->matrixBytes(info.shape[0], info.shape[1]);
    }
    return bytes;
}

} // namespace mureum::engine
