#include "engine/quantize/quantize_model.h"

#include "engine/core/checksum.h"
#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/formats/gguf_writer.h"
#include "engine/model/gguf_model.h"
#include "engine/quantize/layer_quantizer.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

namespace mureum::engine {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char *reportKey = "mureum.quantize.layer";
constexpr const char *planKey = "mureum.quantization";
/// Calibration tokens for every column of the widest input: with fewer, a Hessian says more about its damping
/// than about the inputs.
constexpr std::int64_t tokensPerColumn = 2;

Json toJson(const TensorReport &tensor)
{
    Json json = {{"name", tensor.name},
                 {"scheme", tensor.scheme},
                 {"type", tensor.type},
                 {"bits_per_weight", tensor.bitsPerWeight}};
    const auto measured = [](double value) { return value < 0 ? Json() : Json(value); };
    json["output_error"] = measured(tensor.outputError);
    json["rounding_error"] = measured(tensor.roundingError);
    json["damping"] = tensor.damping > 0 ? Json(tensor.damping) : Json();
    return json;
}

Json toJson(const ScaleReport &scale)
{
    return {{"input", scale.input},
            {"ratio", scale.ratio},
            {"error", scale.error},
            {"plain_error", scale.plainError}};
}

void addLayer(QuantizeReport &report, const Json &layer)
{
    const auto number = [](const Json &value, double missing) {
        return value.is_null() ? missing : value.get<double>();
    };
    for (const Json &tensor : layer.at("tensors"))
        report.tensors.push_back({tensor.at("name"), tensor.at("scheme"), tensor.at("type"),
                                  tensor.at("bits_per_weight"), number(tensor.at("output_error"), -1),
                                  number(tensor.at("rounding_error"), -1), number(tensor.at("damping"), 0)});
    for (const Json &scale : layer.at("scales"))
        report.scales.push_back(
            {scale.at("input"), scale.at("ratio"), scale.at("error"), scale.at("plain_error")});
    report.clippedGroups += layer.at("clipped_groups").get<std::int64_t>();
}

std::string hexOf(std::uint64_t value)
{
    return fmt::format("{:016x}", value);
}

/// What finished layers depend on: they are only of use to the same work.
std::string fingerprint(const GgufReader &reader, const QuantizePlan &plan,
                        const std::vector<CalibrationBatch> &calibration)
{
    Checksum checksum;
    for (const GgufTensorInfo &info : reader.tensors()) {
        const auto bytes = reader.data(info);
        checksum.add(bytes.data(), bytes.size());
    }
    const std::string text = toJson(plan).dump();
    checksum.add(text.data(), text.size());
    for (const CalibrationBatch &batch : calibration) {
        checksum.add(batch.tokens.data(), batch.tokens.size() * sizeof batch.tokens[0]);
        checksum.add(batch.positions.data(), batch.positions.size() * sizeof batch.positions[0]);
        for (const Segment &segment : batch.segments) {
            const std::int32_t numbers[] = {segment.begin, segment.length, segment.parent, 0};
            checksum.add(numbers, sizeof numbers);
        }
    }
    return hexOf(checksum.value());
}

/// Finished layers in a folder of their own.
class WorkFolder
{
public:
    WorkFolder(fs::path folder, const std::string &print, bool resume) : folder_(std::move(folder))
    {
        const fs::path note = folder_ / "fingerprint";
        std::error_code code;
        if (fs::exists(note, code)) {
            std::string known;
            std::ifstream(note) >> known;
            if (resume && known != print)
                throw Error(fmt::format(
                    "quantize: {} holds layers of another plan, model or calibration: resume with "
                    "what it began with, or start anew without --resume",
                    folder_.string()));
            if (!resume)
                clear();
        }
        fs::create_directories(folder_, code);
        std::ofstream out(note, std::ios::trunc);
        out << print << '\n';
        out.flush();
        if (!out)
            throw Error(fmt::format("quantize: cannot write {}: {}", note.string(), std::strerror(errno)));
    }

