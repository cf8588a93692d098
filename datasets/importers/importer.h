#pragma once
#include "datasets/importers/mapping.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

// Other people's data sets become example files (docs/formats.md) with a folder of databases. Behind
// `mureum-cli import` and the desktop's import dialog.

namespace mureum::datasets {

struct ImportOptions
{
    std::filesystem::path from;      ///< a file, or the folder of a data set
    std::string format = "auto";     ///< or a name of importerNames()
    ColumnMapping mapping;           ///< over the guess; empty: the guess alone
    std::filesystem::path databases; ///< looked through first for <db_id>.sqlite; may be empty
    int fill = 0;                    ///< rows for every table of a database made from DDL; 0: none
    std::uint64_t seed = 1;
    std::filesystem::path lexicon; ///< folder; needed where fill > 0
    std::filesystem::path phrases; ///< file; needed where fill > 0
};

struct ImportProblem
{
    std::string file;     ///< name of the data file; empty: the data set as a whole
    std::size_t line = 0; ///< 0: not about one line
    std::string text;
};

struct ImportedFile
{
    std::string name;              ///< of the example file, without the ending: train_spider, dev
    std::size_t count = 0;         ///< examples
    std::vector<Example> examples; ///< of a preview only: the first ones
};

/// What an import would do.
struct ImportPreview
{
    std::string format, reads;        ///< the importer's name and what it reads, in words
    std::string encoding;             ///< of the first file
    char delimiter = '\0';            ///< of CSV
    std::vector<std::string> columns; ///< empty where the format has none to choose
    ColumnMapping mapping;
    std::vector<ImportedFile> files;
    std::vector<std::string> missingDatabases; ///< of the examples shown
    std::vector<ImportProblem> problems;       ///< lines that are left out, and what else goes wrong
};

struct ImportResult
{
    std::string format;
    std::vector<ImportedFile> files;
    std::size_t copied = 0, created = 0; ///< databases
    std::vector<std::string>
        missingDatabases; ///< their examples are kept: --databases may name another folder later
    std::vector<ImportProblem> problems;
    bool stopped = false; ///< then nothing was written

    std::size_t count() const; ///< examples of all files
};

struct ImportProgress
{
    std::size_t done = 0, total = 0; ///< databases
};

/// spider, wikisql, bird, defog, csv, jsonl
std::vector<std::string> importerNames();

/// Reads at most `count` examples a file. Throws Error where nothing can be read.
ImportPreview previewImport(const ImportOptions &options, std::size_t count);

/// Writes OUT/<file>.jsonl, OUT/databases/<db_id>.sqlite and OUT/import.json. `out` appears as a whole or not
/// at all; it must not exist, or be an empty folder. The same data, options and seed give the same bytes.
/// Throws Error.
ImportResult importDataset(const ImportOptions &options, const std::filesystem::path &out,
                           const std::function<void(const ImportProgress &)> &progress = {},
                           std::stop_token stop = {});

} // namespace mureum::datasets
