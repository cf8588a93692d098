#include "engine/backend/chunk_team.h"

#include <omp.h>

namespace mureum::engine {

namespace {

// A pause takes some 20 to 50 nanoseconds: spin for about the length of a phase, then give the core up.
constexpr int pausesBeforeYield = 2000;
// A worker that has waited this much longer sleeps until the next call.
constexpr int yieldsBeforeSleep = 50;

std::uint32_t phaseOf(std::uint64_t state)
{
    return static_cast<std::uint32_t>(state >> 32);
}
std::uint32_t totalOf(std::uint64_t state)
{
    return static_cast<std::uint32_t>(state >> 16) & 0xffffU;
}
std::uint32_t nextOf(std::uint64_t state)
{
    return static_cast<std::uint32_t>(state) & 0xffffU;
}

void pause()
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

} // namespace

ChunkTeam::ChunkTeam(int threads)
{
    for (int thread = 1; thread < threads; ++thread)
        workers_.emplace_back([this, thread] { work(thread); });
}

ChunkTeam::~ChunkTeam()
{
    stop_ = true;
    ++calls_;
    calls_.notify_all();
    for (std::thread &worker : workers_)
        worker.join();
}

std::uint64_t ChunkTeam::opening(std::uint32_t phase) const
{
    // The phase behind the last has no chunks: nothing can be taken until the next call.
    const auto total =
        phase == end_ ? 0U : static_cast<std::uint32_t>(job_->chunks(static_cast<int>(phase - begin_)));
    return (std::uint64_t{phase} << 32) | (std::uint64_t{total} << 16);
}

/// Takes the next chunk of the open phase; `state` is as it was before. False where none is left.
bool ChunkTeam::takeChunk(std::uint64_t &state)
{
    state = state_.load(std::memory_order_acquire);
    while (nextOf(state) < totalOf(state))
        if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acq_rel,
                                         std::memory_order_acquire))
            return true;
    return false;
}

void ChunkTeam::finish(std::uint32_t phase, std::uint32_t total)
{
    if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 != total)
        return;
    done_.store(0, std::memory_order_relaxed);
    state_.store(opening(phase + 1), std::memory_order_release);
}

/// Runs chunks as long as there are any.
void ChunkTeam::takePart(int thread, std::uint32_t &lastPhase)
{
    std::uint64_t state = 0;
    while (takeChunk(state)) {
        const std::uint32_t phase = phaseOf(state);
        job_->run(static_cast<int>(phase - begin_), static_cast<int>(nextOf(state)), thread,
                  phase != lastPhase);
        lastPhase = phase;
        finish(phase, totalOf(state));
    }
}

void ChunkTeam::run(ChunkJob &job, int phases)
{
    job_ = &job;
    begin_ = end_ + 1; // never the phase a worker remembers
    end_ = begin_ + static_cast<std::uint32_t>(phases);
    if (workers_.empty()) {
        for (int phase = 0; phase < phases; ++phase) {
            const int total = job.chunks(phase);
            for (int chunk = 0; chunk < total; ++chunk)
                job.run(phase, chunk, 0, chunk == 0);
        }
        return;
    }
    state_.store(opening(begin_), std::memory_order_release);
    calls_.fetch_add(1, std::memory_order_release);
    calls_.notify_all();
    std::uint32_t lastPhase = begin_ - 1;
    int pauses = 0;
    while (phaseOf(state_.load(std::memory_order_acquire)) != end_) {
        const std::uint32_t before = lastPhase;
        takePart(0, lastPhase);
        if (lastPhase != before)
            pauses = 0;
        else if (++pauses < pausesBeforeYield)
            pause();
        else
            std::this_thread::yield();
    }
}

void ChunkTeam::work(int thread)
{
    // Chunks are the parallelism: what they call must not fork again.
    omp_set_num_threads(1);
    std::uint32_t lastPhase = 0;
    while (!stop_) {
        const std::uint32_t call = calls_.load(std::memory_order_acquire);
        int waits = 0;
        while (!stop_ && waits < pausesBeforeYield + yieldsBeforeSleep) {
            const std::uint32_t before = lastPhase;
            takePart(thread, lastPhase);
            if (lastPhase != before)
                waits = 0;
            else if (++waits < pausesBeforeYield)
                pause();
            else
                std::this_thread::yield();
        }
        if (!stop_ && calls_.load(std::memory_order_acquire) == call)
            calls_.wait(call, std::memory_order_acquire);
    }
}

} // namespace mureum::engine
