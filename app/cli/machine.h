#pragma once
#include "engine/backend/backend.h"

#include <cstddef>
#include <cstdint>

namespace mureum::app {

/// FLOP/s of the backend's own matrix product at sizes that suit it (1024 and 2048 cubed), best of several
/// runs of about half a second together: what "100%" means for a prefill.
double measureGemm(engine::Backend &backend, engine::DType dtype);

/// Bytes/s all threads together read from an array of `bytes`, best of several passes: what "100%" means for
/// a decode step, which reads every weight once. An array that fits the caches is read faster than memory
/// gives.
double measureReading(std::size_t bytes);

/// Bytes of memory this process may still take: what the system calls available, or what its control group
/// leaves (cgroups v2) where that is less.
std::int64_t availableMemory();

/// The most memory this process has held so far, pages of mapped files among it; 0 where the system does not
/// say.
std::int64_t peakMemoryBytes();

} // namespace mureum::app
