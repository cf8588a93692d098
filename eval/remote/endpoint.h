#pragma once
#include <string>

namespace mureum::eval {

/// Where an OpenAI-compatible server takes chat completions.
struct Endpoint
{
    std::string url;  ///< of POST requests, query included
    std::string host; ///< host[:port]: all that messages and files may show
    bool loopback = false;
};

/// Reads "https://host/v1" or ".../v1/chat/completions"; a bare host gets /v1/chat/completions. Plain http is
/// taken for this machine only, unless `allowHttp`: a key would travel readable. Throws datasets::Error for
/// anything else, for a user or password in the URL (it would end up in files), and for a fragment.
Endpoint parseEndpoint(const std::string &url, bool allowHttp = false);

} // namespace mureum::eval
