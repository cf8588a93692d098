#pragma once
#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>

// Options that several commands share, so that they read the same everywhere.

namespace mureum::app {

struct ModelOptions
{
    std::string model;           ///< empty: the bundled one
    int threads = 0;             ///< 0: all cores
    std::string device = "auto"; ///< auto, cpu or cuda
    std::string kv = "auto";     ///< keys and values: auto (as the activations) or q8

    bool int8Cache() const { return kv == "q8"; }
};

void addJsonOption(CLI::App &command, bool &json);
void addThreadsOption(CLI::App &command, int &threads);
void addSeedOption(CLI::App &command, std::uint64_t &seed);
/// --model, --threads, --device
void addModelOptions(CLI::App &command, ModelOptions &options);

/// --kv, for commands that generate
void addKvOption(CLI::App &command, ModelOptions &options);

/// Throws engine::Error where the device is not there.
void requireDevice(const std::string &device);

} // namespace mureum::app
