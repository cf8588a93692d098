#include "eval/remote/endpoint.h"

#include "datasets/error.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <cctype>
#include <memory>
#include <string_view>

namespace mureum::eval {

using datasets::Error;

namespace {

class Url
{
public:
    Url() : url_(curl_url(), curl_url_cleanup) {}

    CURLUcode set(CURLUPart part, const std::string &text)
    {
        return curl_url_set(url_.get(), part, text.c_str(), 0);
    }

    /// Empty where the part is not there.
    std::string get(CURLUPart part) const
    {
        char *text = nullptr;
        if (curl_url_get(url_.get(), part, &text, 0) != CURLUE_OK)
            return {};
        std::string copy(text);
        curl_free(text);
        return copy;
    }

private:
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url_;
};

bool isLoopback(std::string host)
{
    if (host == "localhost")
        return true;
    if (host.size() > 2 && host.front() == '[')
        host = host.substr(1, host.size() - 2);
    in_addr four = {};
    if (inet_pton(AF_INET, host.c_str(), &four) == 1)
        return (ntohl(four.s_addr) >> 24) == 127;
    in6_addr six = {};
    return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

} // namespace

Endpoint parseEndpoint(const std::string &text, bool allowHttp)
{
    Url url;
    if (const CURLUcode code = url.set(CURLUPART_URL, text); code != CURLUE_OK)
        throw Error(fmt::format("endpoint: the address is not understood ({}); write it like "
                                "https://host/v1",
                                curl_url_strerror(code)));
    const std::string scheme = url.get(CURLUPART_SCHEME), host = url.get(CURLUPART_HOST);
    const std::string port = url.get(CURLUPART_PORT);
    if (!url.get(CURLUPART_USER).empty() || !url.get(CURLUPART_PASSWORD).empty())
        throw Error(
            "endpoint: the address holds a user or a password; leave them out and give the key through "
            "the environment");
    if (!url.get(CURLUPART_FRAGMENT).empty())
        throw Error("endpoint: the address holds a # part; leave it out");
    if (scheme != "https" && scheme != "http")
        throw Error(
            fmt::format("endpoint: {} is not spoken; write an address that begins with https://", scheme));
    Endpoint endpoint;
    endpoint.host = port.empty() ? host : host + ":" + port;
    endpoint.loopback = isLoopback(host);
    if (scheme == "http" && !endpoint.loopback && !allowHttp)
        throw Error(
            fmt::format("endpoint: http:// to {} would send everything readable for others; use https://, "
                        "or --allow-http in a network you trust",
                        endpoint.host));
    constexpr std::string_view last = "/chat/completions";
    std::string path = url.get(CURLUPART_PATH);
    while (path.ends_with('/'))
        path.pop_back();
    if (path.empty())
        path = "/v1";
    if (!path.ends_with(last))
        path += last;
    url.set(CURLUPART_PATH, path);
    endpoint.url = url.get(CURLUPART_URL);
    return endpoint;
}

} // namespace mureum::eval
