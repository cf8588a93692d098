#pragma once

#include <cstdint>

namespace mureum::engine {

/// How thorough a fine-tuning is. A step of the bundled model takes about half a second on two cores.
struct FinetunePreset
{
    const char *name;
    std::int64_t steps;
    int rank;
    std::int64_t evaluateEvery; ///< steps
};
inline constexpr FinetunePreset finetunePresets[] = {
    {"quick", 100, 8, 50}, {"balanced", 300, 16, 75}, {"thorough", 1000, 32, 125}};

} // namespace mureum::engine
