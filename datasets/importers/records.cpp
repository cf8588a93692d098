#include "datasets/importers/records.h"
#include "datasets/importers/csv.h"
#include "datasets/importers/json_records.h"
#include "datasets/importers/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace mureum::datasets {

namespace {

constexpr std::size_t mostColumns = 2000;

/// Text of a scalar; false for everything else.
bool scalarText(const nlohmann::json &value, std::string &text)
{
    if (value.is_string())
        text = value.get_ref<const std::string &>();
    else if (value.is_boolean() || value.is_number())
        text = value.dump();
    else
        return false;
    return true;
}

Record recordOf(std::size_t line, const nlohmann::json &object)
{
    Record record;
    record.line = line;
    for (const auto &[name, value] : object.items()) {
        std::string text;
        if (scalarText(value, text)) {
            record.fields.emplace_back(name, std::move(text));
        } else if (value.is_array() && !value.empty() &&
                   std::all_of(value.begin(), value.end(), [](const auto &one) { return one.is_string(); })) {
            record.lists.emplace_back(name, value.get<std::vector<std::string>>());
        }
    }
    return record;
}

} // namespace

const std::string *Record::find(std::string_view column) const
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto &field) { return field.first == column; });
    return found == fields.end() ? nullptr : &found->second;
}

const std::vector<std::string> *Record::findList(std::string_view column) const
{
    const auto found =
        std::find_if(lists.begin(), lists.end(), [&](const auto &list) { return list.first == column; });
    return found == lists.end() ? nullptr : &found->second;
}

RecordFile readJsonRecords(const std::filesystem::path &file, std::size_t limit)
{
    RecordFile out;
    DecodedText decoded = decodeText(readFileBytes(file));
    out.encoding = std::move(decoded.encoding);
    std::unordered_set<std::string> seen;
    const auto see = [&](const std::string &name) {
        if (out.columns.size() < mostColumns && seen.insert(name).second)
            out.columns.push_back(name);
    };
    if (limit == 0)
        return out;
    forEachJson(decoded.text, out.bad, [&](std::size_t line, nlohmann::json &element) {
        if (!element.is_object()) {
            out.bad.push_back({line, "not a JSON object"});
            return true;
        }
        Record record = recordOf(line, element);
        for (const auto &field : record.fields)
            see(field.first);
        for (const auto &list : record.lists)
            see(list.first);
        out.records.push_back(std::move(record));
        return out.records.size() < limit;
    });
    return out;
}

RecordFile readCsvRecords(const std::filesystem::path &file, std::size_t limit)
{
    RecordFile out;
    DecodedText decoded = decodeText(readFileBytes(file));
    out.encoding = std::move(decoded.encoding);
    CsvFile csv = readCsv(decoded.text, limit);
    out.delimiter = csv.delimiter;
    out.columns = std::move(csv.header);
    out.bad = std::move(csv.bad);
    for (CsvRow &row : csv.rows) {
        Record record;
        record.line = row.line;
        for (std::size_t at = 0; at < row.cells.size(); ++at)
            record.fields.emplace_back(out.columns[at], std::move(row.cells[at]));
        out.records.push_back(std::move(record));
    }
    return out;
}

} // namespace mureum::datasets
