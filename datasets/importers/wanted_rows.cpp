#include "datasets/importers/wanted_rows.h"
#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/sql/resolve.h"
#include "datasets/sql/tokenizer.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace mureum::datasets {

namespace {

using sql::Expr;
using sql::ExprKind;
using synth::Cell;
using synth::CellKind;
using Place = WantedRows::Place;

std::optional<Cell> numberCell(const std::string &text, double sign)
{
    double value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    value *= sign;
    const bool whole = text.find_first_of(".eE") == std::string::npos && std::fabs(value) < 9e15;
    return Cell{whole ? CellKind::Integer : CellKind::Real, (sign < 0 ? "-" : "") + text, value};
}

class Reader
{
public:
    Reader(const sql::Query &query, const Schema &schema, int variant)
        : resolution_(sql::resolveColumns(query, schema)), variant_(variant)
    {
        visit(query);
    }

    WantedRows take() { return std::move(wanted_); }
    bool choices() const { return choices_; }

    /// Comparisons anywhere, positive or not.
    std::vector<GoldNeeds::Mention> mentions(const sql::Query &query)
    {
        std::vector<GoldNeeds::Mention> out;
        const auto add = [&](const Expr *column, const Expr *value) {
            const sql::ColumnReference *found = column ? resolution_.find(*column) : nullptr;
            const auto cell = value ? literal(*value) : std::nullopt;
            if (found && found->table >= 0 && found->column >= 0 && cell && !cell->isNull())
                out.push_back({found->table, found->column, *cell});
        };
        sql::forEachExpr(query, [&](const Expr &expr) {
            const auto at = [&](std::size_t index) {
                return index < expr.args.size() ? expr.args[index].get() : nullptr;
            };
            if (expr.kind == ExprKind::Binary && isComparison(expr.text)) {
                add(column(at(0)), at(1));
                add(column(at(1)), at(0));
            } else if (expr.kind == ExprKind::In || expr.kind == ExprKind::Between) {
                for (std::size_t i = 1; i < expr.args.size(); ++i)
                    add(column(at(0)), at(i));
            } else if (const auto pattern =
                           expr.kind == ExprKind::Like && at(1) ? literal(*at(1)) : std::nullopt) {
                Expr fitting;
                fitting.kind = ExprKind::String;
                fitting.text = fits(pattern->text);
                add(column(at(0)), &fitting);
            }
        });
        return out;
    }

private:
    static bool isComparison(const std::string &op)
    {
        return op == "=" || op == "<" || op == ">" || op == "<=" || op == ">=" || op == "!=" || op == "IS";
    }

    /// A text that a LIKE pattern lets through.
    static std::string fits(const std::string &pattern)
    {
        std::string text;
        for (const char c : pattern)
            if (c != '%')
                text += c == '_' ? 'a' : c;
        return text;
    }

    std::optional<Cell> literal(const Expr &expr) const
    {
        switch (expr.kind) {
        case ExprKind::Number:
            return numberCell(expr.text, 1);
        case ExprKind::String:
            return Cell{CellKind::Text, expr.text, 0};
        case ExprKind::Null:
            return Cell{};
        case ExprKind::Unary:
            if (expr.text == "-" && expr.args.size() == 1 && expr.args[0]->kind == ExprKind::Number)
                return numberCell(expr.args[0]->text, -1);
            return std::nullopt;
        case ExprKind::Column: {
            const sql::ColumnReference *found = resolution_.find(expr);
            if (found && found->binding == sql::Binding::Literal)
                return Cell{CellKind::Text, expr.text, 0};
            return std::nullopt;
        }
        default:
            return std::nullopt;
        }
    }

    /// The column behind LOWER(c), CAST(c AS ..), c COLLATE ..; null for anything else.
    const Expr *column(const Expr *expr) const
    {
        while (expr) {
            if (expr->kind == ExprKind::Column)
                return literal(*expr) ? nullptr : expr;
            const bool wrapped =
                expr->kind == ExprKind::Cast || expr->kind == ExprKind::Collate ||
                (expr->kind == ExprKind::Function && expr->args.size() == 1 && !sql::isAggregate(*expr) &&
                 (sql::equalsName(expr->text, "lower") || sql::equalsName(expr->text, "upper") ||
                  sql::equalsName(expr->text, "trim") || sql::equalsName(expr->text, "abs") ||
                  sql::equalsName(expr->text, "date") || sql::equalsName(expr->text, "round")));
            if (!wrapped || expr->args.empty())
                return nullptr;
            expr = expr->args[0].get();
        }
        return nullptr;
    }

