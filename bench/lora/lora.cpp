// Tokens a second of a LoRA step (rank 16, all linear layers, every token a target) at two sizes, and what an
// adapter costs at inference. One JSON object a line; `mureum-bench-lora [threads] [S1|S3|serve ...]`.
// bench/lora/compare.py sets PyTorch's figures beside them. Run it on an idle machine.

#include "engine/core/threads.h"
#include "engine/generate/generator.h"
#include "engine/train/adapter_objective.h"
#include "engine/train/finetune.h"
#include "engine/train/nf4_weights.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <cstring>
#include <random>
#include <string>
#include <vector>

using namespace mureum::engine;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Size
{
    const char *name;
    ModelConfig model;
    int sequences, length;
};

Size sizeOf(const std::string &name)
{
    Size size{"S1", {}, 4, 512};
    size.model = {.vocabSize = 16384,
                  .dim = 384,
                  .layers = 8,
                  .heads = 6,
                  .kvHeads = 6,
                  .headDim = 64,
                  .ffnDim = 1024,
                  .contextLength = 1024,
                  .tiedEmbeddings = false};
    if (name == "S3")
        size = {"S3",
                {.vocabSize = 16384,
                 .dim = 896,
                 .layers = 24,
                 .heads = 14,
                 .kvHeads = 2,
                 .headDim = 64,
                 .ffnDim = 4864,
                 .contextLength = 1024,
                 .tiedEmbeddings = true},
                1,
                256};
    return size;
}

