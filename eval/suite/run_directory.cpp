#include "eval/suite/run_directory.h"

#include "datasets/error.h"
#include "datasets/text/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;

namespace {

std::string dump(const nlohmann::ordered_json &object, int indent = -1)
{
    return object.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

[[noreturn]] void fail(const fs::path &file)
{
    throw Error(fmt::format("cannot write {}: {}; check the folder's permissions and free space",
                            file.string(), std::strerror(errno)));
}

std::string readAll(const fs::path &file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// What has to be the same for a run to go on, as text, as reals are written with all their digits.
std::string compared(nlohmann::ordered_json config)
{
    if (config.is_object())
        config.erase("about");
    return dump(config);
}

/// Reads whole lines until one is not understood, and cuts the file there: what a killed process left
/// half-written.
void readLines(const fs::path &file, const std::function<void(const nlohmann::ordered_json &)> &take)
{
    const std::string text = readAll(file);
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
    lock_ = ::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock_ < 0)
        fail(folder / ".lock");
    try {
        if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
            throw Error(fmt::format(
                "the run directory {} is in use by another process; wait for it, or choose another",
                folder.string()));
        if (fs::exists(configFile)) {
            if (!resume)
                throw Error(
                    fmt::format("the run directory {} holds a run already; continue it with --resume, or "
                                "choose another",
                                folder.string()));
            if (compared(nlohmann::ordered_json::parse(readAll(configFile), nullptr, false)) !=
                compared(config))
                throw Error(fmt::format("the run in {} was of other examples or another configuration (see "
                                        "config.json); choose another run directory",
                                        folder.string()));
            recover();
        } else {
            datasets::writeFileAtomically(configFile, dump(config, 2));
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
        file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0)
        fail(path);
    std::size_t written = 0;
    while (written < line.size()) {
        const ssize_t part = ::write(file, line.data() + written, line.size() - written);
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            fail(path);
        written += static_cast<std::size_t>(part);
    }
}

void RunDirectory::append(std::size_t index, const Answer &answer)
{
    appendLine(answers_, "answers.jsonl",
               dump({{"index", index},
                     {"prediction", answer.sql},
                     {"seconds", answer.seconds},
                     {"new_tokens", answer.newTokens},
                     {"error", answer.error}}));
}

void RunDirectory::append(const EvaluationRecord &record)
{
    appendLine(records_, "records.jsonl", dump(toJson(record)));
}

void RunDirectory::complete(const nlohmann::ordered_json &summary)
{
    if (records_ >= 0 && ::fsync(records_) != 0)
        fail(folder_ / "records.jsonl");
    datasets::writeFileAtomically(folder_ / "summary.json", dump(summary, 2));
    std::error_code ignored;
    fs::remove(folder_ / "answers.jsonl", ignored);
}

} // namespace mureum::eval
