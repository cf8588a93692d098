#include "datasets/sql/scope.h"

#include "datasets/sql/tokenizer.h"

#include <algorithm>

namespace mureum::datasets::sql {
namespace {

bool isRowid(std::string_view name)
{
    return equalsName(name, "rowid") || equalsName(name, "oid") || equalsName(name, "_rowid_");
}

/// The table-valued function that may have a column nobody else has.
const Bound *openSource(const Scope &scope, const Expr &expr)
{
    for (const Bound &source : scope.sources) {
        if (source.open && !expr.doubleQuoted &&
            (expr.qualifier.empty() || equalsName(source.name, expr.qualifier)))
            return &source;
    }
    return nullptr;
}

} // namespace

int indexOf(const Columns &columns, std::string_view name)
{
    const auto found = std::find_if(columns.begin(), columns.end(), [name](const OutputColumn &column) {
        return equalsName(column.name, name);
    });
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

bool isJoined(const Bound &bound, std::string_view name)
{
    return std::any_of(bound.joined.begin(), bound.joined.end(),
                       [name](const std::string &joined) { return equalsName(joined, name); });
}

void markJoined(const Source &source, Scope &scope, std::size_t first)
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

Common *findCommon(std::string_view name, CommonScope *tables)
{
    for (; tables != nullptr; tables = tables->outer) {
        for (Common &table : tables->tables) {
            if (equalsName(table.definition->name, name))
                return &table;
        }
    }
    return nullptr;
}

int aliasIndex(const Scope &scope, std::string_view name)
{
    const auto &items = scope.core->items;
    const auto found = std::find_if(items.begin(), items.end(), [name](const SelectItem &item) {
        return !item.alias.empty() && equalsName(item.alias, name);
    });
    return found == items.end() ? -1 : static_cast<int>(found - items.begin());
}

bool bindInFrom(const Scope &scope, const Expr &expr, ColumnReference &reference)
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
    if (candidates == 1 && candidate->rowid && isRowid(expr.text)) {
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

} // namespace mureum::datasets::sql
