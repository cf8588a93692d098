#include "eval/score/spider_match.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace mureum::eval::spider {

namespace {

/// Conditions, without the connectors.
std::vector<const Condition *> units(const Conditions &parts)
{
    std::vector<const Condition *> units;
    for (std::size_t i = 0; i < parts.size(); i += 2)
        units.push_back(&std::get<Condition>(parts[i]));
    return units;
}

template <typename Visit>
void forEachUnit(const Query &query, const Visit &visit)
{
    for (const Conditions *parts : {&query.on, &query.where, &query.having})
        for (const Condition *condition : units(*parts))
            visit(*condition);
}

int countOrs(const Query &query)
{
    int count = 0;
    for (const Conditions *parts : {&query.on, &query.where, &query.having}) {
        for (std::size_t i = 1; i < parts->size(); i += 2) {
            const auto *connector = std::get_if<std::string>(&(*parts)[i]);
            count += connector && *connector == "or";
        }
    }
    return count;
}

/// How many of `mine` are also in `theirs`, each counted once.
template <typename Unit>
int countCommon(const std::vector<Unit> &mine, std::vector<Unit> theirs)
{
    int count = 0;
    for (const Unit &unit : mine) {
        const auto found = std::find(theirs.begin(), theirs.end(), unit);
        if (found == theirs.end())
            continue;
        ++count;
        theirs.erase(found);
    }
    return count;
}

int howMany(const auto &list)
{
    return static_cast<int>(list.size());
}

template <typename Unit, typename List, typename Project>
std::vector<Unit> each(const List &list, const Project &project)
{
    std::vector<Unit> out;
    out.reserve(list.size());
    for (const auto &item : list)
        out.push_back(project(item));
    return out;
}

std::vector<ConditionPart> connectors(const Conditions &parts)
{
    std::vector<ConditionPart> out;
    for (std::size_t i = 1; i < parts.size(); i += 2)
        if (std::find(out.begin(), out.end(), parts[i]) == out.end())
            out.push_back(parts[i]);
    return out;
}

std::set<std::string_view> keywords(const Query &query)
{
    std::set<std::string_view> words;
    const auto add = [&words](bool has, std::string_view word) {
        if (has)
            words.insert(word);
    };
    add(!query.where.empty(), "where");
    add(!query.groupBy.empty(), "group");
    add(!query.having.empty(), "having");
    if (query.orderBy) {
        words.insert(query.orderBy->direction);
        words.insert("order");
    }
    add(query.limit.has_value(), "limit");
    add(query.exceptOf != nullptr, "except");
    add(query.unionWith != nullptr, "union");
    add(query.intersectWith != nullptr, "intersect");
    add(countOrs(query) > 0, "or");
    forEachUnit(query, [&add](const Condition &condition) {
        add(condition.negated, "not");
        add(condition.op == In, "in");
        add(condition.op == Like, "like");
    });
    return words;
}

ClauseScore scoreGroup(const Query &prediction, const Query &gold)
{
    // __table.column__ without the table: what stands behind the first dot, up to a second.
    const auto bare = [](const ColumnUnit &unit) {
        const std::size_t dot = unit.column.find('.');
        if (dot == std::string::npos)
            return unit.column;
        return unit.column.substr(dot + 1, unit.column.find('.', dot + 1) - dot - 1);
    };
    const auto mine = each<std::string>(prediction.groupBy, bare);
    const auto theirs = each<std::string>(gold.groupBy, bare);
    return {"group(no Having)", howMany(theirs), howMany(mine), countCommon(mine, theirs)};
}

ClauseScore scoreHaving(const Query &prediction, const Query &gold)
{
    const auto column = [](const ColumnUnit &unit) { return unit.column; };
    const bool both = !prediction.groupBy.empty() && !gold.groupBy.empty();
    const bool same =
        both && each<std::string>(prediction.groupBy, column) == each<std::string>(gold.groupBy, column) &&
        prediction.having == gold.having;
    return {"group", !gold.groupBy.empty(), !prediction.groupBy.empty(), same};
}

ClauseScore scoreOrder(const Query &prediction, const Query &gold)
{
    const bool same = gold.orderBy && prediction.orderBy == gold.orderBy &&
                      prediction.limit.has_value() == gold.limit.has_value();
    return {"order", gold.orderBy.has_value(), prediction.orderBy.has_value(), same};
}

/// Where a connector is missing, a condition stands in its place. Spider makes a set of them and stops with
/// an error over a subquery in it.
bool holdsQuery(const std::vector<ConditionPart> &connectors)
{
    return std::any_of(connectors.begin(), connectors.end(), [](const ConditionPart &part) {
        const auto *condition = std::get_if<Condition>(&part);
        return condition && (condition->low.query() || condition->high.query());
    });
}

/// Where they differ, Spider gives the two totals the wrong way round.
ClauseScore scoreConnectors(const Query &prediction, const Query &gold)
{
    const auto mine = connectors(prediction.where), theirs = connectors(gold.where);
    if (holdsQuery(mine) || holdsQuery(theirs))
        return {"and/or", 1, 1, 0};
    if (std::is_permutation(mine.begin(), mine.end(), theirs.begin(), theirs.end()))
        return {"and/or", 1, 1, 1};
    return {"and/or", howMany(mine), howMany(theirs), 0};
}

ClauseScore scoreNested(const Query &prediction, const Query &gold)
{
    ClauseScore score{"IUEN", 0, 0, 0};
    for (const auto part : {&Query::intersectWith, &Query::exceptOf, &Query::unionWith}) {
        const Query *mine = (prediction.*part).get(), *theirs = (gold.*part).get();
        score.predicted += mine != nullptr;
        score.gold += theirs != nullptr;
        if (mine && theirs)
            score.matched += exactMatch(partialScores(*mine, *theirs), *mine, *theirs);
    }
    return score;
}

ClauseScore scoreKeywords(const Query &prediction, const Query &gold)
{
    const auto mine = keywords(prediction), theirs = keywords(gold);
    ClauseScore score{"keywords", howMany(theirs), howMany(mine), 0};
    for (const std::string_view word : mine)
        score.matched += theirs.count(word) > 0;
    return score;
}

void forgetValues(Query &query);

void forgetValues(Conditions &parts)
{
    for (std::size_t i = 0; i < parts.size(); i += 2) {
        auto &condition = std::get<Condition>(parts[i]);
        for (Value *value : {&condition.low, &condition.high}) {
            if (const QueryPtr *nested = std::get_if<QueryPtr>(&value->is))
                forgetValues(**nested);
            else
                value->is = std::monostate();
        }
    }
}

/// Subqueries in FROM keep their values.
void forgetValues(Query &query)
{
    for (Conditions *parts : {&query.on, &query.where, &query.having})
        forgetValues(*parts);
    for (const QueryPtr &part : {query.intersectWith, query.exceptOf, query.unionWith})
        if (part)
            forgetValues(*part);
}

/// Replaces columns of the outermost FROM's tables; set operations are reached with it, subqueries are not.
class Unifier
{
public:
    Unifier(const Query &outermost, const Names &names) : names_(names)
    {
        for (const TableUnit &unit : outermost.tables)
            if (!unit.query)
                tables_.insert(unit.table.substr(0, unit.table.size() - 2));
    }

