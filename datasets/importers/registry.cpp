#include "datasets/importers/registry.h"
#include "datasets/importers/json_records.h"
#include "datasets/importers/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace mureum::datasets {

namespace fs = std::filesystem;

std::span<const Importer> importers()
{
    static constexpr std::array<Importer, 6> rows{{
        {"wikisql", "WikiSQL: *.jsonl with sql dictionaries and *.tables.jsonl", recognisesWikiSql,
         readWikiSql},
        {"bird", "BIRD: JSON with SQL, evidence and difficulty, databases in *_databases", recognisesBird,
         readBenchmark},
        {"spider", "Spider and its variants (Syn, DK, Realistic, ours): JSON with tables.json or databases",
         recognisesSpider, readBenchmark},
        {"defog", "Defog sql-eval: CSV with db_name and several golds in one query cell", recognisesDefog,
         readDefog},
        {"jsonl", "JSON lines or a JSON array, columns chosen", recognisesJson, readJson},
        {"csv", "CSV with a header: comma, semicolon or tab; UTF-8, UTF-16 or CP949; columns chosen",
         recognisesCsv, readCsvFile},
    }};
    return rows;
}

std::vector<std::string> importerNames()
{
    std::vector<std::string> names;
    for (const Importer &importer : importers())
        names.emplace_back(importer.name);
    return names;
}

const Importer &importerFor(const ImportSource &source, const std::string &format)
{
    const auto rows = importers();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Importer &importer) {
        return format == "auto" ? importer.recognises(source) : importer.name == format;
    });
    if (found != rows.end())
        return *found;
    if (format == "auto")
        throw Error(fmt::format(
            "{} is no data set that is recognised: name its question file (JSON, JSON lines or CSV)",
            source.path.string()));
    throw Error(fmt::format("there is no format \"{}\"; the formats are auto, {}", format,
                            fmt::join(importerNames(), ", ")));
}

ImportSource openSource(const fs::path &path)
{
    ImportSource source;
    source.path = path;
    std::error_code failure;
    source.folder = fs::is_directory(path, failure);
    if (!source.folder && !fs::exists(path, failure))
        throw Error(
            fmt::format("cannot read {}: there is no such file or folder; check the path", path.string()));
    if (!source.folder) {
        source.root = path.has_parent_path() ? path.parent_path() : fs::path(".");
        source.files = {path};
        return source;
    }
    source.root = path;
    for (auto entry = fs::directory_iterator(path, failure); !failure && entry != fs::directory_iterator();
         entry.increment(failure))
        if (entry->is_regular_file(failure))
            source.files.push_back(entry->path());
    std::sort(source.files.begin(), source.files.end());
    return source;
}

nlohmann::json ImportSource::firstObject(const fs::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::string head(std::size_t{256} << 10, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    const DecodedText decoded = decodeText(std::move(head));
    const auto first = decoded.text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || (decoded.text[first] != '{' && decoded.text[first] != '['))
        return nullptr;
    nlohmann::json object;
    std::vector<BadLine> bad;
    forEachJson(decoded.text, bad, [&](std::size_t, nlohmann::json &element) {
        if (!element.is_object())
            return true;
        object = std::move(element);
        return false;
    });
    return object;
}

} // namespace mureum::datasets
