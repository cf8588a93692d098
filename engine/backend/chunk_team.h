#pragma once
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace mureum::engine {

/// Work in phases, each cut into chunks; a phase begins when every chunk of the one before is done.
class ChunkJob
{
public:
    virtual ~ChunkJob() = default;
    /// Chunks of a phase, 1 .. 65535.
    virtual int chunks(int phase) const = 0;
    /// Runs one chunk. `first`: this thread's first chunk of this phase. Must not throw.
    virtual void run(int phase, int chunk, int thread, bool first) = 0;
};

/// Threads that share the chunks of short phases (microseconds). Unlike a team with barriers it never waits
/// for a thread that holds no chunk: where the machine is busy with other work and a thread does not get its
/// core, the others go on without it.
class ChunkTeam
{
public:
    /// `threads` in all, the caller of run() among them.
    explicit ChunkTeam(int threads);
    ~ChunkTeam();
    ChunkTeam(const ChunkTeam &) = delete;
    ChunkTeam &operator=(const ChunkTeam &) = delete;

    int threads() const { return static_cast<int>(workers_.size()) + 1; }
    /// Runs all phases. One call at a time.
    void run(ChunkJob &job, int phases);

private:
    void work(int thread);
    bool takeChunk(std::uint64_t &state);
    void takePart(int thread, std::uint32_t &lastPhase);
    void finish(std::uint32_t phase, std::uint32_t total);
    std::uint64_t opening(std::uint32_t phase) const;

    // Written by run() while no phase is open, read only by holders of a chunk.
    ChunkJob *job_ = nullptr;
    std::uint32_t begin_ = 0, end_ = 0; ///< phases of the running job, counted over the team's whole life

    /// Phase in the upper half, then its chunks, then the next chunk, 16 bits each.
    alignas(64) std::atomic<std::uint64_t> state_{0};
    alignas(64) std::atomic<std::uint32_t> done_{0};
    alignas(64) std::atomic<std::uint32_t> calls_{0}; ///< what sleeping workers wait on
    std::atomic<bool> stop_{false};
    std::vector<std::thread> workers_;
};

} // namespace mureum::engine
