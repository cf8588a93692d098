#include "eval/answer/text_prompt.h"

#include "datasets/sql/parser.h"

#include <algorithm>
#include <map>

namespace mureum::eval {

using datasets::sql::quoteIdentifier;

namespace {

constexpr const char *plainTemplate = "{schema}\n-- Using valid SQLite, answer the following question for the tables above.\n"
                                      "-- {question}\n";

void replace(std::string &text, std::string_view what, const std::string &with)
{
    if (const auto at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
}

/// Every foreign key of one table, a composite one as one.
std::string foreignKeysOf(const datasets::Schema &schema, int table)
{
    struct Key
    {
        std::string columns, targets, target;
    };
    std::map<int, Key> keys;
    for (const datasets::ForeignKey &pair : schema.foreignKeys) {
        if (pair.fromTable != table || pair.toTable < 0 || pair.fromColumn < 0 || pair.toColumn < 0)
            continue;
        const auto columnName = [&](int of, int column) {
            return quoteIdentifier(
                schema.tables[static_cast<std::size_t>(of)].columns[static_cast<std::size_t>(column)].name);
        };
        Key &key = keys[pair.group];
        const char *comma = key.columns.empty() ? "" : ", ";
        key.columns += comma + columnName(pair.fromTable, pair.fromColumn);
        key.targets += comma + columnName(pair.toTable, pair.toColumn);
        key.target = quoteIdentifier(schema.tables[static_cast<std::size_t>(pair.toTable)].name);
    }
    std::string ddl;
    for (const auto &[group, key] : keys)
        ddl += ", FOREIGN KEY (" + key.columns + ") REFERENCES " + key.target + "(" + key.targets + ")";
    return ddl;
}

} // namespace

std::string schemaDdl(const datasets::Schema &schema)
{
    std::string ddl;
    for (std::size_t t = 0; t < schema.tables.size(); ++t) {
        const auto &table = schema.tables[t];
        const auto keyColumns = std::count_if(table.columns.begin(), table.columns.end(),
                                              [](const datasets::Column &column) { return column.primaryKey; });
        ddl += "CREATE TABLE " + quoteIdentifier(table.name) + " (";
        std::string primaryKey;
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const auto &column = table.columns[c];
            ddl += (c > 0 ? ", " : "") + quoteIdentifier(column.name);
            if (!column.declaredType.empty())
                ddl += " " + column.declaredType;
            if (column.primaryKey && keyColumns == 1)
                ddl += " PRIMARY KEY";
            else if (column.primaryKey)
                primaryKey += (primaryKey.empty() ? "" : ", ") + quoteIdentifier(column.name);
        }
        if (!primaryKey.empty())
            ddl += ", PRIMARY KEY (" + primaryKey + ")";
        ddl += foreignKeysOf(schema, static_cast<int>(t)) + ");\n";
    }
    return ddl;
}

std::string textPrompt(const std::string &promptTemplate, const datasets::Schema &schema, const std::string &question)
{
    std::string prompt = promptTemplate.empty() ? plainTemplate : promptTemplate;
    replace(prompt, "{schema}", schemaDdl(schema));
    replace(prompt, "{question}", question); // last: a question may hold braces
    return prompt;
}

std::string sqlInText(std::string_view text)
{
    auto lower = std::string(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
    const auto begin = std::min(lower.find("select"), lower.find("with "));
    if (begin == std::string::npos)
        return {};
    auto sql = std::string(text.substr(begin, lower.find("```", begin) - begin));
    while (!sql.empty() && (sql.back() == ';' || std::isspace(static_cast<unsigned char>(sql.back()))))
        sql.pop_back();
    return sql;
}

} // namespace mureum::eval
