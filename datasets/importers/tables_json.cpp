#include "datasets/importers/tables_json.h"
#include "datasets/importers/dialect.h"
#include "datasets/importers/json_records.h"
#include "datasets/importers/text_encoding.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

namespace mureum::datasets {

namespace {

using Json = nlohmann::json;

std::string typeNamed(const std::string &type)
{
    return type == "number"    ? "NUMERIC"
           : type == "time"    ? "DATETIME"
           : type == "boolean" ? "BOOLEAN"
           : type == "others"  ? "TEXT"
                               : sqliteType(type);
}

std::string inWords(const std::string &identifier)
{
    std::string words;
    for (const std::string &part : identifierParts(identifier))
        words += (words.empty() ? "" : " ") + part;
    return words;
}

/// Throws nlohmann's exceptions where the layout is another.
std::string ddlOf(const Json &object)
{
    std::vector<DdlTable> tables;
    const Json &plain = object.at("table_names");
    for (const Json &name : object.at("table_names_original")) {
        tables.push_back(DdlTable{name.get<std::string>(), {}, {}, {}, {}});
        const std::string words = plain.at(tables.size() - 1).get<std::string>();
        if (fold(words) != fold(inWords(tables.back().name)))
            tables.back().comment = words;
    }
    std::vector<std::pair<std::size_t, std::string>> columns;
    const Json &names = object.at("column_names_original");
    for (std::size_t at = 0; at < names.size(); ++at) {
        const int table = names.at(at).at(0).get<int>();
        DdlColumn column;
        column.name = names.at(at).at(1).get<std::string>();
        columns.emplace_back(table < 0 ? tables.size() : static_cast<std::size_t>(table), column.name);
        if (table < 0)
            continue;
        column.type = typeNamed(object.at("column_types").at(at).get<std::string>());
        const std::string words = object.at("column_names").at(at).at(1).get<std::string>();
        if (fold(words) != fold(inWords(column.name)))
            column.comment = words;
        tables.at(static_cast<std::size_t>(table)).columns.push_back(std::move(column));
    }
    const auto addKey = [&](const Json &column) {
        const auto &[table, name] = columns.at(column.get<std::size_t>());
        tables.at(table).primaryKey.push_back(name);
    };
    // BIRD lists the columns of a composite key together.
    for (const Json &key : object.value("primary_keys", Json::array()))
        if (key.is_array())
            for (const Json &column : key)
                addKey(column);
        else
            addKey(key);
    for (const Json &key : object.value("foreign_keys", Json::array())) {
        const auto &[fromTable, from] = columns.at(key.at(0).get<std::size_t>());
        const auto &[toTable, to] = columns.at(key.at(1).get<std::size_t>());
        tables.at(fromTable).references.push_back({{from}, tables.at(toTable).name, {to}});
    }
    return sqliteDdl(tables);
}

} // namespace

std::map<std::string, std::string> readTablesJson(const std::filesystem::path &file,
                                                  std::vector<ImportProblem> &problems)
{
    std::map<std::string, std::string> schemas;
    const DecodedText decoded = decodeText(readFileBytes(file));
    std::vector<BadLine> bad;
    forEachJson(decoded.text, bad, [&](std::size_t line, Json &object) {
        try {
            schemas.insert_or_assign(object.at("db_id").get<std::string>(), ddlOf(object));
        } catch (const std::exception &) {
            bad.push_back({line, "not a schema in Spider's layout"});
        }
        return true;
    });
    for (const BadLine &one : bad)
        problems.push_back({file.filename().string(), one.line, one.reason});
    return schemas;
}

} // namespace mureum::datasets
