#pragma once
#include <cstdint>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace mureum::engine {

struct SamplerOptions
{
    double temperature = 0; ///< 0: greedy, the rest but the penalty is then ignored
    int topK = 0;           ///< 0: off
    double topP = 1;        ///< nucleus sampling (Holtzman et al., 2020); 1: off
    double repetitionPenalty =
        1; ///< on tokens generated so far, not on the prompt (Keskar et al., 2019); 1: off
    std::uint64_t seed = 0;
};

/// Picks the next token from the scores. The same seed and scores give the same tokens on every machine.
class Sampler
{
public:
    /// Throws Error naming the option that cannot be right.
    explicit Sampler(const SamplerOptions &options);

    /// logits[vocab]; `allowed`: the only tokens that may be picked, all where it is empty; `history`: tokens
    /// generated so far. Equal scores: the lowest token wins. Throws Error where no score is finite.
    int pick(std::span<const float> logits, std::span<const int> allowed, std::span<const int> history);

    bool greedy() const { return options_.temperature == 0; }

private:
    using Candidate = std::pair<float, int>;
    float penalised(float logit) const;
    void collect(std::span<const float> logits, std::span<const int> allowed, std::span<const int> history);
    int draw();

    SamplerOptions options_;
    std::mt19937_64 random_;
    std::vector<Candidate> candidates_;
    std::vector<bool> repeated_;
};

} // namespace mureum::engine
