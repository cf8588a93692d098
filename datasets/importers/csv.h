#pragma once
#include "datasets/examples/example.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

struct CsvRow
{
    std::size_t line = 0; ///< where it begins, from 1
    std::vector<std::string> cells;
};

struct CsvFile
{
    char delimiter = ',';
    std::vector<std::string> header; ///< trimmed; empty names become "column 3"
    std::vector<CsvRow> rows;        ///< each with as many cells as the header
    std::vector<BadLine> bad;        ///< too many or too few cells, an open quote, bytes that are not UTF-8
};

/// Comma, semicolon or tab: the one that splits the first rows into the same number of cells, most of them.
char sniffDelimiter(std::string_view text);

/// RFC 4180, read leniently: any line end, quotes inside bare cells are letters. A quoted cell that is never
/// closed or longer than 1 MiB costs its row only: reading goes on at the next line. At most `limit` rows.
CsvFile readCsv(std::string_view text, std::size_t limit = static_cast<std::size_t>(-1));

} // namespace mureum::datasets
