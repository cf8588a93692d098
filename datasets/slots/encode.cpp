#include "datasets/slots/encode.h"

#include "datasets/slots/literals.h"
#include "datasets/slots/period.h"
#include "datasets/sql/parser.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

namespace mureum::datasets {
namespace {

using namespace sql;

[[noreturn]] void fail(const std::string &reason) { throw NotEncodable(reason); }

struct Scope {
    std::vector<std::pair<std::string, int>> sources; ///< folded alias or name -> table
    const SelectCore *core = nullptr;
};

struct ColumnRef {
    int table = -1, column = -1;
};

bool isColumnPair(const Expr &e)
{
    return e.kind == ExprKind::Binary && e.text == "=" && e.args[0]->kind == ExprKind::Column &&
           e.args[1]->kind == ExprKind::Column;
}

void splitAnd(const ExprPtr &expr, std::vector<ExprPtr> &out)
{
    if (expr && expr->kind == ExprKind::Binary && expr->text == "AND") {
        splitAnd(expr->args[0], out);
        splitAnd(expr->args[1], out);
    } else if (expr)
        out.push_back(expr);
}

const std::map<std::string, int> comparisons = {{"=", symEq}, {"==", symEq}, {"!=", symNe}, {"<>", symNe}, {"<", symLt},
                                                {">", symGt}, {"<=", symLe}, {">=", symGe}, {"IS", symEq}, {"IS NOT", symNe}};
const std::map<std::string, int> arithmetic = {{"+", symAdd}, {"-", symSub}, {"*", symMul}, {"/", symDiv}};
const std::map<std::string, int> functions = {
    {"count", symCount}, {"sum", symSum},       {"total", symSum},     {"avg", symAvg},         {"min", symMin},
    {"max", symMax},     {"round", symRound},   {"abs", symAbs},       {"length", symLength},   {"upper", symUpper},
    {"lower", symLower}, {"coalesce", symCoalesce}, {"ifnull", symCoalesce}, {"nullif", symNullif}, {"date", symDate},
    {"julianday", symJulian}};
const std::map<std::string, int> timeFormats = {
    {"%Y", symYear}, {"%m", symMonth}, {"%Y-%m", symYearMonth}, {"%d", symDay}, {"%H", symHour}};

class Encoder
{
public:
    explicit Encoder(const SlotMap &slots) : slots_(slots) {}

    std::vector<int> run(const Query &query)
    {
        encodeQuery(query);
        out_.push_back(symEnd);
        return std::move(out_);
    }

private:
    const Table &table(int index) const { return slots_.schema->tables[static_cast<std::size_t>(index)]; }

    void emit(int symbol) { out_.push_back(symbol); }

    void emitTable(int index)
    {
        const int slot = slots_.slotOfTable(index);
        if (slot < 0)
            fail("table not in the prompt: " + table(index).name);
        emit(tableSymbol(slot));
    }

    void emitColumn(ColumnRef ref)
    {
        const int slot = slots_.slotOfColumn(ref.table, ref.column);
        if (slot < 0)
            fail("column not in the prompt: " + table(ref.table).columns[static_cast<std::size_t>(ref.column)].name);
        emit(columnSymbol(slot));
    }

    std::optional<ColumnRef> lookup(const Expr &e) const
    {
        const auto qualifier = fold(e.qualifier);
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            for (const auto &[name, index] : scope->sources) {
                if (!qualifier.empty() && qualifier != name)
                    continue;
                if (const int c = table(index).find(e.text); c >= 0)
                    return ColumnRef{index, c};
            }
        return std::nullopt;
    }

    ColumnRef resolve(const Expr &e) const
    {
        const auto ref = lookup(e);
        if (!ref)
            fail("unknown column " + e.text);
        // Without aliases an outer table of the same name would be hidden.
        for (std::size_t i = 0; i + 1 < scopes_.size(); ++i)
            for (const auto &[name, index] : scopes_[i].sources)
                if (index == ref->table && name == fold(e.qualifier) && !scopes_.back().sources.empty()) {
                    const auto &inner = scopes_.back().sources;
                    const bool hidden = std::any_of(inner.begin(), inner.end(), [&](const auto &s) {
                        return s.second == index && s.first != name;
                    });
                    if (hidden)
                        fail("a table inside itself");
                }
        return *ref;
    }

