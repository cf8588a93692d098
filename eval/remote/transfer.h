#pragma once
#include "eval/remote/chat.h"
#include "eval/remote/chat_protocol.h"

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace mureum::eval {

/// One request on its way, over all its attempts. Stays where it is in memory: libcurl holds pointers into
/// it.
class Transfer
{
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Transfer(ChatRequest request) : request_(std::move(request)) {}
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    const ChatRequest &request() const { return request_; }

    /// Makes the handle of a new attempt, for the caller to add to a multi handle.
    CURL *prepare(const ChatOptions &options, const ChatFields &fields, Time now);
    /// Frees the handle, which the caller has removed from its multi handle.
    void release();

    CURL *handle() const { return easy_.get(); }
    long status() const;
    const std::string &response() const { return response_; }
    const std::string &retryAfter() const { return retryAfter_; }
    const ChatFields &fields() const { return fields_; }
    bool tooLarge() const { return tooLarge_; }
    double secondsSince(Time now) const { return std::chrono::duration<double>(now - started_).count(); }

    int failures = 0, unreadable = 0, attempts = 0;
    Time due{}; ///< of the next attempt

private:
    static std::size_t takeBody(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t takeHeader(char *data, std::size_t size, std::size_t count, void *self);

    ChatRequest request_;
    ChatFields fields_;
    Time started_{};
    std::string body_, response_, retryAfter_;
    std::size_t mostBytes_ = 0, headerBytes_ = 0;
    bool tooLarge_ = false;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_{nullptr, curl_slist_free_all};
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_{nullptr, curl_easy_cleanup};
};

} // namespace mureum::eval
