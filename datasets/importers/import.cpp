#include "datasets/importers/fill.h"
#include "datasets/importers/importer.h"
#include "datasets/importers/plan.h"
#include "datasets/schema/connection.h"
#include "datasets/schema/read_only_file.h"
#include "datasets/text/write_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fcntl.h>

#include <algorithm>
#include <optional>

namespace mureum::datasets {

namespace fs = std::filesystem;

namespace {

/// A folder that goes unless it was put in place.
class PartFolder
{
public:
    explicit PartFolder(const fs::path &target) : target_(target)
    {
        path_ = target;
        path_ += fmt::format(".part-{}", ::getpid());
        std::error_code failure;
        fs::remove_all(path_, failure);
        fs::create_directories(path_ / "databases", failure);
        if (failure)
            throw Error(fmt::format("cannot create {}: {}; choose a folder you may write to", path_.string(),
                                    failure.message()));
    }
    ~PartFolder()
    {
        std::error_code ignored;
        if (!path_.empty())
            fs::remove_all(path_, ignored);
    }
    PartFolder(const PartFolder &) = delete;
    PartFolder &operator=(const PartFolder &) = delete;

    const fs::path &path() const { return path_; }

    void putInPlace()
    {
        // One sync of the whole file system instead of one for each of thousands of files.
        if (const int descriptor = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            descriptor >= 0) {
            ::syncfs(descriptor);
            ::close(descriptor);
        }
        std::error_code failure;
        fs::rename(path_, target_, failure);
        if (failure)
            throw Error(fmt::format("cannot write {}: {}; choose another folder", target_.string(),
                                    failure.message()));
        path_.clear();
    }

private:
    fs::path target_, path_;
};

/// "data/" names the same folder as "data".
fs::path withoutSlash(const fs::path &folder)
{
    return folder.has_filename() ? folder : folder.parent_path();
}

void requireFree(const fs::path &out)
{
    std::error_code failure;
    if (out.empty())
        throw Error("out: name a folder that does not exist yet");
    if (fs::exists(out, failure) && (!fs::is_directory(out, failure) || !fs::is_empty(out, failure)))
        throw Error(fmt::format("{} exists already; name a new folder", out.string()));
}

void copyDatabase(const fs::path &from, const fs::path &to)
{
    fs::path log = from;
    log += "-wal";
    std::error_code failure;
    if (sizeOrNone(log) <= 0) {
        fs::copy_file(from, to, failure);
        if (failure)
            throw Error(fmt::format("cannot copy {}: {}", from.string(), failure.message()));
        return;
    }
    // Its newest pages are still in the log.
    const DatabaseHandle source = openReadOnly(from);
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open(to.c_str(), &raw);
    const DatabaseHandle target(raw);
    sqlite3_backup *backup =
        opened == SQLITE_OK ? sqlite3_backup_init(target.get(), "main", source.get(), "main") : nullptr;
    const int stepped = backup ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
    if (backup)
        sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE)
        throw Error(fmt::format("cannot copy {}: {}", from.string(), sqlite3_errstr(stepped)));
}

std::vector<std::string> fileNames(const ReadDataset &dataset)
{
    std::vector<std::string> names;
    for (const ReadFile &file : dataset.files) {
        std::string name = file.name.empty() ? "examples" : file.name;
        for (int again = 2; std::find(names.begin(), names.end(), name) != names.end(); ++again)
            name = fmt::format("{}_{}", file.name, again);
        names.push_back(std::move(name));
    }
    return names;
}

nlohmann::ordered_json reportOf(const ImportOptions &options, const ReadDataset &dataset,
                                const ImportResult &result)
{
    nlohmann::ordered_json report{{"format", result.format},      {"from", options.from.string()},
                                  {"encoding", dataset.encoding}, {"mapping", dataset.mapping},
                                  {"fill", options.fill},         {"seed", options.seed},
                                  {"copied", result.copied},      {"created", result.created}};
    for (const ImportedFile &file : result.files)
        report["files"].push_back({{"name", file.name + ".jsonl"}, {"examples", file.count}});
    report["missing_databases"] = result.missingDatabases;
    report["problems"] = nlohmann::ordered_json::array();
    for (const ImportProblem &problem : result.problems)
        report["problems"].push_back(
            {{"file", problem.file}, {"line", problem.line}, {"text", problem.text}});
    return report;
}

ReadDataset readAll(const ImportOptions &options, std::size_t limit, const Importer *&importer)
{
    const ImportSource source = openSource(options.from);
    importer = &importerFor(source, options.format);
    return importer->read(source, options, limit);
}

class Writer
{
public:
    Writer(const ImportOptions &options, ImportResult &result) : options_(options), result_(result)
    {
        if (options.fill > 0)
            inventor_.emplace(options.lexicon, options.phrases);
    }

