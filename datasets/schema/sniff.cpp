#include "datasets/schema/sniff.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <array>
#include <string>

namespace mureum::datasets {

namespace {

enum class Declared { None, Text, Integer, Real, Numeric, Boolean, Date, DateTime, Blob, Unknown };

std::string upper(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - ('a' - 'A'));
    return out;
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// DECIMAL(10,2) has decimals; DECIMAL(10) and NUMBER have none, or none declared.
bool hasDecimals(std::string_view type)
{
    const auto comma = type.find(',');
    if (comma == std::string_view::npos)
        return false;
    const auto digit = type.find_first_not_of(' ', comma + 1);
    return digit != std::string_view::npos && type[digit] >= '1' && type[digit] <= '9';
}

Declared declaredAs(std::string_view declaredType)
{
    const std::string type = upper(declaredType);
    if (type.find_first_not_of(' ') == std::string::npos)
        return Declared::None;
    if (has(type, "BOOL") || type == "BIT" || type == "BIT(1)")
        return Declared::Boolean;
    if (has(type, "DATETIME") || has(type, "TIMESTAMP") || has(type, "SMALLDATETIME"))
        return Declared::DateTime;
    if (type.starts_with("DATE"))
        return Declared::Date;
    for (const auto *text : {"CHAR", "CLOB", "TEXT", "STRING", "ENUM", "JSON", "UUID", "GUID"})
        if (has(type, text))
            return Declared::Text;
    if (type.starts_with("TIME"))
        return Declared::Text;
    if ((has(type, "INT") && !has(type, "POINT") && !has(type, "INTERVAL")) || has(type, "SERIAL") ||
        type == "YEAR" || type.starts_with("YEAR("))
        return Declared::Integer;
    if (has(type, "REAL") || has(type, "FLOA") || has(type, "DOUB") || hasDecimals(type))
        return Declared::Real;
    if (has(type, "NUM") || has(type, "DEC") || has(type, "MONEY") || has(type, "CURRENCY"))
        return Declared::Numeric;
    if (has(type, "BLOB") || has(type, "BINARY") || has(type, "BYTEA"))
        return Declared::Blob;
    return Declared::Unknown;
}

bool isDigits(std::string_view text, std::size_t at, std::size_t count)
{
    return text.size() >= at + count && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                    text.begin() + static_cast<std::ptrdiff_t>(at + count),
                                                    [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view text, std::size_t at, std::size_t count)
{
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i)
        value = value * 10 + (text[i] - '0');
    return value;
}

bool isMonthAndDay(int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/// hh:mm at least, as SQLite's date functions ask for.
bool isTimeAt(std::string_view text, std::size_t at)
{
    return isDigits(text, at, 2) && text.size() > at + 4 && text[at + 2] == ':' &&
           isDigits(text, at + 3, 2) && number(text, at, 2) < 24 && number(text, at + 3, 2) < 60;
}

ColumnType typeOfTexts(std::string_view name, const ColumnEvidence &seen)
{
    const int all = seen.count();
    if (all == 0)
        return ColumnType::Text;
    if (seen.dates == all)
        return ColumnType::Date;
    if (seen.dates + seen.dateTimes == all)
        return ColumnType::DateTime;
    const bool named = looksLikeDate(name);
    if (named && seen.compactDates == all)
        return ColumnType::Date;
    if (named && seen.compactDateTimes + seen.compactDates == all)
        return ColumnType::DateTime;
    return ColumnType::Text;
}

ColumnType typeOfValues(std::string_view name, const ColumnEvidence &seen)
{
    if (seen.count() == 0)
        return ColumnType::Other;
    const int numbers = seen.integers + seen.reals;
    if (seen.blobs > seen.texts + numbers)
        return ColumnType::Blob;
    if (seen.texts > numbers)
        return typeOfTexts(name, seen);
    if (seen.reals > 0)
        return ColumnType::Real;
    return seen.zeroOrOne == seen.count() && looksLikeFlag(name) ? ColumnType::Boolean : ColumnType::Integer;
}

} // namespace

void ColumnEvidence::addInteger(std::int64_t value)
{
    ++integers;
    if (value == 0 || value == 1)
        ++zeroOrOne;
}

void ColumnEvidence::addText(std::string_view value)
{
    // An empty cell is how many exports write "nothing".
    if (value.empty())
        return;
    ++texts;
    if (isDigits(value, 0, 8) && isMonthAndDay(number(value, 4, 2), number(value, 6, 2)) &&
        number(value, 0, 4) >= 1000) {
        if (value.size() == 8)
            ++compactDates;
        else if ((value.size() == 12 || value.size() == 14) && isDigits(value, 8, value.size() - 8))
            ++compactDateTimes;
        return;
    }
    if (!isDigits(value, 0, 4) || value.size() < 10 || !isDigits(value, 5, 2) || !isDigits(value, 8, 2))
        return;
    const char separator = value[4];
    if ((separator != '-' && separator != '/' && separator != '.') || value[7] != separator ||
        !isMonthAndDay(number(value, 5, 2), number(value, 8, 2)))
        return;
    if (value.size() == 10)
        ++dates;
    else if ((value[10] == ' ' || value[10] == 'T') && isTimeAt(value, 11))
        ++dateTimes;
}

bool looksLikeFlag(std::string_view name)
{
    static constexpr std::array<std::string_view, 10> firsts{"is",  "has",   "can",    "should", "was",
                                                             "use", "allow", "allows", "needs",  "did"};
    static constexpr std::array<std::string_view, 26> words{
        "flag",      "flg",        "yn",      "bool",   "active",  "enabled", "disabled",
        "deleted",   "verified",   "default", "paid",   "visible", "hidden",  "approved",
        "published", "completed",  "closed",  "locked", "current", "success", "cancelled",
        "canceled",  "subscribed", "primary", "valid",  "official"};
    static constexpr std::array<std::string_view, 5> endings{"여부", "유무", "플래그", "확인", "완료"};
    const auto parts = identifierParts(name);
    if (parts.empty())
        return false;
    if (parts.size() > 1 && std::find(firsts.begin(), firsts.end(), parts.front()) != firsts.end())
        return true;
    return std::any_of(parts.begin(), parts.end(), [](const std::string &part) {
        return std::find(words.begin(), words.end(), part) != words.end() ||
               std::any_of(endings.begin(), endings.end(), [&](auto end) { return part.ends_with(end); });
    });
}

bool looksLikeDate(std::string_view name)
{
    static constexpr std::array<std::string_view, 18> words{
        "date", "datetime", "day", "dt",       "ymd",       "dtm", "at", "on",      "time",
        "dttm", "birthday", "dob", "yyyymmdd", "timestamp", "ts",  "de", "expires", "until"};
    static constexpr std::array<std::string_view, 4> endings{"일", "일자", "일시", "날짜"};
    const auto parts = identifierParts(name);
    return std::any_of(parts.begin(), parts.end(), [](const std::string &part) {
        return std::find(words.begin(), words.end(), part) != words.end() || part.ends_with("date") ||
               part.ends_with("ymd") ||
               std::any_of(endings.begin(), endings.end(), [&](auto end) { return part.ends_with(end); });
    });
}

ColumnType columnType(std::string_view name, std::string_view declaredType, const ColumnEvidence &seen)
{
    const Declared declared = declaredAs(declaredType);
    const int all = seen.count(), numbers = seen.integers + seen.reals;
    switch (declared) {
    case Declared::Boolean:
        return all == 0 || seen.zeroOrOne * 2 >= all ? ColumnType::Boolean : typeOfValues(name, seen);
    case Declared::Date:
    case Declared::DateTime:
        // Words such as "5 Jan 2010" and bare years are not what date functions read.
        if (all > 0)
            return typeOfValues(name, seen);
        return declared == Declared::Date ? ColumnType::Date : ColumnType::DateTime;
    case Declared::Integer:
    case Declared::Numeric:
    case Declared::Real:
        // Affinity turns every text that is a number into one: texts left over are words or dates.
        if (all > 0 && numbers < seen.texts + seen.blobs)
            return typeOfValues(name, seen);
        if (declared == Declared::Real || seen.reals > 0 || (declared == Declared::Numeric && all == 0))
            return ColumnType::Real;
        return all > 0 && seen.zeroOrOne == all && looksLikeFlag(name) ? ColumnType::Boolean
                                                                       : ColumnType::Integer;
    case Declared::Text:
        return seen.blobs * 2 > all ? ColumnType::Blob : typeOfTexts(name, seen);
    case Declared::Blob:
        return all > 0 && seen.blobs == 0 ? typeOfValues(name, seen) : ColumnType::Blob;
    case Declared::None:
    case Declared::Unknown:
        return typeOfValues(name, seen);
    }
    return ColumnType::Other;
}

} // namespace mureum::datasets
