#include "eval/remote/chat_client.h"

#include "datasets/sql/tokenizer.h"
#include "eval/remote/backoff.h"
#include "eval/remote/failures.h"
#include "eval/remote/rate_limiter.h"
#include "eval/remote/transfer.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <map>
#include <new>
#include <vector>

namespace mureum::eval {

using datasets::Error;

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// A peer that closes its connection must not end the process: TLS writes raise SIGPIPE.
class SigpipeBlocked
{
public:
    SigpipeBlocked()
    {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~SigpipeBlocked()
    {
        const timespec now{};
        while (sigtimedwait(&pipe_, nullptr, &now) == SIGPIPE) {
        }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    SigpipeBlocked(const SigpipeBlocked &) = delete;
    SigpipeBlocked &operator=(const SigpipeBlocked &) = delete;

private:
    sigset_t pipe_{}, before_{};
};

/// One call of ChatClient::run.
class Job
{
public:
    Job(const ChatOptions &options, ChatStatistics &statistics, const ChatClient::Source &source,
        const ChatClient::Sink &sink)
        : options_(options), statistics_(statistics), source_(source), sink_(sink),
          limiter_(options.requestsPerMinute, options.tokensPerMinute, options.minute),
          backoff_(options.firstDelay, options.longestDelay, options.seed), fields_(wantedFields(options)),
          allowed_(options.parallel)
    {
        multi_ = curl_multi_init();
        if (!multi_)
            throw std::bad_alloc();
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options.parallel));
    }

    ~Job()
    {
        for (const auto &transfer : flying_)
            curl_multi_remove_handle(multi_, transfer->handle());
        flying_.clear();
        curl_multi_cleanup(multi_);
    }

    Job(const Job &) = delete;
    Job &operator=(const Job &) = delete;

    bool work(std::stop_token stop)
    {
        const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_); });
        Clock::time_point end{};
        for (;;) {
            Seconds pause = std::chrono::seconds(10);
            if (stop.stop_requested()) {
                if (end == Clock::time_point{})
                    end = Clock::now() + std::chrono::duration_cast<Clock::duration>(options_.grace);
                if (flying_.empty() || Clock::now() >= end)
                    return false;
                pause = end - Clock::now();
            } else {
                pause = std::min(pause, launch());
                if (flying_.empty() && waiting_.empty() && exhausted_ && !next_)
                    return true;
            }
            int running = 0;
            check(curl_multi_perform(multi_, &running));
            if (!land())
                check(curl_multi_poll(multi_, nullptr, 0, milliseconds(pause), nullptr));
        }
    }

