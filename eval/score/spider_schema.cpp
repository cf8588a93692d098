#include "eval/score/spider_schema.h"

#include "datasets/error.h"
#include "datasets/sql/tokenizer.h"
#include "eval/score/spider_tokens.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace mureum::eval::spider {

namespace {

using Keys = std::vector<std::pair<std::size_t, std::size_t>>;
using Joined = std::unordered_map<std::string, std::string>;

std::string known(const std::string &key)
{
    return "__" + key + "__";
}

/// Spider grows sets of joined columns key by key, into the first set that has one of the two, and never
/// joins two sets: where a column ends up in several, the last set counts. The first column stands for a set.
template <typename NameOf>
Joined join(const Keys &keys, const NameOf &nameOf)
{
    std::vector<std::set<std::size_t>> sets;
    for (const auto &[from, to] : keys) {
        const auto has = [from = from, to = to](const auto &set) { return set.count(from) || set.count(to); };
        auto set = std::find_if(sets.begin(), sets.end(), has);
        if (set == sets.end())
            set = sets.emplace(sets.end());
        set->insert(from);
        set->insert(to);
    }
    Joined joined;
    for (const auto &set : sets)
        for (const std::size_t column : set)
            joined[nameOf(column)] = nameOf(*set.begin());
    return joined;
}

} // namespace

Names::Names(const datasets::Schema &schema)
{
    std::vector<std::size_t> first;
    std::size_t columns = 0;
    for (const datasets::Table &table : schema.tables) {
        first.push_back(columns);
        columns += table.columns.size();
        if (table.view)
            continue;
        std::vector<std::string> &names = tables_[datasets::sql::lowerAscii(table.name)];
        names.clear();
        for (const datasets::Column &column : table.columns)
            names.push_back(datasets::sql::lowerAscii(column.name));
    }

    // Spider's tables.json lists a table's keys as SQLite does, the last declared first, and only those whose
    // target is written as it is declared.
    std::vector<datasets::ForeignKey> foreign;
    for (const datasets::ForeignKey &key : schema.foreignKeys)
        if (key.asDeclared)
            foreign.push_back(key);
    std::stable_sort(foreign.begin(), foreign.end(), [](const auto &a, const auto &b) {
        return a.fromTable != b.fromTable ? a.fromTable < b.fromTable : a.group > b.group;
    });
    Keys keys;
    const auto number = [&first](int table, int column) {
        return first[static_cast<std::size_t>(table)] + static_cast<std::size_t>(column);
    };
    for (const datasets::ForeignKey &key : foreign)
        keys.emplace_back(number(key.fromTable, key.fromColumn), number(key.toTable, key.toColumn));
    joined_ = join(keys, [&](std::size_t column) {
        const auto table = static_cast<std::size_t>(std::upper_bound(first.begin(), first.end(), column) -
                                                    first.begin() - 1);
        const datasets::Table &owner = schema.tables[table];
        return known(datasets::sql::lowerAscii(owner.name) + "." +
                     datasets::sql::lowerAscii(owner.columns[column - first[table]].name));
    });
}

void Names::useForeignKeys(const nlohmann::json &entry)
{
    try {
        const auto tables = entry.at("table_names_original").get<std::vector<std::string>>();
        std::vector<std::string> columns;
        for (const auto &column : entry.at("column_names_original")) {
            const int table = column.at(0).get<int>();
            columns.push_back(
                table < 0 ? "__all__"
                          : known(datasets::sql::lowerAscii(tables.at(static_cast<std::size_t>(table))) +
                                  "." + datasets::sql::lowerAscii(column.at(1).get<std::string>())));
        }
        Keys keys;
        for (const auto &key : entry.at("foreign_keys")) {
            keys.emplace_back(key.at(0).get<std::size_t>(), key.at(1).get<std::size_t>());
            if (std::max(keys.back().first, keys.back().second) >= columns.size())
                throw datasets::Error(
                    "foreign_keys name a column that does not exist; use Spider's tables.json");
        }
        joined_ = join(keys, [&](std::size_t column) { return columns[column]; });
    } catch (const std::exception &error) {
        throw datasets::Error(fmt::format(
            "an entry of tables.json cannot be read ({}); use Spider's tables.json", error.what()));
    }
}

std::string Names::id(const std::string &key) const
{
    if (key == "*")
        return "__all__";
    if (tables_.count(key))
        return known(key);
    for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1)) {
        const auto *names = columns(key.substr(0, dot));
        if (names &&
            std::find(names->begin(), names->end(), std::string_view(key).substr(dot + 1)) != names->end())
            return known(key);
    }
    return {};
}

const std::vector<std::string> *Names::columns(const std::string &table) const
{
    const auto found = tables_.find(table);
    return found == tables_.end() ? nullptr : &found->second;
}

const std::string *Names::joined(const std::string &column) const
{
    const auto found = joined_.find(column);
    return found == joined_.end() ? nullptr : &found->second;
}

} // namespace mureum::eval::spider
