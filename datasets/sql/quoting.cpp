#include "datasets/sql/parser.h"
#include "datasets/sql/tokenizer.h"

#include <algorithm>
#include <iterator>

namespace mureum::datasets::sql {
namespace {

/// Words that SQLite 3.40 takes as names in some places only, or that read badly bare.
bool isAwkward(std::string_view word)
{
    static constexpr std::string_view awkward[] = {
        "ASC",       "CAST",   "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
        "DESC",      "END",    "FILTER",       "GLOB",         "INDEXED",
        "LIKE",      "MATCH",  "OFFSET",       "OVER",         "RAISE",
        "RECURSIVE", "REGEXP", "WINDOW",       "WITH"};
    return std::any_of(std::begin(awkward), std::end(awkward),
                       [word](std::string_view known) { return equalsKeyword(word, known); });
}

std::string enclose(std::string_view text, char quote)
{
    std::string result(1, quote);
    for (const char c : text) {
        result += c;
        if (c == quote)
            result += c;
    }
    return result + quote;
}

} // namespace

std::string quoteIdentifier(std::string_view name)
{
    const bool bare =
        !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
        std::all_of(name.begin(), name.end(), [](char c) { return isWordByte(c) && c != '$'; }) &&
        !isReserved(name) && !isJoinWord(name) && !isAwkward(name);
    return bare ? std::string(name) : enclose(name, '"');
}

std::string quoteString(std::string_view text)
{
    return enclose(text, '\'');
}

} // namespace mureum::datasets::sql
