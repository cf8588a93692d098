#include "datasets/slots/period.h"

#include "datasets/error.h"

#include <fmt/format.h>

#include <cstdlib>
#include <vector>

namespace mureum::datasets {
namespace {

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts(1);
    for (char c : text)
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

bool digits(std::string_view text)
{
    if (text.empty())
        return false;
    for (char c : text)
        if (c < '0' || c > '9')
            return false;
    return true;
}

std::string relativeCondition(const std::vector<std::string> &parts, std::string_view column)
{
    if (parts[1] == "last")
        return fmt::format("{} >= date('now', '-{} {}{}')", column, parts[2], parts[3], parts[2] == "1" ? "" : "s");
    const int step = std::atoi(parts[2].c_str());
    const auto &unit = parts[1];
    if (unit == "year" || unit == "month") {
        const auto format = unit == "year" ? "%Y" : "%Y-%m";
        // 'start of' first: a step from the 31st would land in the wrong month.
        const auto start = step == 0 ? std::string() : fmt::format(", 'start of {0}', '{1:+d} {0}'", unit, step);
        return fmt::format("strftime('{0}', {1}) = strftime('{0}', 'now'{2})", format, column, start);
    }
    if (unit == "day")
        return fmt::format("date({}) = date('now'{})", column, step == 0 ? "" : fmt::format(", '{:+d} day'", step));
    // Weeks begin on Monday: go to the coming Sunday, then back.
    const int first = 7 * step - 6, last = 7 * step;
    auto day = [](int offset) {
        return fmt::format("date('now', 'weekday 0'{})", offset == 0 ? "" : fmt::format(", '{:+d} day'", offset));
    };
    return fmt::format("date({}) BETWEEN {} AND {}", column, day(first), day(last));
}

} // namespace

bool isPeriod(std::string_view text)
{
    if (text.starts_with("now:"))
        return true;
    const auto parts = split(text, '-');
    if (parts.empty() || parts.size() > 3 || parts[0].size() != 4 || !digits(parts[0]))
        return false;
    if (parts.size() == 1)
        return true;
    if (parts[1].size() != 2)
        return false;
    if (parts[1][0] == 'Q' || parts[1][0] == 'H')
        return parts.size() == 2 && parts[1][1] >= '1' && parts[1][1] <= (parts[1][0] == 'Q' ? '4' : '2');
    return digits(parts[1]) && (parts.size() == 2 || (parts[2].size() == 2 && digits(parts[2])));
}

std::string periodCondition(std::string_view period, std::string_view column, bool yearNumber)
{
    if (period.starts_with("now:"))
        return relativeCondition(split(period, ':'), column);
    const auto parts = split(period, '-');
    if (parts.size() == 1)
        return yearNumber ? fmt::format("{} = {}", column, period)
                          : fmt::format("strftime('%Y', {}) = '{}'", column, period);
    if (parts[1][0] == 'Q' || parts[1][0] == 'H') {
        const int months = parts[1][0] == 'Q' ? 3 : 6;
        const int first = (parts[1][1] - '1') * months + 1;
        return fmt::format("strftime('%Y-%m', {0}) BETWEEN '{1}-{2:02d}' AND '{1}-{3:02d}'", column, parts[0], first,
                           first + months - 1);
    }
    if (parts.size() == 2)
        return fmt::format("strftime('%Y-%m', {}) = '{}'", column, period);
    return fmt::format("date({}) = '{}'", column, period);
}

std::optional<std::string> periodLiteral(std::string_view period)
{
    if (period.starts_with("now:"))
        return std::nullopt;
    const auto parts = split(period, '-');
    if (parts.size() == 2 && (parts[1][0] == 'Q' || parts[1][0] == 'H'))
        return std::nullopt;
    return std::string(period);
}

} // namespace mureum::datasets
