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
    bool level; ///< columns that are compared with their own average have one value
};
constexpr std::array<Strength, 5> strengths = {{{0.95, 0.6, 0.10, 0.00, false},
                                                {0.70, 0.9, 0.20, 0.04, false},
                                                {0.85, 1.6, 0.15, 0.02, false},
                                                {0.50, 0.5, 0.30, 0.06, true},
                                                {0.90, 0.3, 0.25, 0.00, false}}};

/// Groups of asked sizes that one table gets at most.
constexpr std::size_t maxGroups = 6;

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
        out.tame.resize(source_.tables.size());
        aimed_.resize(source_.tables.size());
        out_ = &out;
        for (const std::size_t table : out.order)
            fillTable(table);
        return out;
    }

private:
    /// A row on its way.
    struct Draft
    {
        Row row, tame;
        bool aimed = false; ///< made for a right answer's conditions
        int group = -1;     ///< the reserved parent it is to have
    };

    struct Plan
    {
        std::vector<ColumnProfile> profiles;
        std::vector<bool> unique, key; ///< by column; key: part of any key or foreign key
        std::vector<KeyColumns> keys;
        std::vector<Key> foreignKeys;
        std::vector<std::vector<int>> groupSizes; ///< by column
        std::vector<std::pair<int, int>> compared;
        std::vector<int> measured;
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
            for (const Key &key : plans_[i].foreignKeys) {
                // What others refer to is unique, or SQLite would not allow the reference.
                auto &parent = plans_[static_cast<std::size_t>(key.parent)];
                if (std::find(parent.keys.begin(), parent.keys.end(), key.parentColumns) ==
                        parent.keys.end() &&
                    key.parentColumns.size() == 1 && distinct(key.parent, key.parentColumns.front()))
                    parent.keys.push_back(key.parentColumns);
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
    Draft clone(std::size_t index, Random &random);
    void change(std::size_t index, Row &row, double chance, Random &random);
    void ties(std::size_t index, std::vector<Draft> &drafts, Random &random);
    void nulls(std::size_t index, std::vector<Draft> &drafts, Random &random);
    void aim(std::size_t index, std::vector<Draft> &drafts, Random &random);
    void groups(std::size_t index, std::vector<Draft> &drafts, Random &random);
    std::vector<int> sizesOf(std::size_t index, const Key &key) const;

    const SourceDatabase &source_;
    const Hints &hints_;
    std::uint64_t seed_;
    Strength strength_;
    std::vector<Plan> plans_;
    PerturbedRows *out_ = nullptr;
    std::vector<std::vector<bool>> aimed_; ///< by table and row
    std::size_t newKeys_ = 0;
};

/// Gives the foreign keys of one table parents that are there.
class Parents
{
public:
    /// `invented`: the source had no rows that referred to anything. `aimed` (may be empty) tells which
    /// parents were made for right answers: they get more children.
    Parents(const Key &key, bool invented, const std::vector<Row> &sourceParents,
            const std::vector<Row> &parents, const std::vector<bool> &aimed, std::size_t groups,
            Random &random)
        : key_(key), invented_(invented)
    {
        for (const Row &row : sourceParents)
            before_.insert(pick(row, key.parentColumns));
        std::vector<Row> first;
        for (std::size_t i = 0; i < parents.size(); ++i) {
            Row value = pick(parents[i], key.parentColumns);
            if (!anyNull(value) && now_.insert(value).second)
                (i < aimed.size() && aimed[i] ? first : values_).push_back(std::move(value));
        }
        random.shuffle(values_);
        random.shuffle(first);
        // One parent stays without children, so that LEFT JOIN and JOIN differ; others get so many as are
        // asked for.
        for (std::size_t i = 0; i <= groups && values_.size() + first.size() >= 4 && !values_.empty(); ++i) {
            reserved_.push_back(values_.back());
            values_.pop_back();
        }
        values_.insert(values_.begin(), first.begin(), first.end());
    }

    /// Leaves NULL and what never had a parent as they are. False where no parent is there.
    bool settle(Row &row, int group, double change, Random &random) const
    {
        if (group >= 0 && static_cast<std::size_t>(group) + 1 < reserved_.size()) {
            put(row, reserved_[static_cast<std::size_t>(group) + 1]);
            return true;
        }
        if (invented_)
            return draw(row, random);
        const Row value = pick(row, key_.columns);
        if (anyNull(value) || !before_.contains(value))
            return true;
        const bool gone =
            !now_.contains(value) || std::any_of(reserved_.begin(), reserved_.end(), [&](const Row &one) {
                return !RowLess()(one, value) && !RowLess()(value, one);
            });
        return !(gone || random.chance(change)) || draw(row, random);
    }

    /// The first parents come up more often: groups of different size, and some of the same.
    bool draw(Row &row, Random &random) const
    {
        if (values_.empty())
            return false;
        const double skewed = random.uniform() * random.uniform();
        put(row, values_[static_cast<std::size_t>(skewed * static_cast<double>(values_.size()))]);
        return true;
    }

private:
    void put(Row &row, const Row &value) const
    {
        for (std::size_t i = 0; i < value.size(); ++i)
            row[static_cast<std::size_t>(key_.columns[i])] = value[i];
    }

    const Key &key_;
    bool invented_;
    RowSet before_, now_;
    std::vector<Row> values_, reserved_;
};

Perturbing::Draft Perturbing::clone(std::size_t index, Random &random)
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
    return {row, row, false, -1};
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

/// The largest or smallest value of a column twice: ORDER BY ... LIMIT 1 is then not what MAX says. And
/// columns that are compared with each other equal.
void Perturbing::ties(std::size_t index, std::vector<Draft> &drafts, Random &random)
{
    const Plan &plan = plans_[index];
    if (drafts.size() < 2)
        return;
    const auto any = [&]() -> Row & {
        return drafts[static_cast<std::size_t>(random.below(static_cast<int>(drafts.size())))].row;
    };
    for (std::size_t c = 0; c < plan.profiles.size(); ++c) {
        const ColumnProfile &profile = plan.profiles[c];
        if (plan.key[c] || !(profile.numbers || profile.dates))
            continue;
        for (const bool highest : {true, false}) {
            if (!random.chance(0.6))
                continue;
            const auto extreme =
                std::max_element(drafts.begin(), drafts.end(), [&](const Draft &a, const Draft &b) {
                    const Cell &x = a.row[c], &y = b.row[c];
                    const bool known = !std::holds_alternative<std::monostate>(y);
                    if (std::holds_alternative<std::monostate>(x) || !known)
                        return std::holds_alternative<std::monostate>(x) && known;
                    return highest ? compareCells(x, y) < 0 : compareCells(y, x) < 0;
                });
            const Cell value = extreme->row[c];
            any()[c] = value;
        }
    }
    for (const auto &[a, b] : plan.compared) {
        const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
        const std::size_t changed = std::max<std::size_t>(2, drafts.size() / 8);
        for (std::size_t i = 0; i < changed && !plan.key[x]; ++i) {
            Row &row = any();
            row[x] = row[y];
        }
    }
}

/// In a variant with NULLs, one for most of the columns that may hold it, however few rows there are.
void Perturbing::nulls(std::size_t index, std::vector<Draft> &drafts, Random &random)
{
    const Plan &plan = plans_[index];
    for (std::size_t c = 0; c < plan.profiles.size(); ++c) {
        const ColumnProfile &profile = plan.profiles[c];
        if (strength_.null > 0 && profile.mayBeNull && !profile.linked && !plan.key[c] && random.chance(0.7))
            drafts[static_cast<std::size_t>(random.below(static_cast<int>(drafts.size())))].row[c] =
                std::monostate{};
    }
}

/// Rows that fulfil a right answer's conditions, and for each condition one that fails it alone, narrowly.
void Perturbing::aim(std::size_t index, std::vector<Draft> &drafts, Random &random)
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
    const std::size_t before = drafts.size();
    for (const std::size_t group : groups) {
        const std::vector<Condition> &conditions = found->second[group];
        for (std::size_t failed = 0; failed <= conditions.size(); ++failed) {
            if (drafts.size() - before >= most)
                return;
            Draft draft = clone(index, random);
            for (std::size_t i = 0; i < conditions.size(); ++i) {
                const int column = columnOf(static_cast<int>(index), conditions[i].column);
                if (column < 0 || plan.key[static_cast<std::size_t>(column)])
                    continue;
                const auto c = static_cast<std::size_t>(column);
                const ColumnProfile &profile = plan.profiles[c];
                if (profile.linked)
                    continue;
                const auto value = i == failed ? failing(profile, conditions[i], draft.row[c], random)
                                               : satisfying(profile, conditions[i], draft.row[c], random);
                if (!value)
                    continue;
                draft.row[c] = *value;
                draft.aimed = true;
            }
            if (draft.aimed)
                drafts.push_back(std::move(draft));
        }
        // Conditions may be joined by OR: rows that fulfil just one.
        for (std::size_t i = 0; conditions.size() > 1 && i < conditions.size(); ++i) {
            const int column = columnOf(static_cast<int>(index), conditions[i].column);
            if (column < 0 || plan.key[static_cast<std::size_t>(column)] || drafts.size() - before >= most)
                continue;
            const auto c = static_cast<std::size_t>(column);
            Draft draft = clone(index, random);
            if (const auto value = satisfying(plan.profiles[c], conditions[i], draft.row[c], random)) {
                draft.row[c] = *value;
                draft.aimed = true;
                drafts.push_back(std::move(draft));
            }
        }
    }
}

