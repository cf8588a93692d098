#pragma once
#include <nlohmann/json.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace mureum::datasets {

/// Errors make an example unusable or its score meaningless; warnings want a look.
enum class Severity { Error, Warning };

struct Finding
{
    Severity severity = Severity::Error;
    std::string kind;     ///< machine-readable: gold_fails, duplicate, ... (docs/formats.md lists them)
    std::size_t line = 0; ///< of the data file; 0: not about one line
    std::string text;
};

/// How long texts are.
struct Lengths
{
    std::size_t count = 0, least = 0, median = 0, p95 = 0, most = 0;
    double mean = 0;
    /// Counts by powers of two: [0] lengths 0 and 1, [1] 2 and 3, [2] 4 to 7, ...
    std::vector<std::size_t> histogram;

    static Lengths of(std::vector<std::size_t> lengths);
};

/// What two files have in common; shares count examples of the validated file.
struct Overlap
{
    std::string file;
    std::size_t examples = 0;
    std::size_t questions = 0;          ///< same question, case, spaces and closing marks aside
    std::size_t queries = 0;            ///< same SQL
    std::size_t templates = 0;          ///< same SQL but for its values
    std::size_t shapes = 0;             ///< same SQL but for its values, tables and columns
    std::vector<std::string> databases; ///< in both
    std::size_t databasesHere = 0;
};

struct ValidationReport
{
    std::string file;
    std::size_t examples = 0, databases = 0, golds = 0;
    std::size_t sameQuery = 0; ///< further wordings of a query already asked of the same database
    std::size_t goldsRun = 0;
    bool ran = false;     ///< golds were run
    bool complete = true; ///< false after a stop
    double seconds = 0;
    std::vector<Finding> findings; ///< errors first, each by line
    std::map<std::string, std::size_t> byLanguage, byHardness;
    std::map<std::string, Lengths> lengths; ///< question, query, in characters; with _tokens, in tokens
    std::vector<Overlap> overlaps;

    std::size_t count(Severity severity) const;
    void add(Severity severity, const char *kind, std::size_t line, std::string text);
    /// Brings the findings into their order.
    void sort();
    nlohmann::ordered_json json() const;
    /// For people; at most `shown` findings of each kind.
    std::string text(std::size_t shown = 10) const;
};

} // namespace mureum::datasets
