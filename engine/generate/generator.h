#pragma once
#include "engine/backend/backend.h"
#include "engine/generate/constraint.h"
#include "engine/generate/prefix_cache.h"
#include "engine/generate/sampler.h"
#include "engine/model/decoder.h"
#include "engine/model/model.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::engine {

struct GeneratorOptions
{
    std::shared_ptr<Backend> backend = {}; ///< null: the CPU's
    std::optional<DType> dtype = {};       ///< of weights and cache; absent: what is fastest on the backend
    bool int8Cache = false;                ///< keys and values in 8 bits
    int cachedPrompts = 2;                 ///< prompts whose keys and values are kept
};

struct GenerateOptions
{
    SamplerOptions sampling;
    int maxNewTokens = 256;
    /// The text ends before the first of these.
    std::vector<std::string> stopStrings;
    /// Tokens that end the answer, beside the tokenizer's eos.
    std::vector<int> stopTokens;
    bool stopAtEos = true;
};

enum class StopReason {
    StopToken,
    StopString,
    MaxTokens,
    ContextFull,
    ConstraintFinished, ///< the constraint says the answer is complete
    DeadEnd,            ///< the constraint allows nothing although the answer is not complete
    Cancelled
};

struct GenerateTiming
{
    double prefill = 0, decode = 0; ///< seconds
    int promptTokens = 0;
    int cachedTokens = 0; ///< of the prompt, taken from the prefix cache
    int newTokens = 0;    ///< decoded, over all sequences
};

struct GenerateResult
{
    std::vector<int> tokens;   ///< without the stop token
    std::string text;          ///< empty where the model has no tokenizer
    double logProbability = 0; ///< natural log, of the tokens and the stop token, from the unmodified scores
    StopReason reason = StopReason::MaxTokens;
    GenerateTiming timing;
};

/// One answer of a search.
struct Hypothesis
{
    std::vector<int> tokens; ///< without the end token
    double logProbability = 0;
    bool finished = false; ///< false: cut off by the length limit or a stop request
};

/// Gets tokens out of a model. Not thread-safe: one call at a time; several generators may share a model.
/// The same prompt gives the same answer at temperature 0, whatever was asked before.
class Generator
{
public:
    /// `threads`: of the whole process, 0: as many as there are cores. Throws Error where the model is
    /// incomplete.
    explicit Generator(std::shared_ptr<const Model> model, int threads = 0,
                       const GeneratorOptions &options = {});
    ~Generator();

    /// Adapters beside the model, as Decoder has them: added once, then switched between calls. The prompts
    /// kept are kept by adapter.
    AdapterId addAdapter(const Adapter &adapter) { return decoder_.addAdapter(adapter); }
    void removeAdapter(AdapterId id) { decoder_.removeAdapter(id); }
    void useAdapter(AdapterId id) { decoder_.useAdapter(id); }

    /// Called after every token with it and the text that became certain by it; at the end once more, with
    /// token -1, where text was held back.
    using OnToken = std::function<void(int token, std::string_view text)>;
    /// Called after every step with the best sequence so far.
    using OnStep = std::function<void(std::span<const int> tokens)>;

    /// Continues the prompt. A stop request ends it within one token (or one layer of the prompt).
    /// Throws Error for an empty prompt or one that does not fit the context.
    GenerateResult generate(std::span<const int> prompt, const GenerateOptions &options,
                            Constraint *constraint = nullptr, const OnToken &onToken = {},
                            std::stop_token stop = {});

    /// Beam search: up to `beams` most probable continuations, finished ones first, best first. Scores are
    /// sums of log-softmax over the whole vocabulary; the constraint only removes tokens. A sequence is
    /// finished by `eosToken` (-1: none) or when its constraint is. `constraint` is cloned. Throws Error as
    /// generate().
    std::vector<Hypothesis> search(std::span<const int> prompt, int beams, int maxNewTokens,
                                   const Constraint *constraint, int eosToken, const OnStep &onStep = {},
                                   std::stop_token stop = {});

    /// Of the last call.
    const GenerateTiming &timing() const { return timing_; }
    const Model &model() const { return *model_; }
    const Decoder &decoder() const { return decoder_; }
    void clearCache() { cache_.clear(); }

private:
    const KvPrefix *prefill(std::span<const int> prompt, KvBranch &branch, const std::stop_token &stop);

    std::shared_ptr<const Model> model_;
    Decoder decoder_;
    PrefixCache cache_;
    KvPool pool_;
    std::vector<float> logits_;
    GenerateTiming timing_;
};

} // namespace mureum::engine
