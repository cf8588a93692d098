#include "engine/train/nf4_weights.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

Nf4Weights::Nf4Weights(const Model &model, DType dtype) : dtype_(dtype)
{
    model.config.validate();
    validateTensors(model.config, model.tensors, model.name.empty() ? "model" : model.name);
    int64_t largest = 0;
    for (int l = 0; l < model.config.layers; ++l) {
        const auto at = [&](const char *part) -> const Tensor & {
            return model.tensors.at(fmt::format("blk.{}.{}.weight", l, part));
        };
        const std::vector<std::vector<const char *>> parts = {
            {"attn_q", "attn_k", "attn_v"}, {"attn_output"}, {"ffn_gate", "ffn_up"}, {"ffn_down"}};
        for (const std::vector<const char *> &names : parts) {
            int64_t elements = 0;
            std::vector<Nf4Matrix> product;
            for (const char *name : names) {
                product.push_back(quantizeNf4(at(name)));
                elements += product.back().elements();
            }
            products_.push_back(std::move(product));
            largest = std::max(largest, elements);
        }
        norms_.push_back(at("attn_norm").to(DType::F32));
        norms_.push_back(at("ffn_norm").to(DType::F32));
    }
    norms_.push_back(model.tensors.at("output_norm.weight").to(DType::F32));
    embedding_ = model.tensors.at("token_embd.weight").to(dtype);
    head_ = model.config.tiedEmbeddings ? embedding_ : model.tensors.at("output.weight").to(dtype);
    buffer_ = Tensor({largest}, dtype);
}

ConstMat Nf4Weights::product(int layer, Product which)
{
    auto *to = static_cast<char *>(buffer_.raw());
    for (const Nf4Matrix &part :
         products_[static_cast<std::size_t>(layer * productsPerLayer + static_cast<int>(which))]) {
        dequantizeNf4(part, to, dtype_);
        to += part.elements() * dtypeSize(dtype_);
    }
    return {buffer_.raw(), dtype_};
}

int64_t Nf4Weights::bytes() const
{
    int64_t sum = buffer_.byteSize() + embedding_.byteSize();
    if (head_.raw() != embedding_.raw())
        sum += head_.byteSize();
    for (const Tensor &norm : norms_)
        sum += norm.byteSize();
    for (const std::vector<Nf4Matrix> &product : products_)
        for (const Nf4Matrix &part : product)
            sum += part.bytes();
    return sum;
}

double Nf4Weights::bitsPerWeight() const
{
    double bytes = 0, elements = 0;
    for (const std::vector<Nf4Matrix> &product : products_)
        for (const Nf4Matrix &part : product) {
            bytes += static_cast<double>(part.bytes());
            elements += static_cast<double>(part.elements());
        }
    return 8 * bytes / elements;
}

std::unique_ptr<TrainingWeights> makeBaseWeights(const Model &model, const AdapterConfig &adapter,
                                                 DType dtype)
{
    if (adapter.baseRounding == "nf4")
        return std::make_unique<Nf4Weights>(model, dtype);
    return std::make_unique<FrozenWeights>(model, dtype);
}

} // namespace mureum::engine
