#pragma once
#include "datasets/schema/schema.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mureum::eval::spider {

/// What Spider's evaluation knows of a database: names in lower case (views left out), and which columns are
/// one by foreign key. A column is known as __table.column__, a table as __table__, * as __all__.
class Names
{
public:
    explicit Names(const datasets::Schema &schema);

    /// Foreign keys of Spider's tables.json instead of the schema's: `entry` is the database's object in it.
    /// Throws datasets::Error where it is none.
    void useForeignKeys(const nlohmann::json &entry);

    /// The known name of "table", "table.column" or "*"; empty where there is none.
    std::string id(const std::string &key) const;
    /// Columns of a table; nullptr where there is no such table.
    const std::vector<std::string> *columns(const std::string &table) const;
    const std::unordered_map<std::string, std::vector<std::string>> &tables() const { return tables_; }
    /// The column that stands for all that are joined to it by foreign keys; nullptr where it has none.
    const std::string *joined(const std::string &column) const;

private:
    std::unordered_map<std::string, std::vector<std::string>> tables_;
    std::unordered_map<std::string, std::string> joined_;
};

} // namespace mureum::eval::spider
