#include "engine/generate/sampler.h"

#include "engine/core/error.h"
#include "engine/generate/scores.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace mureum::engine {

Sampler::Sampler(const SamplerOptions &options) : options_(options), random_(options.seed)
{
    const auto require = [](bool good, const char *text) {
        if (!good)
            throw Error(std::string("sampling: ") + text);
    };
    require(std::isfinite(options.temperature) && options.temperature >= 0,
            "the temperature must be 0 or more");
    require(options.topK >= 0, "top-k must be 0 (off) or more");
    require(options.topP > 0 && options.topP <= 1, "top-p must be above 0 and at most 1");
    require(std::isfinite(options.repetitionPenalty) && options.repetitionPenalty > 0,
            "the repetition penalty must be above 0");
}

float Sampler::penalised(float logit) const
{
    const auto penalty = static_cast<float>(options_.repetitionPenalty);
    return logit > 0 ? logit / penalty : logit * penalty;
}

void Sampler::collect(std::span<const float> logits, std::span<const int> allowed,
                      std::span<const int> history)
{
    candidates_.clear();
    const auto add = [&](int token) {
        const float logit = logits[static_cast<std::size_t>(token)];
        if (std::isfinite(logit))
            candidates_.emplace_back(logit, token);
    };
    if (allowed.empty())
        for (int token = 0; token < static_cast<int>(logits.size()); ++token)
            add(token);
    for (const int token : allowed)
        add(token);
    if (candidates_.empty())
        throw Error(
            "the model gives no finite score to any token that may come next; its weights are damaged");
    if (options_.repetitionPenalty == 1 || history.empty())
        return;
    repeated_.assign(logits.size(), false);
    for (const int token : history)
        repeated_[static_cast<std::size_t>(token)] = true;
    for (auto &[logit, token] : candidates_)
        if (repeated_[static_cast<std::size_t>(token)])
            logit = penalised(logit);
}

int Sampler::pick(std::span<const float> logits, std::span<const int> allowed, std::span<const int> history)
{
    if (greedy() && allowed.empty() && options_.repetitionPenalty == 1) {
        const int best = argMax(logits);
        if (best >= 0)
            return best;
    }
    collect(logits, allowed, history);
    const auto better = [](const Candidate &a, const Candidate &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    if (greedy())
        return std::min_element(candidates_.begin(), candidates_.end(), better)->second;
    const auto kept = static_cast<std::size_t>(options_.topK);
    if (kept > 0 && kept < candidates_.size()) {
        std::partial_sort(candidates_.begin(), candidates_.begin() + options_.topK, candidates_.end(),
                          better);
        candidates_.resize(kept);
    } else {
        std::sort(candidates_.begin(), candidates_.end(), better);
    }
    return draw();
}

/// From candidates sorted best first.
int Sampler::draw()
{
    const float top = candidates_.front().first;
    const auto weight = [&](const Candidate &candidate) {
        return std::exp(static_cast<double>(candidate.first - top) / options_.temperature);
    };
    double total = 0;
    for (const Candidate &candidate : candidates_)
        total += weight(candidate);
    if (options_.topP < 1) {
        double sum = 0;
        std::size_t kept = 0;
        while (kept < candidates_.size() && sum < options_.topP * total)
            sum += weight(candidates_[kept++]);
        candidates_.resize(kept);
        total = sum;
    }
    double left = static_cast<double>(random_() >> 11) * 0x1.0p-53 * total;
    for (const Candidate &candidate : candidates_) {
        left -= weight(candidate);
        if (left < 0)
            return candidate.second;
    }
    return candidates_.back().second;
}

} // namespace mureum::engine
