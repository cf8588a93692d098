#include "eval/judge/judge_directory.h"

#include "datasets/error.h"
#include "datasets/text/fnv.h"
#include "datasets/text/write_file.h"
#include "eval/suite/run_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string_view>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char *configName = "judge_config.json";
constexpr const char *linesName = "judge.jsonl";
constexpr const char *summaryName = "judge_summary.json";

/// Calls `take` with each line that ends, and returns the length of those.
template <typename Take>
std::size_t eachLine(std::string_view text, const Take &take)
{
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', begin)) {
        take(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return begin;
}

Json toJson(const JudgeLine &line)
{
    return {{"index", line.index},
            {"verdict", line.yes ? Json(*line.yes ? "yes" : "no") : Json()},
            {"error", line.error},
            {"prompt_tokens", line.promptTokens},
            {"completion_tokens", line.completionTokens},
            {"asked", line.asked}};
}

/// Nothing where it is no line of ours.
std::optional<JudgeLine> lineFrom(std::string_view text)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    try {
        JudgeLine line;
        line.index = json.at("index").get<std::size_t>();
        const auto &verdict = json.at("verdict");
        if (verdict == "yes" || verdict == "no")
            line.yes = verdict == "yes";
        else if (!verdict.is_null())
            return std::nullopt;
        line.error = json.at("error").get<std::string>();
        line.promptTokens = json.at("prompt_tokens").get<std::int64_t>();
        line.completionTokens = json.at("completion_tokens").get<std::int64_t>();
        line.asked = json.value("asked", true);
        return line;
    } catch (const nlohmann::json::exception &) {
        return std::nullopt;
    }
}

std::string fingerprintOf(const std::vector<EvaluationRecord> &records, std::size_t count)
{
    std::vector<const std::string *> texts;
    for (std::size_t i = 0; i < count; ++i)
        for (const std::string *text :
             {&records[i].databaseId, &records[i].question, &records[i].query, &records[i].prediction})
            texts.push_back(text);
    return fingerprint(texts);
}

} // namespace

std::string fingerprint(const std::vector<const std::string *> &texts)
{
    datasets::Fnv1a hash;
    for (const std::string *text : texts)
        hash.addText(*text);
    return hash.hex();
}

std::vector<EvaluationRecord> readRunRecords(const fs::path &runDirectory)
{
    const fs::path file = runDirectory / "records.jsonl";
    if (!fs::is_regular_file(file))
        throw Error(fmt::format("run: {} is not there; name a run directory of mureum-cli eval or score",
                                file.string()));
    std::vector<EvaluationRecord> records;
    eachLine(readWhole(file).value_or(""), [&](std::string_view line) {
        try {
            records.push_back(recordFromJson(nlohmann::json::parse(line)));
        } catch (const std::exception &error) {
            throw Error(fmt::format("run: {}, line {}: {}; resume the evaluation to repair it", file.string(),
                                    records.size() + 1, error.what()));
        }
    });
    if (records.empty())
        throw Error(fmt::format("run: {} holds no finished example yet; evaluate first", file.string()));
    return records;
}

JudgeLines readJudgeLines(const fs::path &runDirectory)
{
    JudgeLines lines;
    eachLine(readWhole(runDirectory / linesName).value_or(""), [&](std::string_view text) {
        if (const auto line = lineFrom(text))
            lines[line->index] = *line;
    });
    return lines;
}

JudgeDirectory::JudgeDirectory(const fs::path &folder, const Json &judge,
                               const std::vector<EvaluationRecord> &records, bool restart)
    : folder_(folder)
{
    lock_ = lockFile(folder / ".judge.lock");
    if (lock_ < 0)
        throw Error(fmt::format("run: another process judges {}; wait for it", folder.string()));
    try {
        Json config = judge;
        config["records"] = records.size();
        config["records_hash"] = fingerprintOf(records, records.size());
        if (restart)
            for (const char *name : {linesName, summaryName, configName})
                fs::remove(folder / name);
        if (fs::exists(folder / configName))
            goOn(config, records);
        else if (fs::exists(folder / linesName))
            throw Error(fmt::format("run: {} holds verdicts without {}; drop them with --restart",
                                    folder.string(), configName));
        datasets::writeFileAtomically(folder / configName, jsonText(config, 2));
        openLines();
    } catch (...) {
        if (file_ >= 0)
            ::close(file_);
        ::close(lock_);
        throw;
    }
}

JudgeDirectory::~JudgeDirectory()
{
    if (file_ >= 0)
        ::close(file_);
    ::close(lock_);
}

void JudgeDirectory::goOn(const Json &config, const std::vector<EvaluationRecord> &records)
{
    const auto old = nlohmann::json::parse(readWhole(folder_ / configName).value_or(""), nullptr, false);
    const auto same = [&](const char *name) {
        return old.is_object() && old.contains(name) && old[name] == nlohmann::json(config[name]);
    };
    if (!same("hash"))
        throw Error(
            fmt::format("run: the verdicts in {} are of another model or other prompts (see {}); drop them "
                        "with --restart",
                        folder_.string(), configName));
    const auto count = old.contains("records") && old["records"].is_number_unsigned()
                           ? old["records"].get<std::size_t>()
                           : std::size_t(-1);
    // A run that went on since has more records, never others.
    if (count > records.size() ||
        old.value("records_hash", nlohmann::json()) != fingerprintOf(records, count))
        throw Error(fmt::format("run: the verdicts in {} are of other records; drop them with --restart",
                                folder_.string()));
    lines_ = readJudgeLines(folder_);
    if (!lines_.empty() && lines_.rbegin()->first >= records.size())
        throw Error(fmt::format("run: {} in {} names more records than there are; drop it with --restart",
                                linesName, folder_.string()));
}

void JudgeDirectory::openLines()
{
    const fs::path path = folder_ / linesName;
    file_ = openForAppending(path);
    // What a killed process left half-written goes, so that the next line stands alone.
    const std::string text = readWhole(path).value_or("");
    const std::size_t whole = eachLine(text, [](std::string_view) {});
    if (whole < text.size() && ::ftruncate(file_, static_cast<off_t>(whole)) != 0)
        failToWrite(path);
}

void JudgeDirectory::append(const JudgeLine &line)
{
    appendAll(file_, folder_ / linesName, jsonText(toJson(line)));
    lines_[line.index] = line;
}

void JudgeDirectory::complete(const Json &summary)
{
    if (::fsync(file_) != 0)
        failToWrite(folder_ / linesName);
    datasets::writeFileAtomically(folder_ / summaryName, jsonText(summary, 2));
}

} // namespace mureum::eval
