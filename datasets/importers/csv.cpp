#include "datasets/importers/csv.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace mureum::datasets {

namespace {

constexpr std::size_t longestCell = 1 << 20;
constexpr std::size_t mostCells = 2000;
/// Rows whose quotes are wrong; beyond them the file is no CSV, and looking for its next row is in vain.
constexpr std::size_t mostBroken = 200;

class Reader
{
public:
    Reader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

    bool atEnd() const { return at_ >= text_.size(); }
    std::size_t line() const { return line_; }

    /// One row, or why it is none; then the reader stands at the next line.
    std::optional<std::vector<std::string>> row(std::string &why)
    {
        const std::size_t begin = at_, beginLine = line_;
        std::vector<std::string> cells;
        for (;;) {
            if (cells.size() >= mostCells)
                return skip(begin, beginLine, why, "it has more than 2,000 cells");
            std::string cell;
            if (!readCell(cell, why))
                return skip(begin, beginLine, why, std::string(why));
            cells.push_back(std::move(cell));
            if (atEnd())
                return cells;
            const char c = text_[at_++];
            if (c == delimiter_)
                continue;
            if (c == '\r' && !atEnd() && text_[at_] == '\n')
                ++at_;
            ++line_;
            return cells;
        }
    }

private:
    std::nullopt_t skip(std::size_t begin, std::size_t beginLine, std::string &why, std::string reason)
    {
        const std::size_t end = text_.find_first_of("\r\n", begin);
        at_ = end == std::string_view::npos ? text_.size() : end + 1;
        if (at_ < text_.size() && text_[at_ - 1] == '\r' && text_[at_] == '\n')
            ++at_;
        line_ = beginLine + 1;
        why = std::move(reason);
        return std::nullopt;
    }

    bool readCell(std::string &cell, std::string &why)
    {
        if (!atEnd() && text_[at_] == '"' && !readQuoted(cell, why))
            return false;
        const std::size_t begin = at_;
        while (!atEnd() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r')
            ++at_;
        cell.append(text_, begin, at_ - begin);
        if (cell.size() > longestCell) {
            why = "a cell is longer than 1 MiB";
            return false;
        }
        return true;
    }

    bool readQuoted(std::string &cell, std::string &why)
    {
        for (++at_; !atEnd(); ++at_) {
            const char c = text_[at_];
            if (c == '"') {
                if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
                    ++at_;
                    return true;
                }
                ++at_;
            }
            line_ += c == '\n' || (c == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n'));
            cell += c;
            if (cell.size() > longestCell) {
                why = "a cell is longer than 1 MiB; is a quote not closed?";
                return false;
            }
        }
        why = "a quote is not closed";
        return false;
    }

    std::string_view text_;
    char delimiter_;
    std::size_t at_ = 0, line_ = 1;
};

bool isBlank(const std::vector<std::string> &cells)
{
    return cells.size() == 1 && cells.front().find_first_not_of(" \t") == std::string::npos;
}

std::vector<std::string> headerNames(const std::vector<std::string> &cells)
{
    std::vector<std::string> names;
    for (const std::string &cell : cells) {
        std::string name = nfc(cell);
        const auto begin = name.find_first_not_of(" \t\r\n");
        name = begin == std::string::npos ? ""
                                          : name.substr(begin, name.find_last_not_of(" \t\r\n") - begin + 1);
        if (name.empty())
            name = fmt::format("column {}", names.size() + 1);
        for (int again = 2; std::find(names.begin(), names.end(), name) != names.end(); ++again)
            name = fmt::format("{} ({})", nfc(cell), again);
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace

char sniffDelimiter(std::string_view text)
{
    text = text.substr(0, 1 << 16);
    char best = ',';
    std::size_t bestScore = 0;
    for (const char delimiter : {',', '\t', ';'}) {
        Reader reader(text, delimiter);
        std::map<std::size_t, std::size_t> rowsByCells;
        std::string why;
        for (int rows = 0; rows < 20 && !reader.atEnd(); ++rows) {
            const auto cells = reader.row(why);
            // The window may cut the last row.
            if (cells && !isBlank(*cells) && (rows == 0 || !reader.atEnd()))
                ++rowsByCells[cells->size()];
        }
        std::size_t score = 0;
        for (const auto &[cells, rows] : rowsByCells)
            if (cells > 1)
                score = std::max(score, rows * 100 + std::min<std::size_t>(cells, 99));
        if (score > bestScore) {
            bestScore = score;
            best = delimiter;
        }
    }
    return best;
}

CsvFile readCsv(std::string_view text, std::size_t limit)
{
    CsvFile out;
    out.delimiter = sniffDelimiter(text);
    Reader reader(text, out.delimiter);
    std::size_t broken = 0;
    while (!reader.atEnd() && (out.header.empty() || out.rows.size() < limit)) {
        const std::size_t line = reader.line();
        std::string why;
        auto cells = reader.row(why);
        if (!cells) {
            out.bad.push_back({line, why});
            if (++broken >= mostBroken) {
                out.bad.push_back({line, "too many rows are broken; the rest of the file is left out"});
                break;
            }
            continue;
        }
        if (isBlank(*cells))
            continue;
        if (out.header.empty()) {
            out.header = headerNames(*cells);
            continue;
        }
        while (cells->size() > out.header.size() && cells->back().empty())
            cells->pop_back();
        if (cells->size() != out.header.size())
            out.bad.push_back(
                {line, fmt::format("it has {} cells, the header has {}", cells->size(), out.header.size())});
        else if (!std::all_of(cells->begin(), cells->end(),
                              [](const auto &cell) { return isValidUtf8(cell); }))
            out.bad.push_back({line, "it is not valid UTF-8"});
        else
            out.rows.push_back({line, std::move(*cells)});
    }
    return out;
}

} // namespace mureum::datasets
