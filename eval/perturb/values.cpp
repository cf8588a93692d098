#include "eval/perturb/values.h"

#include "eval/score/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace mureum::eval {

namespace {

struct Less
{
    bool operator()(const Cell &a, const Cell &b) const { return compareCells(a, b) < 0; }
};

bool digitsAt(const std::string &text, std::size_t at, std::size_t count)
{
    return text.size() >= at + count && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                    text.begin() + static_cast<std::ptrdiff_t>(at + count),
                                                    [](char c) { return c >= '0' && c <= '9'; });
}

bool isDate(const std::string &text)
{
    return digitsAt(text, 0, 4) && text.size() >= 10 && text[4] == '-' && digitsAt(text, 5, 2) &&
           text[7] == '-' && digitsAt(text, 8, 2);
}

std::optional<double> numberIn(const Cell &cell)
{
    if (const auto *integer = std::get_if<std::int64_t>(&cell))
        return static_cast<double>(*integer);
    if (const auto *real = std::get_if<double>(&cell))
        return *real;
    if (const auto *text = std::get_if<std::string>(&cell)) {
        double value = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error == std::errc() && end == text->data() + text->size() && !text->empty())
            return value;
    }
    return std::nullopt;
}

Cell numberCell(const ColumnProfile &profile, double value)
{
    constexpr double exact = 9e15;
    if (profile.integers && std::fabs(value) < exact)
        return static_cast<std::int64_t>(std::llround(value));
    return value;
}

/// The date some days later, within the month's first 28 so that it always exists.
std::string shiftDate(const std::string &date, int years, int months, int days)
{
    int year = std::stoi(date.substr(0, 4)) + years, month = std::stoi(date.substr(5, 2)) - 1 + months,
        day = std::stoi(date.substr(8, 2)) - 1 + days;
    if (days != 0) {
        month += static_cast<int>(std::floor(day / 28.0));
        day = (day % 28 + 28) % 28;
    }
    year += static_cast<int>(std::floor(month / 12.0));
    month = (month % 12 + 12) % 12;
    if (months != 0 || years != 0)
        day = std::min(day, 27);
    return fmt::format("{:04}-{:02}-{:02}{}", std::clamp(year, 1, 9999), month + 1, day + 1, date.substr(10));
}

