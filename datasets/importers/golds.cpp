#include "datasets/importers/golds.h"
#include "datasets/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace mureum::datasets {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Where the quoted text or comment that begins at `at` ends; `at` itself where neither does.
std::size_t pastQuoted(std::string_view text, std::size_t at)
{
    const std::string_view rest = text.substr(at);
    const auto past = [&](std::string_view close, std::size_t from) {
        const auto end = text.find(close, from);
        return end == std::string_view::npos ? text.size() : end + close.size();
    };
    if (rest.starts_with("--"))
        return past("\n", at);
    if (rest.starts_with("/*"))
        return past("*/", at + 2);
    if (rest.front() == '\'' || rest.front() == '"' || rest.front() == '`')
        return past(rest.substr(0, 1), at + 1);
    return at;
}

/// First `wanted` outside quotes from `from` on.
std::size_t findOutside(std::string_view text, char wanted, std::size_t from)
{
    for (std::size_t at = from; at < text.size();) {
        const std::size_t past = pastQuoted(text, at);
        if (past != at) {
            at = past;
            continue;
        }
        if (text[at] == wanted)
            return at;
        ++at;
    }
    return std::string_view::npos;
}

/// Splits at commas outside parentheses and quotes.
std::vector<std::string> columnsOf(std::string_view list)
{
    std::vector<std::string> columns;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t past = at < list.size() ? pastQuoted(list, at) : at;
        if (past != at) {
            at = past;
            continue;
        }
        const char c = at < list.size() ? list[at] : ',';
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if ((c == ',' && depth <= 0) || at == list.size()) {
            if (const auto column = trimmed(list.substr(begin, at - begin)); !column.empty())
                columns.emplace_back(column);
            begin = at + 1;
        }
        ++at;
    }
    return columns;
}

std::string withGroups(std::string_view right, const std::string &columns)
{
    std::string out;
    for (;;) {
        const auto open = right.find("{}");
        out += right.substr(0, open);
        if (open == std::string_view::npos)
            return out;
        out += columns;
        right.remove_prefix(open + 2);
    }
}

} // namespace

std::vector<std::string> splitStatements(std::string_view text)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(findOutside(text, ';', begin), text.size());
        if (const auto part = trimmed(text.substr(begin, end - begin)); !part.empty())
            parts.emplace_back(part);
        begin = end + 1;
    }
    return parts;
}

std::vector<std::string> expandGolds(std::string_view text)
{
    constexpr std::size_t mostColumns = 8;
    std::vector<std::string> golds;
    const auto add = [&](std::string gold) {
        if (std::find(golds.begin(), golds.end(), gold) == golds.end())
            golds.push_back(std::move(gold));
    };
    for (const std::string &query : splitStatements(text)) {
        const std::size_t open = findOutside(query, '{', 0);
        const std::size_t close = open == std::string::npos ? open : findOutside(query, '}', open);
        if (close == std::string::npos) {
            add(query);
            continue;
        }
        const auto columns = columnsOf(std::string_view(query).substr(open + 1, close - open - 1));
        if (columns.empty() || columns.size() > mostColumns)
            throw Error(fmt::format("{{...}} holds {} columns; 1 to {} can be expanded", columns.size(),
                                    mostColumns));
        // Small subsets first, as Defog lists them: the shortest answer is the first gold.
        std::vector<unsigned> subsets;
        for (unsigned set = 1; set < (1U << columns.size()); ++set)
            subsets.push_back(set);
        std::stable_sort(subsets.begin(), subsets.end(),
                         [](unsigned a, unsigned b) { return std::popcount(a) < std::popcount(b); });
        for (const unsigned set : subsets) {
            std::string chosen;
            for (std::size_t at = 0; at < columns.size(); ++at)
                if (set >> at & 1U)
                    chosen += (chosen.empty() ? "" : ", ") + columns[at];
            add(query.substr(0, open) + chosen +
                withGroups(std::string_view(query).substr(close + 1), chosen));
        }
    }
    return golds;
}

} // namespace mureum::datasets
