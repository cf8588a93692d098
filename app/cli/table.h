#pragma once
#include "eval/run/sql_runner.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace mureum::app {

/// Columns a terminal gives the text: 2 for East Asian wide characters, 0 for combining ones (UAX #11).
int displayWidth(std::string_view text);
/// Blanks after the text, or before it where `right`, up to so many columns.
std::string padded(const std::string &text, int width, bool right = false);

struct TableOptions
{
    std::size_t maxRows = 50;
    int maxCellWidth = 60;
};

/// The result as text: a header, a rule and one line per row, numbers to the right; control characters as \n,
/// \t, \x1b. What does not fit ends in an ellipsis; rows left out are counted below.
std::string formatTable(const eval::ResultSet &result, const TableOptions &options = {});

} // namespace mureum::app
