#include "datasets/importers/column_values.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mureum::datasets {

namespace {

using synth::Cell;
using synth::CellKind;

std::string nameKey(std::string_view name)
{
    std::string key;
    for (const std::string &part : identifierParts(name))
        key += part;
    return key;
}

bool isNumber(const LexiconAttribute &attribute)
{
    return attribute.type == "integer" || attribute.type == "real";
}

bool isDate(const LexiconAttribute &attribute)
{
    return attribute.type == "date" || attribute.type == "datetime";
}

/// Whether the attribute's values go into a column of the type.
bool fitsType(const LexiconAttribute &attribute, const ColumnValues::Column &column, bool numbers, bool texts)
{
    if (column.anyType)
        return texts     ? !isNumber(attribute) && attribute.type != "boolean"
               : numbers ? isNumber(attribute)
                         : attribute.type != "boolean";
    switch (column.type) {
    case ColumnType::Integer:
        return attribute.type == "integer";
    case ColumnType::Real:
        return isNumber(attribute);
    case ColumnType::Date:
    case ColumnType::DateTime:
        return isDate(attribute);
    case ColumnType::Boolean:
        return attribute.type == "boolean";
    default:
        return attribute.type == "text";
    }
}

std::string titled(std::string_view name)
{
    std::string words;
    for (const std::string &part : identifierParts(name)) {
        words += words.empty() ? "" : " ";
        words += part;
    }
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
        words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words.empty() ? "Value" : words;
}

bool anyPart(const ColumnValues::Column &column, std::initializer_list<std::string_view> words)
{
    const auto parts = identifierParts(column.name);
    return std::any_of(parts.begin(), parts.end(), [&](const std::string &part) {
        return std::find(words.begin(), words.end(), part) != words.end();
    });
}

/// Typical range of a number column by its name.
void rangeFor(LexiconAttribute &attribute, const ColumnValues::Column &column)
{
    if (anyPart(column, {"year", "yr", "founded", "연도", "년도"})) {
        attribute.low = 1990;
        attribute.high = 2024;
        attribute.role = "time";
    } else if (anyPart(column, {"age", "나이"})) {
        attribute.low = 18;
        attribute.high = 70;
    } else if (anyPart(column, {"rank", "position", "round", "week", "month", "season", "순위"})) {
        attribute.low = 1;
        attribute.high = 12;
    } else {
        attribute.low = 1;
        attribute.high = 100;
    }
}

/// Widens the range so that numbers on both sides of every literal occur.
void include(LexiconAttribute &attribute, double value)
{
    const double margin = std::max(1.0, std::fabs(value) / 2);
    attribute.low = std::min(attribute.low, std::clamp(value - margin, -1e12, 1e12));
    attribute.high = std::max(attribute.high, std::clamp(value + margin, -1e12, 1e12));
    // Years stay years.
    if (attribute.role == "time") {
        attribute.low = std::max(attribute.low, value - 30);
        attribute.high = std::min(attribute.high, value + 30 > 2030 ? 2030.0 : value + 30);
        if (attribute.low >= attribute.high)
            attribute.high = attribute.low + 1;
    }
}

LexiconAttribute madeUp(const ColumnValues::Column &column, bool numbers)
{
    LexiconAttribute attribute;
    attribute.key = column.name;
    attribute.en = attribute.ko = {column.name};
    const ColumnType type = column.anyType && numbers ? ColumnType::Integer : column.type;
    switch (type) {
    case ColumnType::Integer:
    case ColumnType::Real:
        attribute.type = type == ColumnType::Real ? "real" : "integer";
        attribute.role = "measure";
        rangeFor(attribute, column);
        break;
    case ColumnType::Date:
    case ColumnType::DateTime:
        attribute.type = type == ColumnType::Date ? "date" : "datetime";
        attribute.role = "time";
        break;
    case ColumnType::Boolean:
        attribute.type = "boolean";
        attribute.role = "flag";
        break;
    default:
        attribute.type = "text";
        attribute.role = "category";
        for (char letter = 'A'; letter <= 'H'; ++letter) {
            const std::string value = fmt::format("{} {}", titled(column.name), letter);
            attribute.values.emplace_back(value, value);
        }
    }
    return attribute;
}

} // namespace

ColumnValues::ColumnValues(const Lexicon &lexicon)
{
    for (const LexiconEntity &entity : lexicon.entities())
        for (const LexiconAttribute &attribute : entity.attributes)
            for (const auto *names : {&attribute.columns, &attribute.en, &attribute.ko})
                for (const std::string &name : *names)
                    byName_[nameKey(name)].push_back({&entity, &attribute});
}

const LexiconAttribute *ColumnValues::known(const Column &column, bool numbers, bool texts) const
{
    const std::string table = nameKey(column.table);
    std::vector<std::string> parts = identifierParts(column.name);
    // home_city, then city.
    for (; !parts.empty(); parts.erase(parts.begin())) {
        std::string key;
        for (const std::string &part : parts)
            key += part;
        const auto found = byName_.find(key);
        if (found == byName_.end())
            continue;
        const LexiconAttribute *any = nullptr;
        for (const Known &one : found->second) {
            if (!fitsType(*one.attribute, column, numbers, texts))
                continue;
            const auto &tables = one.entity->tables;
            if (std::any_of(tables.begin(), tables.end(),
                            [&](const auto &name) { return nameKey(name) == table; }))
                return one.attribute;
            if (!any)
                any = one.attribute;
        }
        if (any)
            return any;
    }
    return nullptr;
}

LexiconAttribute ColumnValues::attributeFor(const Column &column) const
{
    std::size_t numbers = 0, texts = 0;
    for (const Cell &cell : column.mentioned)
        ++(cell.kind == CellKind::Text && cell.text.find_first_not_of("0123456789.-") != std::string::npos
               ? texts
               : numbers);
    const bool onlyNumbers = numbers > 0 && texts == 0;
    const LexiconAttribute *found = known(column, onlyNumbers, texts > 0);
    LexiconAttribute attribute = found ? *found : madeUp(column, onlyNumbers);
    if (attribute.type == "date" || attribute.type == "datetime") {
        if (attribute.from.empty())
            attribute.from = "2018-01-01";
        if (attribute.to.empty())
            attribute.to = "2024-12-31";
    }
    if (attribute.type == "text" && attribute.values.empty())
        attribute.values = madeUp({column.table, column.name, ColumnType::Text, false, {}}, false).values;
    for (const Cell &cell : column.mentioned) {
        if (isNumber(attribute))
            include(attribute,
                    cell.kind == CellKind::Text ? std::strtod(cell.text.c_str(), nullptr) : cell.number);
        else if (attribute.type == "text")
            attribute.values.emplace_back(cell.text, cell.text);
    }
    return attribute;
}

} // namespace mureum::datasets