    void unify(Query &query) const
    {
        query.distinct.reset();
        for (SelectUnit &unit : query.select)
            unify(unit.value);
        for (Conditions *parts : {&query.on, &query.where, &query.having})
            for (std::size_t i = 0; i < parts->size(); i += 2)
                unify(std::get<Condition>((*parts)[i]).left);
        for (ColumnUnit &unit : query.groupBy)
            unify(unit);
        if (query.orderBy)
            for (ValueUnit &unit : query.orderBy->terms)
                unify(unit);
        for (const QueryPtr &part : {query.intersectWith, query.exceptOf, query.unionWith})
            if (part)
                unify(*part);
    }

private:
    void unify(ValueUnit &unit) const
    {
        unify(unit.first);
        if (unit.second)
            unify(*unit.second);
    }

    void unify(ColumnUnit &unit) const
    {
        unit.distinct.reset();
        const std::string *joined = names_.joined(unit.column);
        if (joined && tables_.count(unit.column.substr(0, unit.column.find('.'))))
            unit.column = *joined;
    }

    const Names &names_;
    std::set<std::string> tables_;
};

} // namespace

datasets::sql::HardnessCounts countComponents(const Query &query)
{
    datasets::sql::HardnessCounts counts;
    counts.components = !query.where.empty() + !query.groupBy.empty() + query.orderBy.has_value() +
                        query.limit.has_value() + std::max(0, howMany(query.tables) - 1) + countOrs(query);
    counts.nested =
        (query.intersectWith != nullptr) + (query.exceptOf != nullptr) + (query.unionWith != nullptr);
    forEachUnit(query, [&counts](const Condition &condition) {
        counts.components += condition.op == Like;
        counts.nested += (condition.low.query() != nullptr) + (condition.high.query() != nullptr);
    });

    int aggregates = 0;
    for (const SelectUnit &unit : query.select)
        aggregates += unit.aggregate != NoAggregate;
    for (const ColumnUnit &unit : query.groupBy)
        aggregates += unit.aggregate != NoAggregate;
    if (query.orderBy) {
        for (const ValueUnit &unit : query.orderBy->terms)
            aggregates += (unit.first.aggregate != NoAggregate) +
                          (unit.second && unit.second->aggregate != NoAggregate);
    }
    // Spider asks of a condition what it asks of a column: whether the first field is set. That is NOT, and
    // of the connectors, which it looks at in HAVING, a letter.
    for (const Condition *condition : units(query.where))
        aggregates += condition->negated;
    for (const ConditionPart &part : query.having) {
        const auto *condition = std::get_if<Condition>(&part);
        aggregates += !condition || condition->negated;
    }
    counts.others =
        (aggregates > 1) + (query.select.size() > 1) + (query.where.size() > 1) + (query.groupBy.size() > 1);
    return counts;
}

