#include "datasets/importers/mapping.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace mureum::datasets {

namespace {

struct FieldNames
{
    std::string_view field;
    std::vector<std::string_view> names; ///< letters and digits only, lower case; the likeliest first
};

/// In the order in which fields choose: `answer` is a query only where no column is called that.
const std::vector<FieldNames> &knownNames()
{
    static const std::vector<FieldNames> names{
        {"db_id",
         {"dbid", "databaseid", "dbname", "databasename", "database", "db", "데이터베이스", "데이터베이스id",
          "디비", "db명", "디비명", "데이터베이스명", "tableid"}},
        {"queries", {"queries", "goldqueries", "goldsqls"}},
        {"query",
         {"query", "sql", "goldsql", "goldquery", "gold", "sqlquery", "querygold", "정답sql", "정답쿼리",
          "쿼리", "정답", "answer", "답", "답변", "response", "completion", "output", "target", "출력"}},
        {"question",
         {"question", "spidersynquestion", "spiderquestion", "질문", "질의", "문의",
          "naturallanguagequestion", "nl", "nlquestion", "utterance", "sqlprompt", "instruction", "prompt",
          "지시", "text", "input", "입력"}},
        {"context",
         {"context", "ddl", "schema", "sqlcontext", "createtable", "createstatements", "dbschema", "스키마",
          "문맥", "맥락", "input", "입력"}},
        {"evidence",
         {"evidence", "externalknowledge", "knowledge", "instructions", "hint", "근거", "힌트", "외부지식",
          "지식"}},
        {"difficulty", {"difficulty", "hardness", "level", "sqlcomplexity", "난이도"}},
        {"lang", {"lang", "language", "언어"}},
    };
    return names;
}

std::string squeezed(std::string_view name)
{
    std::u32string kept;
    for (const char32_t c : toCodePoints(fold(name)))
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            kept += c;
    return toUtf8(kept);
}

bool startsWithWord(std::string_view text, std::string_view word)
{
    const auto begin = text.find_first_not_of(" \t\r\n(");
    if (begin == std::string_view::npos)
        return false;
    const std::string start = fold(text.substr(begin, word.size() + 8));
    return start.starts_with(word);
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Share of the first records whose text in the column satisfies the test.
template <typename Test>
double share(const RecordFile &file, const std::string &column, Test test)
{
    const std::size_t looked = std::min<std::size_t>(file.records.size(), 50);
    std::size_t hits = 0;
    for (std::size_t at = 0; at < looked; ++at)
        if (const std::string *text = file.records[at].find(column))
            hits += test(*text);
    return looked == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(looked);
}

/// The unused column that satisfies the test in more than half of the records, most of all.
template <typename Test>
std::string columnThat(const RecordFile &file, const std::set<std::string> &used, Test test)
{
    std::string best;
    double most = 0.5;
    for (const std::string &column : file.columns)
        if (!used.contains(column)) {
            const double hits = share(file, column, test);
            if (hits > most) {
                most = hits;
                best = column;
            }
        }
    return best;
}

std::string cleanQuery(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with("```")) {
        const auto line = text.find('\n');
        text.remove_prefix(line == std::string_view::npos ? 3 : line + 1);
        const auto fence = text.rfind("```");
        text = trimmed(text.substr(0, fence));
    }
    while (text.ends_with(';'))
        text = trimmed(text.substr(0, text.size() - 1));
    return nfc(text);
}

} // namespace

const std::vector<std::string_view> &mappableFields()
{
    static const std::vector<std::string_view> fields{"db_id",   "question", "query",      "queries",
                                                      "context", "evidence", "difficulty", "lang"};
    return fields;
}

ColumnMapping guessMapping(const RecordFile &file)
{
    ColumnMapping mapping;
    std::set<std::string> used;
    std::map<std::string, std::string> bySqueezed;
    for (const std::string &column : file.columns)
        bySqueezed.emplace(squeezed(column), column);
    for (const FieldNames &known : knownNames())
        for (const std::string_view name : known.names) {
            const auto found = bySqueezed.find(std::string(name));
            if (found == bySqueezed.end() || used.contains(found->second))
                continue;
            mapping.emplace(known.field, found->second);
            used.insert(found->second);
            break;
        }
    const auto fill = [&](const char *field, auto test) {
        if (mapping.contains(field))
            return;
        const std::string column = columnThat(file, used, test);
        if (!column.empty()) {
            mapping.emplace(field, column);
            used.insert(column);
        }
    };
    if (!mapping.contains("queries"))
        fill("query", [](const std::string &text) {
            return startsWithWord(text, "select ") || startsWithWord(text, "with ");
        });
    fill("context", [](const std::string &text) { return startsWithWord(text, "create "); });
    fill("question", [](const std::string &text) {
        return trimmed(text).ends_with('?') || trimmed(text).ends_with("？");
    });
    return mapping;
}

