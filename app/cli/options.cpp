#include "app/cli/options.h"

#include "engine/backend/backend.h"

namespace mureum::app {

void addJsonOption(CLI::App &command, bool &json)
{
    command.add_flag("--json", json, "Print one JSON document on stdout");
}

void addThreadsOption(CLI::App &command, int &threads)
{
    command.add_option("-t,--threads", threads, "Threads to compute with; 0: all cores")
        ->check(CLI::Range(0, 4096))
        ->capture_default_str();
}

void addSeedOption(CLI::App &command, std::uint64_t &seed)
{
    command.add_option("--seed", seed, "Seed of everything drawn by chance")->capture_default_str();
}

void addModelOptions(CLI::App &command, ModelOptions &options)
{
    command.add_option("-m,--model", options.model,
                       "Model file (GGUF); the bundled one where it is left out");
    addThreadsOption(command, options.threads);
    command.add_option("--device", options.device, "Where to compute: auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
}

void addKvOption(CLI::App &command, ModelOptions &options)
{
    command.add_option("--kv", options.kv, "Keys and values kept: auto (16 or 32 bits) or q8 (8 bits)")
        ->check(CLI::IsMember({"auto", "q8"}))
        ->capture_default_str();
}

void requireDevice(const std::string &device)
{
    if (device == "cuda")
        engine::makeCudaBackend();
}

} // namespace mureum::app
