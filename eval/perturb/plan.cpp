#include "eval/perturb/plan.h"

#include "eval/score/cells.h"

#include <algorithm>
#include <array>
#include <functional>

namespace mureum::eval {

bool RowLess::operator()(const Row &a, const Row &b) const
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](const Cell &x, const Cell &y) { return compareCells(x, y) < 0; });
}

Row pick(const Row &row, const std::vector<int> &columns)
{
    Row out;
    for (const int column : columns)
        out.push_back(row[static_cast<std::size_t>(column)]);
    return out;
}

bool anyNull(const Row &row)
{
    return std::any_of(row.begin(), row.end(),
                       [](const Cell &cell) { return std::holds_alternative<std::monostate>(cell); });
}

namespace {

bool looksLikeKey(const std::string &name)
{
    std::string lower;
    for (const char c : name)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto ends = [&](const char *end) { return lower.ends_with(end); };
    return lower == "id" || ends("_id") || ends("id") || ends("code") || ends("_no") || ends("number");
}

class Planner
{
public:
    Planner(const SourceDatabase &source, const Hints &hints) : source_(source), hints_(hints) {}

    std::vector<TablePlan> run()
    {
        describe();
        return std::move(plans_);
    }

private:
    int tableOf(int schemaTable) const
    {
        for (std::size_t i = 0; i < source_.tables.size(); ++i)
            if (schemaTable >= 0 && source_.tables[i].schemaTable == schemaTable)
                return static_cast<int>(i);
        return -1;
    }
    int columnOf(int table, int schemaColumn) const
    {
        const auto &columns = source_.tables[static_cast<std::size_t>(table)].columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].schemaColumn == schemaColumn)
                return static_cast<int>(i);
        return -1;
    }

    /// All values different and present in the source.
    bool distinct(int table, int column) const
    {
        const auto &rows = source_.tables[static_cast<std::size_t>(table)].rows;
        RowSet seen;
        for (const Row &row : rows) {
            Row value = pick(row, {column});
            if (anyNull(value) || !seen.insert(std::move(value)).second)
                return false;
        }
        return rows.size() > 1;
    }

    void describe()
    {
        std::set<std::pair<int, int>> linked;
        std::vector<std::array<int, 4>> links;
        for (const auto &[a, b] : hints_.linked) {
            const int tableA = tableOf(a.first), tableB = tableOf(b.first);
            if (tableA < 0 || tableB < 0)
                continue;
            const int columnA = columnOf(tableA, a.second), columnB = columnOf(tableB, b.second);
            if (columnA < 0 || columnB < 0)
                continue;
            linked.insert({tableA, columnA});
            linked.insert({tableB, columnB});
            links.push_back({tableA, columnA, tableB, columnB});
        }
        plans_.resize(source_.tables.size());
        for (std::size_t i = 0; i < source_.tables.size(); ++i) {
            const SourceTable &table = source_.tables[i];
            TablePlan &plan = plans_[i];
            plan.keys = table.keys;
            plan.key.assign(table.columns.size(), false);
            plan.groupSizes.resize(table.columns.size());
            for (const SourceForeignKey &key : table.foreignKeys)
                plan.foreignKeys.push_back({key.parent, key.columns, key.parentColumns});
            for (std::size_t c = 0; c < table.columns.size(); ++c) {
                const int column = static_cast<int>(c);
                std::vector<Condition> conditions;
                const auto found = hints_.byColumn.find({table.schemaTable, table.columns[c].schemaColumn});
                if (found != hints_.byColumn.end())
                    conditions = found->second;
                plan.profiles.push_back(profileOf(table, column, std::move(conditions),
                                                  linked.contains({static_cast<int>(i), column})));
                // A key nobody declared is still one.
                if (looksLikeKey(table.columns[c].name) && distinct(static_cast<int>(i), column) &&
                    std::find(plan.keys.begin(), plan.keys.end(), KeyColumns{column}) == plan.keys.end())
                    plan.keys.push_back({column});
            }
        }
        for (const auto &[tableA, columnA, tableB, columnB] : links) {
            imply(tableA, columnA, tableB, columnB);
            imply(tableB, columnB, tableA, columnA);
        }
        for (std::size_t i = 0; i < plans_.size(); ++i)
            for (const ReferenceKey &key : plans_[i].foreignKeys) {
                // What others refer to is unique, or SQLite would not allow the reference.
                auto &parent = plans_[static_cast<std::size_t>(key.parent)];
                if (std::find(parent.keys.begin(), parent.keys.end(), key.parentColumns) ==
                        parent.keys.end() &&
                    key.parentColumns.size() == 1 && distinct(key.parent, key.parentColumns.front()))
                    parent.keys.push_back(key.parentColumns);
            }
        for (const auto &[id, groups] : hints_.conditions)
            if (const int table = tableOf(id); table >= 0)
                for (std::vector<Condition> group : groups) {
                    for (Condition &condition : group)
                        condition.column = columnOf(table, condition.column);
                    std::erase_if(group, [](const Condition &condition) { return condition.column < 0; });
                    plans_[static_cast<std::size_t>(table)].wanted.push_back(std::move(group));
                }
        for (const auto &[id, sizes] : hints_.groupSizes)
            if (const int table = tableOf(id.first); table >= 0)
                if (const int column = columnOf(table, id.second); column >= 0)
                    plans_[static_cast<std::size_t>(table)]
                        .groupSizes[static_cast<std::size_t>(column)]
                        .assign(sizes.begin(), sizes.end());
        for (const auto &[a, b] : hints_.compared)
            if (const int table = tableOf(a.first); table >= 0)
                if (const int x = columnOf(table, a.second), y = columnOf(table, b.second); x >= 0 && y >= 0)
                    plans_[static_cast<std::size_t>(table)].compared.emplace_back(x, y);
        for (const Hints::ColumnId &id : hints_.measured)
            if (const int table = tableOf(id.first); table >= 0)
                if (const int column = columnOf(table, id.second); column >= 0)
                    plans_[static_cast<std::size_t>(table)].measured.push_back(column);
        for (TablePlan &plan : plans_) {
            for (const KeyColumns &key : plan.keys)
                for (const int column : key)
                    plan.key[static_cast<std::size_t>(column)] = true;
            for (const ReferenceKey &key : plan.foreignKeys)
                for (const int column : key.columns)
                    plan.key[static_cast<std::size_t>(column)] = true;
        }
    }

    /// A column joined to a unique one refers to it, where its values are found there.
    void imply(int child, int column, int parent, int parentColumn)
    {
        if (child == parent || !distinct(parent, parentColumn))
            return;
        TablePlan &plan = plans_[static_cast<std::size_t>(child)];
        for (const ReferenceKey &key : plan.foreignKeys)
            if (std::find(key.columns.begin(), key.columns.end(), column) != key.columns.end())
                return;
        // Two unique columns refer to each other; the first way round is enough.
        for (const ReferenceKey &key : plans_[static_cast<std::size_t>(parent)].foreignKeys)
            if (key.parent == child)
                return;
        RowSet values;
        for (const Row &row : source_.tables[static_cast<std::size_t>(parent)].rows)
            values.insert(pick(row, {parentColumn}));
        std::size_t found = 0, all = 0;
        for (const Row &row : source_.tables[static_cast<std::size_t>(child)].rows) {
            const Row value = pick(row, {column});
            all += !anyNull(value);
            found += values.contains(value);
        }
        if (all > 0 && found * 10 >= all * 9)
            plan.foreignKeys.push_back({parent, {column}, {parentColumn}});
    }

    const SourceDatabase &source_;
    const Hints &hints_;
    std::vector<TablePlan> plans_;
};

} // namespace

std::vector<TablePlan> planTables(const SourceDatabase &source, const Hints &hints)
{
    return Planner(source, hints).run();
}

std::vector<std::size_t> parentsFirst(const std::vector<TablePlan> &plans)
{
    std::vector<std::size_t> order;
    std::vector<int> state(plans.size(), 0);
    const std::function<void(std::size_t)> visit = [&](std::size_t table) {
        if (state[table] != 0)
            return;
        state[table] = 1;
        for (const ReferenceKey &key : plans[table].foreignKeys)
            visit(static_cast<std::size_t>(key.parent));
        order.push_back(table);
    };
    for (std::size_t table = 0; table < plans.size(); ++table)
        visit(table);
    return order;
}

} // namespace mureum::eval
