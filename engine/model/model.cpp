#include "engine/model/model.h"

#include "engine/core/error.h"

#include <fmt/format.h>
#include <set>

namespace mureum::engine {

std::int64_t Model::parameters() const
{
    std::int64_t count = 0;
    for (const auto &[tensorName, tensor] : tensors)
        count += tensor.elements();
    for (const auto &[tensorName, matrix] : quantized)
        count += matrix.rows() * matrix.columns();
    return count;
}

std::int64_t Model::weightBytes() const
{
    std::int64_t bytes = 0;
    for (const auto &[tensorName, tensor] : tensors)
        bytes += tensor.byteSize();
    for (const auto &[tensorName, matrix] : quantized)
        bytes += matrix.bytes();
    return bytes;
}

Tensor Model::tensor(const std::string &tensor) const
{
    if (const auto found = tensors.find(tensor); found != tensors.end())
        return found->second;
    const auto found = quantized.find(tensor);
    if (found == quantized.end())
        throw Error(fmt::format("{}: tensor '{}' is missing; the model is incomplete", name, tensor));
    return found->second.dequantize();
}

Model dequantized(Model model)
{
    for (const auto &[name, matrix] : model.quantized)
        model.tensors.insert_or_assign(name, matrix.dequantize());
    model.quantized.clear();
    return model;
}

std::vector<TensorSpec> expectedTensors(const ModelConfig &config)
{
    const std::int64_t dim = config.dim;
    std::vector<TensorSpec> specs{{"token_embd.weight", {config.vocabSize, dim}}};
    for (int layer = 0; layer < config.layers; ++layer) {
        const auto add = [&](const char *part, std::vector<std::int64_t> shape) {
            specs.push_back({fmt::format("blk.{}.{}.weight", layer, part), std::move(shape)});
        };
        add("attn_norm", {dim});
        add("attn_q", {config.qDim(), dim});
        add("attn_k", {config.kvDim(), dim});
        add("attn_v", {config.kvDim(), dim});
        add("attn_output", {dim, config.qDim()});
        add("ffn_norm", {dim});
        add("ffn_gate", {config.ffnDim, dim});
        add("ffn_up", {config.ffnDim, dim});
        add("ffn_down", {dim, config.ffnDim});
    }
    specs.push_back({"output_norm.weight", {dim}});
    if (!config.tiedEmbeddings)
        specs.push_back({"output.weight", {config.vocabSize, dim}});
    return specs;
}

namespace {

void validateShapes(const ModelConfig &config, const std::map<std::string, std::vector<std::int64_t>> &shapes,
                    const std::string &where)
{
    std::set<std::string> known;
    for (const TensorSpec &spec : expectedTensors(config)) {
        known.insert(spec.name);
        const auto found = shapes.find(spec.name);
        if (found == shapes.end())
            throw Error(fmt::format("{}: tensor '{}' {} is missing; the model is incomplete", where,
                                    spec.name, shapeText(spec.shape)));
        if (found->second != spec.shape)
            throw Error(fmt::format("{}: tensor '{}' is {}, the model's dimensions ask for {}", where,
                                    spec.name, shapeText(found->second), shapeText(spec.shape)));
    }
    for (const auto &[name, shape] : shapes)
        if (!known.contains(name))
            throw Error(fmt::format("{}: tensor '{}' {} belongs to no Llama model we know; use another model",
                                    where, name, shapeText(shape)));
}

std::map<std::string, std::vector<std::int64_t>> shapesOf(const std::map<std::string, Tensor> &tensors)
{
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const auto &[name, tensor] : tensors)
        shapes.emplace(name, tensor.shape());
    return shapes;
}

} // namespace

void validateTensors(const ModelConfig &config, const std::map<std::string, Tensor> &tensors,
                     const std::string &where)
{
    validateShapes(config, shapesOf(tensors), where);
}

void validateTensors(const Model &model, const std::string &where)
{
    auto shapes = shapesOf(model.tensors);
    for (const auto &[name, matrix] : model.quantized)
        if (!shapes.emplace(name, matrix.shape()).second)
            throw Error(fmt::format("{}: tensor '{}' is there as floats and quantized", where, name));
    validateShapes(model.config, shapes, where);
}

} // namespace mureum::engine
