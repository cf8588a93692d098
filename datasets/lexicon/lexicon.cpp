#include "datasets/lexicon/lexicon.h"

#include "datasets/error.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace mureum::datasets {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 10> roles = {"name", "code",  "category", "measure", "count",
                                                    "time", "place", "person",   "flag",    "text"};
constexpr std::array<std::string_view, 6> types = {"text", "integer", "real", "date", "datetime", "boolean"};

std::vector<std::string> strings(const json &node, const char *field)
{
    std::vector<std::string> out = node.at(field).get<std::vector<std::string>>();
    if (out.empty() || std::any_of(out.begin(), out.end(), [](const std::string &s) { return s.empty(); }))
        throw Error(fmt::format("'{}' is empty", field));
    return out;
}

Pair pairOf(const json &node)
{
    if (!node.is_array() || node.size() != 2)
        throw Error("a pair must be [english, korean]");
    return {node[0].get<std::string>(), node[1].get<std::string>()};
}

LexiconAttribute readAttribute(const json &node)
{
    LexiconAttribute a;
    a.key = node.at("key");
    a.en = strings(node, "en");
    a.ko = strings(node, "ko");
    a.columns = strings(node, "columns");
    a.type = node.at("type");
    a.role = node.at("role");
    if (std::find(roles.begin(), roles.end(), a.role) == roles.end())
        throw Error(fmt::format("attribute '{}': unknown role '{}'", a.key, a.role));
    if (std::find(types.begin(), types.end(), a.type) == types.end())
        throw Error(fmt::format("attribute '{}': unknown type '{}'", a.key, a.type));
    if (node.contains("values"))
        for (const json &v : node["values"])
            a.values.push_back(pairOf(v));
    if (a.role == "flag") {
        a.whenTrue = pairOf(node.at("phrase_true"));
        a.whenFalse = pairOf(node.at("phrase_false"));
    } else if (a.type == "date" || a.type == "datetime") {
        a.from = node.at("range").at(0);
        a.to = node.at("range").at(1);
        if (a.from.size() < 10 || a.to.size() < 10 || a.from > a.to)
            throw Error(fmt::format("attribute '{}': bad range of dates", a.key));
    } else if (a.type == "integer" || a.type == "real") {
        a.low = node.at("range").at(0);
        a.high = node.at("range").at(1);
        if (!(a.low < a.high))
            throw Error(fmt::format("attribute '{}': empty range", a.key));
    } else if (a.values.empty()) {
        throw Error(fmt::format("attribute '{}': no values", a.key));
    }
    a.unitEn = node.value("unit_en", "");
    a.unitKo = node.value("unit_ko", "");
    return a;
}

LexiconEntity readEntity(const json &node)
{
    LexiconEntity e;
    e.domain = node.at("domain");
    e.key = node.at("entity");
    e.en = strings(node, "en");
    e.ko = strings(node, "ko");
    e.tables = strings(node, "tables");
    e.plural = node.at("en_plural");
    std::set<std::string> keys;
    for (const json &a : node.at("attributes")) {
        e.attributes.push_back(readAttribute(a));
        if (!keys.insert(e.attributes.back().key).second)
            throw Error(fmt::format("attribute '{}' stands twice", e.attributes.back().key));
    }
    for (const json &r : node.value("relations", json::array()))
        e.relations.push_back(
            {r.at("to"), r.at("kind"), r.at("column"), r.at("en"), r.at("ko"), r.value("ko_particle", "")});
    return e;
}

} // namespace

Lexicon Lexicon::load(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".jsonl")
            files.push_back(entry.path());
    if (error || files.empty())
        throw Error(fmt::format("lexicon: no .jsonl files in {}", folder.string()));
    std::sort(files.begin(), files.end());
    Lexicon lexicon;
    std::set<std::string> keys;
    for (const auto &file : files) {
        std::ifstream in(file);
        std::string line;
        for (int n = 1; std::getline(in, line); ++n) {
            if (line.empty())
                continue;
            try {
                lexicon.entities_.push_back(readEntity(json::parse(line)));
                if (!keys.insert(lexicon.entities_.back().key).second)
                    throw Error(fmt::format("entity '{}' is there already", lexicon.entities_.back().key));
            } catch (const std::exception &e) {
                throw Error(fmt::format("lexicon {} line {}: {}", file.string(), n, e.what()));
            }
        }
    }
    if (lexicon.entities_.empty())
        throw Error(fmt::format("lexicon: no entities in {}", folder.string()));
    return lexicon;
}

const LexiconEntity *Lexicon::find(std::string_view key) const
{
    for (const LexiconEntity &e : entities_)
        if (e.key == key)
            return &e;
    return nullptr;
}

} // namespace mureum::datasets
