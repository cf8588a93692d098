#include "app/cli/server_options.h"

#include "app/cli/secrets.h"
#include "app/cli/session.h"

#include <fmt/format.h>

#include <chrono>

namespace mureum::app {

void addServerOptions(CLI::App &command, ServerArguments &arguments, const std::string &prefix,
                      const std::string &group)
{
    const auto add = [&](const char *option, auto &value, const std::string &text) {
        return command.add_option("--" + prefix + option, value, text)->group(group);
    };
    add("endpoint", arguments.endpoint, "OpenAI-compatible server: https://host/v1")->type_name("URL");
    add("model", arguments.model, "Model the server is asked for")->type_name("NAME");
    add("key-env", arguments.keyVariable,
        fmt::format("Environment variable that holds the key; else {}", apiKeyVariable))
        ->type_name("NAME");
    add("rpm", arguments.requestsPerMinute, "Requests per minute at most; 0: no limit")
        ->check(CLI::Range(0.0, 1e9));
    add("tpm", arguments.tokensPerMinute, "Tokens per minute at most; 0: no limit")
        ->check(CLI::Range(0.0, 1e12));
    add("parallel", arguments.parallel, "Requests in flight at most")
        ->check(CLI::Range(1, 512))
        ->capture_default_str();
    add("timeout", arguments.timeout, "Seconds an answer may take")
        ->check(CLI::Range(0.01, 86400.0))
        ->capture_default_str();
    add("retries", arguments.retries, "Times a failed request is tried again")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    add("max-tokens", arguments.maxTokens, "Tokens of an answer at most; 0: as the server has it")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    command
        .add_flag("--" + prefix + "allow-http", arguments.allowHttp,
                  "Send over plain http to other machines too")
        ->group(group);
}

eval::ChatOptions chatOptions(const ServerArguments &arguments, const std::string &role)
{
    if (arguments.endpoint.empty())
        throw UsageError(
            fmt::format("{0}: no server is named; give its address with --endpoint (--{0}-endpoint)", role));
    if (arguments.model.empty())
        throw UsageError(
            fmt::format("{0}: no model is named; give one the server has with --model (--{0}-model)", role));
    eval::ChatOptions chat;
    chat.endpoint = eval::parseEndpoint(arguments.endpoint, arguments.allowHttp);
    chat.model = arguments.model;
    chat.apiKey = apiKeyFromEnvironment(arguments.keyVariable);
    chat.parallel = arguments.parallel;
    chat.requestsPerMinute = arguments.requestsPerMinute;
    chat.tokensPerMinute = arguments.tokensPerMinute;
    chat.timeout = std::chrono::duration<double>(arguments.timeout);
    chat.maxRetries = arguments.retries;
    chat.maxTokens = arguments.maxTokens;
    return chat;
}

} // namespace mureum::app