std::string otherCase(const std::string &text)
{
    std::string out = text;
    const bool hasLower = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    for (char &c : out) {
        if (hasLower && c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        else if (!hasLower && c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Without its last letter (a whole UTF-8 sequence).
std::string shorter(std::string text)
{
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
        text.pop_back();
    if (!text.empty())
        text.pop_back();
    return text;
}

/// What a LIKE pattern says, its wildcards filled by a letter or by nothing.
std::string fill(const std::string &pattern, const std::string &any)
{
    std::string out;
    for (const char c : pattern)
        out += c == '%' ? any : c == '_' ? std::string("a") : std::string(1, c);
    return out;
}

Cell otherValue(const ColumnProfile &profile, const Cell &old, Random &random)
{
    if (profile.values.empty())
        return old;
    const Cell &picked = random.pick(profile.values);
    return compareCells(picked, old) == 0 ? random.pick(profile.values) : picked;
}

std::vector<Cell> around(const ColumnProfile &profile, const Cell &constant)
{
    if (profile.numbers || !profile.texts) {
        if (const auto number = numberIn(constant)) {
            const double step = profile.integers ? 1.0 : std::max(0.01, (profile.high - profile.low) / 1000);
            return {numberCell(profile, std::floor(*number)), asStored(profile, constant),
                    numberCell(profile, *number - step), numberCell(profile, *number + step)};
        }
    }
    const auto *text = std::get_if<std::string>(&constant);
    if (!text) {
        const auto number = numberIn(constant);
        if (!number)
            return {constant};
        return {asStored(profile, constant), asStored(profile, numberCell(profile, *number - 1)),
                asStored(profile, numberCell(profile, *number + 1))};
    }
    if (isDate(*text))
        return {*text, shiftDate(*text, 0, 0, 1), shiftDate(*text, 0, 0, -1), shiftDate(*text, 0, 1, 0)};
    if (const auto number = numberIn(constant); number && profile.texts)
        return {*text, asStored(profile, numberCell(profile, *number - 1)),
                asStored(profile, numberCell(profile, *number + 1))};
    return {*text, otherCase(*text), *text + "s", shorter(*text)};
}

std::vector<Cell> near(const ColumnProfile &profile, const Condition &condition, const Cell &old)
{
    std::vector<Cell> out;
    for (const Cell &constant : condition.constants) {
        if (condition.op == "LIKE") {
            if (const auto *pattern = std::get_if<std::string>(&constant)) {
                const std::string core = fill(*pattern, "");
                for (std::string text :
                     {core, fill(*pattern, "ab"), otherCase(core), "x" + core, core + "x", shorter(core)})
                    out.emplace_back(std::move(text));
            }
        } else if (condition.op == "YEAR") {
            const auto *date = std::get_if<std::string>(&old);
            const auto *year = std::get_if<std::string>(&constant);
            if (date && year && isDate(*date))
                for (const int shift : {0, 1, -1})
                    out.emplace_back(fmt::format("{:04}{}", std::clamp(std::stoi(*year) + shift, 1, 9999),
                                                 date->substr(4)));
        } else {
            for (Cell &cell : around(profile, constant))
                out.push_back(std::move(cell));
        }
    }
    return out;
}

} // namespace

ColumnProfile profileOf(const SourceTable &table, int column, std::vector<Condition> conditions, bool linked)
{
    constexpr std::size_t kept = 1000;
    ColumnProfile profile;
    profile.conditions = std::move(conditions);
    profile.linked = linked;
    const auto place = static_cast<std::size_t>(column);
    profile.mayBeNull = !table.columns[place].notNull;
    std::set<Cell, Less> seen;
    bool everyDate = true;
    double low = std::numeric_limits<double>::max(), high = -low;
    for (const Row &row : table.rows) {
        const Cell &cell = row[place];
        if (std::holds_alternative<std::monostate>(cell)) {
            profile.nulls = true;
            continue;
        }
        if (const auto *text = std::get_if<std::string>(&cell)) {
            profile.texts = true;
            everyDate = everyDate && isDate(*text);
        } else if (const auto number = numberIn(cell); number && std::isfinite(*number)) {
            profile.numbers = true;
            profile.integers = profile.integers && std::floor(*number) == *number &&
                               (std::holds_alternative<std::int64_t>(cell) || std::fabs(*number) < 9e15);
            low = std::min(low, *number);
            high = std::max(high, *number);
        }
        if (seen.size() < kept && seen.insert(cell).second)
            profile.values.push_back(cell);
    }
    if (profile.numbers) {
        profile.low = low;
        profile.high = high;
    }
    profile.dates = profile.texts && everyDate;
    const bool zeroOne = profile.numbers && !profile.texts && profile.integers && low >= 0 && high <= 1;
    profile.flag =
        !profile.values.empty() &&
        (zeroOne || (profile.values.size() == 2 && profile.texts && !profile.dates && table.rows.size() > 4));
    return profile;
}

Cell asStored(const ColumnProfile &profile, Cell value)
{
    if (profile.texts && !profile.numbers) {
        if (const auto *integer = std::get_if<std::int64_t>(&value))
            return std::to_string(*integer);
        if (const auto *real = std::get_if<double>(&value))
            return fmt::format("{}", *real);
        return value;
    }
    if (profile.numbers && !profile.texts)
        if (const auto number = numberIn(value))
            return numberCell(profile, *number);
    return value;
}

Cell mutate(const ColumnProfile &profile, const Cell &old, Random &random)
{
    if (profile.linked || profile.flag)
        return otherValue(profile, old, random);
    const double draw = random.uniform();
    if (!profile.conditions.empty() && draw < 0.4) {
        const auto candidates = near(profile, random.pick(profile.conditions), old);
        if (!candidates.empty())
            return asStored(profile, random.pick(candidates));
    }
    if (const auto *text = std::get_if<std::string>(&old)) {
        if (draw < 0.75)
            return otherValue(profile, old, random);
        if (isDate(*text))
            return shiftDate(*text, random.between(-1, 1), random.between(-3, 3), random.between(-9, 9));
        if (const auto number = numberIn(old))
            return asStored(profile, numberCell(profile, *number + random.between(-2, 2)));
        return otherValue(profile, old, random);
    }
    const auto number = numberIn(old);
    if (!number || draw < 0.55)
        return otherValue(profile, old, random);
    const double span = profile.high - profile.low;
    if (draw < 0.75)
        return numberCell(profile,
                          *number + (profile.integers ? random.between(-2, 2)
                                                      : (random.uniform() - 0.5) * std::max(1.0, span) / 10));
    // Somewhat beyond what is there, but not below zero where nothing is.
    const double low = profile.low - span / 8 - 1, high = profile.high + span / 4 + 2;
    const double value = low + random.uniform() * (high - low);
    return numberCell(profile, profile.low >= 0 ? std::max(0.0, value) : value);
}

std::optional<Cell> satisfying(const ColumnProfile &profile, const Condition &condition, const Cell &old,
                               Random &random)
{
    if (condition.negated) {
        Condition plain = condition;
        plain.negated = false;
        return failing(profile, plain, old, random);
    }
    const Cell &constant = condition.constants.front();
    const auto near = around(profile, constant);
    if (condition.op == "=" || condition.op == ">=" || condition.op == "<=")
        return asStored(profile, constant);
    if (condition.op == "IN" || condition.op == "BETWEEN")
        return asStored(profile, random.pick(condition.constants));
    if (condition.op == "LIKE") {
        const auto *pattern = std::get_if<std::string>(&constant);
        return pattern ? std::optional<Cell>(fill(*pattern, random.chance(0.5) ? "ab" : "")) : std::nullopt;
    }
    if (condition.op == "YEAR") {
        const auto *date = std::get_if<std::string>(&old);
        return date && isDate(*date) ? std::optional<Cell>(std::get<std::string>(constant) + date->substr(4))
                                     : std::nullopt;
    }
    if (condition.op == "!=")
        return otherValue(profile, asStored(profile, constant), random);
    // Just beyond the constant, on the right side.
    for (const Cell &cell : near) {
        const int order = compareCells(cell, asStored(profile, constant));
        if ((condition.op == ">" && order > 0) || (condition.op == "<" && order < 0))
            return cell;
    }
    return std::nullopt;
}

std::optional<Cell> failing(const ColumnProfile &profile, const Condition &condition, const Cell &old,
                            Random &random)
{
    if (condition.negated) {
        Condition plain = condition;
        plain.negated = false;
        return satisfying(profile, plain, old, random);
    }
    const Cell constant = asStored(profile, condition.constants.front());
    if (condition.op == ">" || condition.op == "<" || condition.op == "!=")
        return constant;
    if (condition.op == "LIKE") {
        const auto *pattern = std::get_if<std::string>(&condition.constants.front());
        if (!pattern)
            return std::nullopt;
        // At the wrong end, or one letter short of it.
        const std::string core = fill(*pattern, "");
        if (!pattern->starts_with('%'))
            return "x" + core;
        return pattern->ends_with('%') ? shorter(core) : core + "x";
    }
    if (condition.op == "YEAR") {
        const auto *date = std::get_if<std::string>(&old);
        const auto *year = std::get_if<std::string>(&condition.constants.front());
        return date && year && isDate(*date)
                   ? std::optional<Cell>(
                         fmt::format("{:04}{}", std::clamp(std::stoi(*year) + 1, 1, 9999), date->substr(4)))
                   : std::nullopt;
    }
    const bool last = condition.op == "BETWEEN" && random.chance(0.5);
    const Cell edge = asStored(profile, last ? condition.constants.back() : condition.constants.front());
    for (const Cell &cell : around(profile, edge)) {
        const int order = compareCells(cell, edge);
        if ((condition.op == ">=" && order < 0) || (condition.op == "<=" && order > 0) ||
            (condition.op == "BETWEEN" && (last ? order > 0 : order < 0)) ||
            ((condition.op == "=" || condition.op == "IN") && order != 0))
            return cell;
    }
    return otherValue(profile, edge, random);
}

Cell invent(const ColumnProfile &profile, const SourceColumn &column, Random &random)
{
    if (!profile.conditions.empty() && random.chance(0.5)) {
        const auto candidates = near(profile, random.pick(profile.conditions), {});
        if (!candidates.empty())
            return random.pick(candidates);
    }
    std::string type;
    for (const char c : column.declaredType)
        type += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const auto has = [&](const char *word) { return type.find(word) != std::string::npos; };
    // Few values, so that columns of different tables meet.
    if (has("DATE") || has("TIME"))
        return fmt::format("20{:02}-{:02}-{:02}", random.between(18, 24), random.between(1, 12),
                           random.between(1, 28));
    if (has("BOOL"))
        return std::int64_t{random.below(2)};
    if (has("INT") || has("NUM") || has("DEC"))
        return std::int64_t{random.between(1, 8)};
    if (has("REAL") || has("FLO") || has("DOUB"))
        return random.between(2, 40) / 2.0;
    return std::string(1, static_cast<char>('a' + random.below(8)));
}

Cell newKey(const ColumnProfile &profile, const Cell &like, std::size_t number)
{
    if (const auto *text = std::get_if<std::string>(&like)) {
        if (const auto value = numberIn(like); value && text->size() < 15)
            return fmt::format("{}", std::llround(*value) + static_cast<long long>(number) + 1000);
        return fmt::format("{}{}", *text, number + 1);
    }
    if (std::holds_alternative<Blob>(like))
        return Blob{{static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8), 0x4D}};
    return numberCell(profile, std::floor(profile.high) + static_cast<double>(number) + 1);
}

} // namespace mureum::eval
