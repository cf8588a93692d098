#include "eval/perturb/perturb.h"

#include "eval/perturb/parents.h"
#include "eval/perturb/plan.h"
#include "eval/score/cells.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mureum::eval {

namespace {

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

class Perturbing
{
public:
    Perturbing(const SourceDatabase &source, const Hints &hints, std::uint64_t seed, int variant)
        : source_(source), plans_(planTables(source, hints)),
          seed_(seed + 0x9E37U * static_cast<std::uint64_t>(variant + 1)),
          strength_(strengths[static_cast<std::size_t>(variant) % strengths.size()])
    {
    }

    PerturbedRows run()
    {
        PerturbedRows out;
        out.order = parentsFirst(plans_);
        out.rows.resize(source_.tables.size());
        out.tame.resize(source_.tables.size());
        aimed_.resize(source_.tables.size());
        filled_.resize(source_.tables.size());
        out_ = &out;
        for (const std::size_t table : out.order) {
            fillTable(table);
            filled_[table] = true;
        }
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

    void fillTable(std::size_t index);
    Draft clone(std::size_t index, Random &random);
    void change(std::size_t index, Row &row, double chance, Random &random);
    void ties(std::size_t index, std::vector<Draft> &drafts, Random &random);
    void nulls(std::size_t index, std::vector<Draft> &drafts, Random &random);
    void aim(std::size_t index, std::vector<Draft> &drafts, Random &random);
    void groups(std::size_t index, std::vector<Draft> &drafts, Random &random);
    std::vector<int> sizesOf(std::size_t index, const ReferenceKey &key) const;

    const SourceDatabase &source_;
    std::vector<TablePlan> plans_;
    std::uint64_t seed_;
    Strength strength_;
    std::vector<bool> filled_; ///< by table
    PerturbedRows *out_ = nullptr;
    std::vector<std::vector<bool>> aimed_; ///< by table and row
    std::size_t newKeys_ = 0;
};

Perturbing::Draft Perturbing::clone(std::size_t index, Random &random)
{
    const SourceTable &table = source_.tables[index];
    const TablePlan &plan = plans_[index];
    Row row;
    if (table.rows.empty()) {
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            row.push_back(invent(plan.profiles[c], table.columns[c], random));
    } else {
        row = random.pick(table.rows);
    }
    // What refers to a parent gets its key from there.
    const auto refers = [&](int column) {
        return std::any_of(plan.foreignKeys.begin(), plan.foreignKeys.end(), [&](const ReferenceKey &key) {
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
    const TablePlan &plan = plans_[index];
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
    const TablePlan &plan = plans_[index];
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
    const TablePlan &plan = plans_[index];
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
    const TablePlan &plan = plans_[index];
    constexpr std::size_t most = 240;
    std::vector<std::size_t> groups(plan.wanted.size());
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = i;
    random.shuffle(groups);
    const std::size_t before = drafts.size();
    for (const std::size_t group : groups) {
        const std::vector<Condition> &conditions = plan.wanted[group];
        for (std::size_t failed = 0; failed <= conditions.size(); ++failed) {
            if (drafts.size() - before >= most)
                return;
            Draft draft = clone(index, random);
            for (std::size_t i = 0; i < conditions.size(); ++i) {
                const auto c = static_cast<std::size_t>(conditions[i].column);
                if (plan.key[c])
                    continue;
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
            const auto c = static_cast<std::size_t>(conditions[i].column);
            if (plan.key[c] || drafts.size() - before >= most)
                continue;
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
    const TablePlan &plan = plans_[index];
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
    for (const ReferenceKey &key : plan.foreignKeys)
        if (const auto sizes = sizesOf(index, key); !sizes.empty()) {
            add(0, sizes, true);
            return;
        }
}

std::vector<int> Perturbing::sizesOf(std::size_t index, const ReferenceKey &key) const
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
    const TablePlan &plan = plans_[index];
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
    for (const ReferenceKey &key : plan.foreignKeys) {
        const auto parent = static_cast<std::size_t>(key.parent);
        if (parent == index && own.empty())
            for (const Draft &draft : drafts)
                own.push_back(draft.row);
        const std::size_t groups = served ? 0 : std::min(maxGroups, sizesOf(index, key).size());
        served = served || groups > 0;
        // In a circle the parent comes later; who loses its parent then is taken out when the file is
        // written.
        const std::vector<Row> &candidates = parent == index   ? own
                                             : filled_[parent] ? out_->rows[parent]
                                                               : source_.tables[parent].rows;
        parents.emplace_back(key, table.rows.empty(), source_.tables[parent].rows, candidates, aimed_[parent],
                             groups, random);
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
