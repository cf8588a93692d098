#include "app/cli/machine.h"
#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "engine/core/threads.h"
#include "engine/generate/generator.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <vector>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr double giga = 1e9;
/// Larger than the caches of any machine we know of.
constexpr std::size_t beyondCaches = std::size_t{768} << 20;

struct BenchArguments
{
    ModelOptions model;
    int promptTokens = 512, newTokens = 128, repeats = 5;
    std::uint64_t seed = 0;
    bool json = false;
};

struct Work
{
    double prefillFlops = 0; ///< of the whole prompt
    double decodeBytes = 0;  ///< weights, keys and values read for one token, on average
};

/// Counts what the passes have to do: products of the layers for every token, the head once per prompt and
/// step.
Work workOf(const engine::Generator &generator, int prompt, int generated)
{
    const engine::ModelConfig &config = generator.model().config;
    const engine::DecoderWeights &weights = generator.decoder().baseWeights();
    const double dim = config.dim, q = config.qDim(), kv = config.kvDim(), ffn = config.ffnDim,
                 layers = config.layers, vocab = config.vocabSize, p = prompt, n = generated;
    const double layerWeights = dim * (q + 2 * kv) + q * dim + 3 * dim * ffn;
    // Scores and weighted values: query row r sees r + 1 keys.
    const double attention = 2 * 2 * q * p * (p + 1) / 2;
    Work work;
    work.prefillFlops = layers * (2 * layerWeights * p + attention) + 2 * dim * vocab;
    const auto kvRow = static_cast<double>(generator.decoder().kvLayout().rowBytes());
    work.decodeBytes = static_cast<double>(weights.bytesPerToken()) + layers * kvRow * (p + n / 2);
    return work;
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void printText(const Json &report)
{
    const Json &prefill = report["prefill"], &decode = report["decode"];
    fmt::print("{}\n{:.1f} M parameters, {}, {} thread{}, {}\n", report["model"].get<std::string>(),
               report["parameters"].get<double>() / 1e6, report["backend"].get<std::string>(),
               report["threads"].get<int>(), report["threads"].get<int>() == 1 ? "" : "s",
               report["weights"].get<std::string>());
    fmt::print("{:.1f} MB file, loaded in {:.2f} s, peak memory {:.1f} MB\n\n",
               report["model_bytes"].get<double>() / 1e6, report["load_seconds"].get<double>(),
               report["peak_memory_bytes"].get<double>() / 1e6);
    fmt::print(
        "prefill {:>5} tokens {:>10.0f} tokens/s {:>8.1f} GFLOP/s  {:>5.1f}% of the GEMM peak ({:.1f})\n",
        prefill["tokens"].get<int>(), prefill["tokens_per_second"].get<double>(),
        prefill["gflops"].get<double>(), 100 * prefill["share_of_peak"].get<double>(),
        prefill["gemm_peak_gflops"].get<double>());
    fmt::print("decode  {:>5} tokens {:>10.0f} tokens/s {:>8.1f} GB/s     {:>5.1f}% of memory ({:.1f}), "
               "{:.1f}% of a "
               "read of the same size ({:.1f})\n",
               decode["tokens"].get<int>(), decode["tokens_per_second"].get<double>(),
               decode["gb_per_second"].get<double>(), 100 * decode["share_of_memory_bandwidth"].get<double>(),
               decode["memory_bandwidth_gb"].get<double>(), 100 * decode["share_of_read"].get<double>(),
               decode["read_gb_per_second"].get<double>());
}

void bench(const BenchArguments &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    const std::filesystem::path file = findModel(arguments.model.model);
    const auto loading = std::chrono::steady_clock::now();
    const auto model =
        std::make_shared<const engine::Model>(engine::loadModel(file.string(), engine::LoadAs::Stored));
    const engine::ModelConfig &config = model->config;
    const int prompt = arguments.promptTokens, generated = arguments.newTokens;
    if (prompt + generated > config.contextLength)
        throw UsageError(
            fmt::format("bench: {} + {} tokens do not fit the model's context of {}: use a smaller -p or -n",
                        prompt, generated, config.contextLength));

    engine::Generator generator(model, arguments.model.threads,
                                engine::GeneratorOptions{.int8Cache = arguments.model.int8Cache()});
    const double loadSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - loading).count();
    std::mt19937_64 random(arguments.seed);
    std::vector<int> tokens(static_cast<std::size_t>(prompt));
    for (int &token : tokens)
        token = static_cast<int>(random() % static_cast<std::uint64_t>(config.vocabSize));
    engine::GenerateOptions options;
    // The last token chosen is not put through the model.
    options.maxNewTokens = generated + 1;
    options.stopAtEos = false;
    std::vector<double> prefills, decodes;
    for (int run = -1; run < arguments.repeats; ++run) {
        generator.clearCache();
        const engine::GenerateResult result = generator.generate(tokens, options, nullptr, {}, session.stop);
        if (session.stop.stop_requested()) {
            session.exitCode = 1;
            fmt::print(stderr, "stopped\n");
            return;
        }
        if (run < 0)
            continue;
        prefills.push_back(result.timing.prefill);
        decodes.push_back(result.timing.decode);
    }

    const std::int64_t peakMemory = peakMemoryBytes(); // before the measurements below take theirs
    const double prefill = median(prefills), decode = median(decodes);
    const engine::DType dtype = generator.decoder().dtype();
    const Work work = workOf(generator, prompt, generated);
    const auto backend = engine::makeCpuBackend();
    const double peak = measureGemm(*backend, dtype);
    const double memory = measureReading(beyondCaches);
    const double sameSize = measureReading(static_cast<std::size_t>(work.decodeBytes));
    const double flops = work.prefillFlops / prefill, bytes = work.decodeBytes * generated / decode;
    const Json report = {{"model", file.string()},
                         {"parameters", model->parameters()},
                         {"backend", generator.decoder().backend().name()},
                         {"dtype", dtype == engine::DType::BF16 ? "bf16" : "f32"},
                         {"weights", generator.decoder().baseWeights().storage()},
                         {"kv", engine::dtypeName(generator.decoder().kvLayout().dtype)},
                         {"weight_bytes", model->weightBytes()},
                         {"model_bytes", std::filesystem::file_size(file)},
                         {"load_seconds", loadSeconds},
                         {"peak_memory_bytes", peakMemory},
                         {"threads", engine::threadCount()},
                         {"repeats", arguments.repeats},
                         {"prefill",
                          {{"tokens", prompt},
                           {"seconds", prefill},
                           {"tokens_per_second", prompt / prefill},
                           {"gflops", flops / giga},
                           {"gemm_peak_gflops", peak / giga},
                           {"share_of_peak", flops / peak}}},
                         {"decode",
                          {{"tokens", generated},
                           {"seconds", decode},
                           {"tokens_per_second", generated / decode},
                           {"bytes_per_token", work.decodeBytes},
                           {"gb_per_second", bytes / giga},
                           {"memory_bandwidth_gb", memory / giga},
                           {"share_of_memory_bandwidth", bytes / memory},
                           {"read_gb_per_second", sameSize / giga},
                           {"share_of_read", bytes / sameSize}}}};
    if (arguments.json)
        printJson(report);
    else
        printText(report);
}

} // namespace

void addBenchCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<BenchArguments>();
    CLI::App *command =
        app.add_subcommand("bench", "Measure prefill and decode speed against what the machine can do");
    command->add_option("-p,--prompt-tokens", arguments->promptTokens, "Tokens of the prompt")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("-n,--new-tokens", arguments->newTokens, "Tokens decoded after it")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("-r,--repeats", arguments->repeats, "Runs; the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    addModelOptions(*command, arguments->model);
    addKvOption(*command, arguments->model);
    addSeedOption(*command, arguments->seed);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { bench(*arguments, session); });
}

} // namespace mureum::app
