#include "datasets/linking/periods.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <regex>

namespace mureum::datasets {
namespace {

using Match = std::match_results<std::string_view::const_iterator>;

struct Rule {
    std::regex pattern;
    std::function<std::string(const Match &)> period;
};

constexpr std::array months = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
const char *const monthWord =
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?)\\.?";

int number(const Match &m, std::size_t group) { return std::atoi(m[group].str().c_str()); }

int monthOf(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    for (std::size_t i = 0; i < months.size(); ++i)
        if (word.starts_with(months[i]))
            return static_cast<int>(i) + 1;
    return 0;
}

std::string date(int year, int month, int day)
{
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return {};
    return fmt::format("{:04d}-{:02d}-{:02d}", year, month, day);
}

std::string yearMonth(int year, int month)
{
    return month < 1 || month > 12 ? std::string() : fmt::format("{:04d}-{:02d}", year, month);
}

std::string lastUnits(int count, const std::string &unit)
{
    static const std::map<std::string, std::pair<int, std::string>> units = {
        {"일", {1, "day"}},      {"주", {7, "day"}},     {"주일", {7, "day"}},   {"개월", {1, "month"}},
        {"달", {1, "month"}},    {"년", {1, "year"}},    {"day", {1, "day"}},    {"week", {7, "day"}},
        {"month", {1, "month"}}, {"year", {1, "year"}},
    };
    const auto it = units.find(unit);
    return it == units.end() ? std::string() : fmt::format("now:last:{}:{}", count * it->second.first, it->second.second);
}

int ordinal(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    if (word.starts_with("first") || word.starts_with("1"))
        return 1;
    if (word.starts_with("second") || word.starts_with("2"))
        return 2;
    return word.starts_with("third") || word.starts_with("3") ? 3 : 4;
}

const std::vector<Rule> &rules()
{
    static const auto flags = std::regex::ECMAScript | std::regex::icase | std::regex::optimize;
    static const std::string month = monthWord;
    auto rule = [](const std::string &pattern, std::function<std::string(const Match &)> period) {
        return Rule{std::regex(pattern, flags), std::move(period)};
    };
    auto fixed = [&rule](const std::string &pattern, std::string period) {
        return rule(pattern, [period](const Match &) { return period; });
    };
    // Longer forms first: a later rule never takes bytes an earlier one has.
    static const std::vector<Rule> all = {
        rule("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})",
             [](const Match &m) { return date(number(m, 1), number(m, 2), number(m, 3)); }),
        rule("(\\d{4})년 ?(\\d{1,2})월 ?(\\d{1,2})일",
             [](const Match &m) { return date(number(m, 1), number(m, 2), number(m, 3)); }),
        rule("\\b" + month + " (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b",
             [](const Match &m) { return date(number(m, 3), monthOf(m[1]), number(m, 2)); }),
        rule("\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?" + month + ",? (\\d{4})\\b",
             [](const Match &m) { return date(number(m, 3), monthOf(m[2]), number(m, 1)); }),
        rule("(\\d{4})년 ?(\\d{1,2})월", [](const Match &m) { return yearMonth(number(m, 1), number(m, 2)); }),
        rule("\\b(\\d{2})년 ?(\\d{1,2})월", [](const Match &m) { return yearMonth(2000 + number(m, 1), number(m, 2)); }),
        rule("\\b(\\d{4})-(\\d{2})\\b", [](const Match &m) { return yearMonth(number(m, 1), number(m, 2)); }),
        rule("\\b" + month + ",? (?:of )?(\\d{4})\\b", [](const Match &m) { return yearMonth(number(m, 2), monthOf(m[1])); }),
        rule("(\\d{4})년 ?([1-4]) ?분기", [](const Match &m) { return fmt::format("{}-Q{}", m[1].str(), m[2].str()); }),
        rule("\\bQ([1-4]) ?(?:of |in |, ?)?(\\d{4})\\b", [](const Match &m) { return fmt::format("{}-Q{}", m[2].str(), m[1].str()); }),
        rule("\\b(\\d{4}) ?Q([1-4])\\b", [](const Match &m) { return fmt::format("{}-Q{}", m[1].str(), m[2].str()); }),
        rule("\\b(first|second|third|fourth|1st|2nd|3rd|4th) quarter (?:of |in )?(\\d{4})\\b",
             [](const Match &m) { return fmt::format("{}-Q{}", m[2].str(), ordinal(m[1])); }),
        rule("(\\d{4})년 ?(상|하)반기",
             [](const Match &m) { return fmt::format("{}-H{}", m[1].str(), m[2].str() == "상" ? 1 : 2); }),
        rule("\\b(first|second) half of (\\d{4})\\b",
             [](const Match &m) { return fmt::format("{}-H{}", m[2].str(), ordinal(m[1])); }),
        rule("(\\d{4})년도?", [](const Match &m) { return m[1].str(); }),
        rule("\\b([12]\\d)년(?= ?[^차 간])", [](const Match &m) { return fmt::format("20{}", m[1].str()); }),
        rule("(?:최근|지난) ?(\\d{1,3}) ?(일|주일|주|개월|달|년)", [](const Match &m) { return lastUnits(number(m, 1), m[2]); }),
        rule("\\b(?:last|past|previous|recent) (\\d{1,3}) (day|week|month|year)s?\\b",
             [](const Match &m) {
                 std::string unit = m[2];
                 std::transform(unit.begin(), unit.end(), unit.begin(), [](unsigned char c) { return std::tolower(c); });
                 return lastUnits(number(m, 1), unit);
             }),
        fixed("재작년|\\byear before last\\b", "now:year:-2"),
        fixed("작년|지난 ?해|전년도?|\\b(?:last|previous) year\\b", "now:year:-1"),
        fixed("올해|금년|이번 ?해|\\b(?:this|current) year\\b", "now:year:0"),
        fixed("지지난 ?달|\\bmonth before last\\b", "now:month:-2"),
        fixed("지난 ?달|전월|저번 ?달|\\b(?:last|previous) month\\b", "now:month:-1"),
        fixed("이번 ?달|이달|금월|당월|\\b(?:this|current) month\\b", "now:month:0"),
        fixed("지난 ?주|저번 ?주|\\b(?:last|previous) week\\b", "now:week:-1"),
        fixed("이번 ?주|금주|\\b(?:this|current) week\\b", "now:week:0"),
        fixed("어제|전일|\\byesterday\\b", "now:day:-1"),
        fixed("오늘|금일|\\btoday\\b", "now:day:0"),
    };
    return all;
}

} // namespace

std::vector<PeriodMention> findPeriods(std::string_view question)
{
    static const std::regex gate("\\d\\d|last|past|prev|recent|this|current|today|yest|before|[전작올금이지저재당어오]",
                                 std::regex::icase | std::regex::optimize);
    std::vector<PeriodMention> found;
    if (!std::regex_search(question.begin(), question.end(), gate))
        return found;
    for (const auto &rule : rules()) {
        using Iterator = std::regex_iterator<std::string_view::const_iterator>;
        for (Iterator it(question.begin(), question.end(), rule.pattern), stop; it != stop; ++it) {
            const auto begin = static_cast<std::size_t>(it->position(0));
            const auto end = begin + static_cast<std::size_t>(it->length(0));
            const bool taken = std::any_of(found.begin(), found.end(),
                                           [&](const PeriodMention &p) { return begin < p.end && p.begin < end; });
            if (taken)
                continue;
            auto period = rule.period(*it);
            if (!period.empty())
                found.push_back({begin, end, std::move(period)});
        }
    }
    std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.begin < b.begin; });
    return found;
}

} // namespace mureum::datasets
