#pragma once
#include "engine/core/tensor.h"
#include "engine/model/config.h"
#include "engine/quantize/quantized_matrix.h"
#include "engine/tokenizer/tokenizer.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::engine {

/// A Llama-family decoder as loaded: weights under GGUF names, tokenizer and prompt template.
struct Model
{
    ModelConfig config;
    /// F32 or BF16. Linear weights are [outputs, inputs]; see expectedTensors().
    std::map<std::string, Tensor> tensors;
    /// The matrices that stay quantized: a tensor is in one of the two maps.
    std::map<std::string, QuantizedMatrix> quantized;
    std::shared_ptr<const Tokenizer> tokenizer; ///< null in a file without one
    std::string name;
    std::string promptTemplate;
    /// Free strings of ours: `mureum.<key>` in the file, `<key>` here.
    std::map<std::string, std::string> metadata;

    std::int64_t parameters() const;
    /// Bytes of the weights as they are held.
    std::int64_t weightBytes() const;
    bool has(const std::string &tensor) const
    {
        return tensors.contains(tensor) || quantized.contains(tensor);
    }
    /// A tensor as floats: the tensor itself, or a quantized one expanded to F32. Throws Error where it is
    /// not there.
    Tensor tensor(const std::string &tensor) const;
};

/// The model with all quantized matrices expanded to F32.
Model dequantized(Model model);

struct TensorSpec
{
    std::string name;
    std::vector<std::int64_t> shape;
};

/// Every tensor a model of this shape has, in file order: token_embd.weight [vocab, dim], per layer
/// blk.N.{attn_norm, attn_q, attn_k, attn_v, attn_output, ffn_norm, ffn_gate, ffn_up, ffn_down}.weight, then
/// output_norm.weight and, where the embeddings are not tied, output.weight [vocab, dim]. q and k rows are in
/// the interleaved rope order of GGUF's "llama".
std::vector<TensorSpec> expectedTensors(const ModelConfig &config);

/// Throws Error naming the first tensor that is missing, misshaped (with both shapes) or not expected.
void validateTensors(const ModelConfig &config, const std::map<std::string, Tensor> &tensors,
                     const std::string &where);

/// The same over both maps of a model.
void validateTensors(const Model &model, const std::string &where);

/// What becomes of quantized matrices of a file.
enum class LoadAs {
    Floats, ///< expanded to F32: what training and merging want
    Stored, ///< views of the mapped file in Model::quantized: what inference wants
};

/// Loads a GGUF file. Weights stored in F32 and BF16 are views of the mapped file, F16 is converted to F32.
/// Throws Error naming file and tensor, key or byte offset.
Model loadModel(const std::string &path, LoadAs as = LoadAs::Floats);

/// Writes a GGUF file (temporary name, sync, rename); llama.cpp reads it too where the types are common ones.
/// `storage` is a writable type of the registry ("bf16", "q8_0", "q4_k", "nf4"), which float matrices are
/// rounded to. Quantized matrices are written as they are. Norms, and matrices whose rows do not fit the
/// type's blocks, stay f32. Throws Error.
void saveModel(const std::string &path, const Model &model, std::string_view storage = "bf16");

} // namespace mureum::engine
