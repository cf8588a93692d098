#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/commands/commands.h"
#include "engine/formats/gguf_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

/// Longer metadata is shortened for the eye; JSON has it whole, arrays excepted.
constexpr std::size_t shownCharacters = 60;

struct InspectArguments
{
    std::string model;
    bool json = false;
};

Json valueOf(const engine::GgufValue &value)
{
    switch (value.kind()) {
    case engine::GgufKind::String:
        return value.asString();
    case engine::GgufKind::Bool:
        return value.asBool();
    case engine::GgufKind::F32:
    case engine::GgufKind::F64:
        return value.asNumber();
    case engine::GgufKind::Array:
        return {{"array", engine::ggufKindName(value.element())}, {"count", value.count()}};
    case engine::GgufKind::U64:
        return value.asUnsigned();
    default:
        return value.asInteger();
    }
}

struct Total
{
    std::int64_t tensors = 0, parameters = 0, bytes = 0;

    void add(const engine::GgufTensorInfo &info)
    {
        ++tensors;
        parameters += info.elements();
        bytes += static_cast<std::int64_t>(info.bytes);
    }
    double bits() const
    {
        return parameters > 0 ? 8.0 * static_cast<double>(bytes) / static_cast<double>(parameters) : 0;
    }
    Json json() const
    {
        return {
            {"tensors", tensors}, {"parameters", parameters}, {"bytes", bytes}, {"bits_per_weight", bits()}};
    }
};

Json reportOf(const engine::GgufReader &file)
{
    Json metadata = Json::object(), tensors = Json::array(), types = Json::array();
    for (const std::string &key : file.keys())
        metadata[key] = valueOf(*file.find(key));
    Total all;
    std::map<std::string, Total> byType;
    for (const engine::GgufTensorInfo &info : file.tensors()) {
        Total one;
        one.add(info);
        all.add(info);
        byType[std::string(info.type->name)].add(info);
        tensors.push_back({{"name", info.name},
                           {"type", info.type->name},
                           {"shape", info.shape},
                           {"bytes", info.bytes},
                           {"bits_per_weight", one.bits()},
                           {"readable", info.type->native.has_value() || info.type->readable()}});
    }
    std::vector<std::pair<std::string, Total>> sorted(byType.begin(), byType.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto &a, const auto &b) { return a.second.bytes > b.second.bytes; });
    for (const auto &[name, total] : sorted) {
        Json row = {{"type", name}};
        row.update(total.json());
        types.push_back(std::move(row));
    }
    Json report = {{"model", file.path()},
                   {"model_bytes", std::filesystem::file_size(file.path())},
                   {"gguf_version", file.version()},
                   {"architecture", file.stringOr("general.architecture", "")},
                   {"name", file.stringOr("general.name", "")}};
    report["tensor_count"] = all.tensors;
    report["parameters"] = all.parameters;
    report["bytes"] = all.bytes;
    report["bits_per_weight"] = all.bits();
    report["types"] = std::move(types);
    report["metadata"] = std::move(metadata);
    report["tensors"] = std::move(tensors);
    return report;
}

std::string shapeOf(const Json &shape)
{
    std::string text;
    for (const Json &extent : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(extent.get<std::int64_t>());
    return text;
}

void printText(const Json &report)
{
    fmt::print("{}\n{}, {:.1f} MB, {:.2f} M parameters, {:.3f} bits per weight\n\n",
               report["model"].get<std::string>(), report["architecture"].get<std::string>(),
               report["model_bytes"].get<double>() / 1e6, report["parameters"].get<double>() / 1e6,
               report["bits_per_weight"].get<double>());
    for (const auto &[key, value] : report["metadata"].items()) {
        std::string text = value.is_string()   ? value.get<std::string>()
                           : value.is_object() ? fmt::format("{} {}", value["count"].get<std::size_t>(),
                                                             value["array"].get<std::string>())
                                               : value.dump();
        std::replace(text.begin(), text.end(), '\n', ' ');
        if (text.size() > shownCharacters) {
            std::size_t end = shownCharacters; // not inside a character
            while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
                --end;
            text = text.substr(0, end) + "…";
        }
        fmt::print("{}  {}\n", padded(key, 44), text);
    }
    fmt::print("\n{}  {}  {}  {}\n", padded("tensor", 32), padded("type", 10), padded("shape", 16, true),
               padded("bits", 7, true));
    for (const Json &tensor : report["tensors"])
        fmt::print("{}  {}  {}  {:>7.3f}\n", padded(tensor["name"].get<std::string>(), 32),
                   padded(tensor["type"].get<std::string>(), 10), padded(shapeOf(tensor["shape"]), 16, true),
                   tensor["bits_per_weight"].get<double>());
    fmt::print("\n");
    for (const Json &type : report["types"])
        fmt::print("{}  {:>5} tensors  {:>9.2f} M  {:>9.2f} MB  {:>7.3f} bits\n",
                   padded(type["type"].get<std::string>(), 10), type["tensors"].get<int>(),
                   type["parameters"].get<double>() / 1e6, type["bytes"].get<double>() / 1e6,
                   type["bits_per_weight"].get<double>());
}

void inspect(const InspectArguments &arguments)
{
    const engine::GgufReader file(findModel(arguments.model).string());
    const Json report = reportOf(file);
    if (arguments.json)
        printJson(report);
    else
        printText(report);
}

} // namespace

void addInspectCommand(CLI::App &app, Session &)
{
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App *command =
        app.add_subcommand("inspect", "Show what a model file holds: tensors, types, metadata");
    command->add_option("-m,--model", arguments->model,
                        "Model file (GGUF); the bundled one where it is left out");
    addJsonOption(*command, arguments->json);
    command->callback([arguments] { inspect(*arguments); });
}

} // namespace mureum::app