void forget(Query &query, const Names &names)
{
    forgetValues(query);
    Unifier(query, names).unify(query);
}

std::vector<ClauseScore> partialScores(const Query &prediction, const Query &gold)
{
    const auto value = [](const SelectUnit &unit) { return unit.value; };
    const auto condition = [](const Condition *unit) { return *unit; };
    const auto left = [](const Condition *unit) { return unit->left; };
    const int selected = howMany(prediction.select), toSelect = howMany(gold.select);
    const auto mine = units(prediction.where), theirs = units(gold.where);
    return {{"select", toSelect, selected, countCommon(prediction.select, gold.select)},
            {"select(no AGG)", toSelect, selected,
             countCommon(each<ValueUnit>(prediction.select, value), each<ValueUnit>(gold.select, value))},
            {"where", howMany(theirs), howMany(mine),
             countCommon(each<Condition>(mine, condition), each<Condition>(theirs, condition))},
            {"where(no OP)", howMany(theirs), howMany(mine),
             countCommon(each<ValueUnit>(mine, left), each<ValueUnit>(theirs, left))},
            scoreGroup(prediction, gold),
            scoreHaving(prediction, gold),
            scoreOrder(prediction, gold),
            scoreConnectors(prediction, gold),
            scoreNested(prediction, gold),
            scoreKeywords(prediction, gold)};
}

bool exactMatch(const std::vector<ClauseScore> &scores, const Query &prediction, const Query &gold)
{
    if (!std::all_of(scores.begin(), scores.end(), [](const ClauseScore &score) { return score.right(); }))
        return false;
    if (gold.tables.empty())
        return true;
    // The official evaluator sorts the tables, and cannot sort two different subqueries.
    for (const Query *query : {&prediction, &gold}) {
        const TableUnit *first = nullptr;
        for (const TableUnit &unit : query->tables) {
            if (first && unit.query && !(*first == unit))
                return false;
            first = unit.query ? &unit : first;
        }
    }
    return prediction.tables.size() == gold.tables.size() &&
           countCommon(prediction.tables, gold.tables) == howMany(gold.tables);
}

} // namespace mureum::eval::spider
