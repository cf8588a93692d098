#pragma once
#include "datasets/error.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace mureum::datasets {

/// One question with its right answers: a line of an example file (docs/formats.md).
struct Example
{
    std::string databaseId;
    std::string question;
    std::string query;                ///< first right answer; may be empty in a file of bare questions
    std::vector<std::string> queries; ///< all right answers, `query` included
    std::string context;              ///< DDL, where there is no database
    std::string difficulty;
    std::string language; ///< "ko" or "en"; guessed from the script where the file does not say
    std::string evidence; ///< what one has to know beyond the database (BIRD): a definition, a formula
    std::size_t line = 0; ///< where it stands in its file; 0: it was not read from one
};

/// What a model is asked: the question, and the evidence on a line of its own where there is any.
std::string askedQuestion(const Example &example);

/// A line that could not be used, reported and never silently dropped.
struct BadLine
{
    std::size_t line = 0;
    std::string reason;
};

struct ExampleFile
{
    std::vector<Example> examples;
    std::vector<BadLine> bad;
};

/// Reads JSON lines ({"db_id","question","query", optional "queries","context","difficulty","lang",
/// "evidence"}) or
/// Spider's JSON array layout ({"db_id","question","query",...}), recognised by the first character. Throws
/// Error where the file cannot be read or holds no usable line.
ExampleFile readExamples(const std::filesystem::path &file);

/// Writes JSON lines to a temporary name, syncs and renames. Throws Error.
void writeExamples(const std::filesystem::path &file, const std::vector<Example> &examples);

/// DIR/<id>.sqlite, or Spider's DIR/<id>/<id>.sqlite. Throws Error naming both where neither exists.
std::filesystem::path databaseFile(const std::filesystem::path &directory, const std::string &databaseId);

/// "ko" where any Hangul stands in the text, else "en".
std::string guessLanguage(std::string_view text);

} // namespace mureum::datasets
