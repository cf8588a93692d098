#pragma once

#include <cstdint>
#include <functional>

namespace mureum::engine {

/// Compute threads of the whole process: OpenMP everywhere, so that our kernels and oneDNN share one
/// team. 0 or less means "as many as physical cores we may run on".
void setThreadCount(int count);
int threadCount();

/// Cores the process may use (affinity mask and cgroup quota respected, hyper-threads counted once).
int availableCores();

/// Runs body(i) for i in [0, count), items handed out dynamically; items must be independent.
/// An exception thrown by a body is rethrown here after the loop.
void parallelFor(int64_t count, const std::function<void(int64_t)> &body);

} // namespace mureum::engine
