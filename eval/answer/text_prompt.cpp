#include "eval/answer/text_prompt.h"

#include "datasets/sql/parser.h"

#include <algorithm>

namespace mureum::eval {
namespace {

constexpr const char *plainTemplate = "{schema}\n-- Using valid SQLite, answer the following question for the tables above.\n"
                                      "-- {question}\n";

void replace(std::string &text, std::string_view what, const std::string &with)
{
    if (const auto at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
}

} // namespace

std::string schemaDdl(const datasets::Schema &schema)
{
    using datasets::sql::quoteIdentifier;
    std::string ddl;
    for (std::size_t t = 0; t < schema.tables.size(); ++t) {
        const auto &table = schema.tables[t];
        ddl += "CREATE TABLE " + quoteIdentifier(table.name) + " (";
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const auto &column = table.columns[c];
            ddl += (c > 0 ? ", " : "") + quoteIdentifier(column.name);
            if (!column.declaredType.empty())
                ddl += " " + column.declaredType;
            if (column.primaryKey)
                ddl += " PRIMARY KEY";
        }
        for (const auto &key : schema.foreignKeys)
            if (key.fromTable == static_cast<int>(t) && key.toTable >= 0 && key.fromColumn >= 0 && key.toColumn >= 0) {
                const auto &target = schema.tables[static_cast<std::size_t>(key.toTable)];
                ddl += ", FOREIGN KEY (" + quoteIdentifier(table.columns[static_cast<std::size_t>(key.fromColumn)].name) +
                       ") REFERENCES " + quoteIdentifier(target.name) + "(" +
                       quoteIdentifier(target.columns[static_cast<std::size_t>(key.toColumn)].name) + ")";
            }
        ddl += ");\n";
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
