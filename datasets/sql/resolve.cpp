#include "datasets/sql/resolve.h"

#include "datasets/sql/parser.h"
#include "datasets/sql/tokenizer.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>

namespace mureum::datasets::sql {
namespace {

/// SQLite's default SQLITE_MAX_COLUMN: also keeps SELECT * over SELECT * over ... from exploding.
constexpr std::size_t maximumColumns = 2000;
/// Common tables that use later ones are resolved on demand; a chain deeper than this is reported as unknown.
constexpr int maximumDemand = 100;

using Columns = std::vector<OutputColumn>;

int indexOf(const Columns &columns, std::string_view name)
{
    const auto found = std::find_if(columns.begin(), columns.end(), [name](const OutputColumn &column) {
        return equalsName(column.name, name);
    });
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

bool isRowid(std::string_view name)
{
    return equalsName(name, "rowid") || equalsName(name, "oid") || equalsName(name, "_rowid_");
}

/// A source of FROM with what it offers.
struct Bound
{
    const Source *source = nullptr;
    std::string name;
    int table = -1;
    bool open = false; ///< a table-valued function: its columns are not known here
    std::shared_ptr<const Columns> columns;
    std::vector<std::string> joined; ///< columns shared with the sources before it (USING, NATURAL)
};

struct Scope
{
    const SelectCore *core = nullptr;
    std::vector<Bound> sources;
    bool aliases = false; ///< names may refer to the select list
    const Scope *outer = nullptr;
};

struct CommonScope;

struct Common
{
    const CommonTable *definition = nullptr;
    const CommonScope *scope = nullptr;
    const Scope *outer = nullptr;
    enum class State { Waiting, Running, Done } state = State::Waiting;
    std::shared_ptr<const Columns> columns;
};

struct CommonScope
{
    std::deque<Common> tables;
    const CommonScope *outer = nullptr;
};

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
    Columns resolve(const Query &query, const Scope *outer, const CommonScope *tables, Common *common)
    {
        CommonScope own;
        own.outer = tables;
        for (const CommonTable &definition : query.with)
            own.tables.push_back({&definition, &own, outer, Common::State::Waiting, nullptr});
        const CommonScope *visible = query.with.empty() ? tables : &own;
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

    Scope resolve(const SelectCore &core, const Scope *outer, const CommonScope *tables)
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

    void bind(const std::vector<Source> &sources, Scope &scope, const CommonScope *tables)
    {
        for (const Source &source : sources) {
            if (!source.nested.empty()) {
                note(source, scope, -1, true);
                const std::size_t first = scope.sources.size();
                bind(source.nested, scope, tables);
                if (first < scope.sources.size())
                    join(source, scope, first);
                continue;
            }
            Bound bound = lookUp(source, scope, tables);
            scope.sources.push_back(std::move(bound));
            join(source, scope, scope.sources.size() - 1);
        }
    }

    Bound lookUp(const Source &source, const Scope &scope, const CommonScope *tables)
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
                       source.schema.empty() && !source.call ? find(source.table, tables) : nullptr) {
            resolveCommon(*common);
            bound.columns = common->columns;
            known = bound.columns != nullptr;
        } else if (!source.call) {
            bound.table = schema_.find(source.table);
            known = bound.table >= 0;
            if (known)
                bound.columns = columnsOf(bound.table);
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

    /// Finds the columns a source shares with those before it.
    static void join(const Source &source, Scope &scope, std::size_t first)
    {
        for (std::size_t i = first; i < scope.sources.size(); ++i) {
            Bound &bound = scope.sources[i];
            const auto shared = [&](const std::string &name) {
                for (std::size_t j = 0; j < first; ++j) {
                    if (indexOf(*scope.sources[j].columns, name) >= 0)
                        return true;
                }
                return false;
            };
            for (const std::string &name : source.usingColumns) {
                if (indexOf(*bound.columns, name) >= 0)
                    bound.joined.push_back(name);
            }
            if (!source.natural)
                continue;
            for (const OutputColumn &column : *bound.columns) {
                if (shared(column.name))
                    bound.joined.push_back(column.name);
            }
        }
    }

    static Common *find(std::string_view name, const CommonScope *tables)
    {
        for (; tables != nullptr; tables = tables->outer) {
            for (const Common &table : tables->tables) {
                if (equalsName(table.definition->name, name))
                    return const_cast<Common *>(&table); // found through the scopes, which only look on
            }
        }
        return nullptr;
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

    static bool isJoined(const Bound &bound, std::string_view name)
    {
        return std::any_of(bound.joined.begin(), bound.joined.end(),
                           [name](const std::string &joined) { return equalsName(joined, name); });
    }

    Columns outputOf(const Scope &scope) const
    {
        Columns output;
        const auto add = [&output](OutputColumn column) {
            if (output.size() >= maximumColumns)
                return;
            // A second column of the same name is called name:1, as in SQLite.
            const std::string base = column.name;
            for (int i = 1; indexOf(output, column.name) >= 0; ++i)
                column.name = base + ":" + std::to_string(i);
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
    void resolveOrder(const Expr &term, const std::vector<Scope> &scopes, const CommonScope *tables)
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

    void walk(const Window &window, const Scope &scope, const CommonScope *tables)
    {
        for (const ExprPtr &term : window.partitionBy)
            walk(*term, scope, tables);
        for (const OrderTerm &term : window.orderBy)
            walk(*term.expr, scope, tables);
    }

    void walk(const Expr &expr, const Scope &scope, const CommonScope *tables)
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

    static int aliasIndex(const Scope &scope, std::string_view name)
    {
        const auto &items = scope.core->items;
        const auto found = std::find_if(items.begin(), items.end(), [name](const SelectItem &item) {
            return !item.alias.empty() && equalsName(item.alias, name);
        });
        return found == items.end() ? -1 : static_cast<int>(found - items.begin());
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
            if (bindIn(*scope, expr, reference))
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

    /// Looks the name up in the FROM clause of one SELECT.
    bool bindIn(const Scope &scope, const Expr &expr, ColumnReference &reference) const
    {
        int candidates = 0; // sources the qualifier allows
        const Bound *candidate = nullptr;
        int found = 0;
        for (std::size_t i = 0; i < scope.sources.size(); ++i) {
            const Bound &source = scope.sources[i];
            if (!expr.qualifier.empty() && !equalsName(source.name, expr.qualifier))
                continue;
            ++candidates;
            candidate = &source;
            const int index = indexOf(*source.columns, expr.text);
            if (index < 0)
                continue;
            // Of columns joined by USING or NATURAL the left one is meant, after a RIGHT JOIN the right one.
            if (found > 0 && isJoined(source, expr.text)) {
                if (source.source->join != JoinKind::Right)
                    continue;
                found = 0;
            }
            if (++found > 1)
                continue;
            const OutputColumn &column = (*source.columns)[static_cast<std::size_t>(index)];
            reference.binding = source.table >= 0 ? Binding::TableColumn : Binding::QueryColumn;
            reference.table = column.table;
            reference.column = column.column;
            reference.output = source.table >= 0 ? -1 : index;
            reference.core = scope.core;
            reference.source = static_cast<int>(i);
        }
        if (found > 1) {
            reference = {&expr, Binding::Ambiguous};
            return true;
        }
        if (found == 1)
            return true;
        if (candidates == 1 && candidate->table >= 0 && isRowid(expr.text) &&
            !schema_.tables[static_cast<std::size_t>(candidate->table)].view) {
            reference.binding = Binding::TableColumn;
            reference.table = candidate->table;
        } else if (const Bound *open = openSource(scope, expr)) {
            candidate = open;
            reference.binding = Binding::QueryColumn;
        } else {
            return false;
        }
        reference.core = scope.core;
        reference.source = static_cast<int>(candidate - scope.sources.data());
        return true;
    }

    /// The table-valued function that may have a column nobody else has.
    static const Bound *openSource(const Scope &scope, const Expr &expr)
    {
        for (const Bound &source : scope.sources) {
            if (source.open && !expr.doubleQuoted &&
                (expr.qualifier.empty() || equalsName(source.name, expr.qualifier)))
                return &source;
        }
        return nullptr;
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
