#pragma once
#include "engine/backend/backend.h"
#include "engine/model/decoder_weights.h"
#include "engine/model/kv_cache.h"
#include "engine/model/model.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace mureum::engine {

/// One sequence of a decode step: `tokens` follow what the branch already holds.
struct DecodeInput
{
    KvBranch *branch = nullptr;
    std::span<const int> tokens;
};

/// The forward pass of inference. Not thread-safe: one call at a time.
///
/// Results do not depend on what shares a batch: decode rows go through products that treat every row alike,
/// and prompts are always cut at the same positions into pieces of the same number of rows.
class Decoder
{
public:
    /// `dtype`: of weights and cache; by default BF16 where the backend multiplies it faster, else F32.
    Decoder(std::shared_ptr<const Model> model, std::shared_ptr<Backend> backend,
            std::optional<DType> dtype = {});

    /// Rows of one prefill piece: a multiple of this many cached tokens can be taken over exactly.
    static constexpr int prefillRows = 64;

    const ModelConfig &config() const { return model_->config; }
    const Model &model() const { return *model_; }
    const Backend &backend() const { return *backend_; }
    const KvLayout &kvLayout() const { return layout_; }
    DType dtype() const { return dtype_; }

    /// Appends the prompt to `prefix`, whose length must be a multiple of prefillRows: afterwards it holds
    /// `tokens`, of which the first prefix.length() were there already. logits[vocab] receives the
    /// scores after the last token. Returns false where `stop` was requested: the prefix then holds the
    /// pieces done. Throws Error for an empty prompt, one longer than the context, or a token outside the
    /// vocabulary.
    bool prefill(KvPrefix &prefix, std::span<const int> tokens, std::span<float> logits,
                 std::stop_token stop = {});

    /// Appends every input's tokens (at most 16) to its branch; all branches continue the whole of `prefix`.
    /// logits[total tokens, vocab] receives the scores after each token. Throws Error as prefill does.
    void decode(const KvPrefix &prefix, std::span<const DecodeInput> inputs, std::span<float> logits);

private:
    void checkTokens(std::span<const int> tokens, int position) const;
    void reserveRows(int rows);
    bool piece(KvPrefix &prefix, std::span<const int> tokens, bool last, std::span<float> logits,
               const std::stop_token &stop);
    void decodeGroup(const KvPrefix &prefix, std::span<const DecodeInput> inputs, float *logits);
    void project(const DecoderWeights::Layer &layer, int rows, DType type);
    void feedForward(const DecoderWeights::Layer &layer, int rows, DType type);
    void head(const float *hidden, int rows, float *logits);

    std::shared_ptr<const Model> model_;
    std::shared_ptr<Backend> backend_;
    DType dtype_;
    DecoderWeights weights_;
    KvLayout layout_;
    AttentionShape shape_;

    // Activations of one pass, sized for the largest so far; all [rows, ...]. The matrices hold F32, or BF16
    // in a prefill with BF16 weights.
    int rows_ = 0;
    Tensor residual_;  ///< [dim] F32
    Tensor delta_;     ///< [dim] F32, what a block adds to the residual
    Tensor normed_;    ///< [dim]
    Tensor qkv_;       ///< [qDim + 2 kvDim] F32
    Tensor attention_; ///< [qDim]
    Tensor gateUp_;    ///< [2 ffnDim]
    Tensor gated_;     ///< [ffnDim]
    std::vector<std::int32_t> tokens_, positions_;
    std::vector<CachedSpan> spans_;
};

} // namespace mureum::engine
