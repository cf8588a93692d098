#include "eval/perturb/perturb.h"

#include "eval/perturb/values.h"
#include "eval/score/cells.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace mureum::eval {

namespace {

struct RowLess
{
    bool operator()(const Row &a, const Row &b) const
    {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(),
            [](const Cell &x, const Cell &y) { return compareCells(x, y) < 0; });
    }
};
using RowSet = std::set<Row, RowLess>;

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

/// How strongly each variant differs from the source.
struct Strength
{
    double keep, add, change, null;
};
constexpr std::array<Strength, 5> strengths = {{{0.95, 0.6, 0.10, 0.00},
                                                {0.70, 0.9, 0.20, 0.04},
                                                {0.85, 1.6, 0.15, 0.02},
                                                {0.50, 0.5, 0.30, 0.06},
                                                {0.90, 0.3, 0.25, 0.00}}};

/// A foreign key, declared or implied by how right answers join.
struct Key
{
    int parent = -1;
    std::vector<int> columns, parentColumns;
};

bool looksLikeKey(const std::string &name)
{
    std::string lower;
    for (const char c : name)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto ends = [&](const char *end) { return lower.ends_with(end); };
    return lower == "id" || ends("_id") || ends("id") || ends("code") || ends("_no") || ends("number");
}

class Perturbing
{
public:
    Perturbing(const SourceDatabase &source, const Hints &hints, std::uint64_t seed, int variant)
        : source_(source), hints_(hints), seed_(seed + 0x9E37U * static_cast<std::uint64_t>(variant + 1)),
          strength_(strengths[static_cast<std::size_t>(variant) % strengths.size()])
    {
    }

    PerturbedRows run()
    {
        describe();
        PerturbedRows out;
        out.order = parentsFirst();
        out.rows.resize(source_.tables.size());
        rows_ = &out.rows;
        for (const std::size_t table : out.order)
            fillTable(table);
        return out;
    }

private:
    struct Plan
    {
        std::vector<ColumnProfile> profiles;
        std::vector<bool> unique, key; ///< by column; key: part of any key or foreign key
        std::vector<KeyColumns> keys;
        std::vector<Key> foreignKeys;
    };

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
            Plan &plan = plans_[i];
            plan.keys = table.keys;
            plan.unique.assign(table.columns.size(), false);
            plan.key.assign(table.columns.size(), false);
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
            for (const Key &key : plans_[i].foreignKeys) {
                // What others refer to is unique, or SQLite would not allow the reference.
                auto &parent = plans_[static_cast<std::size_t>(key.parent)];
                if (std::find(parent.keys.begin(), parent.keys.end(), key.parentColumns) ==
                        parent.keys.end() &&
                    key.parentColumns.size() == 1 && distinct(key.parent, key.parentColumns.front()))
                    parent.keys.push_back(key.parentColumns);
            }
        for (Plan &plan : plans_) {
            for (const KeyColumns &key : plan.keys)
                for (const int column : key) {
                    plan.key[static_cast<std::size_t>(column)] = true;
                    if (key.size() == 1)
                        plan.unique[static_cast<std::size_t>(column)] = true;
                }
            for (const Key &key : plan.foreignKeys)
                for (const int column : key.columns)
                    plan.key[static_cast<std::size_t>(column)] = true;
        }
    }

    /// A column joined to a unique one refers to it, where its values are found there.
    void imply(int child, int column, int parent, int parentColumn)
    {
        if (child == parent || !distinct(parent, parentColumn))
            return;
        Plan &plan = plans_[static_cast<std::size_t>(child)];
        for (const Key &key : plan.foreignKeys)
            if (std::find(key.columns.begin(), key.columns.end(), column) != key.columns.end())
                return;
        // Two unique columns refer to each other; the first way round is enough.
        for (const Key &key : plans_[static_cast<std::size_t>(parent)].foreignKeys)
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

    std::vector<std::size_t> parentsFirst() const
    {
        std::vector<std::size_t> order;
        std::vector<int> state(plans_.size(), 0);
        const std::function<void(std::size_t)> visit = [&](std::size_t table) {
            if (state[table] != 0)
                return;
            state[table] = 1;
            for (const Key &key : plans_[table].foreignKeys)
                visit(static_cast<std::size_t>(key.parent));
            order.push_back(table);
        };
        for (std::size_t table = 0; table < plans_.size(); ++table)
            visit(table);
        return order;
    }

    void fillTable(std::size_t index);
    Row clone(std::size_t index, Random &random);
    void change(std::size_t index, Row &row, double chance, Random &random);
    void ties(std::size_t index, std::vector<Row> &rows, Random &random);
    void aim(std::size_t index, std::vector<Row> &rows, Random &random);

    const SourceDatabase &source_;
    const Hints &hints_;
    std::uint64_t seed_;
    Strength strength_;
    std::vector<Plan> plans_;
    std::vector<std::vector<Row>> *rows_ = nullptr;
    std::size_t newKeys_ = 0;
};

