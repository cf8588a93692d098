#include "engine/model/gguf_model.h"

#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/formats/gguf_writer.h"
#include "engine/model/gguf_tokenizer.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <map>

namespace mureum::engine {

namespace {

constexpr std::string_view ourPrefix = "mureum.";
constexpr const char *templateKey = "mureum.prompt_template";

int dimension(const GgufReader &reader, const std::string &key)
{
    const std::uint64_t value = reader.requireUnsigned(key);
    if (value > INT_MAX)
        throw Error(fmt::format("{}: metadata '{}' is {}", reader.path(), key, value));
    return static_cast<int>(value);
}

int dimensionOr(const GgufReader &reader, const std::string &key, int fallback)
{
    return reader.find(key) ? dimension(reader, key) : fallback;
}

ModelConfig readConfig(const GgufReader &reader)
{
    const std::string architecture = reader.requireString("general.architecture");
    if (architecture != "llama")
        throw Error(fmt::format("{}: architecture '{}' is not supported, only 'llama' is", reader.path(),
                                architecture));
    const std::string scaling = reader.stringOr("llama.rope.scaling.type", "none");
    if (scaling != "none" || reader.findTensor("rope_freqs.weight"))
        throw Error(fmt::format("{}: scaled rope ('{}') is not supported", reader.path(), scaling));

    ModelConfig config;
    config.dim = dimension(reader, "llama.embedding_length");
    config.layers = dimension(reader, "llama.block_count");
    config.ffnDim = dimension(reader, "llama.feed_forward_length");
    config.heads = dimension(reader, "llama.attention.head_count");
    config.kvHeads = dimensionOr(reader, "llama.attention.head_count_kv", config.heads);
    const int evenShare = config.heads > 0 ? config.dim / config.heads : 0;
    config.headDim = dimensionOr(reader, "llama.attention.key_length", evenShare);
    const int ropeDim = dimensionOr(reader, "llama.rope.dimension_count", config.headDim);
    if (ropeDim != config.headDim ||
        dimensionOr(reader, "llama.attention.value_length", config.headDim) != config.headDim)
        throw Error(fmt::format("{}: rope over {} of {} head dimensions is not supported", reader.path(),
                                ropeDim, config.headDim));
    config.contextLength = dimension(reader, "llama.context_length");
    config.ropeTheta = static_cast<float>(reader.numberOr("llama.rope.freq_base", 10000.0));
    config.normEpsilon = static_cast<float>(reader.requireNumber("llama.attention.layer_norm_rms_epsilon"));
    const GgufTensorInfo *embedding = reader.findTensor("token_embd.weight");
    const bool sized = embedding && embedding->shape.size() == 2 && embedding->shape[0] <= INT_MAX;
    config.vocabSize =
        dimensionOr(reader, "llama.vocab_size", sized ? static_cast<int>(embedding->shape[0]) : 0);
    config.tiedEmbeddings = reader.findTensor("output.weight") == nullptr;
    try {
        config.validate();
    } catch (const Error &error) {
        throw Error(reader.path() + ": " + error.what());
    }
    return config;
}

void addConfig(GgufWriter &writer, const ModelConfig &config)
{
    const auto number = [&](const char *key, int value) {
        writer.add(key, GgufValue::u32(static_cast<std::uint32_t>(value)));
    };
    number("llama.vocab_size", config.vocabSize);
    number("llama.context_length", config.contextLength);
    number("llama.embedding_length", config.dim);
    number("llama.block_count", config.layers);
    number("llama.feed_forward_length", config.ffnDim);
    number("llama.attention.head_count", config.heads);
    number("llama.attention.head_count_kv", config.kvHeads);
    number("llama.attention.key_length", config.headDim);
    number("llama.attention.value_length", config.headDim);
    number("llama.rope.dimension_count", config.headDim);
    writer.add("llama.rope.freq_base", GgufValue::f32(config.ropeTheta));
    writer.add("llama.attention.layer_norm_rms_epsilon", GgufValue::f32(config.normEpsilon));
}

/// The type most weights are stored as: of the quantized matrices, or else `storage`.
const GgufTensorType &mostlyOf(const Model &model, const GgufTensorType &storage)
{
    std::map<const GgufTensorType *, std::int64_t> elements;
    for (const auto &[name, matrix] : model.quantized)
        elements[&matrix.type()] += matrix.rows() * matrix.columns();
    const auto most = std::max_element(elements.begin(), elements.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    return most == elements.end() ? storage : *most->first;
}

bool isOrder(const GgufReader &reader, const std::string &name)
{
    constexpr std::string_view suffix = GgufWriter::orderSuffix;
    return name.ends_with(suffix) && reader.findTensor(name.substr(0, name.size() - suffix.size()));
}

void readOrder(const GgufReader &reader, const GgufTensorInfo &info, QuantizedMatrix &matrix)
{
    const auto bytes = reader.data(info);
    std::vector<std::int32_t> order(bytes.size() / sizeof(std::int32_t));
    if (info.type->native != DType::I32 || info.shape.size() != 1)
        throw Error(fmt::format("{}: tensor '{}' is no list of columns", reader.path(), info.name));
    std::memcpy(order.data(), bytes.data(), order.size() * sizeof(std::int32_t));
    try {
        matrix.setOrder(std::move(order));
    } catch (const Error &error) {
        throw Error(fmt::format("{}: tensor '{}': {}", reader.path(), info.name, error.what()));
    }
}

} // namespace

std::uint32_t ggufFileType(const GgufTensorType &type)
{
    static const std::map<std::string_view, std::uint32_t> numbers = {
        {"f32", 0}, {"f16", 1}, {"bf16", 32}, {"q8_0", 7}, {"q4_0", 2}, {"q4_k", 15}, {"q6_k", 18}};
    const auto found = numbers.find(type.name);
    return found == numbers.end() ? type.id : found->second;
}

Model readGgufModel(const GgufReader &reader, LoadAs as)
{
    Model model;
    model.config = readConfig(reader);
    for (const TensorSpec &spec : expectedTensors(model.config)) {
        const GgufTensorInfo *info = reader.findTensor(spec.name);
        if (!info)
            continue; // named by validateTensors
        if (info->shape != spec.shape)
            throw Error(fmt::format("{}: tensor '{}' is {}, the model's dimensions ask for {}", reader.path(),
                                    spec.name, shapeText(info->shape), shapeText(spec.shape)));
        if (spec.shape.size() == 2 && !info->type->native) {
            QuantizedMatrix matrix = reader.matrix(*info);
            if (const GgufTensorInfo *order = reader.findTensor(spec.name + GgufWriter::orderSuffix))
                readOrder(reader, *order, matrix);
            if (as == LoadAs::Stored)
                model.quantized.emplace(spec.name, std::move(matrix));
            else
                model.tensors.emplace(spec.name, matrix.dequantize());
            continue;
        }
        Tensor tensor = reader.tensor(*info);
        const bool computable = tensor.dtype() == DType::F32 || tensor.dtype() == DType::BF16;
        model.tensors.emplace(spec.name, computable ? std::move(tensor) : tensor.to(DType::F32));
    }
    for (const GgufTensorInfo &info : reader.tensors())
        if (!model.has(info.name) && !isOrder(reader, info.name))
            throw Error(fmt::format("{}: tensor '{}' {} belongs to no Llama model we know; use another model",
                                    reader.path(), info.name, shapeText(info.shape)));
    validateTensors(model, reader.path());

    model.tokenizer = readTokenizer(reader);
    if (model.tokenizer && model.tokenizer->size() > model.config.vocabSize)
        throw Error(fmt::format("{}: the tokenizer has {} tokens, the model only {}", reader.path(),
                                model.tokenizer->size(), model.config.vocabSize));
    model.name = reader.stringOr("general.name", std::filesystem::path(reader.path()).stem().string());
    model.promptTemplate = reader.stringOr(templateKey, "");
    for (const std::string &key : reader.keys()) {
        const GgufValue *value = reader.find(key);
        if (key.starts_with(ourPrefix) && key != templateKey && value->kind() == GgufKind::String)
            model.metadata.emplace(key.substr(ourPrefix.size()), value->asString());
    }
    return model;
}

void saveModel(const std::string &path, const Model &model, std::string_view storage)
{
    const GgufTensorType &type = ggufType(storage);
    const GgufTensorType &exact = ggufType("f32");
    if (!type.writable())
        throw Error(fmt::format("{}: models cannot be stored as {}; use one of {}", path, storage,
                                writableTypeNames()));
    model.config.validate();
    validateTensors(model, path);

    GgufWriter writer;
    writer.add("general.architecture", GgufValue::string("llama"));
    writer.add("general.name", GgufValue::string(model.name));
    writer.add("general.file_type", GgufValue::u32(ggufFileType(mostlyOf(model, type))));
    if (!type.native || !model.quantized.empty())
        writer.add("general.quantization_version", GgufValue::u32(2));
    addConfig(writer, model.config);
    if (model.tokenizer)
        addTokenizer(writer, *model.tokenizer);
    writer.add(templateKey, GgufValue::string(model.promptTemplate));
    for (const auto &[key, value] : model.metadata)
        writer.add(std::string(ourPrefix) + key, GgufValue::string(value));
    for (const TensorSpec &spec : expectedTensors(model.config)) {
        if (const auto found = model.quantized.find(spec.name); found != model.quantized.end()) {
            writer.add(spec.name, found->second);
            continue;
        }
        const bool blocks = spec.shape.size() == 2 && spec.shape.back() % type.blockElements == 0;
        writer.add(spec.name, model.tensors.at(spec.name), blocks ? type : exact);
    }
    writer.write(path);
}

} // namespace mureum::engine
