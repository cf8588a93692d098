#pragma once
#include <stop_token>

namespace mureum::app {

/// From now on the first SIGINT or SIGTERM requests a stop, so that the work can put itself in order, and the
/// second ends the process at once. Call before any thread is started.
std::stop_token stopOnInterrupt();

} // namespace mureum::app
