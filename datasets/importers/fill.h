#pragma once
#include "datasets/importers/build_database.h"
#include "datasets/schema/ddl_parser.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mureum::datasets {

/// Invents rows for tables that came as CREATE statements: values by the columns' names and types from the
/// lexicon (datasets/lexicon), keys that exist on both sides, and, for every gold query, rows that answer it.
class RowInventor
{
public:
    /// Throws Error where the lexicon or the phrase grammar cannot be read.
    RowInventor(const std::filesystem::path &lexicon, const std::filesystem::path &phrases);
    ~RowInventor();
    RowInventor(const RowInventor &) = delete;
    RowInventor &operator=(const RowInventor &) = delete;

    /// `rows` rows a table, and those the golds need. Columns tied by a foreign key or by a gold's join share
    /// their values. The same id, tables, golds and seed give the same rows.
    std::vector<TableRows> invent(const std::string &databaseId, const std::vector<DdlTable> &tables,
                                  const std::vector<std::string> &golds, int rows, std::uint64_t seed) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace mureum::datasets
