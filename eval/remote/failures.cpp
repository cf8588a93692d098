#include "eval/remote/failures.h"

#include <fmt/format.h>

namespace mureum::eval {

namespace {

Failure connectionFailure(CURLcode code, const Transfer &transfer, const ChatOptions &options)
{
    const std::string &host = options.endpoint.host;
    if (transfer.tooLarge())
        return {Remedy::Report, fmt::format("the answer is larger than {} bytes", options.maxResponseBytes)};
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        return {Remedy::GiveUp,
                fmt::format("endpoint: {} shows a certificate that is not trusted ({}); check the "
                            "address and this machine's certificates",
                            host, curl_easy_strerror(code))};
    case CURLE_OUT_OF_MEMORY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
        return {Remedy::Report, fmt::format("the request could not be sent: {}", curl_easy_strerror(code))};
    case CURLE_OPERATION_TIMEDOUT:
        return {Remedy::Retry, fmt::format("no answer within {:g} s", options.timeout.count())};
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
        return {Remedy::Retry, fmt::format("the connection failed: {}", curl_easy_strerror(code)), true};
    default:
        return {Remedy::Retry, fmt::format("the connection failed: {}", curl_easy_strerror(code))};
    }
}

} // namespace

Failure describeFailure(CURLcode code, const Transfer &transfer, const ChatOptions &options)
{
    if (code != CURLE_OK)
        return connectionFailure(code, transfer, options);
    const long status = transfer.status();
    const std::string &host = options.endpoint.host;
    const std::string said = serverMessage(transfer.response(), options.apiKey);
    const std::string reason = said.empty() ? std::string("no reason given") : said;
    const std::string plain = fmt::format("{} from the server: {}", status, reason);
    const auto giveUp = [&](const char *advice) {
        return Failure{Remedy::GiveUp,
                       fmt::format("endpoint: {} answers {}: {}; {}", host, status, reason, advice)};
    };
    const std::string codes = serverErrorCode(transfer.response());
    if (status >= 300 && status < 400)
        return giveUp("redirects are not followed, so name the address it points to");
    if (status == 401 || status == 403)
        return giveUp(options.apiKey.empty() ? "give a key through the environment (MUREUM_API_KEY)"
                                             : "check the key and what it may use");
    if (status == 402 || codes.find("insufficient_quota") != std::string::npos)
        return giveUp("the account has nothing left to spend");
    if (status == 404 || status == 405 || codes.find("model_not_found") != std::string::npos)
        return giveUp("check the address and the name of the model");
    if (status == 429)
        return {Remedy::Retry, plain, false, true};
    if (status == 408 || status >= 500)
        return {Remedy::Retry, plain};
    return {Remedy::Report, plain};
}

} // namespace mureum::eval
