#include "engine/model/peft_adapter.h"

#include "engine/core/error.h"
#include "engine/formats/atomic_file.h"
#include "engine/formats/safetensors.h"

#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mureum::engine {

namespace {

using nlohmann::json;

constexpr const char *configFile = "adapter_config.json";
constexpr const char *tensorFile = "adapter_model.safetensors";
constexpr const char *ownFile = "mureum_adapter.json";

json parsed(const std::filesystem::path &file)
{
    const auto mapped = MappedFile::open(file.string());
    const auto *text = reinterpret_cast<const char *>(mapped->bytes().data());
    json object = json::parse(text, text + mapped->bytes().size(), nullptr, false);
    if (!object.is_object())
        throw Error(
            fmt::format("{}: it is no JSON object; take the adapter's original files", file.string()));
    return object;
}

/// Values of one JSON object; the wrong type is an Error naming file and key.
class Fields
{
public:
    Fields(json object, std::filesystem::path file) : object_(std::move(object)), file_(std::move(file)) {}

    template <typename T>
    T get(const char *key, T fallback) const
    {
        const auto found = object_.find(key);
        if (found == object_.end() || found->is_null())
            return fallback;
        const bool fits = std::is_same_v<T, bool>          ? found->is_boolean()
                          : std::is_same_v<T, std::string> ? found->is_string()
                          : std::is_floating_point_v<T>    ? found->is_number()
                                                           : found->is_number_integer();
        if (!fits)
            throw Error(fmt::format("{}: '{}' has the wrong type: {}", file_.string(), key, found->dump()));
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
            const auto value = found->template get<std::int64_t>();
            if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max())
                throw Error(fmt::format("{}: '{}' is {}", file_.string(), key, value));
        }
        return found->template get<T>();
    }

    /// Whether the key holds something other than null, false, "none" and empty things.
    bool used(const char *key) const
    {
        const auto found = object_.find(key);
        return found != object_.end() && !found->is_null() && *found != json(false) &&
               *found != json("none") && !((found->is_array() || found->is_object()) && found->empty());
    }

    const json &object() const { return object_; }

private:
    json object_;
    std::filesystem::path file_;
};

AdapterConfig readConfig(const Fields &fields, const std::string &where)
{
    const auto type = fields.get<std::string>("peft_type", "");
    if (type != "LORA")
        throw Error(fmt::format("{}: peft_type is '{}', only LORA is supported", where, type));
    for (const char *key : {"bias", "use_dora", "modules_to_save", "fan_in_fan_out", "rank_pattern",
                            "alpha_pattern", "layers_to_transform", "layer_replication", "lora_bias"})
        if (fields.used(key))
            throw Error(fmt::format("{}: '{}' is {}, which is not supported; train a plain LoRA adapter",
                                    where, key, fields.object().at(key).dump()));
    AdapterConfig config;
    config.rank = fields.get("r", 0);
    config.alpha = fields.get("lora_alpha", 0.0);
    config.dropout = fields.get("lora_dropout", 0.0);
    config.rankStabilized = fields.get("use_rslora", false);
    config.targets.clear();
    const json targets = fields.object().value("target_modules", json());
    if (targets == json("all-linear")) {
        config.targets = AdapterConfig().targets;
    } else {
        if (!targets.is_array())
            throw Error(fmt::format("{}: target_modules must be a list of module names, not {}", where,
                                    targets.dump()));
        for (const json &target : targets) {
            if (!target.is_string())
                throw Error(fmt::format("{}: target_modules holds {}", where, target.dump()));
            // "model.layers.3.self_attn.q_proj" names a module too; its last part decides.
            const auto name = target.get<std::string>();
            config.targets.push_back(name.substr(name.rfind('.') + 1));
        }
    }
    try {
        config.validate();
    } catch (const Error &error) {
        throw Error(where + ": " + error.what());
    }
    return config;
}

/// PEFT's name of a base tensor's module.
std::string modulePath(const std::string &tensor)
{
    for (const AdapterTarget &target : adapterTargets()) {
        if (target.module == "lm_head") {
            if (tensor == "output.weight")
                return "base_model.model.lm_head";
        } else if (tensor.ends_with(fmt::format(".{}.weight", target.part))) {
            const std::string layer = tensor.substr(4, tensor.find('.', 4) - 4); // blk.N.
            return fmt::format("base_model.model.model.layers.{}.{}", layer, target.path);
        }
    }
    throw Error(fmt::format("adapter: tensor '{}' has no name in Hugging Face's layout", tensor));
}

bool rotated(const std::string &tensor)
{
    return tensor.ends_with(".attn_q.weight") || tensor.ends_with(".attn_k.weight");
}

