#include "app/quantize/forecast.h"

#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/model/gguf_model.h"
#include "engine/quantize/quantize_model.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace mureum::app {
namespace {

using Json = nlohmann::ordered_json;

/// Side by side: every scheme, those in groups with both widths where that makes sense.
constexpr struct
{
    const char *scheme;
    int bits;
} choices[] = {{"q8_0", 8}, {"int8", 8}, {"gptq", 8}, {"q6_K", 6},      {"awq", 4},   {"gptq", 4},
               {"q4_K", 4}, {"nf4", 4},  {"q4_0", 4}, {"zeropoint", 4}, {"absmax", 4}};

class Forecast
{
public:
    explicit Forecast(const std::filesystem::path &model)
        : reader_(model.string()), model_(engine::readGgufModel(reader_, engine::LoadAs::Stored)),
          fileBytes_(static_cast<std::int64_t>(std::filesystem::file_size(model)))
    {
        for (const engine::GgufTensorInfo &info : reader_.tensors()) {
            tensorBytes_ += static_cast<std::int64_t>(info.bytes);
            if (info.shape.size() == 2) {
                matrixBytes_ += static_cast<std::int64_t>(info.bytes);
                matrixElements_ += info.elements();
            }
        }
    }

    Json source() const
    {
        return {{"file", reader_.path()},
                {"name", model_.name},
                {"parameters", model_.parameters()},
                {"type", mostlyType()},
                {"bytes", fileBytes_},
                {"bits_per_weight", bits(matrixBytes_)},
                {"memory_bytes", tensorBytes_ + cacheBytes()}};
    }

    Json of(const engine::QuantizePlan &plan) const
    {
        const std::int64_t tensors = engine::plannedBytes(engine::resolvePlan(plan, reader_), reader_);
        return {{"bytes", fileBytes_ - tensorBytes_ + tensors},
                {"bits_per_weight", bits(matrixBytes_ - tensorBytes_ + tensors)},
                {"memory_bytes", tensors + cacheBytes()},
                {"needs_calibration", engine::needsCalibration(plan)}};
    }

private:
    /// Keys and values of one full context, 16 bits each.
    std::int64_t cacheBytes() const
    {
        const engine::ModelConfig &config = model_.config;
        return std::int64_t{2} * 2 * config.layers * config.kvDim() * config.contextLength;
    }

    /// The type that most of the weights have.
    std::string mostlyType() const
    {
        std::map<std::string_view, std::int64_t> elements;
        for (const engine::GgufTensorInfo &info : reader_.tensors())
            elements[info.type->name] += info.elements();
        const auto most = std::max_element(elements.begin(), elements.end(),
                                           [](const auto &a, const auto &b) { return a.second < b.second; });
        return most == elements.end() ? std::string() : std::string(most->first);
    }

    double bits(std::int64_t bytes) const
    {
        return 8.0 * static_cast<double>(bytes) / static_cast<double>(matrixElements_);
    }

    engine::GgufReader reader_;
    engine::Model model_;
    std::int64_t fileBytes_, tensorBytes_ = 0, matrixBytes_ = 0, matrixElements_ = 0;
};

} // namespace

nlohmann::ordered_json forecast(const std::filesystem::path &model, const engine::QuantizePlan &plan)
{
    const Forecast forecast(model);
    Json json = {{"model", forecast.source()}, {"plan", engine::toJson(plan)}};
    json.update(forecast.of(plan));
    json["schemes"] = Json::array();
    for (const auto &choice : choices) {
        engine::QuantizePlan other = plan;
        other.scheme = choice.scheme;
        other.bits = choice.bits == 8 ? 8 : 4;
        Json row = {{"scheme", choice.scheme}, {"bits", choice.bits}};
        try {
            row.update(forecast.of(other));
            row["error"] = nullptr;
        } catch (const engine::Error &error) {
            row["error"] = error.what();
        }
        json["schemes"].push_back(std::move(row));
    }
    return json;
}

} // namespace mureum::app
