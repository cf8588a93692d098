#pragma once
#include <chrono>

namespace mureum::eval {

/// Keeps requests under so many requests and so many tokens per minute: two token buckets
/// (https://en.wikipedia.org/wiki/Token_bucket).
///
/// A bucket holds a twentieth of the limit and fills a little slower than the limit says, so that no minute,
/// wherever it begins, sees more than the limit: servers count over windows of their own. Tokens are
/// estimates until the server says how many there were. Holds no clock: callers say what time it is.
class RateLimiter
{
public:
    using Time = std::chrono::steady_clock::time_point;
    using Seconds = std::chrono::duration<double>;

    /// 0: no limit. `minute` is another span in tests only.
    RateLimiter(double requestsPerMinute, double tokensPerMinute, Seconds minute = std::chrono::minutes(1));

    /// Until a request of so many tokens may be sent; zero: now. A request larger than the bucket waits for a
    /// full one and leaves a debt.
    Seconds wait(double tokens, Time now);
    void take(double tokens, Time now);
    /// What `take` was told was wrong.
    void correct(double estimated, double actual);
    /// Nothing may be sent before: the server said so. The latest time counts.
    void holdUntil(Time time);

private:
    struct Bucket
    {
        double limit = 0, unit = 0, capacity = 0, level = 0;
        double perMinute() const { return limit - capacity + unit; }
        void makeRoom(double amount);
        void fill(double minutes);
        double minutesUntil(double amount) const;
    };

    void fill(Time now);

    Bucket requests_, tokens_;
    Seconds minute_;
    Time last_{}, held_{};
};

} // namespace mureum::eval
