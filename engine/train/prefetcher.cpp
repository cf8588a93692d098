#include "engine/train/prefetcher.h"

namespace mureum::engine {

namespace {

constexpr std::size_t depth = 4;

} // namespace

Prefetcher::Prefetcher(BatchSource &source, std::function<Batch(Batch)> prepare, int64_t first, int64_t end)
    : prepare_(std::move(prepare)),
      thread_([this, &source, first, end](const std::stop_token &stop) { work(stop, source, first, end); })
{
}

Prefetcher::~Prefetcher()
{
    thread_.request_stop();
    thread_.join();
}

void Prefetcher::work(const std::stop_token &stop, BatchSource &source, int64_t first, int64_t end)
{
    for (int64_t index = first; index < end && !stop.stop_requested(); ++index) {
        try {
            Batch batch = prepare_(source.batch(index));
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [&] { return ready_.size() < depth; }))
                return;
            ready_.push_back(std::move(batch));
        } catch (...) {
            const std::lock_guard lock(mutex_);
            failure_ = std::current_exception();
            changed_.notify_all();
            return;
        }
        changed_.notify_all();
    }
}

Batch Prefetcher::next()
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty() || failure_; });
    if (ready_.empty())
        std::rethrow_exception(failure_);
    Batch batch = std::move(ready_.front());
    ready_.pop_front();
    changed_.notify_all();
    return batch;
}

} // namespace mureum::engine
