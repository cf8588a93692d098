#pragma once
#include "datasets/schema/connection.h"
#include "datasets/schema/ddl_parser.h"
#include "datasets/schema/schema.h"

namespace mureum::datasets {

/// Tables, views, columns and foreign keys of an open database, with column types by declaration and, where
/// `options.rowsToSniff` is positive, by values. Throws Error naming `file`.
Schema readCatalogue(sqlite3 *database, const std::filesystem::path &file, const SchemaOptions &options);

/// Copies the comments of the statements to the tables and columns of the same names that have none.
void addComments(Schema &schema, const std::vector<DdlTable> &statements);

} // namespace mureum::datasets
