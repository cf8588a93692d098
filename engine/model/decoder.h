#pragma once
#include "engine/backend/backend.h"
#include "engine/backend/decode_step.h"
#include "engine/model/adapter.h"
#include "engine/model/decoder_weights.h"
#include "engine/model/kv_cache.h"
#include "engine/model/model.h"
#include "engine/model/prefill.h"

#include <map>
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

/// A decoder's adapter; 0 is the base alone.
using AdapterId = int;

/// The forward pass of inference. Not thread-safe: one call at a time.
///
/// Results do not depend on what shares a batch: decode rows go through products that treat every row alike,
/// and prompts are always cut at the same positions into pieces of the same number of rows.
class Decoder
{
public:
    /// `dtype`: of weights, activations and cache; by default BF16 where the backend multiplies it faster,
    /// else F32. Quantized matrices stay as they are and are multiplied directly. `int8Cache`: keys and
    /// values in 8 bits, a scale per head and token.
    Decoder(std::shared_ptr<const Model> model, std::shared_ptr<Backend> backend,
            std::optional<DType> dtype = {}, bool int8Cache = false);

    /// Prompts are computed in pieces of this many tokens: a multiple of it can be taken over from another
    /// prompt exactly.
    static constexpr int prefillRows = Prefill::rows;
    /// Most tokens of one input of decode().
    static constexpr int decodeRows = DecodeStep::maxRows;

    /// Adds an adapter; the base stays as it is. Mostly the products it changes get weights of their own,
    /// base and adapter in one, as floats (at the size of the bundled model low-rank side products would cost
    /// every token more time than the merging takes once; docs/architecture.md has the figures). `beside`:
    /// low-rank products beside the base's, which take hardly any memory; of quantized models only, by
    /// default of those that would take more than smallModelBytes as floats. Throws Error where it does not
    /// fit.
    AdapterId addAdapter(const Adapter &adapter, std::optional<bool> beside = {});
    static constexpr std::int64_t smallModelBytes = std::int64_t{64} << 20;
    /// Frees its memory. Ids are never given twice. The base is used if it was this one's turn.
    void removeAdapter(AdapterId id);
    /// What the calls that follow run on: takes no more than a few pointers. Keys and values of one adapter
    /// are of no use to another. Throws Error for an id that is not there.
    void useAdapter(AdapterId id);
    AdapterId adapter() const { return current_; }

    const ModelConfig &config() const { return model_->config; }
    const Model &model() const { return *model_; }
    const Backend &backend() const { return *backend_; }
    const KvLayout &kvLayout() const { return layout_; }
    DType dtype() const { return dtype_; }
    /// Of the model itself, without adapters.
    const DecoderWeights &baseWeights() const { return weights_; }

    /// Extends `prefix`, whose length must be a multiple of prefillRows, to hold `tokens`, of which the first
    /// prefix.length() are there already. The last token of a prompt belongs into the first decode(), which
    /// gives scores. Returns false where `stop` was requested: the prefix then holds the pieces done. Throws
    /// Error for tokens that do not fit the context or the vocabulary.
    bool prefill(KvPrefix &prefix, std::span<const int> tokens, std::stop_token stop = {});

    /// Appends every input's tokens (1 to decodeRows) to its branch; all branches continue the whole of
    /// `prefix`. logits[total tokens, vocab] receives the scores after each token. Throws Error as prefill
    /// does.
    void decode(const KvPrefix &prefix, std::span<const DecodeInput> inputs, std::span<float> logits);

private:
    void checkTokens(std::span<const int> tokens, int position) const;
    void reserveRows();
    void decodeGroup(const KvPrefix &prefix, std::span<const DecodeInput> inputs, float *logits);
    void decodeFused(const KvPrefix &prefix, std::span<const DecodeInput> inputs, float *logits);
    DecodeModel fusedModel() const;
    void fuse();
    const DecoderWeights &weights() const { return current_ == 0 ? weights_ : adapted_.at(current_); }
    void project(const DecoderWeights::Layer &layer, int rows);
    void feedForward(const DecoderWeights::Layer &layer, int rows);
    void head(const float *hidden, int rows, float *logits);

    std::shared_ptr<const Model> model_;
    std::shared_ptr<Backend> backend_;
    DType dtype_;
    DecoderWeights weights_;
    std::optional<DecoderWeights> floats_; ///< of a small quantized model, where it has adapters
    std::map<AdapterId, DecoderWeights> adapted_;
    AdapterId current_ = 0, lastId_ = 0;
    KvLayout layout_;
    AttentionShape shape_;
    std::unique_ptr<DecodeStep> fused_; ///< null: the backend has none, or none for these weights
    bool fusedParts_ = false;           ///< it computes from quantized matrices

    Prefill prefill_;

    // Activations of a step that goes op by op, [decodeRows, ...] F32; empty where the step is fused.
    Tensor residual_;  ///< [dim] F32
    Tensor delta_;     ///< [dim] F32, what a block adds to the residual
    Tensor normed_;    ///< [dim]
    Tensor qkv_;       ///< [qDim + 2 kvDim] F32
    Tensor attention_; ///< [qDim]
    Tensor gateUp_;    ///< [2 ffnDim]
    Tensor gated_;     ///< [ffnDim]
    std::vector<std::int32_t> tokens_, positions_;
    std::vector<CachedSpan> spans_;
    std::vector<DecodeRow> fusedRows_;
    std::vector<std::vector<KvRun>> fusedRuns_;
};

} // namespace mureum::engine
