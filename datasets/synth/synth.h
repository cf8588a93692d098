#pragma once
#include "datasets/examples/example.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace mureum::datasets::synth {

struct World;

/// Where the lexicon (*.jsonl) and the phrase grammar (phrases.json) lie. In the source tree:
/// datasets/lexicon and datasets/synth.
struct Resources
{
    std::filesystem::path lexicon;
    std::filesystem::path phrases; ///< folder or file
};

struct WordingOptions
{
    /// Share of examples whose query answers nothing (no rows, NULL or 0) that is let through.
    double emptyShare = 0.08;
    double noise = 0.5; ///< 0: clean sentences; 1: every slip as often as the grammar says
};

/// Writes question/SQL pairs for SQLite databases, in Korean and English. Every query is run; every question
/// says what its query does. Seeded: the same seed, resources and database give the same pairs.
/// One object serves one thread.
class Synthesizer
{
public:
    /// Throws Error where a resource is missing or malformed.
    Synthesizer(std::uint64_t seed, const Resources &resources);
    ~Synthesizer();

    /// Up to `count` pairs about a database; fewer where it does not offer as many (then the vector is
    /// shorter). languages: "ko", "en". Throws Error where the file cannot be read or holds no table one can
    /// ask about.
    std::vector<Example> fromDatabase(const std::filesystem::path &file, int count,
                                      const std::vector<std::string> &languages,
                                      const WordingOptions &options = {}, std::stop_token stop = {});

    /// Writes invented database number `index` (2 to 8 related tables, dozens of rows) to `file` and pairs
    /// about it.
    std::vector<Example> invent(std::uint64_t index, const std::filesystem::path &file, int count,
                                const std::vector<std::string> &languages, const WordingOptions &options = {},
                                std::stop_token stop = {});

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct SynthOptions
{
    Resources resources;
    std::uint64_t seed = 1;
    std::vector<std::string> languages = {"ko", "en"};
    int count = 100;                 ///< pairs per database
    std::filesystem::path database;  ///< one database, or
    int invent = 0;                  ///< so many invented ones, written to
    std::filesystem::path databases; ///< this folder (synth_000001.sqlite, ...)
    std::string prefix = "synth";
    std::filesystem::path output; ///< JSON lines
    WordingOptions wording;
};

struct SynthProgress
{
    int databases = 0, databasesWanted = 0;
    int pairs = 0;
};

struct SynthReport
{
    int databases = 0, pairs = 0;
    bool stopped = false;
    double seconds = 0;
};

/// What `mureum-cli synth` does. The output file is written at the end, through a temporary name; after a
/// stop it holds what was ready. Throws Error.
SynthReport synthesize(const SynthOptions &options,
                       const std::function<void(const SynthProgress &)> &progress = {},
                       std::stop_token stop = {});

} // namespace mureum::datasets::synth