ColumnMapping completeMapping(const RecordFile &file, const ColumnMapping &given)
{
    ColumnMapping mapping = guessMapping(file);
    const auto &fields = mappableFields();
    for (const auto &[field, column] : given) {
        if (std::find(fields.begin(), fields.end(), field) == fields.end())
            throw Error(fmt::format("map: there is no field \"{}\"; the fields are {}", field,
                                    fmt::join(fields, ", ")));
        if (std::find(file.columns.begin(), file.columns.end(), column) == file.columns.end()) {
            const std::size_t shown = std::min<std::size_t>(file.columns.size(), 20);
            throw Error(
                fmt::format("map: the file has no column \"{}\"; it has {}", column,
                            fmt::join(file.columns.begin(),
                                      file.columns.begin() + static_cast<std::ptrdiff_t>(shown), ", ")));
        }
        std::erase_if(mapping, [&](const auto &guess) { return guess.second == column; });
        mapping[field] = column;
    }
    return mapping;
}

ColumnMapping parseMapping(const std::vector<std::string> &texts)
{
    ColumnMapping mapping;
    for (const std::string &text : texts) {
        std::string_view rest = text;
        while (!rest.empty()) {
            const auto comma = rest.find(',');
            const std::string_view pair = rest.substr(0, comma);
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
            const auto equals = pair.find('=');
            const auto field = trimmed(pair.substr(0, equals));
            const auto column =
                equals == std::string_view::npos ? std::string_view() : trimmed(pair.substr(equals + 1));
            if (field.empty() || column.empty())
                throw Error(fmt::format("map: \"{}\" is not field=column, as in question=질문,query=정답",
                                        std::string(pair)));
            mapping[std::string(field)] = nfc(column);
        }
    }
    return mapping;
}

Example exampleOf(const Record &record, const ColumnMapping &mapping)
{
    const auto text = [&](const char *field) -> std::string {
        const auto column = mapping.find(field);
        const std::string *found = column == mapping.end() ? nullptr : record.find(column->second);
        if (found && found->size() > (std::size_t{1} << 20))
            throw BadLine{record.line, fmt::format("\"{}\" is longer than 1 MiB", column->second)};
        return found ? nfc(trimmed(*found)) : std::string();
    };
    Example example;
    example.line = record.line;
    example.databaseId = text("db_id");
    example.question = text("question");
    example.context = text("context");
    example.evidence = text("evidence");
    example.difficulty = text("difficulty");
    example.language = text("lang");
    for (const char *field : {"query", "queries"}) {
        const auto column = mapping.find(field);
        const auto *list = column == mapping.end() ? nullptr : record.findList(column->second);
        std::vector<std::string> written;
        if (list)
            written = *list;
        else
            written.push_back(text(field));
        for (const std::string &one : written)
            if (std::string query = cleanQuery(one);
                !query.empty() &&
                std::find(example.queries.begin(), example.queries.end(), query) == example.queries.end())
                example.queries.push_back(std::move(query));
    }
    if (fold(example.question).empty())
        throw BadLine{record.line, mapping.contains("question")
                                       ? "no question"
                                       : "no column is known to hold the question; name it: question=COLUMN"};
    if (example.queries.empty())
        throw BadLine{record.line, mapping.contains("query") || mapping.contains("queries")
                                       ? "no SQL"
                                       : "no column is known to hold the SQL; name it: query=COLUMN"};
    if (example.databaseId.empty() && example.context.empty())
        throw BadLine{record.line, "neither a database (db_id) nor CREATE TABLE statements (context)"};
    example.query = example.queries.front();
    if (example.language != "ko" && example.language != "en")
        example.language = guessLanguage(example.question);
    return example;
}

} // namespace mureum::datasets