/// Gives the foreign keys of one table parents that are there.
class Parents
{
public:
    /// `invented`: the source had no rows that referred to anything.
    Parents(const Key &key, bool invented, const std::vector<Row> &sourceParents,
            const std::vector<Row> &parents, Random &random)
        : key_(key), invented_(invented)
    {
        for (const Row &row : sourceParents)
            before_.insert(pick(row, key.parentColumns));
        for (const Row &row : parents) {
            Row value = pick(row, key.parentColumns);
            if (!anyNull(value) && now_.insert(value).second)
                values_.push_back(std::move(value));
        }
        random.shuffle(values_);
        // One parent stays without children, so that LEFT JOIN and JOIN differ.
        if (values_.size() >= 3) {
            childless_ = values_.back();
            values_.pop_back();
        }
    }

    /// Leaves NULL and what never had a parent as they are. False where no parent is there.
    bool settle(Row &row, double change, Random &random) const
    {
        if (invented_)
            return draw(row, random);
        const Row value = pick(row, key_.columns);
        if (anyNull(value) || !before_.contains(value))
            return true;
        const bool gone = !now_.contains(value) ||
                          (childless_ && !RowLess()(*childless_, value) && !RowLess()(value, *childless_));
        return !(gone || random.chance(change)) || draw(row, random);
    }

    /// The first parents come up more often: groups of different size, and some of the same.
    bool draw(Row &row, Random &random) const
    {
        if (values_.empty())
            return false;
        const double skewed = random.uniform() * random.uniform();
        const Row &value = values_[static_cast<std::size_t>(skewed * static_cast<double>(values_.size()))];
        for (std::size_t i = 0; i < value.size(); ++i)
            row[static_cast<std::size_t>(key_.columns[i])] = value[i];
        return true;
    }

private:
    const Key &key_;
    bool invented_;
    RowSet before_, now_;
    std::vector<Row> values_;
    std::optional<Row> childless_;
};

Row Perturbing::clone(std::size_t index, Random &random)
{
    const SourceTable &table = source_.tables[index];
    const Plan &plan = plans_[index];
    Row row;
    if (table.rows.empty()) {
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            row.push_back(invent(plan.profiles[c], table.columns[c], random));
    } else {
        row = random.pick(table.rows);
    }
    // What refers to a parent gets its key from there.
    const auto refers = [&](int column) {
        return std::any_of(plan.foreignKeys.begin(), plan.foreignKeys.end(), [&](const Key &key) {
            return std::find(key.columns.begin(), key.columns.end(), column) != key.columns.end();
        });
    };
    for (const KeyColumns &key : plan.keys) {
        const auto own = std::find_if(key.rbegin(), key.rend(), [&](int column) { return !refers(column); });
        if (own == key.rend() || (key.size() > 1 && random.chance(0.3)))
            continue;
        const auto c = static_cast<std::size_t>(*own);
        row[c] = newKey(plan.profiles[c], row[c], newKeys_);
    }
    ++newKeys_;
    return row;
}

void Perturbing::change(std::size_t index, Row &row, double chance, Random &random)
{
    const Plan &plan = plans_[index];
    for (std::size_t c = 0; c < row.size(); ++c) {
        if (plan.key[c])
            continue;
        const ColumnProfile &profile = plan.profiles[c];
        if (random.chance(chance))
            row[c] = mutate(profile, row[c], random);
        if (profile.mayBeNull && !profile.linked && random.chance(strength_.null))
            row[c] = std::monostate{};
    }
}

/// The largest or smallest value of a column twice: ORDER BY ... LIMIT 1 is then not what MAX says.
void Perturbing::ties(std::size_t index, std::vector<Row> &rows, Random &random)
{
    const Plan &plan = plans_[index];
    if (rows.size() < 2)
        return;
    for (std::size_t c = 0; c < plan.profiles.size(); ++c) {
        const ColumnProfile &profile = plan.profiles[c];
        if (plan.key[c] || !(profile.numbers || profile.dates))
            continue;
        for (const bool highest : {true, false}) {
            if (!random.chance(0.4))
                continue;
            const auto less = [&](const Row &a, const Row &b) { return compareCells(a[c], b[c]) < 0; };
            const auto extreme = highest ? std::max_element(rows.begin(), rows.end(), less)
                                         : std::min_element(rows.begin(), rows.end(), less);
            const Cell value = (*extreme)[c];
            rows[static_cast<std::size_t>(random.below(static_cast<int>(rows.size())))][c] = value;
        }
    }
}