    std::string file(int layer) const { return (folder_ / fmt::format("layer_{:04}.gguf", layer)).string(); }
    bool has(int layer) const
    {
        std::error_code code;
        return fs::exists(file(layer), code);
    }
    /// Only what this class makes.
    void clear()
    {
        std::error_code code;
        for (const auto &entry : fs::directory_iterator(folder_, code)) {
            const std::string name = entry.path().filename().string();
            std::error_code ignored;
            if (name.starts_with("layer_") || name == "fingerprint")
                fs::remove(entry.path(), ignored);
        }
        fs::remove(folder_, code); // where nothing else is in it
    }

private:
    fs::path folder_;
};

/// A matrix of a file in F32; `order` is applied.
QuantizedMatrix storedMatrix(const GgufReader &reader, const GgufTensorInfo &info)
{
    QuantizedMatrix matrix = reader.matrix(info);
    if (const GgufTensorInfo *order = reader.findTensor(info.name + GgufWriter::orderSuffix)) {
        const auto bytes = reader.data(*order);
        std::vector<std::int32_t> columns(bytes.size() / sizeof(std::int32_t));
        std::memcpy(columns.data(), bytes.data(), columns.size() * sizeof(std::int32_t));
        matrix.setOrder(std::move(columns));
    }
    return matrix;
}

Tensor floats(const GgufReader &reader, const std::string &name)
{
    const GgufTensorInfo *info = reader.findTensor(name);
    if (!info)
        throw Error(fmt::format("{}: tensor '{}' is missing; the model is incomplete", reader.path(), name));
    if (info->shape.size() == 2 && !info->type->native)
        return storedMatrix(reader, *info).dequantize();
    Tensor tensor = reader.tensor(*info);
    return tensor.dtype() == DType::F32 ? tensor : tensor.to(DType::F32);
}

std::string prefixOf(int layer)
{
    return fmt::format("blk.{}.", layer);
}

LayerMatrices readLayer(const GgufReader &reader, int layer)
{
    LayerMatrices matrices;
    const std::string prefix = prefixOf(layer);
    for (std::size_t i = 0; i < layerParts; ++i)
        matrices.parts[i] = floats(reader, prefix + std::string(layerPartNames[i]) + ".weight");
    matrices.attentionNorm = floats(reader, prefix + "attn_norm.weight");
    matrices.ffnNorm = floats(reader, prefix + "ffn_norm.weight");
    return matrices;
}

/// A tensor as it lies in `reader`.
void copyTensor(GgufWriter &writer, const GgufReader &reader, const GgufTensorInfo &info)
{
    if (info.shape.size() == 2 && !info.type->native)
        writer.add(info.name, storedMatrix(reader, info));
    else
        writer.add(info.name, reader.tensor(info), *info.type);
}

class Job
{
public:
    Job(const std::string &model, const QuantizePlan &plan, const std::vector<CalibrationBatch> &calibration,
        const std::string &out, const QuantizeOptions &options, const QuantizeCallbacks &callbacks,
        std::stop_token stop)
        : reader_(model), plan_(plan), calibration_(calibration), out_(out), options_(options),
          callbacks_(callbacks), stop_(std::move(stop))
    {
        std::error_code code;
        if (fs::equivalent(model, out, code))
            throw Error(fmt::format("quantize: {} is the model itself: write to another file", out));
        const Model checked = readGgufModel(reader_, LoadAs::Stored);
        config_ = checked.config;
        schemes_ = resolvePlan(plan, reader_);
        for (const auto &[name, scheme] : schemes_) {
            calibrated_ |= scheme.method == QuantizeMethod::Gptq || scheme.method == QuantizeMethod::Awq;
            follow_ |= scheme.method == QuantizeMethod::Gptq;
            matrices_ += scheme.method != QuantizeMethod::Keep;
        }
        checkCalibration();
        checkRoom();
    }

    QuantizeReport run()
    {
        report_.sourceBytes = static_cast<std::int64_t>(fs::file_size(reader_.path()));
        warnAboutSource();
        WorkFolder work(options_.workFolder, fingerprint(reader_, plan_, usedCalibration()), options_.resume);
        const auto backend = makeCpuBackend();
        const LayerForward forward(config_, backend);
        LayerQuantizer quantizer(forward, plan_, firstRows(forward), follow_);
        report_.calibrationTokens = quantizer.tokens();
        for (int layer = 0; layer < config_.layers; ++layer) {
            if (stop_.stop_requested())
                return report_;
            if (work.has(layer))
                takeOver(work, quantizer, layer);
            else if (!quantizeLayer(work, quantizer, layer))
                return report_;
        }
        write(work);
        if (stop_.stop_requested() && !report_.complete)
            return report_;
        report_.bytes = static_cast<std::int64_t>(fs::file_size(out_));
        work.clear();
        return report_;
    }

private:
    std::int64_t widest() const { return std::max({config_.dim, config_.qDim(), config_.ffnDim}); }

    const std::vector<CalibrationBatch> &usedCalibration() const
    {
        static const std::vector<CalibrationBatch> none;
        return calibrated_ ? calibration_ : none;
    }

    void checkCalibration() const
    {
        if (!calibrated_)
            return;
        std::int64_t tokens = 0;
        for (const CalibrationBatch &batch : calibration_)
            tokens += static_cast<std::int64_t>(batch.tokens.size());
        if (tokens < tokensPerColumn * widest())
            throw Error(fmt::format(
                "quantize: {} tokens of calibration data are too few for {} by inputs of up to {} "
                "numbers: give at least {} (more questions, or a longer text)",
                tokens, plan_.scheme, widest(), tokensPerColumn * widest()));
    }

