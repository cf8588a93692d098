#pragma once
#include "datasets/schema/ddl_parser.h"

#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// A schema of any common dialect, said in SQLite's words.
struct TranslatedDdl
{
    std::vector<DdlTable> tables;        ///< merged, with SQLite's types; keys name columns that exist
    std::vector<std::string> statements; ///< INSERT statements, schema prefixes taken off
    bool native = false;                 ///< every type is SQLite's already: the text itself may run as it is
};

/// PostgreSQL (serial, varying, arrays, ALTER TABLE ... ADD CONSTRAINT, COMMENT ON), MySQL (AUTO_INCREMENT,
/// ENGINE=, ENUM, COMMENT, KEY) and others: types by meaning, primary and foreign keys, NOT NULL and comments
/// are kept; CHECK, DEFAULT, UNIQUE, collations, indexes and views are not. Never throws on bad text.
TranslatedDdl translateDdl(std::string_view ddl);

/// CREATE TABLE statements of such tables, a column a line, comments behind `--`.
std::string sqliteDdl(const std::vector<DdlTable> &tables);

/// A type of another dialect as SQLite should read it: SERIAL -> INTEGER, jsonb -> TEXT, double precision ->
/// REAL.
std::string sqliteType(std::string_view type);

} // namespace mureum::datasets
