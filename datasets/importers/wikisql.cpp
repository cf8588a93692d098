#include "datasets/importers/json_records.h"
#include "datasets/importers/registry.h"
#include "datasets/importers/text_encoding.h"
#include "datasets/schema/connection.h"
#include "datasets/sql/parser.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <unordered_map>

// WikiSQL (https://github.com/salesforce/WikiSQL): a question, the id of a table, and a query as a
// dictionary:
// {"sel": column, "agg": index, "conds": [[column, operator, value], ...]}.

namespace mureum::datasets {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

struct WikiTable
{
    std::size_t line = 0;
    Json object;
    std::vector<std::string> columns; ///< header, distinct
    std::vector<bool> real;
};

using Tables = std::unordered_map<std::string, std::shared_ptr<const WikiTable>>;

/// The number WikiSQL's executor makes of a text: thousands separated by commas, else the first number in it.
std::optional<double> numberIn(std::string text, bool anywhere)
{
    std::erase(text, ',');
    const auto read = [](std::string_view part) -> std::optional<double> {
        double value = 0;
        const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (failure != std::errc() || end != part.data() + part.size())
            return std::nullopt;
        return value;
    };
    const auto begin = text.find_first_not_of(" +");
    if (begin == std::string::npos)
        return std::nullopt;
    const auto whole = read(std::string_view(text).substr(begin, text.find_last_not_of(' ') - begin + 1));
    if (whole || !anywhere)
        return whole;
    const auto digit = text.find_first_of("0123456789");
    if (digit == std::string::npos)
        return std::nullopt;
    std::size_t end = text.find_first_not_of("0123456789", digit);
    if (end != std::string::npos && text[end] == '.')
        end = text.find_first_not_of("0123456789", end + 1);
    std::size_t start = digit;
    while (start > 0 && (text[start - 1] == '-' || text[start - 1] == '.') && digit - start < 2)
        --start;
    return read(std::string_view(text).substr(start, end == std::string::npos ? end : end - start));
}

std::string textOf(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
}

synth::Cell cellOf(const Json &value, bool real)
{
    if (value.is_null())
        return {};
    if (real) {
        const auto number =
            value.is_number() ? std::optional(value.get<double>()) : numberIn(textOf(value), false);
        if (number)
            return {synth::CellKind::Real, {}, *number};
    }
    return {synth::CellKind::Text, nfc(textOf(value)), 0};
}

std::shared_ptr<const WikiTable> tableOf(std::size_t line, Json &&object)
{
    auto table = std::make_shared<WikiTable>();
    table->line = line;
    std::vector<std::string> folded;
    for (const Json &name : object.at("header")) {
        std::string plain = nfc(textOf(name));
        if (fold(plain).empty())
            plain = fmt::format("column {}", table->columns.size() + 1);
        std::string unique = plain;
        for (int again = 2; std::find(folded.begin(), folded.end(), fold(unique)) != folded.end(); ++again)
            unique = fmt::format("{} ({})", plain, again);
        folded.push_back(fold(unique));
        table->columns.push_back(std::move(unique));
    }
    for (std::size_t at = 0; at < table->columns.size(); ++at)
        table->real.push_back(object.at("types").at(at) == "real");
    if (table->columns.empty() || !object.at("rows").is_array())
        throw Error("no header or no rows");
    table->object = std::move(object);
    return table;
}

DatabaseContent contentOf(const WikiTable &table)
{
    DatabaseContent content;
    std::string about;
    for (const char *key : {"page_title", "section_title", "caption"})
        if (table.object.contains(key) && table.object[key].is_string() && !table.object[key].empty()) {
            const std::string words = fold(table.object[key].get<std::string>());
            if (!words.empty() && about.find(words) == std::string::npos)
                about += (about.empty() ? "" : ", ") + words;
        }
    content.ddl = "CREATE TABLE \"table\" (" + (about.empty() ? "" : " -- " + about);
    for (std::size_t at = 0; at < table.columns.size(); ++at)
        content.ddl += (at ? ",\n  " : "\n  ") + quoteIdentifier(table.columns[at]) +
                       (table.real[at] ? " REAL" : " TEXT COLLATE NOCASE");
    content.ddl += "\n);\n";
    TableRows rows{"table", table.columns, {}};
    for (const Json &row : table.object.at("rows")) {
        if (!row.is_array())
            continue;
        std::vector<synth::Cell> cells;
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            cells.push_back(at < row.size() ? cellOf(row[at], table.real[at]) : synth::Cell());
        rows.rows.push_back(std::move(cells));
    }
    content.rows.push_back(std::move(rows));
    return content;
}

/// The spelling of a cell that equals the text but for case; the text itself where there is none.
std::string asStored(const WikiTable &table, std::size_t column, const std::string &text)
{
    const std::string wanted = fold(text);
    std::string stored;
    for (const Json &row : table.object.at("rows")) {
        if (!row.is_array() || column >= row.size())
            continue;
        std::string cell = nfc(textOf(row[column]));
        if (cell == text)
            return cell;
        if (stored.empty() && fold(cell) == wanted)
            stored = std::move(cell);
    }
    return stored.empty() ? text : stored;
}

std::string literalOf(const WikiTable &table, std::size_t column, const Json &value)
{
    if (!value.is_string() && !value.is_number())
        throw Error("a condition's value is neither text nor number");
    if (!table.real[column])
        return sql::quoteString(asStored(table, column, nfc(textOf(value))));
    const auto number =
        value.is_number() ? std::optional(value.get<double>()) : numberIn(value.get<std::string>(), true);
    // WikiSQL's executor fails here; the comparison with the text is false for every number, as it should be.
    return number ? fmt::format("{}", *number) : sql::quoteString(value.get<std::string>());
}

std::string queryOf(const Json &sql, const WikiTable &table)
{
    static constexpr std::array<std::string_view, 6> aggregates{"", "MAX", "MIN", "COUNT", "SUM", "AVG"};
    static constexpr std::array<std::string_view, 3> operators{"=", ">", "<"};
    const auto column = [&](const Json &index) {
        if (!index.is_number_unsigned() || index.get<std::size_t>() >= table.columns.size())
            throw Error("a column index is outside of the table");
        return index.get<std::size_t>();
    };
    const Json &aggregate = sql.at("agg");
    if (!aggregate.is_number_unsigned() || aggregate.get<std::size_t>() >= aggregates.size())
        throw Error("\"agg\" is not 0 to 5");
    const std::string selected = quoteIdentifier(table.columns[column(sql.at("sel"))]);
    const std::string_view function = aggregates[aggregate.get<std::size_t>()];
    std::string query = "SELECT " +
                        (function.empty() ? selected : fmt::format("{}({})", function, selected)) +
                        " FROM \"table\"";
    const char *joiner = " WHERE ";
    if (!sql.at("conds").is_array())
        throw Error("\"conds\" is not an array");
    for (const Json &condition : sql.at("conds")) {
        if (!condition.is_array() || condition.size() != 3)
            throw Error("a condition is not [column, operator, value]");
        if (!condition[1].is_number_unsigned() || condition[1].get<std::size_t>() >= operators.size())
            throw Error("a condition's operator is not 0 to 2");
        const std::size_t at = column(condition[0]);
        query += fmt::format("{}{} {} {}", joiner, quoteIdentifier(table.columns[at]),
                             operators[condition[1].get<std::size_t>()], literalOf(table, at, condition[2]));
        joiner = " AND ";
    }
    return query;
}

fs::path tablesFile(const fs::path &questions)
{
    fs::path tables = questions;
    tables.replace_extension(".tables.jsonl");
    return tables;
}

bool isQuestionFile(const fs::path &file)
{
    std::error_code failure;
    return file.extension() == ".jsonl" && !file.stem().string().ends_with(".tables") &&
           fs::exists(tablesFile(file), failure);
}

Tables readTables(const fs::path &file, ReadDataset &dataset)
{
    Tables tables;
    const DecodedText decoded = decodeText(readFileBytes(file));
    std::vector<BadLine> bad;
    forEachJson(decoded.text, bad, [&](std::size_t line, Json &object) {
        try {
            std::string id = object.at("id").get<std::string>();
            tables.insert_or_assign(std::move(id), tableOf(line, std::move(object)));
        } catch (const std::exception &) {
            bad.push_back({line, "not a table: \"id\", \"header\", \"types\" or \"rows\" is missing"});
        }
        return true;
    });
    for (const BadLine &one : bad)
        dataset.problems.push_back({file.filename().string(), one.line, one.reason});
    return tables;
}

Example exampleOf(std::size_t line, const Json &object, const Tables &tables)
{
    Example example;
    example.line = line;
    if (!object.contains("question") || !object["question"].is_string())
        throw BadLine{line, "no question"};
    example.question = nfc(object["question"].get<std::string>());
    if (!object.contains("table_id") || !object["table_id"].is_string() || !object.contains("sql") ||
        !object["sql"].is_object())
        throw BadLine{line, "no \"table_id\" or no \"sql\" dictionary"};
    example.databaseId = object["table_id"].get<std::string>();
    const auto table = tables.find(example.databaseId);
    if (table == tables.end())
        throw BadLine{line, fmt::format("table \"{}\" is not in the tables file", example.databaseId)};
    try {
        example.query = queryOf(object["sql"], *table->second);
    } catch (const Error &error) {
        throw BadLine{line, error.what()};
    } catch (const Json::exception &) {
        throw BadLine{line, "\"sql\" lacks \"sel\", \"agg\" or \"conds\""};
    }
    if (fold(example.question).empty())
        throw BadLine{line, "no question"};
    example.queries = {example.query};
    example.language = guessLanguage(example.question);
    return example;
}

} // namespace