    const ExprPtr *aliasOf(const Expr &e) const
    {
        if (e.kind != ExprKind::Column || !e.qualifier.empty() || scopes_.empty())
            return nullptr;
        for (const auto &item : scopes_.back().core->items)
            if (!item.alias.empty() && fold(item.alias) == fold(e.text))
                return &item.expr;
        return nullptr;
    }

    void encodeQuery(const Query &query)
    {
        if (!query.with.empty())
            fail("WITH");
        for (std::size_t i = 0; i < query.cores.size(); ++i) {
            if (i > 0) {
                static const std::map<SetOp, int> ops = {{SetOp::Union, symUnion},
                                                         {SetOp::UnionAll, symUnionAll},
                                                         {SetOp::Intersect, symIntersect},
                                                         {SetOp::Except, symExcept}};
                emit(ops.at(query.ops[i - 1]));
            }
            encodeCore(query.cores[i]);
            if (i + 1 < query.cores.size())
                scopes_.pop_back();
        }
        if (!query.orderBy.empty()) {
            emit(symOrder);
            for (std::size_t i = 0; i < query.orderBy.size(); ++i) {
                if (i > 0)
                    emit(symComma);
                encodeTerm(query.orderBy[i].expr);
                if (query.orderBy[i].descending)
                    emit(symDesc);
            }
        }
        if (query.limit) {
            emit(symLimit);
            encodeExpr(*query.limit);
            if (query.offset) {
                emit(symOffset);
                encodeExpr(*query.offset);
            }
        }
        scopes_.pop_back();
    }

    /// ORDER BY and GROUP BY terms: an alias or an ordinal stands for the select item.
    void encodeTerm(const ExprPtr &expr)
    {
        const auto &items = scopes_.back().core->items;
        if (expr->kind == ExprKind::Number) {
            const auto n = std::atoi(expr->text.c_str());
            if (n < 1 || static_cast<std::size_t>(n) > items.size())
                fail("ordinal out of range");
            encodeExpr(*items[static_cast<std::size_t>(n) - 1].expr);
        } else if (const auto *alias = aliasOf(*expr))
            encodeExpr(**alias);
        else
            encodeExpr(*expr);
    }

    void encodeCore(const SelectCore &core)
    {
        if (core.from.empty())
            fail("no FROM");
        scopes_.push_back({});
        scopes_.back().core = &core;
        emit(symFrom);
        std::vector<ExprPtr> where;
        splitAnd(core.where, where);
        encodeFrom(core, where);
        emit(symSelect);
        if (core.distinct)
            emit(symDistinct);
        for (std::size_t i = 0; i < core.items.size(); ++i) {
            if (i > 0)
                emit(symComma);
            encodeItem(*core.items[i].expr);
        }
        if (!where.empty()) {
            emit(symWhere);
            for (std::size_t i = 0; i < where.size(); ++i) {
                if (i > 0)
                    emit(symAnd);
                if (i + 1 < where.size() && encodePeriodRange(*where[i], *where[i + 1])) {
                    ++i;
                    continue;
                }
                const bool alternative = where[i]->kind == ExprKind::Binary && where[i]->text == "OR";
                encodeCondition(*where[i], where.size() > 1 && alternative);
            }
        }
        if (!core.groupBy.empty()) {
            emit(symGroup);
            for (std::size_t i = 0; i < core.groupBy.size(); ++i) {
                if (i > 0)
                    emit(symComma);
                encodeTerm(core.groupBy[i]);
            }
        }
        if (core.having) {
            emit(symHaving);
            encodeCondition(*core.having, false);
        }
    }

    void encodeItem(const Expr &e)
    {
        if (e.kind == ExprKind::Star && !e.qualifier.empty()) {
            emit(symStar);
            for (const auto &[name, index] : scopes_.back().sources)
                if (name == fold(e.qualifier)) {
                    emitTable(index);
                    return;
                }
            fail("unknown table before .*");
        }
        encodeExpr(e);
    }