/// Groups of the sizes that HAVING asks about: by a value of their own, or by one parent.
void Perturbing::groups(std::size_t index, std::vector<Draft> &drafts, Random &random)
{
    const Plan &plan = plans_[index];
    const auto add = [&](std::size_t column, const std::vector<int> &sizes, bool byParent) {
        for (std::size_t g = 0; g < sizes.size() && g < maxGroups; ++g) {
            std::optional<Cell> value;
            for (int i = 0; i < sizes[g]; ++i) {
                Draft draft = clone(index, random);
                change(index, draft.row, 0.3, random);
                if (byParent) {
                    draft.group = static_cast<int>(g);
                } else {
                    if (!value)
                        value = newKey(plan.profiles[column], draft.tame[column], newKeys_);
                    draft.row[column] = *value;
                }
                drafts.push_back(std::move(draft));
            }
        }
    };
    for (std::size_t c = 0; c < plan.groupSizes.size(); ++c)
        if (!plan.groupSizes[c].empty() && !plan.key[c])
            add(c, plan.groupSizes[c], false);
    // One foreign key can be served: the rows are the same for all of them.
    for (const Key &key : plan.foreignKeys)
        if (const auto sizes = sizesOf(index, key); !sizes.empty()) {
            add(0, sizes, true);
            return;
        }
}

