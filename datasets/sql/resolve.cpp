#include "datasets/sql/resolve.h"

#include "datasets/sql/parser.h"
#include "datasets/sql/scope.h"
#include "datasets/sql/tokenizer.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <unordered_set>

namespace mureum::datasets::sql {
namespace {

/// SQLite's default SQLITE_MAX_COLUMN: also keeps SELECT * over SELECT * over ... from exploding.
constexpr std::size_t maximumColumns = 2000;
/// Common tables that use later ones are resolved on demand; a chain deeper than this is reported as unknown.
constexpr int maximumDemand = 100;

class Resolver
{
public:
    explicit Resolver(const Schema &schema) : schema_(schema) {}

    Resolution run(const Query &query)
    {
        result_.output = resolve(query, nullptr, nullptr, nullptr);
        return std::move(result_);
    }

private:
    /// `common` is set for the body of a common table, whose columns its later SELECTs may already use.
    Columns resolve(const Query &query, const Scope *outer, CommonScope *tables, Common *common)
    {
        CommonScope own;
        own.outer = tables;
        for (const CommonTable &definition : query.with)
            own.tables.push_back({&definition, &own, outer, Common::State::Waiting, nullptr});
        CommonScope *visible = query.with.empty() ? tables : &own;
        for (Common &table : own.tables)
            resolveCommon(table);

        Columns output;
        std::vector<Scope> scopes;
        for (std::size_t i = 0; i < query.cores.size(); ++i) {
            scopes.push_back(resolve(query.cores[i], outer, visible));
            if (i > 0)
                continue;
            output = outputOf(scopes[0]);
            if (common != nullptr)
                common->columns = std::make_shared<Columns>(renamed(output, *common->definition));
        }
        for (const OrderTerm &term : query.orderBy)
            resolveOrder(*term.expr, scopes, visible);
        Scope nothing;
        nothing.outer = outer;
        for (const ExprPtr &bound : {query.limit, query.offset}) {
            if (bound)
                walk(*bound, nothing, visible);
        }
        return output;
    }

    void resolveCommon(Common &table)
    {
        if (table.state != Common::State::Waiting || demand_ >= maximumDemand)
            return;
        table.state = Common::State::Running;
        ++demand_;
        resolve(*table.definition->query, table.outer, table.scope, &table);
        --demand_;
        table.state = Common::State::Done;
    }

    static Columns renamed(Columns columns, const CommonTable &definition)
    {
        for (std::size_t i = 0; i < std::min(columns.size(), definition.columns.size()); ++i)
            columns[i].name = definition.columns[i];
        return columns;
    }

    Scope resolve(const SelectCore &core, const Scope *outer, CommonScope *tables)
    {
        Scope scope;
        scope.core = &core;
        scope.outer = outer;
        bind(core.from, scope, tables);
        for (const SelectItem &item : core.items)
            walk(*item.expr, scope, tables);
        scope.aliases = true;
        for (const auto &row : core.values) {
            for (const ExprPtr &value : row)
                walk(*value, scope, tables);
        }
        const std::function<void(const std::vector<Source> &)> constraints =
            [&](const std::vector<Source> &sources) {
                for (const Source &source : sources) {
                    constraints(source.nested);
                    for (const ExprPtr &argument : source.arguments)
                        walk(*argument, scope, tables);
                    if (source.on)
                        walk(*source.on, scope, tables);
                }
            };
        constraints(core.from);
        if (core.where)
            walk(*core.where, scope, tables);
        for (const ExprPtr &term : core.groupBy)
            walk(*term, scope, tables);
        if (core.having)
            walk(*core.having, scope, tables);
        for (const Window &window : core.windows)
            walk(window, scope, tables);
        return scope;
    }

    void bind(const std::vector<Source> &sources, Scope &scope, CommonScope *tables)
    {
        for (const Source &source : sources) {
            if (!source.nested.empty()) {
                note(source, scope, -1, true);
                const std::size_t first = scope.sources.size();
                bind(source.nested, scope, tables);
                if (first < scope.sources.size())
                    markJoined(source, scope, first);
                continue;
            }
            Bound bound = lookUp(source, scope, tables);
            scope.sources.push_back(std::move(bound));
            markJoined(source, scope, scope.sources.size() - 1);
        }
    }