    void encodeFrom(const SelectCore &core, std::vector<ExprPtr> &where)
    {
        std::vector<int> present;
        for (const auto &source : core.from) {
            if (source.table.empty())
                fail("derived table");
            const int index = slots_.schema->find(source.table);
            if (index < 0)
                fail("unknown table " + source.table);
            if (std::find(present.begin(), present.end(), index) != present.end())
                fail("self join");
            if (source.join == JoinKind::Right || source.join == JoinKind::Full)
                fail("right or full join");
            scopes_.back().sources.push_back({fold(source.alias.empty() ? source.table : source.alias), index});
            if (present.empty()) {
                emitTable(index);
                present.push_back(index);
                continue;
            }
            const auto pairs = joinPairs(source, index, present, where);
            if (source.join == JoinKind::Left)
                emit(symLeft);
            emitTable(index);
            const auto path = slots_.joins->connect(present, index);
            const bool implied = path && path->size() == 1 && pairs.size() == 1 &&
                                 path->front().ownColumn == pairs[0].second.column &&
                                 path->front().otherTable == pairs[0].first.table &&
                                 path->front().otherColumn == pairs[0].first.column;
            if (!implied) {
                if (pairs.size() != 1)
                    fail(pairs.empty() ? "join without a condition" : "join on several columns");
                emit(symOn);
                emitColumn(pairs[0].first);
                emitColumn(pairs[0].second);
            }
            present.push_back(index);
        }
    }

    /// The equalities (column of an earlier table, own column) that join a source; those in WHERE leave it.
    std::vector<std::pair<ColumnRef, ColumnRef>> joinPairs(const Source &source, int index,
                                                           const std::vector<int> &present, std::vector<ExprPtr> &where)
    {
        std::vector<std::pair<ColumnRef, ColumnRef>> pairs;
        auto take = [&](const Expr &e) {
            if (!isColumnPair(e))
                return false;
            auto a = lookup(*e.args[0]), b = lookup(*e.args[1]);
            if (!a || !b)
                return false;
            if (a->table == index)
                std::swap(a, b);
            if (b->table != index || std::find(present.begin(), present.end(), a->table) == present.end())
                return false;
            pairs.push_back({*a, *b});
            return true;
        };
        auto byName = [&](const std::string &column) {
            const int own = table(index).find(column);
            for (int other : present)
                if (const int c = table(other).find(column); c >= 0 && own >= 0) {
                    pairs.push_back({{other, c}, {index, own}});
                    return;
                }
        };
        std::vector<ExprPtr> on;
        splitAnd(source.on, on);
        for (const auto &e : on)
            if (!take(*e)) {
                if (source.join == JoinKind::Left)
                    fail("condition in a LEFT JOIN");
                where.push_back(e);
            }
        for (const auto &column : source.usingColumns)
            byName(column);
        if (source.natural)
            for (const auto &column : table(index).columns)
                byName(column.name);
        if (pairs.empty()) // FROM a, b WHERE a.x = b.y; the last table of JOIN chains without ON counts too
            std::erase_if(where, [&](const ExprPtr &e) { return pairs.empty() && take(*e); });
        return pairs;
    }

    void encodeCondition(const Expr &e, bool parenthesise)
    {
        if (parenthesise)
            emit(symOpen);
        if (e.kind == ExprKind::Binary && (e.text == "AND" || e.text == "OR")) {
            for (int side = 0; side < 2; ++side) {
                if (side == 1)
                    emit(e.text == "AND" ? symAnd : symOr);
                const auto &arg = *e.args[static_cast<std::size_t>(side)];
                encodeCondition(arg, e.text == "AND" && arg.kind == ExprKind::Binary && arg.text == "OR");
            }
        } else
            encodePredicate(e);
        if (parenthesise)
            emit(symClose);
    }

    void encodeSubquery(const QueryPtr &query)
    {
        emit(symOpen);
        encodeQuery(*query);
        emit(symClose);
    }

