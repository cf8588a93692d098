#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

struct DdlReference
{
    std::vector<std::string> columns;
    std::string table;
    std::vector<std::string> targets; ///< empty: the primary key
};

struct DdlColumn
{
    std::string name, type, comment;
    bool notNull = false;
};

struct DdlTable
{
    std::string name, comment;
    std::vector<DdlColumn> columns;
    std::vector<std::string> primaryKey;
    std::vector<DdlReference> references;
};

/// What CREATE TABLE statements say, read leniently: any dialect's quotes and options, reserved words as
/// names, comments of people (`-- 약품명` on a column's line, COMMENT '...'). Anything else is skipped. Never
/// throws on bad text; what makes no sense gives a table with fewer columns.
std::vector<DdlTable> parseDdl(std::string_view ddl);

/// The same tables as statements SQLite accepts. A table or column declared again only adds what is new.
std::string plainDdl(const std::vector<DdlTable> &tables);

} // namespace mureum::datasets
