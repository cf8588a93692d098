#include "datasets/sql/parser.h"
#include "datasets/sql/parser_impl.h"

#include <string_view>

namespace mureum::datasets::sql {
namespace {

void put(std::string &out, const Query &query);
void put(std::string &out, const Expr &expr);

Precedence precedenceOf(const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Unary:
        return expr.text == "NOT" ? NotPrecedence : UnaryPrecedence;
    case ExprKind::Binary:
        return binaryPrecedence(expr.text);
    case ExprKind::Like:
    case ExprKind::Between:
    case ExprKind::In:
    case ExprKind::IsNull:
        return EqualityPrecedence;
    case ExprKind::Exists:
        return expr.negated ? NotPrecedence : PrimaryPrecedence;
    case ExprKind::Collate:
        return CollatePrecedence;
    default:
        return PrimaryPrecedence;
    }
}

/// An operand, in parentheses where it binds more loosely than `minimum`.
void put(std::string &out, const ExprPtr &operand, int minimum)
{
    if (precedenceOf(*operand) >= minimum)
        return put(out, *operand);
    out += '(';
    put(out, *operand);
    out += ')';
}

template <typename List, typename Put>
void putList(std::string &out, const List &list, Put putOne)
{
    bool first = true;
    for (const auto &element : list) {
        if (!first)
            out += ", ";
        first = false;
        putOne(element);
    }
}

void putExprs(std::string &out, const std::vector<ExprPtr> &list)
{
    putList(out, list, [&out](const ExprPtr &element) { put(out, *element); });
}

void putNames(std::string &out, const std::vector<std::string> &names)
{
    out += '(';
    putList(out, names, [&out](const std::string &name) { out += quoteIdentifier(name); });
    out += ')';
}

void putQuery(std::string &out, const Query &query)
{
    out += '(';
    put(out, query);
    out += ')';
}

void putOrder(std::string &out, const std::vector<OrderTerm> &terms)
{
    out += "ORDER BY ";
    putList(out, terms, [&out](const OrderTerm &term) {
        put(out, *term.expr);
        if (term.descending)
            out += " DESC";
        if (term.nullsFirst)
            out += *term.nullsFirst ? " NULLS FIRST" : " NULLS LAST";
    });
}

void putWindowBody(std::string &out, const Window &window)
{
    out += '(';
    std::string_view gap = "";
    if (!window.base.empty()) {
        out += quoteIdentifier(window.base);
        gap = " ";
    }
    if (!window.partitionBy.empty()) {
        out += gap;
        out += "PARTITION BY ";
        putExprs(out, window.partitionBy);
        gap = " ";
    }
    if (!window.orderBy.empty()) {
        out += gap;
        putOrder(out, window.orderBy);
        gap = " ";
    }
    if (!window.frame.empty()) {
        out += gap;
        out += window.frame;
    }
    out += ')';
}

void putColumn(std::string &out, const Expr &expr)
{
    for (const std::string &part : {expr.schema, expr.qualifier}) {
        if (!part.empty())
            out += quoteIdentifier(part) + ".";
    }
    std::string name = quoteIdentifier(expr.text);
    if (expr.doubleQuoted && name.front() != '"')
        name = '"' + name + '"';
    out += name;
}

void putFunction(std::string &out, const Expr &expr)
{
    if (expr.args.empty() && !expr.star &&
        (expr.text == "CURRENT_DATE" || expr.text == "CURRENT_TIME" || expr.text == "CURRENT_TIMESTAMP")) {
        out += expr.text;
        return;
    }
    // LIKE and GLOB are keywords, but fine as names of functions.
    const bool operatorName = equalsKeyword(expr.text, "LIKE") || equalsKeyword(expr.text, "GLOB");
    out += operatorName ? expr.text : quoteIdentifier(expr.text);
    out += expr.distinct ? "(DISTINCT " : "(";
    if (expr.star)
        out += '*';
    putExprs(out, expr.args);
    out += ')';
    if (expr.filter) {
        out += " FILTER (WHERE ";
        put(out, *expr.filter);
        out += ')';
    }
    if (expr.over) {
        out += " OVER ";
        if (expr.over->name.empty())
            putWindowBody(out, *expr.over);
        else
            out += quoteIdentifier(expr.over->name);
    }
}

void putCase(std::string &out, const Expr &expr)
{
    out += "CASE";
    if (expr.subject) {
        out += ' ';
        put(out, *expr.subject);
    }
    for (std::size_t i = 0; i + 1 < expr.args.size(); i += 2) {
        out += " WHEN ";
        put(out, *expr.args[i]);
        out += " THEN ";
        put(out, *expr.args[i + 1]);
    }
    if (expr.otherwise) {
        out += " ELSE ";
        put(out, *expr.otherwise);
    }
    out += " END";
}

void putUnary(std::string &out, const Expr &expr)
{
    out += expr.text;
    if (expr.text == "NOT") {
        out += ' ';
        return put(out, expr.args[0], NotPrecedence);
    }
    const std::size_t from = out.size();
    put(out, expr.args[0], UnaryPrecedence);
    if (out[from] == '-') // -- would open a comment
        out.insert(from, 1, ' ');
}

void putIn(std::string &out, const Expr &expr)
{
    put(out, expr.args[0], EqualityPrecedence);
    out += expr.negated ? " NOT IN " : " IN ";
    if (expr.query)
        return putQuery(out, *expr.query);
    out += '(';
    putExprs(out, {expr.args.begin() + 1, expr.args.end()});
    out += ')';
}

void put(std::string &out, const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Column:
        return putColumn(out, expr);
    case ExprKind::Star:
        out += expr.qualifier.empty() ? "*" : quoteIdentifier(expr.qualifier) + ".*";
        return;
    case ExprKind::Number:
    case ExprKind::Parameter:
        out += expr.text;
        return;
    case ExprKind::String:
        out += quoteString(expr.text);
        return;
    case ExprKind::Null:
        out += "NULL";
        return;
    case ExprKind::Blob:
        out += "x'" + expr.text + "'";
        return;
    case ExprKind::Unary:
        return putUnary(out, expr);
    case ExprKind::Binary: {
        const int precedence = precedenceOf(expr);
        put(out, expr.args[0], precedence);
        out += ' ' + expr.text + ' ';
        return put(out, expr.args[1], precedence + 1);
    }
    case ExprKind::Like:
        put(out, expr.args[0], EqualityPrecedence);
        out += (expr.negated ? " NOT " : " ") + expr.text + ' ';
        put(out, expr.args[1], EqualityPrecedence + 1);
        if (expr.args.size() > 2) {
            out += " ESCAPE ";
            put(out, expr.args[2], EqualityPrecedence + 1);
        }
        return;
    case ExprKind::Between:
        put(out, expr.args[0], EqualityPrecedence);
        out += expr.negated ? " NOT BETWEEN " : " BETWEEN ";
        put(out, expr.args[1], EqualityPrecedence + 1);
        out += " AND ";
        return put(out, expr.args[2], EqualityPrecedence + 1);
    case ExprKind::In:
        return putIn(out, expr);
    case ExprKind::IsNull:
        put(out, expr.args[0], EqualityPrecedence);
        out += expr.negated ? " IS NOT NULL" : " IS NULL";
        return;
    case ExprKind::Exists:
        out += expr.negated ? "NOT EXISTS " : "EXISTS ";
        return putQuery(out, *expr.query);
    case ExprKind::Subquery:
        return putQuery(out, *expr.query);
    case ExprKind::Function:
        return putFunction(out, expr);
    case ExprKind::Case:
        return putCase(out, expr);
    case ExprKind::Cast:
        out += "CAST(";
        put(out, *expr.args[0]);
        out += " AS " + expr.text + ')';
        return;
    case ExprKind::Collate:
        put(out, expr.args[0], CollatePrecedence);
        out += " COLLATE " + quoteIdentifier(expr.text);
        return;
    case ExprKind::Row:
        out += '(';
        putExprs(out, expr.args);
        out += ')';
        return;
    }
}