    bool encodePeriod(const Expr &e)
    {
        const auto text = print(e);
        const Expr *column = nullptr;
        findColumn(e, column);
        if (!column)
            return false;
        const auto ref = lookup(*column);
        if (!ref)
            return false;
        for (std::size_t v = 0; v < slots_.values.size(); ++v) {
            const auto &value = slots_.values[v];
            if (value.kind != ValueMention::Kind::Period || !samePeriod(e, text, value.text, *column))
                continue;
            emitColumn(*ref);
            emit(symWithin);
            emit(valueSymbol(static_cast<int>(v)));
            return true;
        }
        return false;
    }

    /// date >= '2023-01-01' AND date < '2024-01-01' where the question names 2023
    bool encodePeriodRange(const Expr &from, const Expr &to)
    {
        const bool shaped = from.kind == ExprKind::Binary && to.kind == ExprKind::Binary && from.text == ">=" &&
                            (to.text == "<" || to.text == "<=") && from.args[0]->kind == ExprKind::Column &&
                            print(*from.args[0]) == print(*to.args[0]) && from.args[1]->kind == ExprKind::String &&
                            to.args[1]->kind == ExprKind::String;
        const auto ref = shaped ? lookup(*from.args[0]) : std::nullopt;
        if (!ref)
            return false;
        for (std::size_t v = 0; v < slots_.values.size(); ++v) {
            const auto &value = slots_.values[v];
            if (value.kind != ValueMention::Kind::Period || value.text.size() > 7)
                continue;
            const auto first = boundOf(value.text, false), last = boundOf(value.text, true);
            if (!first || *first != from.args[1]->text)
                continue;
            if (to.args[1]->text != (to.text == "<" ? dayAfter(*last) : *last))
                continue;
            emitColumn(*ref);
            emit(symWithin);
            emit(valueSymbol(static_cast<int>(v)));
            return true;
        }
        return false;
    }

    bool samePeriod(const Expr &e, const std::string &text, const std::string &period, const Expr &column) const
    {
        std::vector<std::string> same = {period};
        if (period.starts_with("now:last:") && !period.ends_with("day")) { // three months may be written as 90 days
            const int count = std::atoi(period.c_str() + 9);
            same.push_back("now:last:" + std::to_string(count * (period.ends_with("year") ? 365 : 30)) + ":day");
        }
        for (const auto &each : same)
            if (print(*parse("SELECT 1 WHERE " + periodCondition(each, print(column), false)).cores[0].where) == text)
                return true;
        // BETWEEN first AND last day of it
        if (e.kind != ExprKind::Between || e.negated || e.args[1]->kind != ExprKind::String ||
            e.args[2]->kind != ExprKind::String)
            return false;
        const auto first = boundOf(period, false), last = boundOf(period, true);
        return first && last && e.args[1]->text == *first && (e.args[2]->text == *last);
    }

    static void findColumn(const Expr &e, const Expr *&found)
    {
        if (e.kind == ExprKind::Column && !e.doubleQuoted) {
            if (!found)
                found = &e;
            return;
        }
        for (const auto &arg : e.args)
            if (arg)
                findColumn(*arg, found);
    }