private:
    using Transfers = std::vector<std::unique_ptr<Transfer>>;

    static void check(CURLMcode code)
    {
        if (code != CURLM_OK)
            throw Error(fmt::format("network: {}; run it again", curl_multi_strerror(code)));
    }

    static int milliseconds(Seconds seconds)
    {
        return static_cast<int>(std::clamp(seconds.count() * 1000 + 1, 0.0, 10'000.0));
    }

    /// Starts what may start now, and says how long until more may.
    Seconds launch()
    {
        Seconds pause = std::chrono::seconds(10);
        while (static_cast<double>(flying_.size()) < allowed_) {
            const auto now = Clock::now();
            const auto retry = std::min_element(waiting_.begin(), waiting_.end(),
                                                [](const auto &a, const auto &b) { return a->due < b->due; });
            const bool due = retry != waiting_.end() && (*retry)->due <= now;
            if (!due && !haveNext()) {
                if (retry != waiting_.end())
                    pause = std::min(pause, Seconds((*retry)->due - now));
                break;
            }
            const Transfer &first = due ? **retry : *next_;
            const auto tokens = static_cast<double>(first.request().estimatedTokens);
            if (const Seconds wait = limiter_.wait(tokens, now); wait > Seconds(0)) {
                pause = std::min(pause, wait);
                break;
            }
            limiter_.take(tokens, now);
            flying_.push_back(due ? std::move(*retry) : std::move(next_));
            if (due)
                waiting_.erase(retry);
            Transfer &transfer = *flying_.back();
            const CURLMcode added = curl_multi_add_handle(multi_, transfer.prepare(options_, fields_, now));
            if (added != CURLM_OK) {
                flying_.pop_back();
                check(added);
            }
            ++statistics_.requests;
            statistics_.mostInFlight = std::max(statistics_.mostInFlight, static_cast<int>(flying_.size()));
        }
        return pause;
    }

    /// Requests that wait for another attempt count as well: a server in trouble is not asked for more.
    bool haveNext()
    {
        if (!next_ && !exhausted_ &&
            flying_.size() + waiting_.size() < static_cast<std::size_t>(options_.parallel)) {
            if (auto request = source_())
                next_ = std::make_unique<Transfer>(std::move(*request));
            else
                exhausted_ = true;
        }
        return next_ != nullptr;
    }

    /// Takes in what has ended; false where nothing has.
    bool land()
    {
        bool any = false;
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            any = true;
            const CURLcode code = message->data.result;
            void *self = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
            const auto found = std::find_if(flying_.begin(), flying_.end(),
                                            [&](const auto &transfer) { return transfer.get() == self; });
            std::unique_ptr<Transfer> transfer = std::move(*found);
            flying_.erase(found);
            curl_multi_remove_handle(multi_, transfer->handle());
            finish(std::move(transfer), code);
        }
        if (!fatal_.empty())
            throw Error(fatal_);
        return any;
    }

    void finish(std::unique_ptr<Transfer> transfer, CURLcode code)
    {
        const bool answered = code == CURLE_OK;
        reached_ = reached_ || answered;
        ChatReply reply;
        reply.id = transfer->request().id;
        reply.attempts = transfer->attempts;
        reply.seconds = transfer->secondsSince(Clock::now());
        if (answered && transfer->status() / 100 == 2) {
            if (readChatBody(transfer->response(), options_.apiKey, reply)) {
                succeeded_ = true;
                speedUp();
                if (reply.promptTokens)
                    limiter_.correct(
                        static_cast<double>(transfer->request().estimatedTokens),
                        static_cast<double>(*reply.promptTokens + reply.completionTokens.value_or(0)));
                sink_(reply);
            } else if (transfer->unreadable++ == 0 && options_.maxRetries > 0) {
                retry(std::move(transfer), backoff_.delay(1));
            } else {
                sink_(reply);
            }
            return;
        }
        if (answered && refusesField(*transfer)) {
            retry(std::move(transfer), Seconds(0));
            return;
        }
        const Failure failure = describeFailure(code, *transfer, options_);
        reply.error = failure.text;
        Remedy remedy = failure.remedy;
        if (failure.rateLimit)
            slowDown();
        if (remedy == Remedy::Retry && transfer->failures >= options_.maxRetries) {
            remedy = failure.unreachable && !reached_ ? Remedy::GiveUp : Remedy::Report;
            if (remedy == Remedy::GiveUp)
                reply.error =
                    fmt::format("endpoint: {} cannot be reached ({}); check the address and the network",
                                options_.endpoint.host, failure.text);
            else if (transfer->attempts > 1)
                reply.error += fmt::format(" ({} attempts)", transfer->attempts);
        }
        switch (remedy) {
        case Remedy::Retry:
            ++transfer->failures;
            retryLater(std::move(transfer));
            break;
        case Remedy::Report:
            sink_(reply);
            break;
        case Remedy::GiveUp:
            if (fatal_.empty())
                fatal_ = reply.error;
            break;
        }
    }

    void retryLater(std::unique_ptr<Transfer> transfer)
    {
        Seconds delay = backoff_.delay(transfer->failures);
        if (const auto asked = parseRetryAfter(transfer->retryAfter(), std::chrono::system_clock::now())) {
            if (*asked > options_.longestRetryAfter) {
                fatal_ = fmt::format("endpoint: {} asks to wait {:.0f} minutes; run it again then",
                                     options_.endpoint.host, asked->count() / 60);
                return;
            }
            // A little more than asked, at different times.
            delay = *asked + std::min(delay, options_.firstDelay);
            limiter_.holdUntil(Clock::now() + std::chrono::duration_cast<Clock::duration>(*asked));
        }
        retry(std::move(transfer), delay);
    }

    void retry(std::unique_ptr<Transfer> transfer, Seconds delay)
    {
        transfer->release();
        transfer->due = Clock::now() + std::chrono::duration_cast<Clock::duration>(delay);
        waiting_.push_back(std::move(transfer));
        ++statistics_.retries;
    }

    /// As TCP does (RFC 5681): fast until the server refused once, then one more for each round.
    void speedUp()
    {
        const bool refused = slowed_ != Clock::time_point{};
        allowed_ = std::min<double>(options_.parallel, allowed_ + (refused ? 1 / allowed_ : 1));
    }

    /// Once per pause: requests sent together come back together.
    void slowDown()
    {
        const auto now = Clock::now();
        if (slowed_ != Clock::time_point{} && Seconds(now - slowed_) < options_.firstDelay)
            return;
        slowed_ = now;
        allowed_ = std::max(1.0, allowed_ / 2);
    }

    /// True where a field that only some servers know was in the request and is left out from now on.
    bool refusesField(const Transfer &transfer)
    {
        const long status = transfer.status();
        if (status != 400 && status != 422)
            return false;
        const ChatFields &sent = transfer.fields();
        const std::string text = datasets::sql::lowerAscii(transfer.response());
        const auto names = [&](const char *field) { return text.find(field) != std::string::npos; };
        if (sent.responseFormat && (names("response_format") || names("json_object")))
            fields_.responseFormat = false;
        else if (sent.temperature && names("temperature"))
            fields_.temperature = false;
        else if (sent.maxTokens && names("max_tokens"))
            fields_.maxTokens = false;
        else if (sent.responseFormat && !succeeded_)
            fields_.responseFormat = false; // servers that only say "bad request"
        return (sent.responseFormat && !fields_.responseFormat) ||
               (sent.temperature && !fields_.temperature) || (sent.maxTokens && !fields_.maxTokens);
    }

    const ChatOptions &options_;
    ChatStatistics &statistics_;
    const ChatClient::Source &source_;
    const ChatClient::Sink &sink_;
    RateLimiter limiter_;
    Backoff backoff_;
    ChatFields fields_;
    double allowed_; ///< how many may be in flight
    CURLM *multi_ = nullptr;
    Transfers flying_, waiting_;
    std::unique_ptr<Transfer> next_;
    bool exhausted_ = false, reached_ = false, succeeded_ = false;
    Clock::time_point slowed_{};
    std::string fatal_;
};

void require(bool condition, const char *message)
{
    if (!condition)
        throw Error(message);
}

} // namespace

ChatClient::ChatClient(const ChatOptions &options) : options_(options)
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    require(started == CURLE_OK, "network: libcurl does not start; check its installation");
    require(!options.endpoint.url.empty(), "endpoint: there is none; name the server's address");
    require(!options.model.empty(), "model: there is none; name the server's model");
    require(options.parallel >= 1, "parallel: less than one request at a time; name a number from 1 on");
    require(options.timeout > Seconds(0), "timeout: it has to be above 0 seconds");
    require(options.maxRetries >= 0 && options.requestsPerMinute >= 0 && options.tokensPerMinute >= 0,
            "limits: they cannot be negative");
    require(std::all_of(options.apiKey.begin(), options.apiKey.end(),
                        [](unsigned char c) { return c > ' ' && c < 0x7F; }),
            "key: it holds blanks, line ends or other characters no key has; copy it again");
}

bool ChatClient::run(const Source &source, const Sink &sink, std::stop_token stop)
{
    const SigpipeBlocked blocked;
    return Job(options_, statistics_, source, sink).work(std::move(stop));
}

} // namespace mureum::eval