    Bound lookUp(const Source &source, const Scope &scope, CommonScope *tables)
    {
        Bound bound;
        bound.source = &source;
        bound.name = source.alias.empty() ? source.table : source.alias;
        bound.open = source.call;
        bool known = source.call;
        if (source.query) {
            bound.columns = std::make_shared<Columns>(resolve(*source.query, scope.outer, tables, nullptr));
            known = true;
        } else if (Common *common =
                       source.schema.empty() && !source.call ? findCommon(source.table, tables) : nullptr) {
            resolveCommon(*common);
            bound.columns = common->columns;
            known = bound.columns != nullptr;
        } else if (!source.call) {
            bound.table = schema_.find(source.table);
            known = bound.table >= 0;
            if (known) {
                bound.columns = columnsOf(bound.table);
                bound.rowid = !schema_.tables[static_cast<std::size_t>(bound.table)].view;
            }
        }
        if (!bound.columns)
            bound.columns = std::make_shared<Columns>();
        note(source, scope, bound.table, known);
        return bound;
    }

    void note(const Source &source, const Scope &scope, int table, bool known)
    {
        result_.bySource[&source] = result_.sources.size();
        const int index = source.nested.empty() ? static_cast<int>(scope.sources.size()) : -1;
        result_.sources.push_back({&source, scope.core, index, table, known});
    }

    std::shared_ptr<const Columns> columnsOf(int table)
    {
        auto &cached = tableColumns_[table];
        if (!cached) {
            auto columns = std::make_shared<Columns>();
            int index = 0;
            for (const Column &column : schema_.tables[static_cast<std::size_t>(table)].columns)
                columns->push_back({column.name, table, index++});
            cached = std::move(columns);
        }
        return cached;
    }

    Columns outputOf(const Scope &scope) const
    {
        Columns output;
        std::unordered_set<std::string> taken;
        std::unordered_map<std::string, int> copies;
        const auto add = [&](OutputColumn column) {
            if (output.size() >= maximumColumns)
                return;
            // A second column of the same name is called name:1, as in SQLite.
            const std::string base = column.name, folded = upperAscii(base);
            if (!taken.insert(folded).second) {
                int &copy = copies[folded];
                do
                    column.name = base + ":" + std::to_string(++copy);
                while (!taken.insert(upperAscii(column.name)).second);
            }
            output.push_back(std::move(column));
        };
        if (!scope.core->values.empty()) {
            for (std::size_t i = 0; i < scope.core->values.front().size(); ++i)
                add({"column" + std::to_string(i + 1)});
        }
        for (const SelectItem &item : scope.core->items) {
            const Expr &expr = *item.expr;
            if (expr.kind == ExprKind::Star) {
                for (const Bound &bound : scope.sources) {
                    if (!expr.qualifier.empty() && !equalsName(bound.name, expr.qualifier))
                        continue;
                    for (const OutputColumn &column : *bound.columns) {
                        if (!expr.qualifier.empty() || !isJoined(bound, column.name))
                            add(column);
                    }
                }
                continue;
            }
            OutputColumn column{item.alias.empty() ? print(expr) : item.alias};
            if (const ColumnReference *reference = result_.find(expr)) {
                column.table = reference->table;
                column.column = reference->column;
                if (item.alias.empty())
                    column.name = expr.text;
            }
            add(std::move(column));
        }
        return output;
    }

    /// An ORDER BY term: a bare alias comes before a column of that name. After a set operation the term
    /// names a column of one of the SELECTs, asked from left to right.
    void resolveOrder(const Expr &term, const std::vector<Scope> &scopes, CommonScope *tables)
    {
        const Expr *bare = &term;
        while (bare->kind == ExprKind::Collate)
            bare = bare->args[0].get();
        if (bare->kind != ExprKind::Column || !bare->qualifier.empty())
            return walk(term, scopes.front(), tables);
        ColumnReference fallback;
        for (const Scope &scope : scopes) {
            if (const int item = aliasIndex(scope, bare->text); item >= 0)
                return record(aliasReference(*bare, scope, item));
            const ColumnReference reference = bound(*bare, scope);
            const bool found =
                reference.binding == Binding::TableColumn || reference.binding == Binding::QueryColumn;
            if (found && (scopes.size() == 1 || selects(scope, reference)))
                return record(reference);
            if (&scope == &scopes.front())
                fallback = reference;
        }
        if (scopes.size() > 1)
            fallback = {bare};
        record(fallback);
    }