    void encodePredicate(const Expr &e)
    {
        switch (e.kind) {
        case ExprKind::Binary: {
            const auto op = comparisons.find(e.text);
            if (op == comparisons.end())
                break;
            if (e.text == "=" && encodePeriod(e))
                return;
            const bool swapped = isLiteral(*e.args[0]) && !isLiteral(*e.args[1]);
            const auto &left = *e.args[swapped ? 1 : 0], &right = *e.args[swapped ? 0 : 1];
            encodeExpr(left);
            int symbol = op->second;
            if (swapped) {
                static const std::map<int, int> mirror = {{symLt, symGt}, {symGt, symLt}, {symLe, symGe}, {symGe, symLe}};
                if (const auto m = mirror.find(symbol); m != mirror.end())
                    symbol = m->second;
            }
            if (right.kind == ExprKind::Null) {
                emit(symbol == symNe ? symNotNull : symIsNull);
                return;
            }
            emit(symbol);
            encodeOperand(right, left, symbol);
            return;
        }
        case ExprKind::Like:
            encodeLike(e);
            return;
        case ExprKind::Between:
            if (encodePeriod(e))
                return;
            if (e.negated)
                fail("NOT BETWEEN");
            encodeExpr(*e.args[0]);
            emit(symBetween);
            encodeOperand(*e.args[1], *e.args[0], symGe);
            encodeOperand(*e.args[2], *e.args[0], symLe);
            return;
        case ExprKind::In:
            encodeExpr(*e.args[0]);
            if (e.query) {
                emit(e.negated ? symNotInQuery : symInQuery);
                encodeSubquery(e.query);
                return;
            }
            emit(e.negated ? symNotIn : symIn);
            for (std::size_t i = 1; i < e.args.size(); ++i)
                encodeOperand(*e.args[i], *e.args[0], symEq);
            return;
        case ExprKind::IsNull:
            encodeExpr(*e.args[0]);
            emit(e.negated ? symNotNull : symIsNull);
            return;
        case ExprKind::Exists:
            if (e.negated)
                emit(symNot);
            emit(symExists);
            encodeSubquery(e.query);
            return;
        case ExprKind::Unary:
            if (e.text == "NOT") {
                emit(symNot);
                encodeCondition(*e.args[0], e.args[0]->kind == ExprKind::Binary &&
                                                (e.args[0]->text == "AND" || e.args[0]->text == "OR"));
                return;
            }
            break;
        case ExprKind::Column: { // a bare flag
            const auto ref = resolve(e);
            emitColumn(ref);
            emit(symEq);
            emit(symTrue);
            return;
        }
        default:
            break;
        }
        fail("condition: " + print(e));
    }

    void encodeLike(const Expr &e)
    {
        if (e.text != "LIKE" || e.args.size() > 2 || e.args[1]->kind == ExprKind::Null)
            fail("pattern");
        std::string pattern = e.args[1]->text;
        const bool before = pattern.starts_with('%'), after = pattern.ends_with('%') && pattern.size() > 1;
        pattern = pattern.substr(before ? 1 : 0, pattern.size() - (before ? 1 : 0) - (after ? 1 : 0));
        if (pattern.find_first_of("%_") != std::string::npos)
            fail("pattern inside a LIKE");
        encodeExpr(*e.args[0]);
        if (e.negated && !(before && after))
            fail("NOT LIKE");
        emit(before && after ? (e.negated ? symNotContains : symContains) : before ? symEnds : after ? symStarts : symEq);
        const int slot = slotOfText(slots_, pattern);
        if (slot < 0)
            fail("pattern not in the question: " + pattern);
        emit(valueSymbol(slot));
    }

    static bool isLiteral(const Expr &e)
    {
        return e.kind == ExprKind::Number || e.kind == ExprKind::String || e.kind == ExprKind::Null ||
               (e.kind == ExprKind::Unary && e.text == "-" && e.args[0]->kind == ExprKind::Number);
    }

    bool isStringColumn(const Expr &e) const
    {
        return e.kind == ExprKind::Column && e.doubleQuoted && e.qualifier.empty() && !lookup(e) && !aliasOf(e);
    }

    /// Right side of a comparison: literals are looked up with the column they are compared with in mind.
    void encodeOperand(const Expr &e, const Expr &left, int op)
    {
        if (!isLiteral(e) && !isStringColumn(e)) {
            encodeExpr(e);
            return;
        }
        int slot = -1;
        const Expr *found = nullptr;
        findColumn(left, found);
        if (left.kind == ExprKind::Column)
            if (const auto ref = lookup(left))
                slot = slots_.slotOfColumn(ref->table, ref->column);
        emit(literalSymbol(e, slot, op));
    }

