#include "eval/remote/rate_limiter.h"

#include <algorithm>

namespace mureum::eval {

namespace {

/// Times are rounded: what is missing after the wait that was asked for is not worth another one.
constexpr double rounding = 1e-6;

} // namespace

RateLimiter::RateLimiter(double requestsPerMinute, double tokensPerMinute, Seconds minute) : minute_(minute)
{
    constexpr double share = 1.0 / 20;
    const double requests = std::max(1.0, requestsPerMinute * share);
    requests_ = {requestsPerMinute, 1, requests, requests};
    tokens_ = {tokensPerMinute, 0, tokensPerMinute * share, tokensPerMinute * share};
}

/// The bucket has to hold the largest request; half the limit at most, or nothing would flow in.
void RateLimiter::Bucket::makeRoom(double amount)
{
    capacity = std::max(capacity, std::min(amount, limit / 2));
}

void RateLimiter::Bucket::fill(double minutes)
{
    level = std::min(capacity, level + perMinute() * minutes);
}

double RateLimiter::Bucket::minutesUntil(double amount) const
{
    const double missing = std::min(amount, capacity) - level;
    return limit <= 0 || missing <= rounding * capacity ? 0 : missing / perMinute();
}

void RateLimiter::fill(Time now)
{
    if (now <= last_)
        return;
    const double minutes = last_ == Time{} ? 0 : Seconds(now - last_) / minute_;
    last_ = now;
    requests_.fill(minutes);
    tokens_.fill(minutes);
}

RateLimiter::Seconds RateLimiter::wait(double tokens, Time now)
{
    fill(now);
    tokens_.makeRoom(tokens);
    const Seconds held = now < held_ ? Seconds(held_ - now) : Seconds(0);
    return std::max(held, std::max(requests_.minutesUntil(1), tokens_.minutesUntil(tokens)) * minute_);
}

void RateLimiter::take(double tokens, Time now)
{
    fill(now);
    tokens_.makeRoom(tokens);
    requests_.level -= 1;
    tokens_.level -= tokens;
}

void RateLimiter::correct(double estimated, double actual)
{
    tokens_.level = std::min(tokens_.capacity, tokens_.level + estimated - actual);
}

void RateLimiter::holdUntil(Time time)
{
    held_ = std::max(held_, time);
}

} // namespace mureum::eval