    /// Finished layers and the file itself are there together at the end.
    void checkRoom() const
    {
        const fs::path folder = fs::absolute(out_).parent_path();
        std::error_code code;
        const fs::space_info space = fs::space(folder, code);
        const auto needed = static_cast<std::uintmax_t>(2 * plannedBytes(schemes_, reader_));
        if (!code && space.available < needed)
            throw Error(
                fmt::format("quantize: {} has {:.1f} MB free, {:.1f} MB are needed: free some space or write "
                            "elsewhere",
                            folder.string(), static_cast<double>(space.available) / 1e6,
                            static_cast<double>(needed) / 1e6));
    }

    void warn(const std::string &text)
    {
        report_.warnings.push_back(text);
        if (callbacks_.warning)
            callbacks_.warning(text);
    }

    void warnAboutSource()
    {
        for (const GgufTensorInfo &info : reader_.tensors())
            if (info.shape.size() == 2 && !info.type->native) {
                warn(fmt::format(
                    "the model is stored as {} already: its rounding stays in the result, and what is lost "
                    "is measured against it",
                    info.type->name));
                return;
            }
    }

    std::vector<CalibrationRows> firstRows(const LayerForward &forward) const
    {
        std::vector<CalibrationRows> rows;
        if (!calibrated_)
            return rows;
        const Tensor embedding = floats(reader_, "token_embd.weight");
        for (const CalibrationBatch &batch : calibration_)
            rows.push_back(forward.begin(batch, embedding));
        return rows;
    }

    void tell(const std::string &what)
    {
        if (callbacks_.progress)
            callbacks_.progress(done_, matrices_, what);
    }

    void onTensor(const TensorReport &tensor)
    {
        report_.tensors.push_back(tensor);
        if (tensor.damping > plan_.damping)
            warn(fmt::format(
                "{}: its Hessian is not positive definite: {:g} of the mean diagonal were added instead of "
                "{:g}",
                tensor.name, tensor.damping, plan_.damping));
        ++done_;
        if (callbacks_.tensor)
            callbacks_.tensor(tensor);
        tell(tensor.name);
    }

    bool quantizeLayer(const WorkFolder &work, LayerQuantizer &quantizer, int layer)
    {
        const std::string prefix = prefixOf(layer);
        LayerQuantizer::Schemes schemes;
        for (std::size_t i = 0; i < layerParts; ++i)
            schemes[i] = schemes_.at(prefix + std::string(layerPartNames[i]) + ".weight");
        const std::size_t tensorsBefore = report_.tensors.size(), scalesBefore = report_.scales.size();
        const std::int64_t clippedBefore = report_.clippedGroups;
        tell(prefix + "calibration");
        const LayerMatrices source = readLayer(reader_, layer);
        const QuantizedLayer result = quantizer.quantize(
            source, schemes, prefix, report_, [this](const TensorReport &tensor) { onTensor(tensor); },
            stop_);
        if (stop_.stop_requested())
            return false;
        Json json = {{"tensors", Json::array()},
                     {"scales", Json::array()},
                     {"clipped_groups", report_.clippedGroups - clippedBefore}};
        for (std::size_t i = tensorsBefore; i < report_.tensors.size(); ++i)
            json["tensors"].push_back(toJson(report_.tensors[i]));
        for (std::size_t i = scalesBefore; i < report_.scales.size(); ++i)
            json["scales"].push_back(toJson(report_.scales[i]));
        GgufWriter writer;
        writer.add(reportKey, GgufValue::string(json.dump()));
        const GgufTensorType &single = ggufType("f32");
        writer.add(prefix + "attn_norm.weight", result.attentionNorm, single);
        writer.add(prefix + "ffn_norm.weight", result.ffnNorm, single);
        for (std::size_t i = 0; i < layerParts; ++i) {
            const std::string name = prefix + std::string(layerPartNames[i]) + ".weight";
            if (!result.parts[i].empty())
                writer.add(name, result.parts[i]);
            else if (!result.changed[i].empty())
                writer.add(name, result.changed[i], *reader_.findTensor(name)->type);
            else
                copyTensor(writer, reader_, *reader_.findTensor(name));
        }
        writer.write(work.file(layer));
        return true;
    }

    void takeOver(const WorkFolder &work, LayerQuantizer &quantizer, int layer)
    {
        const GgufReader finished(work.file(layer));
        addLayer(report_, Json::parse(finished.requireString(reportKey)));
        for (const std::string_view part : layerPartNames)
            done_ +=
                schemes_.at(prefixOf(layer) + std::string(part) + ".weight").method != QuantizeMethod::Keep;
        ++report_.resumedLayers;
        tell(prefixOf(layer) + "done before");
        if (calibrated_)
            quantizer.skip(readLayer(reader_, layer), readLayer(finished, layer));
    }

