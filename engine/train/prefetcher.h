#pragma once

#include "engine/train/batch.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace mureum::engine {

/// Makes batches `first`, first + 1, ... (up to but not including `end`) ahead of time in a thread of
/// its own and hands them out in order. `prepare` runs in that thread as well.
class Prefetcher
{
public:
    Prefetcher(BatchSource &source, std::function<Batch(Batch)> prepare, int64_t first, int64_t end);
    ~Prefetcher();

    /// The next batch; rethrows what the source threw.
    Batch next();

private:
    void work(const std::stop_token &stop, BatchSource &source, int64_t first, int64_t end);

    const std::function<Batch(Batch)> prepare_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Batch> ready_;
    std::exception_ptr failure_;
    std::jthread thread_; ///< last: stops before the members it uses go
};

} // namespace mureum::engine