    std::optional<Place> place(const Expr *expr)
    {
        const Expr *bare = column(expr);
        const sql::ColumnReference *found = bare ? resolution_.find(*bare) : nullptr;
        if (!found || found->binding != sql::Binding::TableColumn || found->column < 0)
            return std::nullopt;
        const auto source = sources_.find({found->core, found->source});
        if (source == sources_.end())
            return std::nullopt;
        return Place{source->second, found->column};
    }

    void visit(const sql::Query &query)
    {
        for (const auto &table : query.with)
            if (table.query)
                visit(*table.query);
        std::vector<std::optional<Place>> first;
        for (std::size_t at = 0; at < query.cores.size(); ++at) {
            const sql::SelectCore &core = query.cores[at];
            const bool taken = at > 0 && query.ops[at - 1] == sql::SetOp::Except;
            if (taken)
                continue;
            visit(core);
            std::vector<std::optional<Place>> output;
            for (const auto &item : core.items)
                output.push_back(place(item.expr.get()));
            if (at == 0)
                first = output;
            else if (query.ops[at - 1] == sql::SetOp::Intersect)
                for (std::size_t i = 0; i < std::min(first.size(), output.size()); ++i)
                    if (first[i] && output[i])
                        wanted_.ties.emplace_back(*first[i], *output[i]);
        }
    }

    void visit(const sql::SelectCore &core)
    {
        for (const sql::SourceReference &reference : resolution_.sources)
            if (reference.core == &core && reference.table >= 0) {
                sources_[{&core, reference.index}] = static_cast<int>(wanted_.sources.size());
                wanted_.sources.push_back({reference.table, 1});
            }
        visitSources(core, core.from);
        if (core.where)
            condition(*core.where);
        for (const auto &term : core.groupBy)
            if (const auto found = place(term.get()))
                wanted_.groups.push_back(*found);
        if (core.having) {
            wanted_.having = true;
            having(*core.having, core);
        }
    }

    void visitSources(const sql::SelectCore &core, const std::vector<sql::Source> &from)
    {
        for (const sql::Source &source : from) {
            visitSources(core, source.nested);
            if (source.query)
                visit(*source.query);
            if (source.on)
                condition(*source.on);
        }
    }

    void tieToOutput(const Expr &outer, const sql::Query &inner)
    {
        if (inner.cores.empty() || inner.cores.front().items.empty())
            return;
        const auto left = place(&outer), right = place(inner.cores.front().items.front().expr.get());
        if (left && right)
            wanted_.ties.emplace_back(*left, *right);
    }

    void notIn(const Expr &in)
    {
        if (!in.query || in.query->cores.empty() || in.query->cores.front().items.empty())
            return;
        visit(*in.query);
        const auto outer = place(in.args[0].get()),
                   inner = place(in.query->cores.front().items.front().expr.get());
        if (outer && inner)
            wanted_.absent.emplace_back(*outer, *inner);
    }

    void bound(const Expr &side, char op, const Expr &value)
    {
        const auto where = place(&side);
        const auto cell = literal(value);
        if (where && cell)
            wanted_.bounds.push_back({*where, op, *cell});
    }

    void comparison(const Expr &expr)
    {
        const Expr &left = *expr.args[0], &right = *expr.args[1];
        static const std::map<std::string, std::pair<char, char>> operators{
            {"=", {'=', '='}}, {"IS", {'=', '='}}, {"<", {'<', '>'}},
            {">", {'>', '<'}}, {"<=", {'l', 'g'}}, {">=", {'g', 'l'}}};
        const auto op = operators.find(expr.text);
        if (op == operators.end())
            return;
        const bool equal = op->second.first == '=';
        for (const auto &[side, other] : {std::pair{&left, &right}, std::pair{&right, &left}})
            if (other->kind == ExprKind::Subquery && other->query) {
                visit(*other->query);
                if (equal)
                    tieToOutput(*side, *other->query);
            }
        if (const auto a = place(&left), b = place(&right); a && b) {
            if (equal)
                wanted_.ties.emplace_back(*a, *b);
            return;
        }
        if (year(left, right, op->second.first) || year(right, left, op->second.second))
            return;
        bound(left, op->second.first, right);
        bound(right, op->second.second, left);
    }

