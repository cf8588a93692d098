#include "engine/generate/generator.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::shared_ptr<Backend> chosenBackend(int threads, const GeneratorOptions &options)
{
    setThreadCount(threads);
    return options.backend ? options.backend : makeCpuBackend();
}

} // namespace

Generator::Generator(std::shared_ptr<const Model> model, int threads, const GeneratorOptions &options)
    : model_(std::move(model)),
      decoder_(model_, chosenBackend(threads, options), options.dtype, options.int8Cache),
      cache_(decoder_.kvLayout(), options.cachedPrompts), pool_(decoder_.kvLayout())
{
}

Generator::~Generator() = default;

/// Null where stopped. Afterwards the branch holds the prompt's last token and logits_ the scores behind it.
const KvPrefix *Generator::prefill(std::span<const int> prompt, KvBranch &branch, const std::stop_token &stop)
{
    const auto start = Clock::now();
    timing_ = {};
    timing_.promptTokens = static_cast<int>(prompt.size());
    if (prompt.empty())
        throw Error("the model was given no tokens; give a prompt");
    if (prompt.size() > static_cast<std::size_t>(model_->config.contextLength))
        throw Error(fmt::format("{} tokens do not fit the model's context of {}; shorten the prompt",
                                prompt.size(), model_->config.contextLength));
    const auto beginning = prompt.first(prompt.size() - 1);
    PrefixCache::Entry &entry = cache_.prepare(beginning, decoder_.adapter());
    timing_.cachedTokens = entry.kv.length();
    const bool done = decoder_.prefill(entry.kv, beginning, stop) && !stop.stop_requested();
    cache_.settle(entry, beginning);
    if (done) {
        logits_.resize(std::max(logits_.size(), static_cast<std::size_t>(model_->config.vocabSize)));
        const DecodeInput last{&branch, prompt.last(1)};
        decoder_.decode(entry.kv, {&last, 1}, logits_);
    }
    timing_.prefill = secondsSince(start);
    return done ? &entry.kv : nullptr;
}

} // namespace mureum::engine
