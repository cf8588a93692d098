#include "datasets/slots/decode.h"

#include "datasets/error.h"
#include "datasets/slots/literals.h"
#include "datasets/slots/period.h"
#include "datasets/sql/parser.h"

#include <algorithm>
#include <map>

namespace mureum::datasets {
namespace {

using namespace sql;

const std::map<int, const char *> comparisons = {{symEq, "="},  {symNe, "!="}, {symLt, "<"},
                                                 {symGt, ">"}, {symLe, "<="}, {symGe, ">="}};
const std::map<int, const char *> arithmetic = {{symAdd, "+"}, {symSub, "-"}, {symMul, "*"}, {symDiv, "/"}};
const std::map<int, const char *> functions = {{symCount, "COUNT"}, {symSum, "SUM"},     {symAvg, "AVG"},     {symMin, "MIN"},
                                               {symMax, "MAX"},     {symAbs, "ABS"},     {symLength, "LENGTH"}, {symUpper, "UPPER"},
                                               {symLower, "LOWER"}, {symDate, "date"},   {symJulian, "julianday"}};
const std::map<int, const char *> pairs = {{symCoalesce, "COALESCE"}, {symNullif, "NULLIF"}};
const std::map<int, const char *> timeFormats = {
    {symYear, "%Y"}, {symMonth, "%m"}, {symYearMonth, "%Y-%m"}, {symDay, "%d"}, {symHour, "%H"}};

ExprPtr make(ExprKind kind, std::string text = {})
{
    auto e = std::make_shared<Expr>();
    e->kind = kind;
    e->text = std::move(text);
    return e;
}

ExprPtr binary(const char *op, ExprPtr a, ExprPtr b)
{
    auto e = make(ExprKind::Binary, op);
    e->args = {std::move(a), std::move(b)};
    return e;
}

class Decoder
{
public:
    Decoder(std::span<const int> symbols, const SlotMap &slots) : symbols_(symbols), slots_(slots) {}

    Query run()
    {
        auto query = parseQuery();
        accept(symEnd);
        if (at_ != symbols_.size())
            fail("more follows the answer");
        return query;
    }

private:
    [[noreturn]] void fail(const std::string &what) const
    {
        throw Error("slot answer, symbol " + std::to_string(at_) + ": " + what);
    }

    int peek() const { return at_ < symbols_.size() ? symbols_[at_] : -1; }
    int next()
    {
        if (at_ >= symbols_.size())
            fail("the answer breaks off");
        return symbols_[at_++];
    }
    bool accept(int symbol)
    {
        if (peek() != symbol)
            return false;
        ++at_;
        return true;
    }
    void expect(int symbol)
    {
        if (!accept(symbol))
            fail(symbolName(symbol) + " was expected");
    }

    const Table &table(int index) const { return slots_.schema->tables[static_cast<std::size_t>(index)]; }

    Query parseQuery()
    {
        static const std::map<int, SetOp> ops = {{symUnion, SetOp::Union},
                                                 {symUnionAll, SetOp::UnionAll},
                                                 {symIntersect, SetOp::Intersect},
                                                 {symExcept, SetOp::Except}};
        Query query;
        query.cores.push_back(parseCore());
        while (ops.contains(peek())) {
            query.ops.push_back(ops.at(next()));
            scopes_.pop_back();
            query.cores.push_back(parseCore());
        }
        if (accept(symOrder))
            do {
                OrderTerm term;
                term.expr = parseExpr();
                term.descending = accept(symDesc);
                query.orderBy.push_back(std::move(term));
            } while (accept(symComma));
        if (accept(symLimit)) {
            query.limit = parseExpr();
            if (accept(symOffset))
                query.offset = parseExpr();
        }
        scopes_.pop_back();
        // A compound's ORDER BY may only name its result columns.
        if (query.cores.size() > 1)
            for (auto &term : query.orderBy)
                for (std::size_t i = 0; i < query.cores[0].items.size(); ++i)
                    if (print(*query.cores[0].items[i].expr) == print(*term.expr)) {
                        term.expr = make(ExprKind::Number, std::to_string(i + 1));
                        break;
                    }
        return query;
    }

    SelectCore parseCore()
    {
        SelectCore core;
        expect(symFrom);
        std::vector<int> present;
        scopes_.emplace_back();
        do
            parseSource(core, present);
        while (tableSlot(peek()) >= 0 || peek() == symLeft);
        scopes_.back() = present;
        expect(symSelect);
        core.distinct = accept(symDistinct);
        do
            core.items.push_back({parseItem(), {}});
        while (accept(symComma));
        if (accept(symWhere))
            core.where = parseCondition();
        if (accept(symGroup)) {
            do
                core.groupBy.push_back(parseExpr());
            while (accept(symComma));
            if (accept(symHaving))
                core.having = parseCondition();
        }
        return core;
    }

