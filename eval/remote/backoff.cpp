#include "eval/remote/backoff.h"

#include <curl/curl.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace mureum::eval {

Backoff::Seconds Backoff::delay(int failures)
{
    const Seconds whole = std::min(longest_, first_ * std::exp2(std::clamp(failures - 1, 0, 60)));
    const double chance = static_cast<double>(random_.next() >> 11) * 0x1p-53;
    return whole * (0.5 + 0.5 * chance);
}

std::optional<std::chrono::duration<double>> parseRetryAfter(std::string_view text,
                                                             std::chrono::system_clock::time_point now)
{
    using Seconds = std::chrono::duration<double>;
    const auto begin = text.find_first_not_of(" \t\r\n"), end = text.find_last_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return std::nullopt;
    const std::string value(text.substr(begin, end - begin + 1));
    if (value.find_first_not_of("0123456789") == std::string::npos)
        return Seconds(value.size() > 9 ? 1e9 : std::stod(value));
    const std::time_t date = curl_getdate(value.c_str(), nullptr);
    if (date < 0)
        return std::nullopt;
    return std::max(Seconds(0), Seconds(std::chrono::system_clock::from_time_t(date) - now));
}

} // namespace mureum::eval
