#include "engine/train/merge_drift.h"

#include "engine/core/error.h"
#include "engine/train/decoder.h"
#include "engine/train/nf4_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mureum::engine {

namespace {

Batch batchOf(std::span<const int> prompt)
{
    Batch batch;
    batch.tokens.assign(prompt.begin(), prompt.end());
    batch.targets.assign(prompt.size(), -1);
    batch.positions.resize(prompt.size());
    std::iota(batch.positions.begin(), batch.positions.end(), 0);
    batch.segments = {{0, static_cast<int>(prompt.size()), -1}};
    return batch;
}

std::vector<double> logSoftmax(const float *logits, std::size_t count)
{
    const double top = static_cast<double>(*std::max_element(logits, logits + count));
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += std::exp(static_cast<double>(logits[i]) - top);
    std::vector<double> result(count);
    for (std::size_t i = 0; i < count; ++i)
        result[i] = static_cast<double>(logits[i]) - top - std::log(sum);
    return result;
}

void compare(MergeDrift &drift, const float *a, const float *b, std::size_t vocab)
{
    double sum = 0, kl = 0;
    const std::vector<double> p = logSoftmax(a, vocab), q = logSoftmax(b, vocab);
    for (std::size_t i = 0; i < vocab; ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        sum += difference;
        drift.maxAbsolute = std::max(drift.maxAbsolute, difference);
        kl += std::exp(p[i]) * (p[i] - q[i]);
    }
    drift.meanAbsolute += sum / static_cast<double>(vocab);
    drift.meanKl += kl;
    drift.maxKl = std::max(drift.maxKl, kl);
    drift.sameTopToken += std::max_element(a, a + vocab) - a == std::max_element(b, b + vocab) - b;
    ++drift.positions;
}

} // namespace

MergeDrift measureMergeDrift(const Model &base, const Adapter &adapter, const Model &merged,
                             std::span<const std::vector<int>> prompts)
{
    validateAdapter(adapter, base.config, "adapter");
    ModelConfig same = merged.config;
    same.tiedEmbeddings = base.config.tiedEmbeddings;
    if (!(same == base.config))
        throw Error("merge drift: the merged model has other dimensions than the base");
    std::size_t rows = 32; // whole blocks keep the products' shapes few
    const auto context = static_cast<std::size_t>(base.config.contextLength);
    for (const std::vector<int> &prompt : prompts)
        rows = std::max(rows, std::min(prompt.size(), context));

    const auto backend = makeCpuBackend();
    const AdapterLayout layout(base.config, adapter.config);
    std::vector<float> parameters(static_cast<std::size_t>(layout.total()));
    loadParameters(layout, adapter.tensors, parameters.data());
    const auto count = static_cast<int64_t>(rows);
    LowRank lowRank(backend, base.config, layout, count, TrainingDecoder::headRows(count), DType::F32, true);
    lowRank.bind(parameters.data(), nullptr, 0);
    TrainingDecoder decoder(backend, base.config, count, false, true);
    const auto baseWeights = makeBaseWeights(base, adapter.config, DType::F32);
    FrozenWeights mergedWeights(merged, DType::F32);
    const TrainingDecoder::Pass apart{baseWeights.get(), &lowRank, nullptr, nullptr};
    const TrainingDecoder::Pass together{&mergedWeights, nullptr, nullptr, nullptr};

    MergeDrift drift;
    const auto vocab = static_cast<std::size_t>(base.config.vocabSize);
    for (const std::vector<int> &prompt : prompts) {
        const std::size_t length = std::min(prompt.size(), context);
        if (length == 0)
            continue;
        const Batch batch = decoder.prepare(batchOf(std::span(prompt).first(length)));
        std::vector<int32_t> all(length);
        std::iota(all.begin(), all.end(), 0);
        std::vector<float> a(length * vocab), b(length * vocab);
        decoder.forward(batch, apart);
        decoder.logits(apart, all, a.data());
        decoder.forward(batch, together);
        decoder.logits(together, all, b.data());
        for (std::size_t i = 0; i < length; ++i)
            compare(drift, a.data() + i * vocab, b.data() + i * vocab, vocab);
    }
    if (drift.positions > 0) {
        const auto positions = static_cast<double>(drift.positions);
        drift.meanAbsolute /= positions;
        drift.meanKl /= positions;
        drift.sameTopToken /= positions;
    }
    return drift;
}

} // namespace mureum::engine
