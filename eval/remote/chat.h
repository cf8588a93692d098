#pragma once
#include "eval/remote/endpoint.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Questions to an OpenAI-compatible server and its answers
// (https://platform.openai.com/docs/api-reference/chat).

namespace mureum::eval {

struct ChatMessage
{
    std::string role; ///< system, user or assistant
    std::string content;
};

struct ChatRequest
{
    std::size_t id = 0; ///< the caller's; comes back with the reply
    std::vector<ChatMessage> messages;
    std::size_t estimatedTokens = 0; ///< prompt and answer together: what the limit per minute counts
};

struct ChatReply
{
    std::size_t id = 0;
    std::string content;
    bool cut = false;                                           ///< the answer ended at the limit of tokens
    std::string error;                                          ///< one line; empty where there is an answer
    std::optional<std::int64_t> promptTokens, completionTokens; ///< as the server counted
    int attempts = 0;
    double seconds = 0; ///< of the last attempt
};

struct ChatOptions
{
    using Seconds = std::chrono::duration<double>;

    Endpoint endpoint;
    std::string model;
    std::string apiKey;                                ///< empty: none is sent
    int parallel = 64;                                 ///< requests in flight
    double requestsPerMinute = 0, tokensPerMinute = 0; ///< 0: no limit
    Seconds timeout{60};                               ///< of one attempt
    int maxRetries = 5;
    std::size_t maxResponseBytes = 1 << 20;
    std::optional<double> temperature = 0.0;
    int maxTokens = 256;     ///< of the answer; 0: as the server has it
    bool jsonAnswer = false; ///< ask for response_format json_object
    std::uint64_t seed = 1;  ///< of the jitter
    Seconds firstDelay{0.5}, longestDelay{60};
    Seconds longestRetryAfter{600}; ///< a server that asks for more ends the job
    Seconds grace{5};               ///< after a stop, answers on their way are waited for so long
    Seconds minute{60};             ///< another span in tests only
};

} // namespace mureum::eval