    void write(const fs::path &file, const std::string &id, const PlannedDatabase &database)
    {
        if (!database.file.empty()) {
            copyDatabase(database.file, file);
            ++result_.copied;
            return;
        }
        DatabaseContent content = database.content();
        if (inventor_ && !database.tables.empty())
            content.rows =
                inventor_->invent(id, database.tables, database.golds, options_.fill, options_.seed);
        for (const std::string &failure : buildDatabase(file, content))
            result_.problems.push_back({{}, 0, fmt::format("database \"{}\": {}", id, failure)});
        ++result_.created;
    }

private:
    const ImportOptions &options_;
    ImportResult &result_;
    std::optional<RowInventor> inventor_;
};

} // namespace

std::size_t ImportResult::count() const
{
    std::size_t all = 0;
    for (const ImportedFile &file : files)
        all += file.count;
    return all;
}

ImportPreview previewImport(const ImportOptions &options, std::size_t count)
{
    const Importer *importer = nullptr;
    ReadDataset dataset = readAll(options, count, importer);
    ImportPlan plan = planImport(dataset, options);
    ImportPreview preview;
    preview.format = importer->name;
    preview.reads = importer->reads;
    preview.encoding = dataset.encoding;
    preview.delimiter = dataset.delimiter;
    preview.columns = dataset.columns;
    preview.mapping = dataset.mapping;
    const auto names = fileNames(dataset);
    for (std::size_t at = 0; at < dataset.files.size(); ++at)
        preview.files.push_back(
            {names[at], dataset.files[at].examples.size(), std::move(dataset.files[at].examples)});
    preview.missingDatabases.assign(plan.missing.begin(), plan.missing.end());
    preview.problems = std::move(plan.problems);
    return preview;
}

ImportResult importDataset(const ImportOptions &options, const fs::path &out,
                           const std::function<void(const ImportProgress &)> &progress, std::stop_token stop)
{
    const fs::path target = withoutSlash(out);
    requireFree(target);
    const Importer *importer = nullptr;
    ReadDataset dataset = readAll(options, static_cast<std::size_t>(-1), importer);
    ImportPlan plan = planImport(dataset, options);
    ImportResult result;
    result.format = importer->name;
    result.problems = std::move(plan.problems);
    const auto names = fileNames(dataset);
    for (std::size_t at = 0; at < dataset.files.size(); ++at)
        result.files.push_back({names[at], dataset.files[at].examples.size(), {}});
    if (result.count() == 0)
        throw Error(result.problems.empty()
                        ? fmt::format("{} holds no example", options.from.string())
                        : fmt::format("{} holds no usable example; line {}: {}", options.from.string(),
                                      result.problems.front().line, result.problems.front().text));
    Writer writer(options, result);
    PartFolder part(target);
    ImportProgress now{0, plan.databases.size()};
    for (const auto &[id, database] : plan.databases) {
        if (stop.stop_requested()) {
            result.stopped = true;
            return result;
        }
        try {
            writer.write(part.path() / "databases" / (id + ".sqlite"), id, database);
        } catch (const Error &error) {
            result.problems.push_back({{}, 0, fmt::format("database \"{}\": {}", id, error.what())});
            plan.missing.insert(id);
        }
        ++now.done;
        if (progress)
            progress(now);
    }
    result.missingDatabases.assign(plan.missing.begin(), plan.missing.end());
    for (std::size_t at = 0; at < dataset.files.size(); ++at)
        writeExamples(part.path() / (names[at] + ".jsonl"), dataset.files[at].examples);
    writeFileAtomically(part.path() / "import.json",
                        reportOf(options, dataset, result)
                                .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
                            "\n");
    part.putInPlace();
    return result;
}

} // namespace mureum::datasets