std::vector<int> Perturbing::sizesOf(std::size_t index, const Key &key) const
{
    if (key.columns.size() != 1)
        return {};
    const auto &own = plans_[index].groupSizes[static_cast<std::size_t>(key.columns.front())];
    if (!own.empty())
        return own;
    // SELECT parent.name ... JOIN ... GROUP BY parent.name or parent.id
    for (const std::vector<int> &sizes : plans_[static_cast<std::size_t>(key.parent)].groupSizes)
        if (!sizes.empty() && static_cast<std::size_t>(key.parent) != index)
            return sizes;
    return {};
}

void Perturbing::fillTable(std::size_t index)
{
    const SourceTable &table = source_.tables[index];
    const Plan &plan = plans_[index];
    std::vector<Row> &out = out_->rows[index], &tame = out_->tame[index];
    if (table.special || table.columns.empty()) {
        out = table.rows;
        return;
    }
    Random random(seed_, index);
    std::vector<Draft> drafts;
    for (const Row &row : table.rows)
        if (random.chance(strength_.keep)) {
            drafts.push_back({row, row, false, -1});
            change(index, drafts.back().row, strength_.change, random);
        }
    constexpr std::size_t least = 12, most = 500;
    const auto wanted = std::clamp(
        static_cast<std::size_t>(strength_.add * static_cast<double>(table.rows.size())), least, most);
    for (std::size_t i = 0; i < wanted; ++i) {
        drafts.push_back(clone(index, random));
        // A third are the same again but for their keys: duplicates.
        if (!random.chance(0.33))
            change(index, drafts.back().row, 0.4, random);
    }
    aim(index, drafts, random);
    groups(index, drafts, random);
    nulls(index, drafts, random);
    ties(index, drafts, random); // last: nothing may come above what ties
    for (const int column : plan.measured)
        if (const auto c = static_cast<std::size_t>(column); strength_.level && !plan.key[c]) {
            const Cell value = drafts.front().tame[c];
            for (Draft &draft : drafts)
                draft.row[c] = value;
        }
    // The order in which rows are stored must not matter.
    random.shuffle(drafts);

    std::vector<Parents> parents;
    bool served = false;
    std::vector<Row> own;
    for (const Key &key : plan.foreignKeys) {
        const auto parent = static_cast<std::size_t>(key.parent);
        if (parent == index && own.empty())
            for (const Draft &draft : drafts)
                own.push_back(draft.row);
        const std::size_t groups = served ? 0 : std::min(maxGroups, sizesOf(index, key).size());
        served = served || groups > 0;
        parents.emplace_back(key, table.rows.empty(), source_.tables[parent].rows,
                             parent == index ? own : out_->rows[parent], aimed_[parent], groups, random);
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
    for (Draft &draft : drafts) {
        Row &row = draft.row;
        bool settled = true;
        for (std::size_t k = 0; k < parents.size(); ++k)
            settled = parents[k].settle(row, draft.group, 0.15, random) && settled;
        constexpr int attempts = 8;
        for (int i = 0; settled && !fits(row) && i < attempts; ++i)
            for (const Parents &one : parents)
                settled = one.draw(row, random) && settled;
        if (!settled || !fits(row))
            continue;
        for (std::size_t k = 0; k < plan.keys.size(); ++k)
            taken[k].insert(pick(row, plan.keys[k]));
        for (std::size_t c = 0; c < row.size(); ++c)
            if (plan.key[c])
                draft.tame[c] = row[c];
        out.push_back(std::move(row));
        tame.push_back(std::move(draft.tame));
        aimed_[index].push_back(draft.aimed);
    }
}

} // namespace

PerturbedRows perturb(const SourceDatabase &source, const Hints &hints, std::uint64_t seed, int variant)
{
    return Perturbing(source, hints, seed, variant).run();
}

} // namespace mureum::eval
