#pragma once
#include "datasets/sql/resolve.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// What a name can refer to at one place of a query: the working parts of resolveColumns().

namespace mureum::datasets::sql {

using Columns = std::vector<OutputColumn>;

/// A source of FROM with what it offers.
struct Bound
{
    const Source *source = nullptr;
    std::string name; ///< its alias, or else the table's name
    int table = -1;
    bool rowid = false; ///< a real table
    bool open = false;  ///< a table-valued function: its columns are not known here
    std::shared_ptr<const Columns> columns;
    std::vector<std::string> joined; ///< columns shared with the sources before it (USING, NATURAL)
};

/// One SELECT, as its own expressions and those of its subqueries see it.
struct Scope
{
    const SelectCore *core = nullptr;
    std::vector<Bound> sources;
    bool aliases = false; ///< names may refer to the select list
    const Scope *outer = nullptr;
};

struct CommonScope;

/// A common table expression: resolved once, in the scopes of its definition.
struct Common
{
    const CommonTable *definition = nullptr;
    CommonScope *scope = nullptr;
    const Scope *outer = nullptr;
    enum class State { Waiting, Running, Done } state = State::Waiting;
    std::shared_ptr<const Columns> columns; ///< null until its first SELECT is resolved
};

/// The tables of one WITH clause; each sees all of them.
struct CommonScope
{
    std::deque<Common> tables;
    CommonScope *outer = nullptr;
};

int indexOf(const Columns &columns, std::string_view name);
bool isJoined(const Bound &bound, std::string_view column);

/// Notes which columns the sources from `first` on share, by `source`'s USING or NATURAL, with those before.
void markJoined(const Source &source, Scope &scope, std::size_t first);

/// The nearest common table of that name; nullptr where there is none.
Common *findCommon(std::string_view name, CommonScope *tables);

/// Position of a select alias; -1 where there is none.
int aliasIndex(const Scope &scope, std::string_view name);

/// Looks a column up in the FROM clause of one SELECT; true where it binds there, if only as Ambiguous.
bool bindInFrom(const Scope &scope, const Expr &column, ColumnReference &reference);

} // namespace mureum::datasets::sql
