#pragma once
#include "datasets/examples/example.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mureum::datasets {

/// One row of a data file, whatever the file's kind: texts by column.
struct Record
{
    std::size_t line = 0;
    std::vector<std::pair<std::string, std::string>> fields;             ///< numbers and booleans as text
    std::vector<std::pair<std::string, std::vector<std::string>>> lists; ///< arrays of strings

    const std::string *find(std::string_view column) const;
    const std::vector<std::string> *findList(std::string_view column) const;
};

struct RecordFile
{
    std::string encoding;             ///< see DecodedText
    char delimiter = '\0';            ///< of CSV
    std::vector<std::string> columns; ///< in order of first sight
    std::vector<Record> records;
    std::vector<BadLine> bad;
};

/// At most `limit` records of JSON lines or a JSON array. Objects only; values that are neither scalars nor
/// arrays of strings are left out. Throws Error where the file cannot be read.
RecordFile readJsonRecords(const std::filesystem::path &file,
                           std::size_t limit = static_cast<std::size_t>(-1));

/// The same of CSV with a header.
RecordFile readCsvRecords(const std::filesystem::path &file,
                          std::size_t limit = static_cast<std::size_t>(-1));

} // namespace mureum::datasets
