#pragma once
#include "datasets/importers/build_database.h"
#include "datasets/importers/importer.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The importers, one row each. Private to datasets/importers.

namespace mureum::datasets {

/// A data set's file or folder, looked at once.
struct ImportSource
{
    std::filesystem::path path;
    std::filesystem::path root; ///< the folder: path itself, or the one the file lies in
    bool folder = false;
    std::vector<std::filesystem::path> files; ///< the file; of a folder: its files, by name

    /// First object of a JSON file, from its first 256 KiB; null where there is none.
    static nlohmann::json firstObject(const std::filesystem::path &file);
};

struct ReadFile
{
    std::string name; ///< stem
    std::filesystem::path path;
    std::vector<Example> examples;
    std::vector<BadLine> bad;
};

/// What a data set holds, before anything is written.
struct ReadDataset
{
    std::string encoding;
    char delimiter = '\0';
    std::vector<std::string> columns;
    ColumnMapping mapping;
    std::vector<ReadFile> files;
    std::vector<std::filesystem::path>
        databaseFolders;                        ///< that hold <db_id>.sqlite or <db_id>/<db_id>.sqlite
    std::map<std::string, std::string> schemas; ///< DDL by database, for those whose file is missing
    /// Contents by database, made when asked for.
    std::map<std::string, std::function<DatabaseContent()>> contents;
    std::vector<ImportProblem> problems;
};

struct Importer
{
    std::string_view name;
    std::string_view reads; ///< in words
    bool (*recognises)(const ImportSource &source);
    ReadDataset (*read)(const ImportSource &source, const ImportOptions &options, std::size_t limit);
};

/// In the order in which they are tried.
std::span<const Importer> importers();

/// By name, or the first that recognises the source. Throws Error.
const Importer &importerFor(const ImportSource &source, const std::string &format);

/// Throws Error where there is no such path.
ImportSource openSource(const std::filesystem::path &path);

bool recognisesWikiSql(const ImportSource &source);
ReadDataset readWikiSql(const ImportSource &source, const ImportOptions &options, std::size_t limit);
bool recognisesBird(const ImportSource &source);
bool recognisesSpider(const ImportSource &source);
bool recognisesDefog(const ImportSource &source);
bool recognisesJson(const ImportSource &source);
bool recognisesCsv(const ImportSource &source);
ReadDataset readBenchmark(const ImportSource &source, const ImportOptions &options,
                          std::size_t limit); ///< Spider, BIRD
ReadDataset readDefog(const ImportSource &source, const ImportOptions &options, std::size_t limit);
ReadDataset readJson(const ImportSource &source, const ImportOptions &options, std::size_t limit);
ReadDataset readCsvFile(const ImportSource &source, const ImportOptions &options, std::size_t limit);

} // namespace mureum::datasets
