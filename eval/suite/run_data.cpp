#include "eval/suite/run_data.h"

#include "datasets/examples/example.h"
#include "eval/suite/run_files.h"
#include "eval/suite/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view format = "mureum evaluation ";

std::optional<Json> configOf(const fs::path &folder)
{
    const auto text = readWhole(folder / "config.json");
    if (!text)
        return std::nullopt;
    Json config = Json::parse(*text, nullptr, false);
    const auto found = config.is_object() ? config.find("format") : config.end();
    if (!config.is_object() || found == config.end() || !found->is_string() ||
        !found->get<std::string>().starts_with(format))
        return std::nullopt;
    return config;
}

void readRecords(RunData &run)
{
    const std::string text = readWhole(run.folder / "records.jsonl").value_or("");
    // Without its line end a line may be half written.
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        try {
            EvaluationRecord record =
                recordFromJson(Json::parse(std::string_view(text).substr(at, end - at)));
            // Runs of before records had an index.
            if (record.index == 0)
                record.index = run.records.size();
            run.records.push_back(std::move(record));
        } catch (const std::exception &) {
            ++run.unread;
        }
    }
}

std::vector<datasets::BadLine> badLinesOf(const Json &summary)
{
    std::vector<datasets::BadLine> bad;
    const auto found = summary.find("bad_lines");
    if (found == summary.end() || !found->is_array())
        return bad;
    for (const Json &line : *found)
        if (line.is_object())
            bad.push_back({line.value("line", std::size_t{0}), line.value("reason", std::string())});
    return bad;
}

} // namespace

const Judgement *RunData::judgement(const EvaluationRecord &record) const
{
    const auto found = judgements.find(record.index);
    return found == judgements.end() ? nullptr : &found->second;
}

std::string RunData::about(const char *key) const
{
    const auto about = config.find("about");
    if (about == config.end() || !about->is_object())
        return {};
    const auto found = about->find(key);
    return found != about->end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<fs::path> RunData::database(const EvaluationRecord &record) const
{
    const std::string databases = about("databases");
    if (databases.empty() || record.databaseId.empty())
        return std::nullopt;
    try {
        return datasets::databaseFile(databases, record.databaseId);
    } catch (const Error &) {
        return std::nullopt;
    }
}

RunData loadRun(const fs::path &folder)
{
    RunData run;
    run.folder = folder.has_filename() ? folder : folder.parent_path();
    auto config = configOf(folder);
    if (!config)
        throw Error(fmt::format("{} is not an evaluation's run directory: it has no config.json of one; name "
                                "the folder that eval or score filled with --run",
                                folder.string()));
    run.config = std::move(*config);
    run.total = run.config.value("examples", std::size_t{0});
    readRecords(run);
    run.judgements = readJudgements(folder / "judge.jsonl");
    double seconds = 0;
    std::vector<datasets::BadLine> bad;
    if (const auto text = readWhole(folder / "summary.json")) {
        const Json summary = Json::parse(*text, nullptr, false);
        run.complete = summary.is_object();
        if (run.complete) {
            bad = badLinesOf(summary);
            const auto found = summary.find("seconds");
            seconds = found != summary.end() && found->is_number() ? found->get<double>() : 0;
        }
    }
    if (!run.complete)
        for (const EvaluationRecord &record : run.records)
            seconds += record.seconds;
    run.summary = summarize(run.records, bad, seconds, run.judgements);
    for (const char *file :
         {"config.json", "records.jsonl", "answers.jsonl", "judge.jsonl", "summary.json"}) {
        std::error_code code;
        const auto time = fs::last_write_time(folder / file, code);
        if (!code)
            run.modified = std::max(run.modified, time);
    }
    return run;
}

bool isRun(const fs::path &folder)
{
    return configOf(folder).has_value();
}

std::vector<fs::path> findRuns(const fs::path &folder)
{
    std::vector<std::pair<fs::file_time_type, fs::path>> runs;
    std::error_code code;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, code)) {
        std::error_code ignored;
        if (entry.is_directory(ignored) && isRun(entry.path()))
            runs.emplace_back(fs::last_write_time(entry.path() / "config.json", ignored), entry.path());
    }
    std::sort(runs.begin(), runs.end(), [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<fs::path> out;
    for (auto &[time, path] : runs)
        out.push_back(std::move(path));
    return out;
}

} // namespace mureum::eval
