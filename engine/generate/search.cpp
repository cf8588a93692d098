#include "engine/core/error.h"
#include "engine/generate/generator.h"
#include "engine/generate/scores.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

namespace mureum::engine {

namespace {

constexpr int mostBeams = 256;

struct Beam
{
    KvBranch branch;
    std::unique_ptr<Constraint> constraint; ///< null: free
    std::vector<int> tokens;
    double logProbability = 0;
};

/// A beam one token longer.
struct Extension
{
    std::size_t beam;
    int token;
    double logProbability;
};

/// The most probable first; equal ones in the order of beams and tokens, so that a search is repeatable.
bool better(const Extension &a, const Extension &b)
{
    if (a.logProbability != b.logProbability)
        return a.logProbability > b.logProbability;
    return a.beam != b.beam ? a.beam < b.beam : a.token < b.token;
}

/// Adds the `count` best extensions of one beam above `floor`.
void extend(const Beam &beam, std::size_t index, std::span<const float> scores, std::size_t count,
            double floor, std::vector<int> &allowed, std::vector<Extension> &out)
{
    const double base = beam.logProbability - logSumExp(scores);
    const std::size_t first = out.size();
    // A heap whose front is the worst of the best.
    const auto consider = [&](int token) {
        const Extension extension{index, token,
                                  base + static_cast<double>(scores[static_cast<std::size_t>(token)])};
        if (!(extension.logProbability > floor))
            return;
        const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
        if (out.size() - first < count) {
            out.push_back(extension);
            std::push_heap(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), better);
        } else if (better(extension, *begin)) {
            std::pop_heap(begin, out.end(), better);
            out.back() = extension;
            std::push_heap(begin, out.end(), better);
        }
    };
    if (beam.constraint) {
        beam.constraint->allowedTokens(allowed);
        for (const int token : allowed)
            consider(token);
    } else {
        for (int token = 0; token < static_cast<int>(scores.size()); ++token)
            consider(token);
    }
}

class Search
{
public:
    Search(std::size_t beams, int eosToken) : beams_(beams), eos_(eosToken) {}

    std::vector<Beam> live;
    std::vector<Hypothesis> finished; ///< best first

    /// Sequences below this cannot be among the answers any more: log-probabilities only fall.
    double floor() const
    {
        return finished.size() < beams_ ? -std::numeric_limits<double>::infinity()
                                        : finished[beams_ - 1].logProbability;
    }

    /// One step: every beam's scores stand in `scores`, vocab apart.
    void advance(const float *scores, std::size_t vocab)
    {
        std::vector<Extension> extensions;
        for (std::size_t b = 0; b < live.size(); ++b)
            extend(live[b], b, {scores + b * vocab, vocab}, beams_ + 1, floor(), allowed_, extensions);
        std::sort(extensions.begin(), extensions.end(), better);

        std::vector<Extension> chosen;
        for (const Extension &extension : extensions) {
            if (chosen.size() == beams_)
                break;
            if (!(extension.logProbability > floor()))
                break;
            if (extension.token == eos_)
                finish(live[extension.beam].tokens, extension.logProbability);
            else
                chosen.push_back(extension);
        }
        std::vector<std::size_t> uses(live.size(), 0);
        for (const Extension &extension : chosen)
            ++uses[extension.beam];
        std::vector<Beam> next;
        for (const Extension &extension : chosen) {
            Beam &parent = live[extension.beam];
            // The last child takes its parent's state over, the others get copies.
            const bool lastChild = --uses[extension.beam] == 0;
            Beam child = lastChild
                             ? std::move(parent)
                             : Beam{parent.branch, parent.constraint ? parent.constraint->clone() : nullptr,
                                    parent.tokens, 0};
            child.tokens.push_back(extension.token);
            child.logProbability = extension.logProbability;
            if (child.constraint)
                child.constraint->accept(extension.token);
            if (child.constraint && child.constraint->finished())
                finish(std::move(child.tokens), child.logProbability);
            else
                next.push_back(std::move(child));
        }
        live = std::move(next);
        std::erase_if(live, [&](const Beam &beam) { return !(beam.logProbability > floor()); });
    }

    /// The best sequence so far, finished or not.
    std::span<const int> best() const
    {
        const bool fromLive = !live.empty() && (finished.empty() || live.front().logProbability >
                                                                        finished.front().logProbability);
        if (fromLive)
            return live.front().tokens;
        return finished.empty() ? std::span<const int>() : std::span<const int>(finished.front().tokens);
    }

    std::vector<Hypothesis> results() &&
    {
        for (Beam &beam : live)
            finished.push_back({std::move(beam.tokens), beam.logProbability, false});
        if (finished.size() > beams_)
            finished.resize(beams_);
        return std::move(finished);
    }

private:
    void finish(std::vector<int> tokens, double logProbability)
    {
        const auto place = std::find_if(finished.begin(), finished.end(), [&](const Hypothesis &other) {
            return other.logProbability < logProbability;
        });
        finished.insert(place, {std::move(tokens), logProbability, true});
    }

    std::size_t beams_;
    int eos_;
    std::vector<int> allowed_;
};

} // namespace

std::vector<Hypothesis> Generator::search(std::span<const int> prompt, int beams, int maxNewTokens,
                                          const Constraint *constraint, int eosToken, const OnStep &onStep,
                                          std::stop_token stop)
{
    if (beams < 1 || beams > mostBeams)
        throw Error("search: " + std::to_string(beams) + " beams; use 1 .. " + std::to_string(mostBeams));
    const auto vocab = static_cast<std::size_t>(model_->config.vocabSize);
    KvBranch root(pool_);
    const KvPrefix *prefix = prefill(prompt, root, stop);
    const auto start = std::chrono::steady_clock::now();
    Search search(static_cast<std::size_t>(beams), eosToken);
    const int most = std::min(maxNewTokens, model_->config.contextLength - static_cast<int>(prompt.size()));
    if (prefix && most > 0 && !(constraint && constraint->finished())) {
        search.live.push_back({std::move(root), constraint ? constraint->clone() : nullptr, {}, 0});
        search.advance(logits_.data(), vocab);
        if (onStep)
            onStep(search.best());
    }
    logits_.resize(std::max(logits_.size(), static_cast<std::size_t>(beams) * vocab));
    std::vector<DecodeInput> inputs;
    for (int step = 1; step < most && !search.live.empty() && !stop.stop_requested(); ++step) {
        inputs.clear();
        for (Beam &beam : search.live)
            inputs.push_back({&beam.branch, {&beam.tokens.back(), 1}});
        decoder_.decode(*prefix, inputs, logits_);
        timing_.newTokens += static_cast<int>(inputs.size());
        search.advance(logits_.data(), vocab);
        if (onStep)
            onStep(search.best());
    }
    timing_.decode = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(search).results();
}

} // namespace mureum::engine
