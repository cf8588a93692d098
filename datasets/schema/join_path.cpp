#include "datasets/schema/join_path.h"

#include "datasets/text/fold.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace mureum::datasets {

JoinGraph::JoinGraph(const Schema &schema)
{
    std::set<std::pair<int, int>> linked;
    for (const auto &key : schema.foreignKeys) {
        if (key.fromTable < 0 || key.toTable < 0 || key.fromColumn < 0 || key.toColumn < 0 ||
            key.fromTable == key.toTable)
            continue;
        edges_.push_back({key.fromTable, key.fromColumn, key.toTable, key.toColumn, true});
        linked.insert({key.fromTable, key.toTable});
        linked.insert({key.toTable, key.fromTable});
    }
    // Databases made in a hurry declare no keys: a column named as another table's primary key stands for
    // one.
    std::map<std::string, std::vector<std::pair<int, int>>> primary, all;
    for (int t = 0; t < static_cast<int>(schema.tables.size()); ++t) {
        const auto &columns = schema.tables[static_cast<std::size_t>(t)].columns;
        for (int c = 0; c < static_cast<int>(columns.size()); ++c) {
            const auto &column = columns[static_cast<std::size_t>(c)];
            auto name = fold(column.name);
            all[name].push_back({t, c});
            if (!column.primaryKey)
                continue;
            primary[name].push_back({t, c});
            if (name == "id")
                primary[fold(schema.tables[static_cast<std::size_t>(t)].name) + "_id"].push_back({t, c});
        }
    }
    for (const auto &[name, owners] : primary) {
        if (name == "id" || name == "name")
            continue;
        for (const auto &[ownerTable, ownerColumn] : owners)
            for (const auto &[table, column] : all[name])
                if (table != ownerTable && !linked.contains({table, ownerTable})) {
                    edges_.push_back({table, column, ownerTable, ownerColumn, false});
                    linked.insert({table, ownerTable});
                    linked.insert({ownerTable, table});
                }
    }
    steps_.resize(schema.tables.size());
    for (const auto &edge : edges_) {
        steps_[static_cast<std::size_t>(edge.tableA)].push_back(
            {edge.tableB, edge.columnB, edge.tableA, edge.columnA});
        steps_[static_cast<std::size_t>(edge.tableB)].push_back(
            {edge.tableA, edge.columnA, edge.tableB, edge.columnB});
    }
}

std::optional<std::vector<JoinStep>> JoinGraph::connect(const std::vector<int> &present, int table) const
{
    if (std::find(present.begin(), present.end(), table) != present.end())
        return std::vector<JoinStep>();
    std::vector<JoinStep> arrival(steps_.size());
    std::vector<bool> seen(steps_.size());
    std::vector<int> queue;
    for (int t : present) {
        seen[static_cast<std::size_t>(t)] = true;
        queue.push_back(t);
    }
    for (std::size_t head = 0; head < queue.size(); ++head)
        for (const auto &step : steps_[static_cast<std::size_t>(queue[head])]) {
            const auto to = static_cast<std::size_t>(step.table);
            if (seen[to])
                continue;
            seen[to] = true;
            arrival[to] = step;
            if (step.table != table) {
                queue.push_back(step.table);
                continue;
            }
            std::vector<JoinStep> path;
            for (int at = table; std::find(present.begin(), present.end(), at) == present.end();
                 at = arrival[static_cast<std::size_t>(at)].otherTable)
                path.insert(path.begin(), arrival[static_cast<std::size_t>(at)]);
            return path;
        }
    return std::nullopt;
}

} // namespace mureum::datasets