    int literalSymbol(const Expr &e, int columnSlotOrNone, int op) const
    {
        const bool text = e.kind == ExprKind::String || e.kind == ExprKind::Column;
        const auto value = e.kind == ExprKind::Unary ? "-" + e.args[0]->text : e.text;
        const int symbol = symbolOfLiteral(slots_, value, text, columnSlotOrNone, op);
        if (symbol < 0)
            fail("literal not in the question: " + value);
        return symbol;
    }

    void encodeExpr(const Expr &e)
    {
        switch (e.kind) {
        case ExprKind::Column:
            if (isStringColumn(e)) {
                emit(literalSymbol(e, -1, symEq));
                return;
            }
            if (!lookup(e))
                if (const auto *alias = aliasOf(e)) {
                    encodeExpr(**alias);
                    return;
                }
            emitColumn(resolve(e));
            return;
        case ExprKind::Star:
            emit(symStar);
            return;
        case ExprKind::Number:
        case ExprKind::String:
            emit(literalSymbol(e, -1, symEq));
            return;
        case ExprKind::Null:
            emit(symNull);
            return;
        case ExprKind::Unary:
            if (e.text == "-") {
                if (isLiteral(e)) {
                    const int symbol = symbolOfLiteral(slots_, "-" + e.args[0]->text, false, -1, symEq);
                    if (symbol >= 0) {
                        emit(symbol);
                        return;
                    }
                }
                emit(symNeg);
                encodeExpr(*e.args[0]);
                return;
            }
            break;
        case ExprKind::Binary: {
            const auto op = arithmetic.find(e.text);
            if (op == arithmetic.end())
                break;
            emit(op->second);
            encodeExpr(*e.args[0]);
            encodeExpr(*e.args[1]);
            return;
        }
        case ExprKind::Subquery:
            encodeSubquery(e.query);
            return;
        case ExprKind::Function:
            encodeFunction(e);
            return;
        case ExprKind::Cast: {
            const auto type = fold(e.text);
            emit(type.find("int") != std::string::npos ? symCastInt : symCastReal);
            encodeExpr(*e.args[0]);
            return;
        }
        case ExprKind::Case:
            encodeCase(e);
            return;
        default:
            break;
        }
        fail("expression: " + print(e));
    }

    void encodeCase(const Expr &e)
    {
        if (e.subject)
            fail("CASE with a subject");
        emit(symCase);
        for (std::size_t i = 0; i + 1 < e.args.size(); i += 2) {
            emit(symWhen);
            encodeCondition(*e.args[i], false);
            emit(symThen);
            encodeExpr(*e.args[i + 1]);
        }
        if (e.otherwise) {
            emit(symElse);
            encodeExpr(*e.otherwise);
        }
        emit(symEndCase);
    }

    void encodeFunction(const Expr &e)
    {
        if (e.over || e.filter)
            fail("window function");
        const auto name = fold(e.text);
        if (name == "strftime" && e.args.size() == 2 && e.args[0]->kind == ExprKind::String) {
            const auto format = timeFormats.find(e.args[0]->text);
            if (format == timeFormats.end())
                fail("strftime format " + e.args[0]->text);
            emit(format->second);
            encodeExpr(*e.args[1]);
            return;
        }
        const auto function = functions.find(name);
        if (function == functions.end())
            fail("function " + e.text);
        emit(function->second);
        const bool two = function->second == symCoalesce || function->second == symNullif;
        if (e.star) {
            emit(symStar);
            return;
        }
        if (e.distinct)
            emit(symDistinct);
        if (e.args.empty() || (two ? e.args.size() != 2 : e.args.size() > (function->second == symRound ? 2u : 1u)))
            fail("arguments of " + e.text);
        encodeExpr(*e.args[0]);
        if (two)
            encodeExpr(*e.args[1]);
        if (function->second == symRound) {
            if (e.args.size() == 2)
                encodeExpr(*e.args[1]);
            else
                emit(symNumber0);
        }
    }

    const SlotMap &slots_;
    std::vector<int> out_;
    std::vector<Scope> scopes_;
};

} // namespace

std::vector<int> encode(const sql::Query &query, const SlotMap &slots) { return Encoder(slots).run(query); }

} // namespace mureum::datasets