    int parseTable()
    {
        const int slot = tableSlot(next());
        const int index = slot < 0 ? -1 : slots_.tables[static_cast<std::size_t>(slot)];
        if (index < 0)
            fail("a table was expected");
        return index;
    }

    std::pair<int, int> columnAt(int symbol) const
    {
        const int slot = columnSlot(symbol);
        const auto ref = slot < 0 ? std::pair(-1, -1) : slots_.columns[static_cast<std::size_t>(slot)];
        if (ref.first < 0)
            fail("a column was expected");
        return ref;
    }

    void parseSource(SelectCore &core, std::vector<int> &present)
    {
        const bool left = accept(symLeft);
        const int index = parseTable();
        auto add = [&](int tableIndex, ExprPtr on) {
            Source source;
            source.table = table(tableIndex).name;
            source.join = present.empty() ? JoinKind::First : left ? JoinKind::Left : JoinKind::Inner;
            source.on = std::move(on);
            core.from.push_back(std::move(source));
            present.push_back(tableIndex);
        };
        if (accept(symOn)) {
            const auto a = columnAt(next()), b = columnAt(next());
            add(index, binary("=", qualified(a), qualified(b)));
            return;
        }
        if (present.empty()) {
            add(index, nullptr);
            return;
        }
        if (std::find(present.begin(), present.end(), index) != present.end())
            return; // a bridge brought it in already
        const auto path = slots_.joins->connect(present, index);
        if (!path)
            fail("no way joins " + table(index).name);
        for (const auto &step : *path)
            add(step.table, binary("=", qualified({step.otherTable, step.otherColumn}), qualified({step.table, step.ownColumn})));
    }


    ExprPtr qualified(std::pair<int, int> ref) const
    {
        auto e = make(ExprKind::Column, table(ref.first).columns[static_cast<std::size_t>(ref.second)].name);
        e->qualifier = table(ref.first).name;
        return e;
    }

    ExprPtr column(int symbol) const
    {
        const auto ref = columnAt(symbol);
        auto e = qualified(ref);
        const auto &present = scopes_.back();
        const bool own = std::find(present.begin(), present.end(), ref.first) != present.end();
        if (present.size() == 1 && own)
            e->qualifier.clear();
        return e;
    }

    ExprPtr parseItem()
    {
        if (peek() != symStar)
            return parseExpr();
        ++at_;
        auto star = make(ExprKind::Star);
        if (tableSlot(peek()) >= 0)
            star->qualifier = table(parseTable()).name;
        return star;
    }

    ExprPtr parseCondition()
    {
        auto left = parseConjunction();
        while (accept(symOr))
            left = binary("OR", left, parseConjunction());
        return left;
    }

    ExprPtr parseConjunction()
    {
        auto left = parsePredicate();
        while (accept(symAnd))
            left = binary("AND", left, parsePredicate());
        return left;
    }

    ExprPtr parsePredicate()
    {
        if (accept(symNot)) {
            auto inner = parsePredicate();
            if (inner->kind == ExprKind::Exists) {
                inner->negated = !inner->negated;
                return inner;
            }
            auto e = make(ExprKind::Unary, "NOT");
            e->args = {inner};
            return e;
        }
        if (accept(symExists)) {
            auto e = make(ExprKind::Exists);
            e->query = parseSubquery();
            return e;
        }
        if (peek() == symOpen && at_ + 1 < symbols_.size() && symbols_[at_ + 1] != symFrom) {
            ++at_;
            auto inner = parseCondition();
            expect(symClose);
            return inner;
        }
        const auto begin = at_;
        auto left = parseExpr();
        // The column that tells how a literal beside it is written.
        const int slot = at_ == begin + 1 ? columnSlot(symbols_[begin]) : -1;
        const int op = next();
        if (const auto it = comparisons.find(op); it != comparisons.end())
            return binary(it->second, left, parseOperand(slot, op));
        switch (op) {
        case symBetween: {
            auto e = make(ExprKind::Between);
            e->args = {left, parseOperand(slot, symGe)};
            e->args.push_back(parseOperand(slot, symLe));
            return e;
        }
        case symIn:
        case symNotIn: {
            auto e = make(ExprKind::In);
            e->negated = op == symNotIn;
            e->args = {left};
            do
                e->args.push_back(parseOperand(slot, symEq));
            while (isLiteral(peek()));
            return e;
        }
        case symInQuery:
        case symNotInQuery: {
            auto e = make(ExprKind::In);
            e->negated = op == symNotInQuery;
            e->args = {left};
            e->query = parseSubquery();
            return e;
        }
        case symIsNull:
        case symNotNull: {
            auto e = make(ExprKind::IsNull);
            e->negated = op == symNotNull;
            e->args = {left};
            return e;
        }
        case symContains:
        case symNotContains:
        case symStarts:
        case symEnds: {
            auto e = make(ExprKind::Like, "LIKE");
            e->negated = op == symNotContains;
            const auto &value = valueAt(next());
            const std::string before = op == symStarts ? "" : "%", after = op == symEnds ? "" : "%";
            e->args = {left, make(ExprKind::String, before + value.text + after)};
            return e;
        }
        case symWithin: {
            const auto &value = valueAt(next());
            if (slot < 0 || !isPeriod(value.text))
                fail("a date column and a period were expected");
            const bool yearNumber = slots_.column(slot).type == ColumnType::Integer;
            const auto query = parse("SELECT 1 WHERE " + periodCondition(value.text, print(*left), yearNumber));
            return query.cores[0].where;
        }
        default:
            fail("a comparison was expected, " + symbolName(op) + " came");
        }
    }