/// Rows that fulfil a right answer's conditions, and for each condition one that fails it alone, narrowly.
void Perturbing::aim(std::size_t index, std::vector<Row> &rows, Random &random)
{
    const SourceTable &table = source_.tables[index];
    const Plan &plan = plans_[index];
    const auto found = hints_.conditions.find(table.schemaTable);
    if (table.schemaTable < 0 || found == hints_.conditions.end())
        return;
    constexpr std::size_t most = 240;
    std::vector<std::size_t> groups(found->second.size());
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = i;
    random.shuffle(groups);
    const std::size_t before = rows.size();
    for (const std::size_t group : groups) {
        const std::vector<Condition> &conditions = found->second[group];
        for (std::size_t failed = 0; failed <= conditions.size(); ++failed) {
            if (rows.size() - before >= most)
                return;
            Row row = clone(index, random);
            bool changed = false;
            for (std::size_t i = 0; i < conditions.size(); ++i) {
                const int column = columnOf(static_cast<int>(index), conditions[i].column);
                if (column < 0 || plan.key[static_cast<std::size_t>(column)])
                    continue;
                const auto c = static_cast<std::size_t>(column);
                const ColumnProfile &profile = plan.profiles[c];
                if (profile.linked)
                    continue;
                const auto value = i == failed ? failing(profile, conditions[i], row[c], random)
                                               : satisfying(profile, conditions[i], row[c], random);
                if (!value)
                    continue;
                row[c] = *value;
                changed = true;
            }
            if (changed)
                rows.push_back(std::move(row));
        }
    }
}

void Perturbing::fillTable(std::size_t index)
{
    const SourceTable &table = source_.tables[index];
    const Plan &plan = plans_[index];
    std::vector<Row> &out = (*rows_)[index];
    if (table.special || table.columns.empty()) {
        out = table.rows;
        return;
    }
    Random random(seed_, index);
    std::vector<Row> rows;
    for (const Row &row : table.rows)
        if (random.chance(strength_.keep)) {
            rows.push_back(row);
            change(index, rows.back(), strength_.change, random);
        }
    constexpr std::size_t least = 5, most = 500;
    const auto wanted = std::clamp(
        static_cast<std::size_t>(strength_.add * static_cast<double>(table.rows.size())), least, most);
    for (std::size_t i = 0; i < wanted; ++i) {
        rows.push_back(clone(index, random));
        // A third are the same again but for their keys: duplicates.
        if (!random.chance(0.33))
            change(index, rows.back(), 0.4, random);
    }
    ties(index, rows, random);
    aim(index, rows, random);
    // Copies that end alike would be the same everywhere; the order rows are stored in must not matter
    // either.
    random.shuffle(rows);

    std::vector<Parents> parents;
    for (std::size_t k = 0; k < plan.foreignKeys.size(); ++k) {
        const auto parent = static_cast<std::size_t>(plan.foreignKeys[k].parent);
        // The rows of this very table take part as their own parents once their keys are known.
        parents.emplace_back(plan.foreignKeys[k], table.rows.empty(), source_.tables[parent].rows,
                             parent == index ? rows : (*rows_)[parent], random);
    }
    std::vector<RowSet> taken(plan.keys.size());
    const auto fits = [&](const Row &row) {
        for (std::size_t k = 0; k < plan.keys.size(); ++k) {
            const Row value = pick(row, plan.keys[k]);
            if (!anyNull(value) && taken[k].contains(value))
                return false;
        }
        return true;
    };
    for (Row &row : rows) {
        bool settled = true;
        for (const Parents &one : parents)
            settled = one.settle(row, 0.15, random) && settled;
        constexpr int attempts = 8;
        for (int i = 0; settled && !fits(row) && i < attempts; ++i)
            for (const Parents &one : parents)
                settled = one.draw(row, random) && settled;
        if (!settled || !fits(row))
            continue;
        for (std::size_t k = 0; k < plan.keys.size(); ++k)
            taken[k].insert(pick(row, plan.keys[k]));
        out.push_back(std::move(row));
    }
}

} // namespace

PerturbedRows perturb(const SourceDatabase &source, const Hints &hints, std::uint64_t seed, int variant)
{
    return Perturbing(source, hints, seed, variant).run();
}

} // namespace mureum::eval
