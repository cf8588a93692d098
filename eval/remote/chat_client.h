#pragma once
#include "datasets/error.h"
#include "eval/remote/chat.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace mureum::eval {

struct ChatStatistics
{
    std::size_t requests = 0; ///< sent, retries included
    std::size_t retries = 0;
    int mostInFlight = 0;
};

/// Sends many chat requests at once from one thread (libcurl's multi interface, HTTP/1.1 with connections
/// kept).
///
/// Limits per minute are kept (RateLimiter). 408, 429 and 5xx, timeouts and broken connections are tried
/// again up to `maxRetries` times after a growing pause; Retry-After holds every request back. A 429 also
/// halves how many are in flight, and answers raise it again. A body that is no chat completion is
/// tried once more. A field of the request that the server refuses (response_format, temperature, max_tokens)
/// is left out from then on. What still fails is an error of that request; the others go on.
///
/// Certificates are verified. Redirects are not followed: the key would go with them. The key is in no error.
class ChatClient
{
public:
    /// The next request; nothing: there are no more. Called when there is room for one.
    using Source = std::function<std::optional<ChatRequest>()>;
    /// Takes replies as they arrive, in any order.
    using Sink = std::function<void(const ChatReply &)>;

    /// Throws datasets::Error where the options make no sense.
    explicit ChatClient(const ChatOptions &options);

    /// Works until everything is answered; on this thread, as are the calls of `source` and `sink`. True at
    /// the end. After a stop nothing more is sent, answers that come within `grace` are still taken, and it
    /// is false. Throws datasets::Error where going on makes no sense: the key, the model or the address is
    /// refused (401, 402, 403, 404, 405, redirects), a quota is used up, a certificate is not trusted, the
    /// server cannot be reached from the beginning, or it asks to wait longer than `longestRetryAfter`.
    /// Whatever `source` or `sink` throw ends it too.
    bool run(const Source &source, const Sink &sink, std::stop_token stop = {});

    const ChatStatistics &statistics() const { return statistics_; }

private:
    ChatOptions options_;
    ChatStatistics statistics_;
};

} // namespace mureum::eval
