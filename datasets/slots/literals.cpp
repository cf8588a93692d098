#include "datasets/slots/literals.h"

#include "datasets/error.h"
#include "datasets/slots/period.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace mureum::datasets {
namespace {

bool asNumber(std::string_view text, double &value)
{
    if (text.empty())
        return false;
    const std::string copy(text);
    char *end = nullptr;
    value = std::strtod(copy.c_str(), &end);
    return *end == '\0' && (std::isdigit(static_cast<unsigned char>(copy.back())) || copy.back() == '.');
}

bool sameNumber(std::string_view a, std::string_view b)
{
    double x = 0, y = 0;
    return asNumber(a, x) && asNumber(b, y) && x == y;
}

bool numeric(const Column &column) { return column.type == ColumnType::Integer || column.type == ColumnType::Real || column.type == ColumnType::Boolean; }

sql::ExprPtr make(sql::ExprKind kind, std::string text)
{
    auto e = std::make_shared<sql::Expr>();
    e->kind = kind;
    e->text = std::move(text);
    return e;
}

sql::ExprPtr number(std::string text)
{
    if (text.starts_with('-')) {
        auto e = make(sql::ExprKind::Unary, "-");
        e->args.push_back(make(sql::ExprKind::Number, text.substr(1)));
        return e;
    }
    return make(sql::ExprKind::Number, std::move(text));
}

} // namespace

std::optional<std::string> boundOf(std::string_view period, bool last)
{
    if (period.starts_with("now:") || period.size() < 4)
        return std::nullopt;
    const int year = std::atoi(std::string(period.substr(0, 4)).c_str());
    int from = 1, to = 12;
    if (period.size() == 10)
        return std::string(period);
    if (period.size() == 7 && (period[5] == 'Q' || period[5] == 'H')) {
        const int months = period[5] == 'Q' ? 3 : 6;
        from = (period[6] - '1') * months + 1;
        to = from + months - 1;
    } else if (period.size() == 7)
        from = to = std::atoi(std::string(period.substr(5)).c_str());
    if (!last)
        return fmt::format("{:04d}-{:02d}-01", year, from);
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days = to == 2 ? (leap ? 29 : 28) : to == 4 || to == 6 || to == 9 || to == 11 ? 30 : 31;
    return fmt::format("{:04d}-{:02d}-{:02d}", year, to, days);
}

std::string dayAfter(const std::string &lastOfMonth)
{
    const int year = std::atoi(lastOfMonth.substr(0, 4).c_str()), month = std::atoi(lastOfMonth.substr(5, 2).c_str());
    return month == 12 ? fmt::format("{:04d}-01-01", year + 1) : fmt::format("{:04d}-{:02d}-01", year, month + 1);
}

int slotOfText(const SlotMap &slots, std::string_view text)
{
    const auto wanted = fold(text);
    for (std::size_t v = 0; v < slots.values.size(); ++v)
        if (fold(slots.values[v].text) == wanted)
            return static_cast<int>(v);
    for (std::size_t v = 0; v < slots.values.size(); ++v)
        for (const auto &cell : slots.values[v].cells)
            if (fold(cell.value) == wanted)
                return static_cast<int>(v);
    return -1;
}

