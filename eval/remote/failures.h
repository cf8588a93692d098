#pragma once
#include "eval/remote/chat.h"
#include "eval/remote/transfer.h"

#include <curl/curl.h>

#include <string>

namespace mureum::eval {

/// What to do about an attempt that gave no answer.
enum class Remedy {
    Retry,  ///< it may go better later
    Report, ///< an error of this request
    GiveUp  ///< every other request would fare the same
};

struct Failure
{
    Remedy remedy = Remedy::Report;
    std::string text; ///< one line, without the key
    bool unreachable = false; ///< there was no connection at all
    bool rateLimit = false;
};

/// `code` is libcurl's, or CURLE_OK where the server answered with a status other than 2xx.
Failure describeFailure(CURLcode code, const Transfer &transfer, const ChatOptions &options);

} // namespace mureum::eval