    /// Whether the select list holds this column, directly or through a star.
    bool selects(const Scope &scope, const ColumnReference &wanted) const
    {
        return std::any_of(scope.core->items.begin(), scope.core->items.end(), [&](const SelectItem &item) {
            if (item.expr->kind == ExprKind::Star)
                return true;
            const ColumnReference *reference = result_.find(*item.expr);
            return reference != nullptr && reference->core == wanted.core &&
                   reference->source == wanted.source && reference->table == wanted.table &&
                   reference->column == wanted.column && reference->output == wanted.output;
        });
    }

    void walk(const Window &window, const Scope &scope, CommonScope *tables)
    {
        for (const ExprPtr &term : window.partitionBy)
            walk(*term, scope, tables);
        for (const OrderTerm &term : window.orderBy)
            walk(*term.expr, scope, tables);
    }

    void walk(const Expr &expr, const Scope &scope, CommonScope *tables)
    {
        if (expr.kind == ExprKind::Column)
            return record(bound(expr, scope));
        for (const ExprPtr &child : expr.args)
            walk(*child, scope, tables);
        for (const ExprPtr &child : {expr.subject, expr.otherwise, expr.filter}) {
            if (child)
                walk(*child, scope, tables);
        }
        if (expr.over)
            walk(*expr.over, scope, tables);
        if (expr.query)
            resolve(*expr.query, &scope, tables, nullptr);
    }

    void record(const ColumnReference &reference)
    {
        if (result_.byExpr.emplace(reference.expr, result_.columns.size()).second)
            result_.columns.push_back(reference);
    }

    ColumnReference aliasReference(const Expr &expr, const Scope &scope, int item) const
    {
        ColumnReference reference;
        reference.expr = &expr;
        reference.binding = Binding::Alias;
        reference.core = scope.core;
        reference.output = item;
        const Expr &meant = *scope.core->items[static_cast<std::size_t>(item)].expr;
        if (const ColumnReference *inner = result_.find(meant)) {
            reference.table = inner->table;
            reference.column = inner->column;
        }
        return reference;
    }

    ColumnReference bound(const Expr &expr, const Scope &innermost) const
    {
        ColumnReference reference;
        reference.expr = &expr;
        int level = 0;
        for (const Scope *scope = &innermost; scope != nullptr; scope = scope->outer, ++level) {
            reference.level = level;
            if (bindInFrom(*scope, expr, reference))
                return reference;
            if (scope->aliases && expr.qualifier.empty()) {
                if (const int item = aliasIndex(*scope, expr.text); item >= 0) {
                    reference = aliasReference(expr, *scope, item);
                    reference.level = level;
                    return reference;
                }
            }
        }
        reference.level = 0;
        const bool constant = equalsName(expr.text, "TRUE") || equalsName(expr.text, "FALSE");
        if (expr.qualifier.empty() && (expr.doubleQuoted || constant))
            reference.binding = Binding::Literal;
        return reference;
    }

    const Schema &schema_;
    Resolution result_;
    std::unordered_map<int, std::shared_ptr<const Columns>> tableColumns_;
    int demand_ = 0;
};

} // namespace

const ColumnReference *Resolution::find(const Expr &column) const
{
    const auto found = byExpr.find(&column);
    return found == byExpr.end() ? nullptr : &columns[found->second];
}

const SourceReference *Resolution::find(const Source &source) const
{
    const auto found = bySource.find(&source);
    return found == bySource.end() ? nullptr : &sources[found->second];
}

bool Resolution::complete() const
{
    return std::all_of(sources.begin(), sources.end(), [](const SourceReference &s) { return s.known; }) &&
           std::none_of(columns.begin(), columns.end(), [](const ColumnReference &c) {
               return c.binding == Binding::Ambiguous || c.binding == Binding::Unresolved;
           });
}

Resolution resolveColumns(const Query &query, const Schema &schema)
{
    return Resolver(schema).run(query);
}

} // namespace mureum::datasets::sql
