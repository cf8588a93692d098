#include "engine/generate/generator.h"

#include "engine/core/threads.h"

#include <algorithm>
#include <chrono>

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
    : model_(std::move(model)), decoder_(model_, chosenBackend(threads, options), options.dtype),
      cache_(decoder_.kvLayout(), options.cachedPrompts), pool_(decoder_.kvLayout())
{
}

Generator::~Generator() = default;

/// Null where stopped. Afterwards logits_ holds the scores behind the prompt.
KvPrefix *Generator::prefill(std::span<const int> prompt, const std::stop_token &stop)
{
    const auto start = Clock::now();
    timing_ = {};
    timing_.promptTokens = static_cast<int>(prompt.size());
    logits_.resize(std::max(logits_.size(), static_cast<std::size_t>(model_->config.vocabSize)));
    PrefixCache::Entry &entry = cache_.prepare(prompt);
    timing_.cachedTokens = entry.kv.length();
    const bool done = decoder_.prefill(entry.kv, prompt, logits_, stop);
    cache_.settle(entry, prompt);
    timing_.prefill = secondsSince(start);
    return done ? &entry.kv : nullptr;
}

} // namespace mureum::engine
