#pragma once

#include "engine/train/trainer.h"

#include <filesystem>
#include <fstream>

namespace mureum::engine {

/// metrics.jsonl of a run directory: one JSON object per logged step.
class MetricsLog
{
public:
    /// Drops lines after `step` (written by a run that died past its last checkpoint) and half lines.
    MetricsLog(std::filesystem::path path, int64_t step);

    /// Appends and flushes one line. Throws Error when it cannot be written.
    void append(const TrainMetrics &metrics);
    void append(const TrainEvaluation &evaluation);

private:
    void write(const std::string &line);

    std::filesystem::path path_;
    std::ofstream file_;
};

} // namespace mureum::engine
