#include "engine/quantize/calibration/single_threads.h"

#include "engine/core/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace mureum::engine {

namespace {

class OneThreadPerOp
{
public:
    OneThreadPerOp() { setThreadCount(1); }
    ~OneThreadPerOp() { setThreadCount(before_); }
    OneThreadPerOp(const OneThreadPerOp &) = delete;
    OneThreadPerOp &operator=(const OneThreadPerOp &) = delete;

private:
    int before_ = threadCount();
};

} // namespace

void forEachOnSingleThreads(std::int64_t count, const std::function<void(std::int64_t)> &body)
{
    const auto threads = static_cast<std::size_t>(std::min<std::int64_t>(threadCount(), count));
    const OneThreadPerOp one;
    std::atomic<std::int64_t> next = 0;
    std::exception_ptr failure;
    std::mutex failureMutex;
    const auto work = [&] {
        for (std::int64_t i = next++; i < count; i = next++) {
            try {
                body(i);
            } catch (...) {
                const std::lock_guard lock(failureMutex);
                failure = std::current_exception();
                next = count;
            }
        }
    };
    {
        std::vector<std::jthread> team;
        for (std::size_t i = 1; i < threads; ++i)
            team.emplace_back(work);
        work();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace mureum::engine
