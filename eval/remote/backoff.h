#pragma once
#include "datasets/random.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mureum::eval {

/// How long to wait before trying again: `first`, doubled each time up to `longest`, of which half is drawn
/// by chance so that many requests that failed together do not come back together.
class Backoff
{
public:
    using Seconds = std::chrono::duration<double>;

    Backoff(Seconds first, Seconds longest, std::uint64_t seed)
        : first_(first), longest_(longest), random_(seed)
    {
    }

    /// `failures`: 1 after the first one.
    Seconds delay(int failures);

private:
    Seconds first_, longest_;
    datasets::SplitMix64 random_;
};

/// What a Retry-After header asks for (RFC 9110, section 10.2.3): whole seconds or a date. A date gone by is
/// zero; nothing where the text is neither.
std::optional<std::chrono::duration<double>> parseRetryAfter(std::string_view text,
                                                             std::chrono::system_clock::time_point now);

} // namespace mureum::eval
