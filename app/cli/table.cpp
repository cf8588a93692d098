#include "app/cli/table.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <vector>

namespace mureum::app {

namespace {

/// Next code point of well-formed or broken text; a bad byte counts as U+FFFD.
utf8proc_int32_t next(std::string_view text, std::size_t &i)
{
    utf8proc_int32_t point = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t *>(text.data() + i),
                                         static_cast<utf8proc_ssize_t>(text.size() - i), &point);
    i += length > 0 ? static_cast<std::size_t>(length) : 1;
    return length > 0 ? point : 0xFFFD;
}

/// A terminal must not act on what a cell holds.
std::string visible(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        const utf8proc_int32_t point = next(text, i);
        if (point == '\n')
            out += "\\n";
        else if (point == '\t')
            out += "\\t";
        else if (point == '\r')
            out += "\\r";
        else if (point < 0x20 || (point >= 0x7F && point < 0xA0))
            out += fmt::format("\\x{:02x}", point);
        else if (point == 0xFFFD)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(start, i - start);
    }
    return out;
}

std::string cut(const std::string &text, int width)
{
    if (displayWidth(text) <= width)
        return text;
    int used = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        used += std::max(0, utf8proc_charwidth(next(text, i)));
        if (used > width - 1)
            return text.substr(0, start) + "…";
    }
    return text;
}

bool isNumber(const eval::Cell &cell)
{
    return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

} // namespace

std::string padded(const std::string &text, int width, bool right)
{
    const std::string space(static_cast<std::size_t>(std::max(0, width - displayWidth(text))), ' ');
    return right ? space + text : text + space;
}

int displayWidth(std::string_view text)
{
    int width = 0;
    for (std::size_t i = 0; i < text.size();)
        width += std::max(0, utf8proc_charwidth(next(text, i)));
    return width;
}

std::string formatTable(const eval::ResultSet &result, const TableOptions &options)
{
    const std::size_t columns = result.columns.size();
    const std::size_t rows = std::min(result.rows.size(), options.maxRows);
    std::vector<std::vector<std::string>> cells(rows + 1);
    std::vector<int> widths(columns, 1);
    std::vector<bool> numeric(columns, rows > 0);
    for (std::size_t c = 0; c < columns; ++c) {
        cells[0].push_back(cut(visible(result.columns[c]), options.maxCellWidth));
        for (std::size_t r = 0; r < rows; ++r) {
            const eval::Cell &cell = result.rows[r][c];
            cells[r + 1].push_back(cut(visible(eval::displayText(cell)), options.maxCellWidth));
            numeric[c] = numeric[c] && (isNumber(cell) || std::holds_alternative<std::monostate>(cell));
        }
        for (const auto &row : cells)
            widths[c] = std::max(widths[c], displayWidth(row[c]));
    }
    std::string out;
    const auto line = [&](const std::vector<std::string> &row) {
        std::string text;
        for (std::size_t c = 0; c < columns; ++c)
            text += (c > 0 ? "  " : "") + padded(row[c], widths[c], numeric[c]);
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    };
    line(cells[0]);
    std::vector<std::string> rule;
    for (const int width : widths)
        rule.emplace_back(static_cast<std::size_t>(width), '-');
    line(rule);
    for (std::size_t r = 0; r < rows; ++r)
        line(cells[r + 1]);
    if (rows < result.rows.size())
        out += fmt::format("… {} more row{}\n", result.rows.size() - rows,
                           result.rows.size() - rows == 1 ? "" : "s");
    out += fmt::format("({}{} row{})\n", result.truncated ? "more than " : "", result.rows.size(),
                       result.rows.size() == 1 ? "" : "s");
    return out;
}

} // namespace mureum::app
