#include "app/training/replay.h"

#include "datasets/error.h"
#include "datasets/importers/build_database.h"
#include "eval/suite/run_files.h"

namespace mureum::app {

namespace fs = std::filesystem;

std::vector<datasets::TrainingGroup> replayGroups(const fs::path &folder, const fs::path &work,
                                                  const std::string &without)
{
    std::error_code code;
    fs::create_directories(work, code);
    if (code)
        throw datasets::Error("replay: cannot create " + work.string() + ": " + code.message());
    for (const auto &entry : fs::directory_iterator(folder, code)) {
        const auto file = work / (entry.path().stem().string() + ".sqlite");
        if (entry.path().extension() != ".sql" || fs::exists(file, code))
            continue;
        const auto script = eval::readWhole(entry.path());
        if (!script)
            throw datasets::Error("replay: cannot read " + entry.path().string() + ": check the path");
        const auto fresh = fs::path(file).replace_extension(".tmp");
        fs::remove(fresh, code);
        datasets::DatabaseContent content;
        content.ddl = *script;
        const auto problems = datasets::buildDatabase(fresh, content);
        if (!problems.empty())
            throw datasets::Error("replay: " + entry.path().string() + ": " + problems.front());
        fs::rename(fresh, file);
    }
    datasets::TrainingSource source;
    source.examples = folder / "questions.jsonl";
    source.databases = work;
    if (!without.empty())
        source.exclude = {without};
    std::vector<std::string> missing;
    auto groups = datasets::loadTrainingGroups(source, missing);
    if (!missing.empty())
        throw datasets::Error("replay: " + folder.string() + " has questions about " + missing.front() +
                              " but no " + missing.front() + ".sql");
    return groups;
}

} // namespace mureum::app
