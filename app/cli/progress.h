#pragma once
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <string>

namespace CLI {
class App;
}

namespace mureum::app {

enum class ProgressStyle {
    Auto, ///< a bar where stderr is a terminal, else nothing
    Json, ///< one JSON object per line on stdout
    None
};

void addProgressOption(CLI::App &command, ProgressStyle &style);

/// Shows how far a job is: {"event":"progress","done":..,"total":..,"seconds":..,...} or a bar with the time
/// left. Not thread-safe.
class Progress
{
public:
    explicit Progress(ProgressStyle style);
    ~Progress(); ///< ends the bar's line

    void show(std::size_t done, std::size_t total, const std::string &text,
              const nlohmann::ordered_json &extra = {});

private:
    using Clock = std::chrono::steady_clock;
    ProgressStyle style_;
    Clock::time_point start_ = Clock::now(), last_{};
    std::size_t first_ = 0;
    bool begun_ = false, shown_ = false;
};

/// A finished job's outcome where it is asked for as JSON: as the last event ({"event":"done",...}) or one document.
/// False where it is to be told in words.
bool printOutcome(ProgressStyle style, bool json, const nlohmann::ordered_json &document);

/// "8 s", "3:05", "2:03:04"
std::string formatDuration(double seconds);

} // namespace mureum::app
