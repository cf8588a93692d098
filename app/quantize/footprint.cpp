#include "app/quantize/footprint.h"

#include "app/cli/machine.h"
#include "engine/core/error.h"
#include "engine/generate/generator.h"
#include "eval/suite/statistics.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

extern char **environ; // NOLINT: POSIX asks for this declaration

namespace mureum::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int runs = 3;

/// What a command prints on stdout; its exit status in `status`.
std::string outputOf(const std::vector<std::string> &command, int &status)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw engine::Error(fmt::format("measuring: cannot open a pipe: {}", std::strerror(errno)));
    std::vector<char *> arguments;
    for (const std::string &argument : command)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    pid_t child = 0;
    const int failure = ::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string output;
    if (failure == 0) {
        char buffer[4096];
        for (ssize_t got; (got = ::read(ends[0], buffer, sizeof buffer)) != 0;) {
            if (got > 0)
                output.append(buffer, static_cast<std::size_t>(got));
            else if (errno != EINTR)
                break;
        }
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    ::close(ends[0]);
    if (failure != 0)
        throw engine::Error(
            fmt::format("measuring: cannot start {}: {}", command[0], std::strerror(failure)));
    return output;
}

} // namespace

nlohmann::ordered_json toJson(const Footprint &footprint)
{
    return {{"load_seconds", footprint.loadSeconds},
            {"peak_bytes", footprint.peakBytes},
            {"prefill_tokens_per_second", footprint.prefillTokensPerSecond},
            {"decode_tokens_per_second", footprint.decodeTokensPerSecond},
            {"prompt_tokens", footprint.promptTokens},
            {"new_tokens", footprint.newTokens}};
}

Footprint measureFootprint(const std::filesystem::path &file, int threads)
{
    const auto start = Clock::now();
    const auto model =
        std::make_shared<const engine::Model>(engine::loadModel(file.string(), engine::LoadAs::Stored));
    engine::Generator generator(model, threads);
    Footprint footprint;
    footprint.loadSeconds = std::chrono::duration<double>(Clock::now() - start).count();
    footprint.promptTokens = std::clamp(model->config.contextLength / 2, 1, 512);
    footprint.newTokens = std::clamp(model->config.contextLength / 4, 1, 64);
    std::mt19937_64 random(1);
    std::vector<int> tokens(static_cast<std::size_t>(footprint.promptTokens));
    for (int &token : tokens)
        token = static_cast<int>(random() % static_cast<std::uint64_t>(model->config.vocabSize));
    engine::GenerateOptions options;
    options.maxNewTokens = footprint.newTokens + 1; // the last one chosen is not put through the model
    options.stopAtEos = false;
    std::vector<double> prefills, decodes;
    for (int run = -1; run < runs; ++run) {
        generator.clearCache();
        const engine::GenerateResult result = generator.generate(tokens, options);
        if (run >= 0) {
            prefills.push_back(footprint.promptTokens / result.timing.prefill);
            decodes.push_back(footprint.newTokens / result.timing.decode);
        }
    }
    footprint.prefillTokensPerSecond = eval::median(prefills);
    footprint.decodeTokensPerSecond = eval::median(decodes);
    footprint.peakBytes = peakMemoryBytes();
    return footprint;
}

Footprint measureFootprintApart(const std::filesystem::path &model, int threads)
{
    int status = 0;
    const std::string output = outputOf(
        {"/proc/self/exe", "footprint", "--model", model.string(), "--threads", std::to_string(threads)},
        status);
    const auto json = nlohmann::json::parse(output, nullptr, false);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !json.is_object())
        throw engine::Error(
            fmt::format("measuring: {} could not be loaded in a process of its own: there may be too "
                        "little memory",
                        model.string()));
    Footprint footprint;
    footprint.loadSeconds = json.at("load_seconds");
    footprint.peakBytes = json.at("peak_bytes");
    footprint.prefillTokensPerSecond = json.at("prefill_tokens_per_second");
    footprint.decodeTokensPerSecond = json.at("decode_tokens_per_second");
    footprint.promptTokens = json.at("prompt_tokens");
    footprint.newTokens = json.at("new_tokens");
    return footprint;
}

} // namespace mureum::app