bool recognisesWikiSql(const ImportSource &source)
{
    return std::any_of(source.files.begin(), source.files.end(), [](const fs::path &file) {
        if (!isQuestionFile(file))
            return false;
        const Json object = ImportSource::firstObject(file);
        return object.is_object() && object.contains("table_id") && object.contains("sql");
    });
}

ReadDataset readWikiSql(const ImportSource &source, const ImportOptions &, std::size_t limit)
{
    ReadDataset dataset;
    for (const fs::path &file : source.files) {
        if (source.folder ? !isQuestionFile(file) : false)
            continue;
        std::error_code failure;
        if (!fs::exists(tablesFile(file), failure))
            throw Error(fmt::format("{} is missing: WikiSQL's tables stand beside the questions",
                                    tablesFile(file).string()));
        const Tables tables = readTables(tablesFile(file), dataset);
        ReadFile read;
        read.name = file.stem().string();
        read.path = file;
        const DecodedText decoded = decodeText(readFileBytes(file));
        dataset.encoding = decoded.encoding;
        forEachJson(decoded.text, read.bad, [&](std::size_t line, Json &object) {
            try {
                read.examples.push_back(exampleOf(line, object, tables));
                const auto table = tables.at(read.examples.back().databaseId);
                dataset.contents.try_emplace(read.examples.back().databaseId,
                                             [table] { return contentOf(*table); });
            } catch (const BadLine &bad) {
                read.bad.push_back(bad);
            }
            return read.examples.size() < limit;
        });
        dataset.files.push_back(std::move(read));
    }
    if (dataset.files.empty())
        throw Error(fmt::format("{} holds no *.jsonl with a *.tables.jsonl beside it", source.path.string()));
    return dataset;
}

} // namespace mureum::datasets
