#pragma once
#include <nlohmann/json.hpp>

#include <filesystem>
#include <stop_token>

namespace mureum::app {

/// What a model takes to run.
struct Footprint
{
    double loadSeconds = 0;     ///< until the first token can be asked for
    std::int64_t peakBytes = 0; ///< of the whole process, program included
    double prefillTokensPerSecond = 0, decodeTokensPerSecond = 0;
    int promptTokens = 0, newTokens = 0;
};

nlohmann::ordered_json toJson(const Footprint &footprint);

/// Of a model loaded into this process, which should hold nothing else: medians of several runs over random
/// tokens. Throws engine::Error.
Footprint measureFootprint(const std::filesystem::path &model, int threads);

/// The same in a process of its own (this program's `footprint` command). Throws engine::Error where that
/// fails.
Footprint measureFootprintApart(const std::filesystem::path &model, int threads);

} // namespace mureum::app
