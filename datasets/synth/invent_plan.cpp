#include "datasets/synth/invent_plan.h"
#include "datasets/synth/grammar.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace mureum::datasets::synth {

namespace {

std::string folded(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// Related entities, grown over relations in both directions; parents end up before their children.
std::vector<const LexiconEntity *> chooseEntities(const Lexicon &lexicon, Rng &rng)
{
    const auto &all = lexicon.entities();
    std::size_t wanted = 2 + rng.weighted({10, 22, 26, 20, 13, 9});
    std::vector<const LexiconEntity *> chosen;
    auto has = [&](const LexiconEntity *e) {
        return std::find(chosen.begin(), chosen.end(), e) != chosen.end();
    };
    while (chosen.size() < 2) {
        chosen = {&all[static_cast<std::size_t>(rng.below(static_cast<int>(all.size())))]};
        for (int tries = 0; tries < 30 && chosen.size() < wanted; ++tries) {
            const LexiconEntity *from = rng.pick(chosen);
            std::vector<const LexiconEntity *> next;
            for (const LexiconRelation &r : from->relations)
                if (const LexiconEntity *to = lexicon.find(r.to); to && to != from && !has(to))
                    next.push_back(to);
            for (const LexiconEntity &e : all)
                if (!has(&e))
                    for (const LexiconRelation &r : e.relations)
                        if (r.to == from->key && (e.domain == from->domain || rng.chance(0.15)))
                            next.push_back(&e);
            if (!next.empty())
                chosen.push_back(rng.pick(next));
        }
    }
    // an unrelated table now and then: what is not asked about must be left out
    for (int i = 0; i < 2; ++i)
        if (rng.chance(0.2)) {
            const LexiconEntity *e = &all[static_cast<std::size_t>(rng.below(static_cast<int>(all.size())))];
            if (!has(e))
                chosen.push_back(e);
        }
    std::vector<const LexiconEntity *> ordered;
    std::vector<const LexiconEntity *> left = chosen;
    while (!left.empty()) {
        std::size_t before = left.size();
        for (std::size_t i = 0; i < left.size();) {
            bool ready = std::none_of(
                left[i]->relations.begin(), left[i]->relations.end(), [&](const LexiconRelation &r) {
                    return std::any_of(left.begin(), left.end(), [&](const LexiconEntity *e) {
                        return e != left[i] && e->key == r.to;
                    });
                });
            if (ready) {
                ordered.push_back(left[i]);
                left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
            } else {
                ++i;
            }
        }
        if (left.size() == before) { // a ring of relations: cut it anywhere
            ordered.push_back(left[0]);
            left.erase(left.begin());
        }
    }
    return ordered;
}

bool conditional(std::string_view key)
{
    for (std::string_view word :
         {"reason", "cancel", "return", "memo", "comment", "note", "end", "closed", "resolved", "finish",
          "left_on", "expire", "request", "remark", "second", "alt", "left_at", "reject"})
        if (key.find(word) != std::string_view::npos)
            return true;
    return false;
}

void planColumns(PlannedTable &table, const Naming &naming, bool korean, bool mixed, Rng &rng)
{
    const auto &attributes = table.source->attributes;
    std::vector<std::size_t> kept;
    std::vector<std::size_t> optional;
    bool measured = false;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        const std::string &role = attributes[i].role;
        bool first = (role == "name") || (role == "code" && kept.empty());
        if (first || (!measured && (role == "measure" || role == "count"))) {
            kept.push_back(i);
            measured = measured || role == "measure" || role == "count";
        } else {
            optional.push_back(i);
        }
    }
    rng.shuffle(optional);
    std::size_t wanted = static_cast<std::size_t>(rng.between(3, 9));
    for (std::size_t i : optional)
        if (kept.size() < wanted)
            kept.push_back(i);
    std::sort(kept.begin(), kept.end());
    static const std::vector<std::string> textTypes = {"TEXT", "VARCHAR(50)", "VARCHAR(100)", "NVARCHAR(60)"};
    std::string textType = rng.pick(textTypes);
    int flagStyle = static_cast<int>(rng.weighted({5, 4, 1}));
    bool declared = rng.chance(0.7);
    std::set<std::string> names = {folded(table.key)};
    for (std::size_t i : kept) {
        const LexiconAttribute &a = attributes[i];
        PlannedColumn column;
        column.source = &a;
        column.name = naming.column(a, rng);
        if (!names.insert(folded(column.name)).second)
            continue;
        column.korean = mixed ? rng.chance(0.5) : korean;
        bool ties = a.role == "name" || a.role == "code";
        if (!ties && conditional(a.key))
            column.nulls = rng.chance(0.7) ? 0.15 + 0.35 * rng.uniform() : 0;
        else if (!ties && a.role != "flag" && rng.chance(0.22))
            column.nulls = 0.05 + 0.2 * rng.uniform();
        if (a.type == "real")
            column.whole = a.unitEn == "won" || a.high >= 100000;
        if (a.type == "integer" || (a.type == "real" && column.whole))
            column.declared = rng.of<const char *>({"INTEGER", "INTEGER", "INT"});
        else if (a.type == "real")
            column.declared = rng.of<const char *>({"REAL", "REAL", "DECIMAL(12,2)", "NUMERIC"});
        else if (a.type == "date")
            column.declared = declared ? "DATE" : "TEXT";
        else if (a.type == "datetime")
            column.declared = declared ? rng.of<const char *>({"DATETIME", "TIMESTAMP"}) : "TEXT";
        else if (a.type == "boolean") {
            bool yn = flagStyle == 1 || folded(column.name).ends_with("yn");
            if (yn) {
                column.yes = "Y";
                column.no = "N";
                column.textFlag = true;
                column.declared = "CHAR(1)";
            } else if (flagStyle == 2) {
                column.yes = "true";
                column.no = "false";
                column.textFlag = true;
                column.declared = "TEXT";
            } else {
                column.declared = rng.of<const char *>({"INTEGER", "BOOLEAN"});
            }
        } else
            column.declared = textType;
        table.columns.push_back(std::move(column));
    }
}

} // namespace