    void write(const WorkFolder &work)
    {
        GgufWriter writer;
        for (const std::string &key : reader_.keys())
            if (key != "general.quantization_version" && key != planKey)
                writer.add(key, key == "general.file_type" ? GgufValue::u32(fileType()) : *reader_.find(key));
        writer.add("general.quantization_version", GgufValue::u32(2));
        writer.add(planKey, GgufValue::string(engine::toJson(plan_).dump()));
        std::map<std::string, std::shared_ptr<const GgufReader>> layers;
        for (int layer = 0; layer < config_.layers; ++layer)
            layers[prefixOf(layer)] = std::make_shared<const GgufReader>(work.file(layer));
        for (const GgufTensorInfo &info : reader_.tensors()) {
            if (stop_.stop_requested())
                return;
            const TensorScheme &scheme = schemes_.at(info.name);
            if (info.name.starts_with("blk.")) {
                const auto &layer = layers.at(info.name.substr(0, info.name.find('.', 4) + 1));
                copyTensor(writer, *layer, *layer->findTensor(info.name));
            } else if (scheme.method == QuantizeMethod::Keep) {
                copyTensor(writer, reader_, info);
            } else {
                const QuantizedMatrix matrix = roundMatrix(floats(reader_, info.name), scheme);
                writer.add(info.name, matrix);
                onTensor({info.name.substr(0, info.name.size() - std::string_view(".weight").size()),
                          scheme.name, std::string(scheme.type->name), matrix.bitsPerWeight(), -1, -1, 0});
            }
        }
        writer.write(out_);
        report_.complete = true;
    }

    /// llama.cpp's number for "mostly this type"; our own types have their own numbers.
    std::uint32_t fileType() const
    {
        std::map<const GgufTensorType *, std::int64_t> elements;
        for (const auto &[name, scheme] : schemes_) {
            const GgufTensorInfo *info = reader_.findTensor(name);
            if (info->shape.size() == 2)
                elements[scheme.type] += info->elements();
        }
        const auto most = std::max_element(elements.begin(), elements.end(),
                                           [](const auto &a, const auto &b) { return a.second < b.second; });
        return ggufFileType(*most->first);
    }

    GgufReader reader_;
    const QuantizePlan &plan_;
    const std::vector<CalibrationBatch> &calibration_;
    const std::string out_;
    const QuantizeOptions &options_;
    const QuantizeCallbacks &callbacks_;
    std::stop_token stop_;
    ModelConfig config_;
    std::map<std::string, TensorScheme> schemes_;
    bool calibrated_ = false, follow_ = false;
    std::int64_t matrices_ = 0, done_ = 0;
    QuantizeReport report_;
};

} // namespace

nlohmann::ordered_json toJson(const QuantizePlan &plan)
{
    Json overrides = Json::array();
    for (const auto &[pattern, scheme] : plan.overrides)
        overrides.push_back({{"pattern", pattern}, {"scheme", scheme}});
    return {{"scheme", plan.scheme},      {"bits", plan.bits},
            {"group", plan.group},        {"symmetric", plan.symmetric},
            {"act_order", plan.actOrder}, {"double_quantization", plan.doubleQuantization},
            {"damping", plan.damping},    {"embeddings", plan.embeddings},
            {"head", plan.head},          {"overrides", overrides}};
}

nlohmann::ordered_json toJson(const QuantizeReport &report)
{
    Json json = {{"complete", report.complete},
                 {"source_bytes", report.sourceBytes},
                 {"bytes", report.bytes},
                 {"calibration_tokens", report.calibrationTokens},
                 {"clipped_groups", report.clippedGroups},
                 {"resumed_layers", report.resumedLayers},
                 {"warnings", report.warnings},
                 {"tensors", Json::array()},
                 {"scales", Json::array()}};
    for (const TensorReport &tensor : report.tensors)
        json["tensors"].push_back(toJson(tensor));
    for (const ScaleReport &scale : report.scales)
        json["scales"].push_back(toJson(scale));
    return json;
}

QuantizeReport reportFromJson(const nlohmann::ordered_json &json)
{
    QuantizeReport report;
    addLayer(report, json);
    report.complete = json.at("complete");
    report.sourceBytes = json.at("source_bytes");
    report.bytes = json.at("bytes");
    report.calibrationTokens = json.at("calibration_tokens");
    report.resumedLayers = json.at("resumed_layers");
    report.warnings = json.at("warnings").get<std::vector<std::string>>();
    return report;
}

QuantizeReport quantizeModel(const std::string &model, const QuantizePlan &plan,
                             const std::vector<CalibrationBatch> &calibration, const std::string &out,
                             const QuantizeOptions &options, const QuantizeCallbacks &callbacks,
                             std::stop_token stop)
{
    return Job(model, plan, calibration, out, options, callbacks, std::move(stop)).run();
}

} // namespace mureum::engine