/// lora_B with its rows in the other order.
Tensor reordered(const Tensor &b, std::int64_t headDim, bool toGguf)
{
    Tensor result(b.shape(), b.dtype());
    const std::int64_t bytes = b.dim(1) * dtypeSize(b.dtype());
    const auto *from = static_cast<const char *>(b.raw());
    auto *to = static_cast<char *>(result.raw());
    for (std::int64_t gguf = 0; gguf < b.dim(0); ++gguf) {
        const std::int64_t theirs = huggingFaceRow(gguf, headDim);
        std::memcpy(to + (toGguf ? gguf : theirs) * bytes, from + (toGguf ? theirs : gguf) * bytes,
                    static_cast<std::size_t>(bytes));
    }
    return result;
}

void writeText(const std::filesystem::path &path, const json &object)
{
    const std::string text = object.dump(2) + "\n";
    AtomicFile file(path.string());
    file.write(text.data(), text.size());
    file.commit();
}

} // namespace

void saveAdapter(const std::filesystem::path &folder, const Adapter &adapter, const ModelConfig &model)
{
    validateAdapter(adapter, model, folder.string());
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw Error(fmt::format("{}: the folder cannot be made: {}", folder.string(), error.message()));
    std::map<std::string, Tensor> tensors;
    for (const std::string &name : adaptedTensors(adapter)) {
        const Tensor &b = adapter.tensors.at(name + ".lora_b");
        tensors.emplace(modulePath(name) + ".lora_A.weight", adapter.tensors.at(name + ".lora_a"));
        tensors.emplace(modulePath(name) + ".lora_B.weight",
                        rotated(name) ? reordered(b, model.headDim, false) : b);
    }
    writeSafetensors((folder / tensorFile).string(), tensors, {{"format", "pt"}});
    writeText(folder / ownFile, {{"base", adapter.base},
                                 {"base_hash", adapter.baseHash},
                                 {"base_rounding", adapter.config.baseRounding},
                                 {"metadata", adapter.metadata}});
    writeText(folder / configFile, {{"peft_type", "LORA"},
                                    {"task_type", "CAUSAL_LM"},
                                    {"base_model_name_or_path", adapter.base},
                                    {"r", adapter.config.rank},
                                    {"lora_alpha", adapter.config.alpha},
                                    {"lora_dropout", adapter.config.dropout},
                                    {"use_rslora", adapter.config.rankStabilized},
                                    {"target_modules", adapter.config.targets},
                                    {"fan_in_fan_out", false},
                                    {"bias", "none"},
                                    {"init_lora_weights", true},
                                    {"modules_to_save", nullptr},
                                    {"inference_mode", true}});
}

Adapter loadAdapter(const std::filesystem::path &folder, const ModelConfig &model)
{
    const std::filesystem::path file = folder / configFile;
    if (!std::filesystem::exists(file))
        throw Error(
            fmt::format("{}: it holds no {}; give the folder of an adapter", folder.string(), configFile));
    const Fields fields(parsed(file), file);
    Adapter adapter;
    adapter.config = readConfig(fields, file.string());
    adapter.base = fields.get<std::string>("base_model_name_or_path", "");
    if (std::filesystem::exists(folder / ownFile)) {
        const Fields own(parsed(folder / ownFile), folder / ownFile);
        adapter.baseHash = own.get<std::string>("base_hash", "");
        adapter.config.baseRounding = own.get<std::string>("base_rounding", "");
        const json metadata = own.object().value("metadata", json::object());
        for (const auto &[key, value] : metadata.items())
            if (value.is_string())
                adapter.metadata.emplace(key, value.get<std::string>());
    }
    const std::string where = (folder / tensorFile).string();
    if (!std::filesystem::exists(where))
        throw Error(fmt::format(
            "{}: it is missing; adapters in .bin files are not read, save them as safetensors", where));
    const SafetensorsReader reader(where);
    std::map<std::string, std::string> names; // PEFT's -> ours
    for (const AdapterSpec &spec : adapterSpecs(adapter.config, model)) {
        names.emplace(modulePath(spec.tensor) + ".lora_A.weight", spec.tensor + ".lora_a");
        names.emplace(modulePath(spec.tensor) + ".lora_B.weight", spec.tensor + ".lora_b");
    }
    for (const auto &[theirs, info] : reader.tensors()) {
        const auto found = names.find(theirs);
        Tensor tensor = reader.tensor(theirs);
        if (tensor.dtype() != DType::F32 && tensor.dtype() != DType::BF16 && tensor.dtype() != DType::F16)
            throw Error(
                fmt::format("{}: tensor '{}' is {}, expected a float type", where, theirs, info.dtype));
        // Copies: the adapter's own memory, not the mapping of files that may be replaced by larger ones.
        adapter.tensors.emplace(found == names.end() ? theirs : found->second, tensor.to(DType::F32));
    }
    validateAdapter(adapter, model, where);
    for (auto &[name, tensor] : adapter.tensors)
        if (name.ends_with(".lora_b") && rotated(name.substr(0, name.size() - 7)))
            tensor = reordered(tensor, model.headDim, true);
    return adapter;
}

} // namespace mureum::engine
