#include "eval/perturb/hints.h"

#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/sql/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

namespace mureum::eval {

namespace sql = datasets::sql;

namespace {

using Groups = std::map<std::pair<const sql::SelectCore *, int>, std::pair<int, std::vector<Condition>>>;

std::optional<Cell> constantOf(const sql::Expr &expr, const sql::Resolution &names)
{
    if (expr.kind == sql::ExprKind::String)
        return expr.text;
    if (expr.kind == sql::ExprKind::Column && expr.doubleQuoted)
        if (const auto *name = names.find(expr); name && name->binding == sql::Binding::Literal)
            return expr.text;
    if (expr.kind == sql::ExprKind::Unary && expr.text == "-") {
        auto inner = constantOf(*expr.args[0], names);
        if (inner && std::holds_alternative<std::int64_t>(*inner))
            return Cell(-std::get<std::int64_t>(*inner));
        if (inner && std::holds_alternative<double>(*inner))
            return Cell(-std::get<double>(*inner));
        return std::nullopt;
    }
    if (expr.kind != sql::ExprKind::Number)
        return std::nullopt;
    const char *begin = expr.text.data(), *end = begin + expr.text.size();
    std::int64_t integer = 0;
    if (const auto [at, error] = std::from_chars(begin, end, integer); error == std::errc() && at == end)
        return Cell(integer);
    double real = 0;
    if (const auto [at, error] = std::from_chars(begin, end, real); error == std::errc() && at == end)
        return Cell(real);
    return std::nullopt;
}

/// The column an expression is about: itself, or the only one inside of functions and casts.
const sql::ColumnReference *columnIn(const sql::Expr &expr, const sql::Resolution &names)
{
    if (expr.kind == sql::ExprKind::Column) {
        const auto *name = names.find(expr);
        return name && name->table >= 0 && name->column >= 0 ? name : nullptr;
    }
    if (expr.kind != sql::ExprKind::Function && expr.kind != sql::ExprKind::Cast &&
        expr.kind != sql::ExprKind::Collate)
        return nullptr;
    if (sql::isAggregate(expr))
        return nullptr;
    const sql::ColumnReference *found = nullptr;
    for (const sql::ExprPtr &argument : expr.args)
        if (const auto *inner = columnIn(*argument, names)) {
            if (found)
                return nullptr;
            found = inner;
        }
    return found;
}

bool looksLikeYear(const Cell &cell)
{
    const auto *text = std::get_if<std::string>(&cell);
    return text && text->size() == 4 &&
           std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Reader
{
public:
    Reader(Hints &hints, const sql::Query &query, const datasets::Schema &schema)
        : hints_(hints), query_(query), names_(sql::resolveColumns(query, schema))
    {
    }

    void read()
    {
        sql::forEachExpr(query_, [&](const sql::Expr &expr) { visit(expr); });
        sources(query_);
        outputs(query_);
        for (auto &[where, group] : groups_)
            hints_.conditions[group.first].push_back(std::move(group.second));
    }

private:
    using ColumnId = Hints::ColumnId;

    void add(const sql::Expr &subject, std::string op, bool negated, std::vector<Cell> constants)
    {
        const auto *name = columnIn(subject, names_);
        if (!name || constants.empty())
            return;
        if (subject.kind == sql::ExprKind::Function) {
            // Of a function of a column only the year is understood.
            if (!looksLikeYear(constants.front()))
                return;
            op = "YEAR";
        }
        Condition condition{name->column, std::move(op), negated, std::move(constants)};
        hints_.byColumn[{name->table, name->column}].push_back(condition);
        auto &group = groups_[{name->core, name->source}];
        group.first = name->table;
        group.second.push_back(std::move(condition));
    }

    void measure(const sql::Expr &subject)
    {
        if (const auto *name = columnIn(subject, names_))
            hints_.measured.insert({name->table, name->column});
    }
    void relate(const sql::Expr &a, const sql::Expr &b, const std::string &op)
    {
        const auto *first = columnIn(a, names_), *second = columnIn(b, names_);
        if (!first || !second)
            return;
        const ColumnId one(first->table, first->column), other(second->table, second->column);
        if (op == "=")
            link(one, other);
        else if (one.first == other.first && one != other)
            hints_.compared.insert(std::minmax(one, other));
    }
    void link(ColumnId a, ColumnId b)
    {
        if (a != b)
            hints_.linked.insert(std::minmax(a, b));
    }

    std::optional<ColumnId> firstOutput(const sql::Query &query, std::size_t core, std::size_t item)
    {
        if (core >= query.cores.size() || item >= query.cores[core].items.size())
            return std::nullopt;
        const auto *name = columnIn(*query.cores[core].items[item].expr, names_);
        return name ? std::optional<ColumnId>({name->table, name->column}) : std::nullopt;
    }

    /// SELECT a ... EXCEPT SELECT b ...: the two have to overlap.
    void outputs(const sql::Query &query)
    {
        for (std::size_t core = 1; core < query.cores.size(); ++core)
            for (std::size_t item = 0; item < query.cores[core].items.size(); ++item)
                if (const auto a = firstOutput(query, 0, item), b = firstOutput(query, core, item); a && b)
                    link(*a, *b);
    }

    /// GROUP BY a HAVING count(*) > 2: groups of two and three tell.
    void groups(const sql::SelectCore &core)
    {
        if (!core.having)
            return;
        std::set<int> sizes;
        const std::function<void(const sql::Expr &)> look = [&](const sql::Expr &expr) {
            if (expr.kind != sql::ExprKind::Binary)
                return;
            for (const auto &[count, constant] :
                 {std::pair(expr.args[0], expr.args[1]), {expr.args[1], expr.args[0]}}) {
                const auto value = constantOf(*constant, names_);
                const auto *size = value ? std::get_if<std::int64_t>(&*value) : nullptr;
                constexpr std::int64_t most = 12;
                if (size && *size >= 0 && *size <= most && count->kind == sql::ExprKind::Function &&
                    sql::isAggregate(*count) && (count->star || (count->text[0] | 0x20) == 'c'))
                    for (const std::int64_t near : {*size - 1, *size, *size + 1})
                        sizes.insert(static_cast<int>(near));
            }
            look(*expr.args[0]);
            look(*expr.args[1]);
        };
        look(*core.having);
        for (const sql::ExprPtr &key : core.groupBy)
            if (const auto *name = columnIn(*key, names_))
                for (const int size : sizes)
                    if (size > 0)
                        hints_.groupSizes[{name->table, name->column}].insert(size);
    }

    /// What is in no expression: groups, derived tables.
    void sources(const sql::Query &query)
    {
        for (const sql::SelectCore &core : query.cores)
            groups(core);
        for (const sql::SelectCore &core : query.cores)
            for (const sql::Source &source : core.from)
                if (source.query) {
                    outputs(*source.query);
                    sources(*source.query);
                }
    }

    void visit(const sql::Expr &expr)
    {
        if (expr.query) {
            outputs(*expr.query);
            sources(*expr.query);
        }
        const auto &args = expr.args;
        switch (expr.kind) {
        case sql::ExprKind::Binary: {
            static const std::vector<std::string> comparisons = {"=", "!=", "<", "<=", ">", ">="};
            static const std::vector<std::string> mirrored = {"=", "!=", ">", ">=", "<", "<="};
            const auto found = std::find(comparisons.begin(), comparisons.end(), expr.text);
            if (found == comparisons.end())
                return;
            if (const auto right = constantOf(*args[1], names_))
                add(*args[0], expr.text, false, {*right});
            else if (const auto left = constantOf(*args[0], names_))
                add(*args[1], mirrored[static_cast<std::size_t>(found - comparisons.begin())], false,
                    {*left});
            else if (args[1]->kind == sql::ExprKind::Subquery && expr.text != "=")
                measure(*args[0]);
            else
                relate(*args[0], *args[1], expr.text);
            return;
        }
        case sql::ExprKind::Like:
            if (const auto pattern = constantOf(*args[1], names_); pattern && expr.text == "LIKE")
                add(*args[0], "LIKE", expr.negated, {*pattern});
            return;
        case sql::ExprKind::Between:
            if (const auto low = constantOf(*args[1], names_), high = constantOf(*args[2], names_);
                low && high)
                add(*args[0], "BETWEEN", expr.negated, {*low, *high});
            return;
        case sql::ExprKind::In: {
            if (expr.query) {
                const auto *outer = columnIn(*args[0], names_);
                if (const auto inner = firstOutput(*expr.query, 0, 0); outer && inner)
                    link({outer->table, outer->column}, *inner);
                return;
            }
            std::vector<Cell> list;
            for (std::size_t i = 1; i < args.size(); ++i)
                if (const auto constant = constantOf(*args[i], names_))
                    list.push_back(*constant);
            add(*args[0], "IN", expr.negated, std::move(list));
            return;
        }
        default:
            return;
        }
    }

    Hints &hints_;
    const sql::Query &query_;
    sql::Resolution names_;
    Groups groups_;
};

std::string print(const std::vector<Condition> &conditions)
{
    std::string out;
    for (const Condition &condition : conditions) {
        out += fmt::format("{} {}{}", condition.column, condition.negated ? "not " : "", condition.op);
        for (const Cell &constant : condition.constants) {
            const std::string text = displayText(constant);
            out += fmt::format(" {}:{}:{}", constant.index(), text.size(), text);
        }
        out += ';';
    }
    return out;
}

} // namespace

Hints hintsOf(const datasets::Schema &schema, const std::vector<std::string> &queries)
{
    Hints hints;
    std::set<std::string> seen;
    for (const std::string &text : queries) {
        if (!seen.insert(text).second)
            continue;
        try {
            const sql::Query query = sql::parse(text);
            Reader(hints, query, schema).read();
        } catch (const datasets::Error &) {
            continue; // what cannot be read cannot hint
        }
    }
    // One order whatever the order of the queries, and nothing twice.
    const auto tidy = [](auto &lists, const auto &text) {
        for (auto &[key, list] : lists) {
            std::map<std::string, typename std::decay_t<decltype(list)>::value_type> sorted;
            for (auto &one : list)
                sorted.emplace(text(one), one);
            list.clear();
            for (auto &[ignored, one] : sorted)
                list.push_back(std::move(one));
        }
    };
    tidy(hints.conditions, [](const std::vector<Condition> &group) { return print(group); });
    tidy(hints.byColumn, [](const Condition &one) { return print({one}); });
    return hints;
}

std::string Hints::fingerprint() const
{
    std::string out;
    for (const auto &[table, groups] : conditions)
        for (const auto &group : groups)
            out += fmt::format("{}|{}\n", table, print(group));
    for (const auto &[a, b] : linked)
        out += fmt::format("{}.{}={}.{}\n", a.first, a.second, b.first, b.second);
    for (const auto &[a, b] : compared)
        out += fmt::format("{}.{}<{}.{}\n", a.first, a.second, b.first, b.second);
    for (const ColumnId &column : measured)
        out += fmt::format("{}.{}~\n", column.first, column.second);
    for (const auto &[column, sizes] : groupSizes)
        for (const int size : sizes)
            out += fmt::format("{}.{}#{}\n", column.first, column.second, size);
    return out;
}

} // namespace mureum::eval
