#include "datasets/slots/grammar.h"

#include "datasets/slots/period.h"

#include <algorithm>

namespace mureum::datasets {

enum SlotGrammar::Expect : std::uint8_t {
    exTerminal,
    exQuery,      ///< from ... limit, with its scope
    exPopScope,   ///< no symbol: the scope ends
    exAggregatesAgain, ///< no symbol: a clause without aggregates ends
    exCore,       ///< from ... having
    exFirstTable,
    exSources,    ///< more tables, or none
    exLeftTable,
    exOnOptional,
    exOnRequired,
    exOnOther,    ///< column of an earlier table
    exOnOwn,      ///< column of the table that came last
    exDistinct,
    exItem,
    exItems,
    exStarTable,
    exWhere,
    exCondition,
    exConditionTail,
    exPredicate,
    exOpenChoice, ///< after ( at a predicate: a subquery or a condition
    exOperator,
    exOperand,
    exLiteral,
    exLiterals,
    exPattern,
    exPeriod,
    exSubquery,
    exExpr,
    exTime,             ///< what a function of time takes: no column of numbers
    exAggregate,
    exAggregateArgument,
    exDigits,
    exCaseBranch,
    exCaseTail,
    exGroup,
    exGroupTerm,
    exOrderTerm,
    exGroupTail,
    exHaving,
    exSetOps,
    exOrder,
    exOrderTail,
    exDescending,
    exLimit,
    exLimitValue,
    exOffset
};

namespace {

constexpr int maxDepth = 4;
/// Functions and operators of one answer: gold answers have up to a dozen, and SQL may only nest so deep.
constexpr int maxOperators = 12;

bool between(int symbol, int first, int last) { return symbol >= first && symbol <= last; }
bool isComparison(int s) { return between(s, symEq, symGe); }
bool isArithmetic(int s) { return between(s, symAdd, symDiv); }
bool isAggregate(int s) { return between(s, symCount, symMax); }
bool isSetOp(int s) { return between(s, symUnion, symExcept); }
bool isPlainNumber(int s) { return between(s, symHundred, symNumber0 + 10); }
bool isConstant(int s) { return between(s, symTrue, symNumber0 + 10); }

} // namespace

SlotGrammar::SlotGrammar(std::shared_ptr<const SlotMap> slots) : slots_(std::move(slots))
{
    for (int slot = 0; slot < maxColumnSlots; ++slot)
        if (slots_->columns[static_cast<std::size_t>(slot)].first >= 0) {
            const auto type = slots_->column(slot).type;
            hasDates_ = hasDates_ || type == ColumnType::Date || type == ColumnType::DateTime;
        }
    push(exTerminal, symEnd);
    push(exQuery);
}

bool SlotGrammar::isNullable(Expect expect) const
{
    switch (expect) {
    case exSources:
    case exOnOptional:
    case exDistinct:
    case exItems:
    case exStarTable:
    case exWhere:
    case exConditionTail:
    case exLiterals:
    case exGroup:
    case exGroupTail:
    case exHaving:
    case exSetOps:
    case exOrder:
    case exOrderTail:
    case exDescending:
    case exLimit:
    case exOffset:
        return true;
    default:
        return false;
    }
}

bool SlotGrammar::inScope(int symbol) const
{
    const int slot = columnSlot(symbol);
    if (slot < 0)
        return false;
    const int table = slots_->columns[static_cast<std::size_t>(slot)].first;
    if (table < 0)
        return false;
    return std::any_of(scopes_.begin(), scopes_.end(), [table](const auto &scope) {
        return std::find(scope.begin(), scope.end(), table) != scope.end();
    });
}

/// Notes a column of a list; false where the list has it already.
bool SlotGrammar::nameOnce(int symbol)
{
    if (std::find(named_.begin(), named_.end(), symbol) != named_.end())
        return false;
    named_.push_back(symbol);
    return true;
}

bool SlotGrammar::isNumberSlot(int symbol) const
{
    const int v = valueSlot(symbol);
    return v >= 0 && v < static_cast<int>(slots_->values.size()) &&
           slots_->values[static_cast<std::size_t>(v)].kind == ValueMention::Kind::Number;
}

bool SlotGrammar::fitsColumn(int literal, int slot, bool pattern) const
{
    const int v = valueSlot(literal);
    if (v >= static_cast<int>(slots_->values.size()))
        return false;
    if (slot < 0)
        return v >= 0 || isPlainNumber(literal) || literal == symNull;
    const auto &column = slots_->column(slot);
    const bool numeric = column.type == ColumnType::Integer || column.type == ColumnType::Real;
    if (literal == symTrue || literal == symFalse)
        return flagCoding(column) != nullptr;
    if (v < 0)
        return isPlainNumber(literal) && (numeric || column.type == ColumnType::Other || column.type == ColumnType::Boolean);
    const auto &value = slots_->values[static_cast<std::size_t>(v)];
    if (pattern)
        return value.kind != ValueMention::Kind::Period || value.text.size() == 4;
    const auto ref = slots_->columns[static_cast<std::size_t>(slot)];
    const bool cell = std::any_of(value.cells.begin(), value.cells.end(), [&](const ValueHit &hit) {
        return std::pair(hit.table, hit.column) == ref;
    });
    if (cell)
        return true;
    switch (value.kind) {
    case ValueMention::Kind::Number:
        return numeric || column.type == ColumnType::Other || (column.type == ColumnType::Text && value.cells.empty());
    case ValueMention::Kind::Period:
        return periodLiteral(value.text) && (value.text.size() == 4 ? column.type != ColumnType::Boolean : !numeric);
    case ValueMention::Kind::Text:
        return !numeric && column.type != ColumnType::Boolean;
    case ValueMention::Kind::Cell:
        break;
    }
    // A cell of other columns only: no row would match.
    return false;
}

/// Dates, and text where the schema has no dates: some keep them as text of their own.
bool SlotGrammar::mayHoldTime(ColumnType type) const
{
    return type == ColumnType::Date || type == ColumnType::DateTime ||
           (!hasDates_ && (type == ColumnType::Text || type == ColumnType::Other));
}

bool SlotGrammar::fitsPeriod(int literal, int slot) const
{
    const int v = valueSlot(literal);
    if (v < 0 || v >= static_cast<int>(slots_->values.size()))
        return false;
    const auto &period = slots_->values[static_cast<std::size_t>(v)].text;
    const auto type = slots_->column(slot).type;
    if (type == ColumnType::Integer) // a number that is a year
        return isPeriod(period) && period.size() == 4;
    return isPeriod(period) && mayHoldTime(type);
}

template <class Fits>
bool SlotGrammar::anyLiteral(Fits fits) const
{
    for (int literal = symTrue; literal <= symNumber0 + 10; ++literal)
        if (fits(literal))
            return true;
    for (std::size_t v = 0; v < slots_->values.size(); ++v)
        if (fits(valueSymbol(static_cast<int>(v))))
            return true;
    return false;
}

bool SlotGrammar::advance(int symbol)
{
    for (;;) {
        if (stack_.empty())
            return false;
        const auto [expect, data] = stack_.back();
        const int table = tableSlot(symbol) >= 0 ? slots_->tables[static_cast<std::size_t>(tableSlot(symbol))] : -1;
        auto pop = [this] { stack_.pop_back(); };
        auto isPresent = [&](int t) {
            const auto &scope = scopes_.back();
            return std::find(scope.begin(), scope.end(), t) != scope.end();
        };
        auto addTable = [&] {
            const bool reachable = slots_->joins->connect(scopes_.back(), table).has_value();
            scopes_.back().push_back(table);
            push(reachable ? exOnOptional : exOnRequired);
        };
        switch (expect) {
        case exTerminal:
            if (symbol != data)
                return false;
            if (symbol == symClose)
                --depth_;
            pop();
            return true;
        case exPopScope:
            scopes_.pop_back();
            plain_.pop_back();
            named_.clear();
            pop();
            continue;
        case exAggregatesAgain:
            --plain_.back();
            pop();
            continue;
        case exQuery:
            if (symbol != symFrom)
                return false;
            pop();
            push(exPopScope);
            push(exLimit);
            push(exOrder);
            push(exSetOps);
            push(exCore);
            scopes_.emplace_back();
            plain_.push_back(0);
            continue;
        case exCore:
            if (symbol != symFrom)
                return false;
            pop();
            named_.clear();
            push(exGroup);
            push(exWhere);
            push(exItems);
            push(exItem);
            push(exDistinct);
            push(exTerminal, symSelect);
            push(exSources);
            push(exFirstTable);
            return true;
        case exFirstTable:
            if (table < 0)
                return false;
            pop();
            scopes_.back().push_back(table);
            return true;
        case exSources:
            if (table >= 0 && !isPresent(table)) {
                addTable();
                return true;
            }
            if (symbol == symLeft) {
                if (!std::any_of(slots_->tables.begin(), slots_->tables.end(), [&](int t) { return t >= 0 && !isPresent(t); }))
                    return false;
                push(exLeftTable);
                return true;
            }
            break;
        case exLeftTable:
            if (table < 0 || isPresent(table))
                return false;
            pop();
            addTable();
            return true;
        case exOnOptional:
        case exOnRequired:
            if (symbol == symOn) {
                pop();
                push(exOnOwn);
                push(exOnOther);
                return true;
            }
            break;
        case exOnOther:
        case exOnOwn: {
            const int slot = columnSlot(symbol);
            const auto &scope = scopes_.back();
            const int owner = slot < 0 ? -1 : slots_->columns[static_cast<std::size_t>(slot)].first;
            if (owner < 0 || !isPresent(owner) || (owner == scope.back()) != (expect == exOnOwn))
                return false;
            pop();
            return true;
        }
        case exDistinct:
            if (symbol == symDistinct) {
                pop();
                return true;
            }
            break;
        case exItem:
            pop();
            if (symbol == symStar) {
                push(exStarTable);
                return true;
            }
            if (columnSlot(symbol) >= 0 && !nameOnce(symbol))
                return false;
            push(exExpr);
            continue;
        case exStarTable:
            if (table >= 0 && isPresent(table)) {
                pop();
                return true;
            }
            break;
        case exItems:
            if (symbol == symComma) {
                push(exItem);
                return true;
            }
            break;
        case exWhere:
        case exHaving:
            if (symbol == (expect == exWhere ? symWhere : symHaving)) {
                pop();
                if (expect == exWhere) {
                    push(exAggregatesAgain);
                    ++plain_.back();
                }
                push(exCondition);
                return true;
            }
            break;
        case exCondition:
            pop();
            push(exConditionTail);
            push(exPredicate);
            continue;
        case exConditionTail:
            if (symbol == symAnd || symbol == symOr) {
                push(exPredicate);
                return true;
            }
            break;
        case exPredicate:
            if (symbol == symNot)
                return true;
            pop();
            if (symbol == symExists) {
                push(exSubquery);
                return depth_ < maxDepth;
            }
            if (symbol == symOpen) {
                if (++depth_ > maxDepth)
                    return false;
                push(exOpenChoice);
                return true;
            }
            if (inScope(symbol)) {
                push(exOperator, columnSlot(symbol));
                return true;
            }
            if (isConstant(symbol) || valueSlot(symbol) >= 0)
                return false;
            push(exOperator);
            push(exExpr);
            continue;
        case exOpenChoice:
            pop();
            if (symbol == symFrom)
                push(exOperator);
            push(exTerminal, symClose);
            push(symbol == symFrom ? exQuery : exCondition);
            continue;
        case exOperator:
            pop();
            if (isComparison(symbol)) {
                push(exOperand, data);
                return true;
            }
            switch (symbol) {
            case symBetween:
                push(exOperand, data);
                push(exOperand, data);
                return true;
            case symIn:
            case symNotIn:
                if (!anyLiteral([&](int literal) { return fitsColumn(literal, data, false); }))
                    return false;
                push(exLiterals, data);
                push(exLiteral, data);
                return true;
            case symInQuery:
            case symNotInQuery:
                if (depth_ >= maxDepth)
                    return false;
                push(exSubquery);
                return true;
            case symIsNull:
            case symNotNull:
                return true;
            case symContains:
            case symNotContains:
            case symStarts:
            case symEnds:
                if (!anyLiteral([&](int literal) { return valueSlot(literal) >= 0 && fitsColumn(literal, data, true); }))
                    return false;
                push(exPattern, data);
                return true;
            case symWithin:
                if (data < 0 || !anyLiteral([&](int literal) { return fitsPeriod(literal, data); }))
                    return false;
                push(exPeriod, data);
                return true;
            default:
                return false;
            }
        case exOperand:
            if (isConstant(symbol) || valueSlot(symbol) >= 0) {
                if (!fitsColumn(symbol, data, false))
                    return false;
                pop();
                return true;
            }
            pop();
            push(exExpr);
            continue;
        case exLiteral:
        case exLiterals:
            if ((isConstant(symbol) || valueSlot(symbol) >= 0) && fitsColumn(symbol, data, false)) {
                if (expect == exLiteral)
                    pop();
                return true;
            }
            break;
        case exPattern:
            if (valueSlot(symbol) < 0 || !fitsColumn(symbol, data, true))
                return false;
            pop();
            return true;
        case exPeriod:
            if (!fitsPeriod(symbol, data))
                return false;
            pop();
            return true;
        case exSubquery:
            if (symbol != symOpen || ++depth_ > maxDepth)
                return false;
            pop();
            push(exTerminal, symClose);
            push(exQuery);
            return true;
        case exExpr:
            pop();
            if (inScope(symbol))
                return true;
            if (isConstant(symbol) || valueSlot(symbol) >= 0)
                return fitsColumn(symbol, -1, false);
            if (++operators_ > maxOperators)
                return false;
            if (isArithmetic(symbol) || symbol == symCoalesce || symbol == symNullif) {
                push(exExpr);
                push(exExpr);
                return true;
            }
            if (isAggregate(symbol)) {
                push(exAggregate, symbol);
                return plain_.back() == 0;
            }
            switch (symbol) {
            case symRound:
                push(exDigits);
                push(exExpr);
                return true;
            case symOpen:
                if (++depth_ > maxDepth)
                    return false;
                push(exTerminal, symClose);
                push(exQuery);
                return true;
            case symCase:
                push(exCaseBranch);
                return true;
            default:
                if (between(symbol, symYear, symJulian)) {
                    push(exTime);
                    return true;
                }
                if (symbol == symNeg || between(symbol, symAbs, symLower) || symbol == symCastInt || symbol == symCastReal) {
                    push(exExpr);
                    return true;
                }
                return false;
            }
        case exTime:
            pop();
            if (inScope(symbol)) {
                return mayHoldTime(slots_->column(columnSlot(symbol)).type);
            }
            push(exExpr);
            continue;
        case exAggregate:
            pop();
            if (symbol == symStar)
                return data == symCount;
            push(exAggregateArgument, data);
            if (symbol == symDistinct)
                return true;
            continue;
        case exAggregateArgument:
            pop();
            if (inScope(symbol)) {
                const auto type = slots_->column(columnSlot(symbol)).type;
                const bool sums = data == symSum || data == symAvg;
                return !sums || (type != ColumnType::Text && type != ColumnType::Date && type != ColumnType::DateTime);
            }
            push(exAggregatesAgain);
            ++plain_.back();
            push(exExpr);
            continue;
        case exDigits:
            if (!between(symbol, symNumber0, symNumber0 + 4) && !isNumberSlot(symbol))
                return false;
            pop();
            return true;
        case exCaseBranch:
            if (symbol != symWhen)
                return false;
            pop();
            push(exCaseTail);
            push(exExpr);
            push(exTerminal, symThen);
            push(exCondition);
            return true;
        case exCaseTail:
            if (symbol == symWhen) {
                pop();
                push(exCaseBranch);
                continue;
            }
            pop();
            if (symbol == symElse) {
                push(exTerminal, symEndCase);
                push(exExpr);
                return true;
            }
            return symbol == symEndCase;
        case exGroup:
            if (symbol == symGroup) {
                pop();
                push(exHaving);
                push(exGroupTail);
                push(exGroupTerm);
                named_.clear();
                return true;
            }
            break;
        case exGroupTerm:
        case exOrderTerm:
            pop();
            // SQLite would take a number for the place of a result column.
            if (isConstant(symbol) || valueSlot(symbol) >= 0)
                return false;
            if (expect == exGroupTerm && columnSlot(symbol) >= 0 && !nameOnce(symbol))
                return false;
            push(exExpr);
            continue;
        case exGroupTail:
            if (symbol == symComma) {
                push(exGroupTerm);
                return true;
            }
            break;
        case exSetOps:
            if (isSetOp(symbol)) {
                scopes_.back().clear();
                push(exCore);
                return true;
            }
            break;
        case exOrder:
            if (symbol == symOrder) {
                pop();
                push(exOrderTail);
                push(exDescending);
                push(exOrderTerm);
                return true;
            }
            break;
        case exOrderTail:
            if (symbol == symComma) {
                push(exDescending);
                push(exOrderTerm);
                return true;
            }
            break;
        case exDescending:
            if (symbol == symDesc) {
                pop();
                return true;
            }
            break;
        case exLimit:
        case exOffset:
            if (symbol == (expect == exLimit ? symLimit : symOffset)) {
                pop();
                if (expect == exLimit)
                    push(exOffset);
                push(exLimitValue);
                return true;
            }
            break;
        case exLimitValue:
            if (!isNumberSlot(symbol) && !between(symbol, symNumber0 + 1, symNumber0 + 10) && symbol != symHundred)
                return false;
            pop();
            return true;
        }
        if (!isNullable(expect))
            return false;
        pop();
    }
}

bool SlotGrammar::accept(int symbol)
{
    auto next = *this;
    if (!next.advance(symbol))
        return false;
    *this = std::move(next);
    return true;
}

bool SlotGrammar::allows(int symbol) const
{
    auto next = *this;
    return next.advance(symbol);
}

void SlotGrammar::allowed(std::vector<int> &symbols) const
{
    symbols.clear();
    for (int s = 0; s < symFixedCount; ++s)
        if (allows(s))
            symbols.push_back(s);
    auto addSlots = [&](int (*symbolOf)(int), int count, auto used) {
        for (int slot = 0; slot < count; ++slot)
            if (used(slot) && allows(symbolOf(slot)))
                symbols.push_back(symbolOf(slot));
    };
    addSlots(tableSymbol, maxTableSlots, [this](int s) { return slots_->tables[static_cast<std::size_t>(s)] >= 0; });
    addSlots(columnSymbol, maxColumnSlots, [this](int s) { return slots_->columns[static_cast<std::size_t>(s)].first >= 0; });
    addSlots(valueSymbol, static_cast<int>(slots_->values.size()), [](int) { return true; });
}

} // namespace mureum::datasets
