#include "eval/remote/transfer.h"

#include <algorithm>
#include <cctype>
#include <new>
#include <string_view>

namespace mureum::eval {

namespace {

constexpr std::size_t mostHeaderBytes = 256 << 10;

bool startsWithIgnoringCase(std::string_view text, std::string_view lower)
{
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char wanted, char c) {
               return wanted == static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
           });
}

template <typename Value>
void set(CURL *easy, CURLoption option, Value value)
{
    if (curl_easy_setopt(easy, option, value) == CURLE_OUT_OF_MEMORY)
        throw std::bad_alloc();
}

void addHeader(std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> &list, const std::string &line)
{
    curl_slist *longer = curl_slist_append(list.get(), line.c_str());
    if (!longer)
        throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

} // namespace

CURL *Transfer::prepare(const ChatOptions &options, const ChatFields &fields, Time now)
{
    fields_ = fields;
    started_ = now;
    body_ = chatBody(options, request_, fields);
    response_.clear();
    retryAfter_.clear();
    headerBytes_ = 0;
    tooLarge_ = false;
    mostBytes_ = options.maxResponseBytes;
    ++attempts;

    headers_.reset();
    addHeader(headers_, "Content-Type: application/json");
    addHeader(headers_, "Accept: application/json");
    addHeader(headers_, "Expect:");
    if (!options.apiKey.empty())
        addHeader(headers_, "Authorization: Bearer " + options.apiKey);

    easy_.reset(curl_easy_init());
    if (!easy_)
        throw std::bad_alloc();
    CURL *easy = easy_.get();
    const auto milliseconds = std::max(1L, static_cast<long>(options.timeout.count() * 1000));
    set(easy, CURLOPT_URL, options.endpoint.url.c_str());
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_TIMEOUT_MS, milliseconds);
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, std::min(milliseconds, 15'000L));
    set(easy, CURLOPT_USERAGENT, "mureum/" MUREUM_VERSION);
    set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // A proxy from the environment has no business with this machine's own servers.
    if (options.endpoint.loopback)
        set(easy, CURLOPT_PROXY, "");
    set(easy, CURLOPT_HTTPHEADER, headers_.get());
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
    set(easy, CURLOPT_POSTFIELDS, body_.c_str());
    set(easy, CURLOPT_WRITEFUNCTION, &Transfer::takeBody);
    set(easy, CURLOPT_WRITEDATA, static_cast<void *>(this));
    set(easy, CURLOPT_HEADERFUNCTION, &Transfer::takeHeader);
    set(easy, CURLOPT_HEADERDATA, static_cast<void *>(this));
    set(easy, CURLOPT_PRIVATE, static_cast<void *>(this));
    return easy;
}

void Transfer::release()
{
    easy_.reset();
    headers_.reset();
}

long Transfer::status() const
{
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

std::size_t Transfer::takeBody(char *data, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<Transfer *>(self);
    const std::size_t bytes = size * count;
    if (bytes > transfer.mostBytes_ - transfer.response_.size()) {
        transfer.tooLarge_ = true;
        return 0;
    }
    try {
        transfer.response_.append(data, bytes);
    } catch (const std::bad_alloc &) {
        transfer.tooLarge_ = true;
        return 0;
    }
    return bytes;
}

std::size_t Transfer::takeHeader(char *data, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<Transfer *>(self);
    const std::size_t bytes = size * count;
    transfer.headerBytes_ += bytes;
    if (transfer.headerBytes_ > mostHeaderBytes) {
        transfer.tooLarge_ = true;
        return 0;
    }
    constexpr std::string_view name = "retry-after:";
    const std::string_view line(data, bytes);
    if (startsWithIgnoringCase(line, name) && bytes < 200)
        transfer.retryAfter_ = line.substr(name.size());
    return bytes;
}

} // namespace mureum::eval
