#include "datasets/schema/schema.h"
#include "datasets/error.h"
#include "datasets/schema/catalogue.h"
#include "datasets/schema/connection.h"
#include "datasets/text/fold.h"

#include <algorithm>

namespace mureum::datasets {

namespace {

char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool sameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lowerAscii(x) == lowerAscii(y); });
}

template <typename Items>
int indexOf(const Items &items, std::string_view wanted)
{
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const auto &item) { return sameName(item.name, wanted); });
    return found == items.end() ? -1 : static_cast<int>(found - items.begin());
}

} // namespace

std::string_view name(ColumnType type)
{
    switch (type) {
    case ColumnType::Text:
        return "text";
    case ColumnType::Integer:
        return "integer";
    case ColumnType::Real:
        return "real";
    case ColumnType::Date:
        return "date";
    case ColumnType::DateTime:
        return "datetime";
    case ColumnType::Boolean:
        return "boolean";
    case ColumnType::Blob:
        return "blob";
    case ColumnType::Other:
        break;
    }
    return "other";
}

int Table::find(std::string_view column) const
{
    return indexOf(columns, column);
}

int Schema::find(std::string_view table) const
{
    return indexOf(tables, table);
}

Schema readSchema(const std::filesystem::path &file, const SchemaOptions &options)
{
    const DatabaseHandle database = openReadOnly(file);
    Schema schema = readCatalogue(database.get(), file, options);
    schema.databaseId = nfc(file.stem().string());
    return schema;
}

std::int64_t countRows(const std::filesystem::path &file, const std::string &table)
{
    const DatabaseHandle database = openReadOnly(file);
    Statement count(database.get(), "SELECT count(*) FROM " + quoteIdentifier(table));
    if (!count.step())
        throw Error(describeFailure(database.get(), file));
    return count.integer(0);
}

} // namespace mureum::datasets