int symbolOfLiteral(const SlotMap &slots, const std::string &value, bool isText, int columnSlot, int op)
{
    if (columnSlot >= 0)
        if (const auto *coding = flagCoding(slots.column(columnSlot))) {
            if (value == coding->yes)
                return symTrue;
            if (value == coding->no)
                return symFalse;
        }
    const auto wanted = fold(value);
    int loose = -1;
    for (std::size_t v = 0; v < slots.values.size(); ++v) {
        const auto &slot = slots.values[v];
        const int symbol = valueSymbol(static_cast<int>(v));
        if (columnSlot >= 0)
            for (const auto &cell : slot.cells)
                if (std::pair(cell.table, cell.column) == slots.columns[static_cast<std::size_t>(columnSlot)] &&
                    fold(cell.value) == wanted)
                    return symbol;
        if (fold(slot.text) == wanted || sameNumber(slot.text, value))
            return symbol;
        if (slot.kind == ValueMention::Kind::Period && isText) {
            const auto bound = boundOf(slot.text, op == symLe || op == symGt);
            if (bound && *bound == value && op != symEq && op != symNe)
                return symbol;
        }
        for (const auto &cell : slot.cells)
            if (loose < 0 && fold(cell.value) == wanted)
                loose = symbol;
    }
    if (loose >= 0)
        return loose;
    if (isText)
        return -1;
    if (value == "100.0")
        return symHundredReal;
    if (value == "1.0")
        return symOneReal;
    if (value == "100")
        return symHundred;
    double plain = 0;
    if (value.find('.') == std::string::npos && asNumber(value, plain) && plain >= 0 && plain <= 10)
        return symNumber0 + static_cast<int>(plain);
    return -1;
}

sql::ExprPtr literalOf(const SlotMap &slots, int symbol, int columnSlot, int op)
{
    using sql::ExprKind;
    if (symbol == symTrue || symbol == symFalse) {
        const auto *coding = columnSlot >= 0 ? flagCoding(slots.column(columnSlot)) : nullptr;
        const bool yes = symbol == symTrue;
        if (!coding)
            return number(yes ? "1" : "0");
        return coding->quoted ? make(ExprKind::String, yes ? coding->yes : coding->no) : number(yes ? coding->yes : coding->no);
    }
    if (symbol == symNull)
        return make(ExprKind::Null, {});
    if (symbol == symHundred)
        return number("100");
    if (symbol == symHundredReal)
        return number("100.0");
    if (symbol == symOneReal)
        return number("1.0");
    if (symbol >= symNumber0 && symbol < symFixedCount)
        return number(std::to_string(symbol - symNumber0));
    const int v = valueSlot(symbol);
    if (v < 0 || static_cast<std::size_t>(v) >= slots.values.size())
        throw Error("slot answer: a value was expected, " + symbolName(symbol) + " came");
    const auto &slot = slots.values[static_cast<std::size_t>(v)];
    if (columnSlot >= 0)
        for (const auto &cell : slot.cells)
            if (std::pair(cell.table, cell.column) == slots.columns[static_cast<std::size_t>(columnSlot)])
                return make(ExprKind::String, cell.value);
    const bool numberColumn = columnSlot >= 0 && numeric(slots.column(columnSlot));
    double parsed = 0;
    switch (slot.kind) {
    case ValueMention::Kind::Number:
        if (columnSlot >= 0 && !numberColumn && slots.column(columnSlot).type != ColumnType::Other)
            return make(ExprKind::String, slot.text);
        return number(slot.text);
    case ValueMention::Kind::Period: {
        if (slot.text.size() == 4 && (columnSlot < 0 || numberColumn || slots.column(columnSlot).type == ColumnType::Other))
            return number(slot.text);
        const bool ordered = op == symLt || op == symGt || op == symLe || op == symGe;
        if (columnSlot >= 0 && ordered && slot.text.size() < 10)
            if (const auto type = slots.column(columnSlot).type; type == ColumnType::Date || type == ColumnType::DateTime)
                if (const auto bound = boundOf(slot.text, op == symLe || op == symGt))
                    return make(ExprKind::String, *bound);
        return make(ExprKind::String, periodLiteral(slot.text).value_or(slot.text));
    }
    case ValueMention::Kind::Cell:
    case ValueMention::Kind::Text:
        break;
    }
    if (numberColumn && asNumber(slot.text, parsed))
        return number(slot.text);
    // The stored spelling, even where it was found in another column: 'korea' -> 'Korea'.
    return make(ExprKind::String, slot.cells.empty() ? slot.text : slot.cells.front().value);
}

} // namespace mureum::datasets
