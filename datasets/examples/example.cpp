#include "datasets/examples/example.h"
#include "datasets/text/fold.h"
#include "datasets/text/write_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace mureum::datasets {

namespace {

using Json = nlohmann::json;

/// What makes a line unusable; caught per line.
struct Unusable
{
    std::string reason;
};

std::string textOf(const Json &object, const char *key)
{
    const auto found = object.find(key);
    if (found == object.end() || found->is_null())
        return {};
    if (!found->is_string())
        throw Unusable{fmt::format("\"{}\" is not a string", key)};
    return found->get<std::string>();
}

void readQueries(const Json &object, Example &example)
{
    example.query = textOf(object, "query");
    const auto found = object.find("queries");
    if (found != object.end() && !found->is_null()) {
        if (!found->is_array())
            throw Unusable{"\"queries\" is not an array of strings"};
        for (const Json &query : *found) {
            if (!query.is_string())
                throw Unusable{"\"queries\" is not an array of strings"};
            example.queries.push_back(query.get<std::string>());
        }
    }
    auto &queries = example.queries;
    if (example.query.empty() && !queries.empty())
        example.query = queries.front();
    if (!example.query.empty() && std::find(queries.begin(), queries.end(), example.query) == queries.end())
        queries.insert(queries.begin(), example.query);
}

Example exampleFrom(const Json &object)
{
    if (!object.is_object())
        throw Unusable{"not a JSON object"};
    Example example;
    example.databaseId = textOf(object, "db_id");
    example.question = nfc(textOf(object, "question"));
    example.context = textOf(object, "context");
    example.difficulty = textOf(object, "difficulty");
    example.language = textOf(object, "lang");
    example.evidence = nfc(textOf(object, "evidence"));
    readQueries(object, example);
    if (fold(example.question).empty())
        throw Unusable{"no \"question\""};
    if (example.databaseId.empty() && example.context.empty())
        throw Unusable{"neither \"db_id\" nor \"context\""};
    if (example.language.empty())
        example.language = guessLanguage(example.question);
    return example;
}

void take(const Json &object, std::size_t line, ExampleFile &out)
{
    if (object.is_discarded()) {
        out.bad.push_back({line, "not valid JSON"});
        return;
    }
    try {
        out.examples.push_back(exampleFrom(object));
        out.examples.back().line = line;
    } catch (const Unusable &unusable) {
        out.bad.push_back({line, unusable.reason});
    }
}

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Line on which each element of the top-level array begins, so that a bad one can be pointed at.
std::vector<std::size_t> elementLines(std::string_view text)
{
    std::vector<std::size_t> lines;
    std::size_t line = 1;
    int depth = 0;
    bool quoted = false, elementBegun = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n')
            ++line;
        if (quoted) {
            if (c == '\\')
                ++at;
            else
                quoted = c != '"';
            continue;
        }
        const bool visible = c != ' ' && c != '\t' && c != '\r' && c != '\n';
        if (depth == 1 && c == ',')
            elementBegun = false;
        else if (depth == 1 && visible && c != ']' && !elementBegun) {
            lines.push_back(line);
            elementBegun = true;
        }
        quoted = c == '"';
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    }
    return lines;
}

ExampleFile readArray(const std::string &text, const std::filesystem::path &file)
{
    Json array;
    try {
        array = Json::parse(text);
    } catch (const Json::parse_error &failure) {
        throw Error(
            fmt::format("{} is not valid JSON at byte {}; it begins with [ and so must be one JSON array",
                        file.string(), failure.byte));
    }
    const auto lines = elementLines(text);
    ExampleFile out;
    for (std::size_t at = 0; at < array.size(); ++at)
        take(array[at], at < lines.size() ? lines[at] : 0, out);
    return out;
}

ExampleFile readLines(std::string_view text)
{
    ExampleFile out;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto end = text.find('\n');
        const auto content = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (!isBlank(content))
            take(Json::parse(content.begin(), content.end(), nullptr, false), line, out);
    }
    return out;
}

std::string contentOf(const std::filesystem::path &file)
{
    std::error_code failure;
    if (std::filesystem::is_directory(file, failure))
        throw Error(fmt::format("{} is a folder; name an example file (JSON lines)", file.string()));
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(fmt::format("cannot read {}: {}; check the path", file.string(), std::strerror(errno)));
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (in.bad())
        throw Error(fmt::format("cannot read {}: the disk reported an error", file.string()));
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    return text;
}

} // namespace

ExampleFile readExamples(const std::filesystem::path &file)
{
    const std::string text = contentOf(file);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        throw Error(fmt::format("{} is empty; an example file has one JSON object per line", file.string()));
    ExampleFile out = text[first] == '[' ? readArray(text, file) : readLines(text);
    if (out.examples.empty())
        throw Error(out.bad.empty() ? fmt::format("{} holds no example", file.string())
                                    : fmt::format("{} holds no usable line; line {}: {}", file.string(),
                                                  out.bad.front().line, out.bad.front().reason));
    return out;
}

void writeExamples(const std::filesystem::path &file, const std::vector<Example> &examples)
{
    std::string text;
    for (const Example &example : examples) {
        nlohmann::ordered_json object;
        object["db_id"] = example.databaseId;
        object["question"] = example.question;
        object["query"] = example.query;
        if (example.queries.size() > 1)
            object["queries"] = example.queries;
        if (!example.context.empty())
            object["context"] = example.context;
        if (!example.difficulty.empty())
            object["difficulty"] = example.difficulty;
        if (!example.language.empty())
            object["lang"] = example.language;
        if (!example.evidence.empty())
            object["evidence"] = example.evidence;
        text += object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
        text += '\n';
    }
    writeFileAtomically(file, text);
}

std::string askedQuestion(const Example &example)
{
    return example.evidence.empty() ? example.question : example.question + "\n" + example.evidence;
}

std::filesystem::path databaseFile(const std::filesystem::path &directory, const std::string &databaseId)
{
    // An id comes from a data file: it must not lead out of the folder.
    if (databaseId.empty() || databaseId == "." || databaseId == ".." ||
        databaseId.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos)
        throw Error(fmt::format("\"{}\" is not a database id; it must be a plain file name", databaseId));
    const auto flat = directory / (databaseId + ".sqlite");
    const auto nested = directory / databaseId / (databaseId + ".sqlite");
    std::error_code failure;
    if (std::filesystem::exists(flat, failure))
        return flat;
    if (std::filesystem::exists(nested, failure))
        return nested;
    throw Error(fmt::format("no database \"{}\": neither {} nor {} exists", databaseId, flat.string(),
                            nested.string()));
}

std::string guessLanguage(std::string_view text)
{
    const auto points = toCodePoints(text);
    return std::any_of(points.begin(), points.end(), isHangul) ? "ko" : "en";
}

} // namespace mureum::datasets
