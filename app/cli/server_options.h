#pragma once
#include "eval/remote/chat.h"

#include <CLI/CLI.hpp>

#include <string>

// An OpenAI-compatible server for the commands that ask one: as a judge, as a teacher.

namespace mureum::app {

struct ServerArguments
{
    std::string endpoint, model, keyVariable;
    double requestsPerMinute = 0, tokensPerMinute = 0, timeout = 60;
    int parallel = 64, retries = 5, maxTokens = 256;
    bool allowHttp = false;
};

/// Adds --endpoint, --model and the rest, each after `prefix`: "judge-" makes --judge-endpoint, for commands
/// that have a --model of their own. None is required; `chatOptions` says what is missing.
void addServerOptions(CLI::App &command, ServerArguments &arguments, const std::string &prefix,
                      const std::string &group);

/// The library's options, key included. `role` begins what is said of a missing option: "judge", "teacher".
/// Throws UsageError or datasets::Error.
eval::ChatOptions chatOptions(const ServerArguments &arguments, const std::string &role);

} // namespace mureum::app