Plan makePlan(const Lexicon &lexicon, const Grammar &grammar, Rng &rng)
{
    Plan plan;
    Naming naming(rng);
    std::vector<const LexiconEntity *> entities = chooseEntities(lexicon, rng);
    plan.declareKeys = rng.chance(0.88);
    plan.korean = naming.korean() ? rng.chance(0.9) : rng.chance(0.42);
    bool mixed = rng.chance(0.12);
    bool textKeys = rng.chance(0.2);
    std::set<std::string> tableNames;
    auto named = [](const LexiconEntity &e) {
        return std::any_of(e.attributes.begin(), e.attributes.end(),
                           [](const LexiconAttribute &a) { return a.role == "name"; });
    };
    for (const LexiconEntity *entity : entities) {
        PlannedTable table;
        table.source = entity;
        table.name = naming.table(*entity, rng);
        if (!tableNames.insert(folded(table.name)).second)
            continue;
        table.textKey = textKeys && rng.chance(0.7);
        table.key = naming.primaryKey(*entity, table.textKey);
        table.keyPrefix =
            std::string(1, static_cast<char>(std::toupper(static_cast<unsigned char>(entity->en[0][0]))));
        table.firstKey = rng.of({1, 1, 1, 101, 1001});
        planColumns(table, naming, plan.korean, mixed, rng);
        std::set<std::string> columns = {folded(table.key)};
        for (const PlannedColumn &c : table.columns)
            columns.insert(folded(c.name));
        std::set<int> parents;
        for (const LexiconRelation &r : entity->relations)
            for (std::size_t p = 0; p < plan.tables.size(); ++p)
                if (plan.tables[p].source->key == r.to && !parents.contains(static_cast<int>(p))) {
                    const LexiconEntity &parent = *plan.tables[p].source;
                    if (named(*entity) && named(parent) && rng.chance(r.kind == "many_to_many" ? 1 : 0.15)) {
                        PlannedBridge bridge;
                        bridge.name = naming.bridge(*entity, parent);
                        bridge.left = static_cast<int>(plan.tables.size());
                        bridge.right = static_cast<int>(p);
                        bridge.leftColumn = naming.primaryKey(*entity, table.textKey);
                        bridge.rightColumn = naming.primaryKey(parent, plan.tables[p].textKey);
                        if (folded(bridge.leftColumn) == folded(bridge.rightColumn)) { // both are called id
                            bridge.leftColumn = naming.foreignKey(nullptr, *entity, table.textKey);
                            bridge.rightColumn = naming.foreignKey(nullptr, parent, plan.tables[p].textKey);
                        }
                        if (folded(bridge.leftColumn) != folded(bridge.rightColumn) &&
                            tableNames.insert(folded(bridge.name)).second)
                            plan.bridges.push_back(std::move(bridge));
                        parents.insert(static_cast<int>(p));
                        continue;
                    }
                    PlannedLink link{&r, static_cast<int>(p),
                                     naming.foreignKey(&r, *plan.tables[p].source, plan.tables[p].textKey),
                                     0};
                    if (!columns.insert(folded(link.column)).second)
                        continue;
                    if (rng.chance(0.15))
                        link.nulls = 0.05 + 0.15 * rng.uniform();
                    parents.insert(link.parent);
                    table.links.push_back(std::move(link));
                }
        bool person = grammar.classOf(entity->en[0]).name == "person";
        const auto name = std::find_if(entity->attributes.begin(), entity->attributes.end(),
                                       [](const LexiconAttribute &a) { return a.role == "name"; });
        if (name != entity->attributes.end() && !person)
            table.rows = std::min(static_cast<int>(name->values.size()), rng.between(7, 14));
        else if (person)
            table.rows = rng.between(12, 45);
        else
            table.rows = rng.between(25, 70);
        plan.tables.push_back(std::move(table));
    }
    return plan;
}

} // namespace mureum::datasets::synth