    /// strftime('%Y', c) = '2019' and YEAR(c) = 2019: a day of that year.
    bool year(const Expr &side, const Expr &value, char op)
    {
        if (side.kind != ExprKind::Function || side.args.empty())
            return false;
        const bool formatted = sql::equalsName(side.text, "strftime") && side.args.size() == 2 &&
                               side.args[0]->kind == ExprKind::String && side.args[0]->text == "%Y";
        if (!formatted && !sql::equalsName(side.text, "year"))
            return false;
        const auto where = place(side.args.back().get());
        const auto cell = literal(value);
        if (!where || !cell || cell->text.size() != 4)
            return false;
        wanted_.bounds.push_back({*where, op, Cell{CellKind::Text, cell->text + "-06-15", 0}});
        return true;
    }

    void condition(const Expr &expr)
    {
        switch (expr.kind) {
        case ExprKind::Binary:
            if (expr.text == "AND") {
                condition(*expr.args[0]);
                condition(*expr.args[1]);
            } else if (expr.text == "OR") {
                choices_ = true;
                condition(*expr.args[variant_ == 0 ? 0 : 1]);
            } else {
                comparison(expr);
            }
            break;
        case ExprKind::Between:
            if (!expr.negated && expr.args.size() == 3) {
                bound(*expr.args[0], 'g', *expr.args[1]);
                bound(*expr.args[0], 'l', *expr.args[2]);
            }
            break;
        case ExprKind::Unary:
            if (expr.text == "NOT" && expr.args[0]->kind == ExprKind::In && !expr.args[0]->negated)
                notIn(*expr.args[0]);
            break;
        case ExprKind::In:
            if (expr.negated) {
                notIn(expr);
                break;
            }
            if (expr.query) {
                visit(*expr.query);
                tieToOutput(*expr.args[0], *expr.query);
            } else if (expr.args.size() > 1) {
                choices_ = choices_ || expr.args.size() > 2;
                bound(*expr.args[0], '=', *expr.args[variant_ == 0 ? 1 : expr.args.size() - 1]);
            }
            break;
        case ExprKind::Like:
            if (!expr.negated && expr.args.size() >= 2)
                if (const auto where = place(expr.args[0].get()))
                    if (const auto pattern = literal(*expr.args[1]))
                        wanted_.bounds.push_back({*where, '~', Cell{CellKind::Text, fits(pattern->text), 0}});
            break;
        case ExprKind::IsNull:
            if (!expr.negated)
                if (const auto where = place(expr.args[0].get()))
                    wanted_.bounds.push_back({*where, '=', Cell{}});
            break;
        case ExprKind::Exists:
            if (!expr.negated && expr.query)
                visit(*expr.query);
            break;
        default:
            break;
        }
    }

    void having(const Expr &expr, const sql::SelectCore &core)
    {
        if (expr.kind == ExprKind::Binary && expr.text == "AND") {
            having(*expr.args[0], core);
            having(*expr.args[1], core);
            return;
        }
        if (expr.kind != ExprKind::Binary || expr.args.size() != 2 || !sql::isAggregate(*expr.args[0])) {
            condition(expr);
            return;
        }
        const Expr &aggregate = *expr.args[0];
        const auto value = literal(*expr.args[1]);
        if (!value)
            return;
        const std::string &op = expr.text;
        if (sql::equalsName(aggregate.text, "count")) {
            const int copies = static_cast<int>(std::clamp(value->number, 0.0, 30.0)) + (op == ">" ? 1 : 0);
            if (op == ">" || op == ">=" || op == "=")
                for (const auto &[key, source] : sources_)
                    if (key.first == &core)
                        wanted_.sources[static_cast<std::size_t>(source)].copies = std::max(copies, 1);
        } else if (!aggregate.args.empty()) {
            const char bounded = op == ">"    ? '>'
                                 : op == "<"  ? '<'
                                 : op == ">=" ? 'g'
                                 : op == "<=" ? 'l'
                                              : '=';
            bound(*aggregate.args[0], bounded, *expr.args[1]);
        }
    }

    sql::Resolution resolution_;
    int variant_;
    bool choices_ = false;
    std::map<std::pair<const sql::SelectCore *, int>, int> sources_;
    WantedRows wanted_;
};

} // namespace

GoldNeeds needsOf(const std::string &gold, const Schema &schema)
{
    GoldNeeds needs;
    try {
        const sql::Query query = sql::parse(gold);
        Reader first(query, schema, 0);
        needs.mentions = first.mentions(query);
        const bool choices = first.choices();
        needs.wanted.push_back(first.take());
        if (choices)
            needs.wanted.push_back(Reader(query, schema, 1).take());
    } catch (const Error &) {
        // What does not parse asks for nothing; validation reports it.
    }
    return needs;
}

} // namespace mureum::datasets
