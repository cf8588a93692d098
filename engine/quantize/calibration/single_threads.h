#pragma once
#include <cstdint>
#include <functional>

namespace mureum::engine {

/// Runs body(i) for i in [0, count) on as many threads as the process may use, every op of the backend inside
/// it on the one thread that calls it: an item's result then does not depend on the number of threads. An
/// exception of a body is thrown again here. Not to be nested.
///
/// Threads are started anew and do not spin as OpenMP's do between two loops, which would take the cores from
/// the many short steps of a calibration.
void forEachOnSingleThreads(std::int64_t count, const std::function<void(std::int64_t)> &body);

} // namespace mureum::engine
