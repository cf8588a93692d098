#include "eval/suite/run_directory.h"

#include "datasets/error.h"
#include "datasets/text/write_file.h"
#include "eval/suite/run_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <functional>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;

namespace {

/// What has to be the same for a run to go on, as text, as reals are written with all their digits.
std::string compared(nlohmann::ordered_json config)
{
    if (config.is_object())
        config.erase("about");
    return jsonText(config);
}

/// Reads whole lines until one is not understood, and cuts the file there: what a killed process left
/// half-written.
void readLines(const fs::path &file, const std::function<void(const nlohmann::ordered_json &)> &take)
{
    const std::string text = readWhole(file).value_or("");
    std::size_t good = 0;
    while (good < text.size()) {
        const auto end = text.find('\n', good);
        if (end == std::string::npos)
            break;
        try {
            take(nlohmann::ordered_json::parse(text.begin() + static_cast<std::ptrdiff_t>(good),
                                               text.begin() + static_cast<std::ptrdiff_t>(end)));
        } catch (const std::exception &) {
            break;
        }
        good = end + 1;
    }
    if (good < text.size())
        fs::resize_file(file, good);
}

} // namespace

RunDirectory::RunDirectory(const fs::path &folder, const nlohmann::ordered_json &config, bool resume)
    : folder_(folder)
{
    std::error_code code;
    fs::create_directories(folder, code);
    if (code)
        throw Error(fmt::format("cannot create the run directory {}: {}; choose another one", folder.string(),
                                code.message()));
    const fs::path configFile = folder / "config.json";
    lock_ = lockFile(folder / ".lock");
    if (lock_ < 0)
        throw Error(
            fmt::format("the run directory {} is in use by another process; wait for it, or choose another",
                        folder.string()));
    try {
        if (fs::exists(configFile)) {
            if (!resume)
                throw Error(
                    fmt::format("the run directory {} holds a run already; continue it with --resume, or "
                                "choose another",
                                folder.string()));
            if (compared(nlohmann::ordered_json::parse(readWhole(configFile).value_or(""), nullptr, false)) !=
                compared(config))
                throw Error(fmt::format("the run in {} was of other examples or another configuration (see "
                                        "config.json); choose another run directory",
                                        folder.string()));
            recover();
        } else {
            datasets::writeFileAtomically(configFile, jsonText(config, 2));
        }
    } catch (...) {
        ::close(lock_);
        throw;
    }
}

RunDirectory::~RunDirectory()
{
    for (const int file : {records_, answers_, lock_})
        if (file >= 0)
            ::close(file);
}

void RunDirectory::recover()
{
    readLines(folder_ / "records.jsonl",
              [&](const nlohmann::ordered_json &line) { finished_.push_back(recordFromJson(line)); });
    readLines(folder_ / "answers.jsonl", [&](const nlohmann::ordered_json &line) {
        const std::size_t index = line.at("index");
        answered_[index] = {line.at("prediction"), line.at("seconds"), line.at("new_tokens"),
                            line.at("error")};
    });
}

void RunDirectory::appendLine(int &file, const char *name, const std::string &line)
{
    const fs::path path = folder_ / name;
    if (file < 0)
        file = openForAppending(path);
    appendAll(file, path, line);
}

void RunDirectory::append(std::size_t index, const Answer &answer)
{
    appendLine(answers_, "answers.jsonl",
               jsonText({{"index", index},
                         {"prediction", answer.sql},
                         {"seconds", answer.seconds},
                         {"new_tokens", answer.newTokens},
                         {"error", answer.error}}));
}

void RunDirectory::append(const EvaluationRecord &record)
{
    appendLine(records_, "records.jsonl", jsonText(toJson(record)));
}

void RunDirectory::complete(const nlohmann::ordered_json &summary)
{
    if (records_ >= 0 && ::fsync(records_) != 0)
        failToWrite(folder_ / "records.jsonl");
    datasets::writeFileAtomically(folder_ / "summary.json", jsonText(summary, 2));
    std::error_code ignored;
    fs::remove(folder_ / "answers.jsonl", ignored);
}

} // namespace mureum::eval
