#include "datasets/importers/golds.h"
#include "datasets/importers/registry.h"
#include "datasets/importers/tables_json.h"
#include "datasets/schema/connection.h"
#include "datasets/sql/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// Everything but WikiSQL: records with columns.

namespace mureum::datasets {

namespace fs = std::filesystem;

namespace {

bool has(const nlohmann::json &object, const char *key)
{
    return object.is_object() && object.contains(key);
}

bool isJsonName(const fs::path &file)
{
    return file.extension() == ".json" || file.extension() == ".jsonl";
}

bool isTablesJson(const fs::path &file)
{
    return file.filename().string().ends_with("tables.json");
}

constexpr std::array<std::string_view, 7> databaseFolderNames{
    "database",       "databases",     "dev_databases",    "train_databases",
    "test_databases", "test_database", "minidev_databases"};

std::vector<fs::path> databaseFolders(const fs::path &root)
{
    std::vector<fs::path> folders;
    std::error_code failure;
    for (const std::string_view name : databaseFolderNames)
        if (fs::is_directory(root / name, failure))
            folders.push_back(root / name);
    return folders;
}

bool isBirdFile(const fs::path &file)
{
    if (!isJsonName(file) || isTablesJson(file))
        return false;
    const auto object = ImportSource::firstObject(file);
    return has(object, "SQL") && has(object, "db_id") && has(object, "question");
}

bool isSpiderFile(const fs::path &file)
{
    if (!isJsonName(file) || isTablesJson(file))
        return false;
    const auto object = ImportSource::firstObject(file);
    return has(object, "db_id") && has(object, "query") &&
           (has(object, "question") || has(object, "SpiderSynQuestion"));
}

/// A list of columns in place of a schema, as in reductions of WikiSQL: the table that the query reads has
/// them.
std::string ddlOfColumns(const Record &record, const std::string &query)
{
    const auto *columns = record.findList("columns");
    if (!columns)
        return {};
    std::string table = "table", list;
    try {
        const sql::Query tree = sql::parse(query);
        if (!tree.cores.empty() && !tree.cores.front().from.empty() &&
            !tree.cores.front().from.front().table.empty())
            table = tree.cores.front().from.front().table;
    } catch (const Error &) {
        // Validation tells of it.
    }
    for (const std::string &column : *columns)
        list += (list.empty() ? "" : ", ") + quoteIdentifier(column);
    return "CREATE TABLE " + quoteIdentifier(table) + " (" + list + ")";
}

/// Records of one file as examples; what cannot be used among `bad`. `adjust` may change an example or throw
/// Error.
template <typename Adjust>
ReadFile examplesOf(RecordFile &&records, const fs::path &file, const ColumnMapping &mapping, Adjust adjust)
{
    ReadFile out;
    out.name = file.stem().string();
    out.path = file;
    out.bad = std::move(records.bad);
    for (const Record &record : records.records) {
        try {
            Example example = exampleOf(record, mapping);
            if (example.context.empty())
                example.context = ddlOfColumns(record, example.query);
            adjust(example);
            out.examples.push_back(std::move(example));
        } catch (const BadLine &bad) {
            out.bad.push_back(bad);
        } catch (const Error &error) {
            out.bad.push_back({record.line, error.what()});
        }
    }
    std::stable_sort(out.bad.begin(), out.bad.end(),
                     [](const BadLine &a, const BadLine &b) { return a.line < b.line; });
    return out;
}

void describe(ReadDataset &dataset, const RecordFile &records, const ColumnMapping &mapping)
{
    if (!dataset.encoding.empty())
        return;
    dataset.encoding = records.encoding;
    dataset.delimiter = records.delimiter;
    dataset.columns = records.columns;
    dataset.mapping = mapping;
}

template <typename Adjust>
void addFile(ReadDataset &dataset, RecordFile &&records, const fs::path &file, const ImportOptions &options,
             Adjust adjust)
{
    const ColumnMapping mapping = completeMapping(records, options.mapping);
    describe(dataset, records, mapping);
    dataset.files.push_back(examplesOf(std::move(records), file, mapping, adjust));
}

void keep(Example &) {}

} // namespace

bool recognisesBird(const ImportSource &source)
{
    return std::any_of(source.files.begin(), source.files.end(), isBirdFile);
}

bool recognisesSpider(const ImportSource &source)
{
    std::error_code failure;
    const bool around =
        fs::exists(source.root / "tables.json", failure) || !databaseFolders(source.root).empty();
    return around && std::any_of(source.files.begin(), source.files.end(), isSpiderFile);
}

ReadDataset readBenchmark(const ImportSource &source, const ImportOptions &options, std::size_t limit)
{
    ReadDataset dataset;
    const bool bird = options.format == "bird" || (options.format == "auto" && recognisesBird(source));
    for (const fs::path &file : source.files)
        if (source.folder ? (bird ? isBirdFile(file) : isSpiderFile(file)) : true)
            addFile(dataset, readJsonRecords(file, limit), file, options, keep);
    if (dataset.files.empty())
        throw Error(fmt::format("{} holds no questions in {}'s layout; name the question file",
                                source.path.string(), bird ? "BIRD" : "Spider"));
    dataset.databaseFolders = databaseFolders(source.root);
    std::error_code failure;
    for (auto entry = fs::directory_iterator(source.root, failure);
         !failure && entry != fs::directory_iterator(); entry.increment(failure))
        if (isTablesJson(entry->path()))
            dataset.schemas.merge(readTablesJson(entry->path(), dataset.problems));
    return dataset;
}

bool recognisesDefog(const ImportSource &source)
{
    if (source.folder || isJsonName(source.path))
        return false;
    const auto records = readCsvRecords(source.path, 1);
    const auto named = [&](const char *column) {
        return std::find(records.columns.begin(), records.columns.end(), column) != records.columns.end();
    };
    return named("db_name") && named("query_category") && named("query") && named("question");
}

ReadDataset readDefog(const ImportSource &source, const ImportOptions &options, std::size_t limit)
{
    ReadDataset dataset;
    addFile(dataset, readCsvRecords(source.path, limit), source.path, options, [](Example &example) {
        example.queries = expandGolds(example.query);
        if (example.queries.empty())
            throw Error("no SQL");
        example.query = example.queries.front();
    });
    dataset.databaseFolders = databaseFolders(source.root);
    return dataset;
}

bool recognisesJson(const ImportSource &source)
{
    return !source.folder && ImportSource::firstObject(source.path).is_object();
}

ReadDataset readJson(const ImportSource &source, const ImportOptions &options, std::size_t limit)
{
    ReadDataset dataset;
    addFile(dataset, readJsonRecords(source.path, limit), source.path, options, keep);
    dataset.databaseFolders = databaseFolders(source.root);
    return dataset;
}

bool recognisesCsv(const ImportSource &source)
{
    if (source.folder)
        return false;
    return readCsvRecords(source.path, 1).columns.size() > 1;
}

ReadDataset readCsvFile(const ImportSource &source, const ImportOptions &options, std::size_t limit)
{
    ReadDataset dataset;
    addFile(dataset, readCsvRecords(source.path, limit), source.path, options, keep);
    dataset.databaseFolders = databaseFolders(source.root);
    return dataset;
}

} // namespace mureum::datasets