Model randomModel(const ModelConfig &config)
{
    Model model;
    model.config = config;
    std::mt19937 random(1);
    for (const TensorSpec &spec : expectedTensors(config)) {
        Tensor tensor(spec.shape);
        const float size =
            spec.shape.size() == 1 ? 0.0F : 1.0F / std::sqrt(static_cast<float>(spec.shape.back()));
        for (int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = spec.shape.size() == 1
                                  ? 1.0F
                                  : size * (static_cast<float>(random() >> 8) / 4194304.0F - 2.0F);
        model.tensors.emplace(spec.name, tensor.to(spec.shape.size() == 1 ? DType::F32 : DType::BF16));
    }
    return model;
}

Batch sequences(const Size &size)
{
    Batch batch;
    std::mt19937 random(2);
    const auto vocab = static_cast<unsigned>(size.model.vocabSize);
    for (int s = 0; s < size.sequences; ++s) {
        batch.segments.push_back({s * size.length, size.length, -1});
        for (int i = 0; i < size.length; ++i) {
            batch.tokens.push_back(static_cast<int32_t>(random() % vocab));
            batch.targets.push_back(static_cast<int32_t>(random() % vocab));
            batch.positions.push_back(i);
        }
    }
    return batch;
}

void trainingStep(const Size &size, const Model &base, const char *tuning, const char *precision,
                  bool checkpointing, int threads)
{
    FinetuneConfig config;
    config.tuning = tuning;
    config.checkpointing = checkpointing;
    config.train.precision = precision;
    config.train.threads = threads;
    config.train.batchTokens = int64_t{size.sequences} * size.length;
    config.train.steps = 1000;
    config.train.checkpointEvery = 0;
    config.train.logEvery = 1;
    struct Source : BatchSource
    {
        Batch all;
        Batch batch(int64_t) override { return all; }
    } source;
    source.all = sequences(size);
    std::string folder = (std::filesystem::temp_directory_path() / "mureum-bench-lora.XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        return;
    {
        const auto trainer = makeFinetuneTrainer(base, config, folder, false);
        std::vector<double> rates;
        TrainCallbacks callbacks;
        std::stop_source stop;
        callbacks.onMetrics = [&](const TrainMetrics &metrics) {
            rates.push_back(metrics.tokensPerSecond);
            const double seconds = static_cast<double>(metrics.step) *
                                   static_cast<double>(config.train.batchTokens) /
                                   std::max(1.0, metrics.tokensPerSecond);
            if (rates.size() >= 4 && (seconds > 6 || rates.size() >= 12))
                stop.request_stop();
        };
        trainer->run(source, callbacks, stop.get_token());
        rates.erase(rates.begin()); // products are compiled in the first step
        std::sort(rates.begin(), rates.end());
        std::printf("{\"size\": \"%s\", \"tuning\": \"%s\", \"precision\": \"%s\", \"checkpointing\": %s, "
                    "\"tokens_per_second\": %.0f, \"best\": %.0f, \"memory_mib\": %lld}\n",
                    size.name, tuning, precision, checkpointing ? "true" : "false", rates[rates.size() / 2],
                    rates.back(), static_cast<long long>(trainer->memory().total() >> 20));
        std::fflush(stdout);
    }
    std::filesystem::remove_all(folder);
}

/// What adapters cost a token: as weights of their own, and as low-rank products beside the base's.
void serving(int threads)
{
    ModelConfig config{.vocabSize = 8192,
                       .dim = 256,
                       .layers = 8,
                       .heads = 8,
                       .kvHeads = 4,
                       .headDim = 32,
                       .ffnDim = 768,
                       .contextLength = 1024,
                       .tiedEmbeddings = true};
    const auto model = std::make_shared<Model>(randomModel(config));
    AdapterConfig adapterConfig;
    const AdapterLayout layout(config, adapterConfig);
    Adapter adapter;
    adapter.config = adapterConfig;
    for (const ParameterSlot &slot : layout.slots())
        adapter.tensors.emplace(slot.name, Tensor(slot.shape));
    Generator generator(model, threads);
    const auto addStart = Clock::now();
    const AdapterId id = generator.addAdapter(adapter);
    const double adding = secondsSince(addStart);
    const auto switchStart = Clock::now();
    for (int i = 0; i < 1000; ++i)
        generator.useAdapter(i % 2 == 0 ? id : 0);
    const double switching = secondsSince(switchStart) / 1000;

    std::vector<int> prompt;
    for (int i = 0; i < 300; ++i)
        prompt.push_back((i * 37 + 11) % 8192);
    GenerateOptions options;
    options.maxNewTokens = 64;
    const auto perToken = [&](AdapterId which) {
        generator.useAdapter(which);
        double best = 1;
        for (int round = 0; round < 5; ++round)
            best = std::min(best, generator.generate(prompt, options).timing.decode / 64);
        return best;
    };
    const double plain = perToken(0), adapted = perToken(id);

    // The products side by side, one token at a time, with nothing around them.
    const auto backend = makeCpuBackend();
    Tensor flat({layout.total()}), x({1, config.ffnDim}), middle({1, 3 * adapterConfig.rank}),
        y({1, 2 * config.ffnDim});
    double beside = 1;
    for (int round = 0; round < 20; ++round) {
        const auto start = Clock::now();
        for (int l = 0; l < config.layers; ++l)
            for (int p = 0; p < productsPerLayer; ++p) {
                const LowRankGroup &group = layout.group(l, static_cast<Product>(p));
                const auto parts = static_cast<int64_t>(group.parts.size());
                backend->linear(middle, x, flat.f32() + group.a, 1, parts * adapterConfig.rank, group.inputs);
                for (const LowRankGroup::Part &part : group.parts)
                    backend->linear(Mat(y.f32() + part.firstOutput), middle, flat.f32() + part.b, 1,
                                    part.outputs, adapterConfig.rank, true);
            }
        beside = std::min(beside, secondsSince(start));
    }
    std::printf("{\"size\": \"bundled\", \"add_adapter_ms\": %.1f, \"switch_us\": %.2f, \"token_us\": %.0f, "
                "\"token_adapted_us\": %.0f, \"side_products_us\": %.0f}\n",
                adding * 1e3, switching * 1e6, plain * 1e6, adapted * 1e6, beside * 1e6);
}

} // namespace

int main(int argc, char **argv)
{
    const int threads = argc > 1 ? std::atoi(argv[1]) : 0;
    setThreadCount(threads);
    std::vector<std::string> what(argv + std::min(argc, 2), argv + argc);
    if (what.empty())
        what = {"S1", "S3", "serve"};
    for (const std::string &name : what) {
        if (name == "serve") {
            serving(threads);
            continue;
        }
        const Size size = sizeOf(name);
        const Model base = randomModel(size.model);
        trainingStep(size, base, "lora", "auto", false, threads);
        trainingStep(size, base, "lora", "auto", true, threads);
        trainingStep(size, base, "qlora", "auto", false, threads);
        trainingStep(size, base, "lora", "fp32", false, threads);
    }
}
