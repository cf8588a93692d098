#pragma once
#include "datasets/schema/connection.h"
#include "datasets/schema/schema.h"

namespace mureum::datasets {

/// Tables, views, columns and foreign keys of an open database, with column types by declaration and, where
/// `options.rowsToSniff` is positive, by values. Throws Error naming `file`.
Schema readCatalogue(sqlite3 *database, const std::filesystem::path &file, const SchemaOptions &options);

} // namespace mureum::datasets