std::string_view joinText(const Source &source)
{
    switch (source.join) {
    case JoinKind::First:
        return "";
    case JoinKind::Comma:
        return ", ";
    case JoinKind::Inner:
        return source.natural ? " NATURAL JOIN " : " JOIN ";
    case JoinKind::Left:
        return source.natural ? " NATURAL LEFT JOIN " : " LEFT JOIN ";
    case JoinKind::Right:
        return source.natural ? " NATURAL RIGHT JOIN " : " RIGHT JOIN ";
    case JoinKind::Full:
        return source.natural ? " NATURAL FULL JOIN " : " FULL JOIN ";
    case JoinKind::Cross:
        return source.natural ? " NATURAL CROSS JOIN " : " CROSS JOIN ";
    }
    return "";
}

void putSources(std::string &out, const std::vector<Source> &sources)
{
    for (const Source &source : sources) {
        out += joinText(source);
        if (source.query) {
            putQuery(out, *source.query);
        } else if (!source.nested.empty()) {
            out += '(';
            putSources(out, source.nested);
            out += ')';
        } else {
            if (!source.schema.empty())
                out += quoteIdentifier(source.schema) + '.';
            out += quoteIdentifier(source.table);
            if (source.call) {
                out += '(';
                putExprs(out, source.arguments);
                out += ')';
            }
        }
        if (!source.alias.empty())
            out += " AS " + quoteIdentifier(source.alias);
        if (source.on) {
            out += " ON ";
            put(out, *source.on);
        } else if (!source.usingColumns.empty()) {
            out += " USING ";
            putNames(out, source.usingColumns);
        }
    }
}

