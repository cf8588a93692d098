#include "eval/suite/predictions.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;

namespace {

std::vector<std::string> linesOf(const fs::path &file)
{
    std::error_code code;
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file, code))
        throw Error(fmt::format("cannot read {}: {}; check the path", file.string(),
                                errno ? std::strerror(errno) : "it is a folder"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
    }
    return lines;
}

bool blank(const std::string &line)
{
    return line.find_first_not_of(" \t\r") == std::string::npos;
}

std::string predictionFrom(const std::string &line, std::size_t number, const fs::path &file)
{
    if (!line.starts_with('{'))
        return line;
    const auto object = nlohmann::json::parse(line, nullptr, false);
    const auto found = object.is_object() ? object.find("prediction") : object.end();
    if (!object.is_object() || found == object.end() || !found->is_string())
        throw Error(
            fmt::format("{}, line {}: not a JSON object with a \"prediction\"", file.string(), number));
    return found->get<std::string>();
}

/// Which examples of a JSON lines file are bad, counted without blank lines.
std::set<std::size_t> badEntries(const fs::path &dataFile, const datasets::ExampleFile &data)
{
    std::set<std::size_t> badLines, out;
    for (const datasets::BadLine &bad : data.bad)
        badLines.insert(bad.line);
    std::size_t entry = 0, number = 0;
    for (const std::string &line : linesOf(dataFile)) {
        ++number;
        if (blank(line))
            continue;
        if (badLines.contains(number))
            out.insert(entry);
        ++entry;
    }
    return out;
}

} // namespace

std::vector<std::string> readPredictions(const fs::path &file, const fs::path &dataFile,
                                         const datasets::ExampleFile &data)
{
    std::vector<std::string> lines = linesOf(file);
    const std::size_t wanted = data.examples.size(), withBad = wanted + data.bad.size();
    // An editor may leave blank lines at the end; elsewhere a blank line is an answer that is missing.
    while (lines.size() > withBad && blank(lines.back()))
        lines.pop_back();
    if (lines.size() != wanted && lines.size() != withBad)
        throw Error(fmt::format("{} has {} predictions for the {} examples of {}; give one line for each",
                                file.string(), lines.size(), withBad, dataFile.string()));
    std::set<std::size_t> skipped;
    if (lines.size() != wanted)
        skipped = badEntries(dataFile, data);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!skipped.contains(i))
            out.push_back(predictionFrom(lines[i], i + 1, file));
    if (out.size() != wanted)
        throw Error(fmt::format("the predictions of {} cannot be paired with {}; mend its bad elements first",
                                file.string(), dataFile.string()));
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::string id = "\t" + data.examples[i].databaseId;
        if (out[i].size() > id.size() && out[i].ends_with(id))
            out[i].resize(out[i].size() - id.size());
    }
    return out;
}

} // namespace mureum::eval