    const ValueMention &valueAt(int symbol) const
    {
        const int v = valueSlot(symbol);
        if (v < 0 || static_cast<std::size_t>(v) >= slots_.values.size())
            fail("a value was expected");
        return slots_.values[static_cast<std::size_t>(v)];
    }

    static bool isLiteral(int symbol)
    {
        return (symbol >= symTrue && symbol < symFixedCount) || valueSymbol(0) <= symbol;
    }

    ExprPtr parseOperand(int slot, int op) { return isLiteral(peek()) ? literalOf(slots_, next(), slot, op) : parseExpr(); }

    QueryPtr parseSubquery()
    {
        expect(symOpen);
        auto query = std::make_shared<Query>(parseQuery());
        expect(symClose);
        return query;
    }

    ExprPtr parseExpr()
    {
        const int symbol = next();
        if (columnSlot(symbol) >= 0)
            return column(symbol);
        if (isLiteral(symbol))
            return literalOf(slots_, symbol, -1, symEq);
        if (const auto it = arithmetic.find(symbol); it != arithmetic.end()) {
            auto a = parseExpr();
            return binary(it->second, a, parseExpr());
        }
        if (const auto it = functions.find(symbol); it != functions.end()) {
            auto e = make(ExprKind::Function, it->second);
            e->distinct = accept(symDistinct);
            if (accept(symStar))
                e->star = true;
            else
                e->args = {parseExpr()};
            return e;
        }
        if (const auto it = pairs.find(symbol); it != pairs.end()) {
            auto e = make(ExprKind::Function, it->second);
            e->args = {parseExpr()};
            e->args.push_back(parseExpr());
            return e;
        }
        if (const auto it = timeFormats.find(symbol); it != timeFormats.end()) {
            auto e = make(ExprKind::Function, "strftime");
            e->args = {make(ExprKind::String, it->second), parseExpr()};
            return e;
        }
        switch (symbol) {
        case symRound: {
            auto e = make(ExprKind::Function, "ROUND");
            e->args = {parseExpr()};
            auto digits = parseExpr();
            if (digits->text != "0")
                e->args.push_back(digits);
            return e;
        }
        case symCastInt:
        case symCastReal: {
            auto e = make(ExprKind::Cast, symbol == symCastInt ? "INTEGER" : "REAL");
            e->args = {parseExpr()};
            return e;
        }
        case symNeg: {
            auto e = make(ExprKind::Unary, "-");
            e->args = {parseExpr()};
            return e;
        }
        case symOpen: {
            --at_;
            auto e = make(ExprKind::Subquery);
            e->query = parseSubquery();
            return e;
        }
        case symCase: {
            auto e = make(ExprKind::Case);
            while (accept(symWhen)) {
                e->args.push_back(parseCondition());
                expect(symThen);
                e->args.push_back(parseExpr());
            }
            if (accept(symElse))
                e->otherwise = parseExpr();
            expect(symEndCase);
            return e;
        }
        case symStar:
            return make(ExprKind::Star);
        default:
            fail("an expression was expected, " + symbolName(symbol) + " came");
        }
    }

    std::span<const int> symbols_;
    const SlotMap &slots_;
    std::size_t at_ = 0;
    std::vector<std::vector<int>> scopes_;
};

} // namespace

sql::Query decode(std::span<const int> symbols, const SlotMap &slots) { return Decoder(symbols, slots).run(); }

std::string decodeSoFar(std::span<const int> symbols, const SlotMap &slots)
{
    for (auto count = symbols.size(); count > 3; --count)
        try {
            return sql::print(decode(symbols.subspan(0, count), slots));
        } catch (const Error &) {
            continue; // breaks off inside an expression: try one symbol less
        }
    return {};
}

} // namespace mureum::datasets