void put(std::string &out, const SelectCore &core)
{
    if (!core.values.empty()) {
        out += "VALUES ";
        putList(out, core.values, [&out](const std::vector<ExprPtr> &row) {
            out += '(';
            putExprs(out, row);
            out += ')';
        });
        return;
    }
    out += core.distinct ? "SELECT DISTINCT " : "SELECT ";
    putList(out, core.items, [&out](const SelectItem &item) {
        put(out, *item.expr);
        if (!item.alias.empty())
            out += " AS " + quoteIdentifier(item.alias);
    });
    if (!core.from.empty()) {
        out += " FROM ";
        putSources(out, core.from);
    }
    if (core.where) {
        out += " WHERE ";
        put(out, *core.where);
    }
    if (!core.groupBy.empty()) {
        out += " GROUP BY ";
        putExprs(out, core.groupBy);
    }
    if (core.having) {
        out += " HAVING ";
        put(out, *core.having);
    }
    if (!core.windows.empty()) {
        out += " WINDOW ";
        putList(out, core.windows, [&out](const Window &window) {
            out += quoteIdentifier(window.name) + " AS ";
            putWindowBody(out, window);
        });
    }
}

std::string_view setOpText(SetOp op)
{
    switch (op) {
    case SetOp::Union:
        return " UNION ";
    case SetOp::UnionAll:
        return " UNION ALL ";
    case SetOp::Intersect:
        return " INTERSECT ";
    case SetOp::Except:
        return " EXCEPT ";
    }
    return "";
}

void put(std::string &out, const Query &query)
{
    if (!query.with.empty()) {
        out += query.recursive ? "WITH RECURSIVE " : "WITH ";
        putList(out, query.with, [&out](const CommonTable &table) {
            out += quoteIdentifier(table.name);
            if (!table.columns.empty())
                putNames(out, table.columns);
            out += " AS ";
            putQuery(out, *table.query);
        });
        out += ' ';
    }
    for (std::size_t i = 0; i < query.cores.size(); ++i) {
        if (i > 0)
            out += setOpText(query.ops[i - 1]);
        put(out, query.cores[i]);
    }
    if (!query.orderBy.empty()) {
        out += ' ';
        putOrder(out, query.orderBy);
    }
    if (query.limit) {
        out += " LIMIT ";
        put(out, *query.limit);
    }
    if (query.offset) {
        out += " OFFSET ";
        put(out, *query.offset);
    }
}

} // namespace

std::string print(const Query &query)
{
    std::string out;
    put(out, query);
    return out;
}

std::string print(const Expr &expr)
{
    std::string out;
    put(out, expr);
    return out;
}

} // namespace mureum::datasets::sql
