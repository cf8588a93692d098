#include "eval/validate/validate.h"

#include "datasets/error.h"
#include "eval/suite/databases.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Example;
using datasets::Severity;
using datasets::ValidationReport;

namespace {

/// Rows looked at: a result is known to have rows long before, but a gold that never ends shows only when it
/// is run.
constexpr std::int64_t mostRows = 1'000'000;

struct Job
{
    fs::path database;
    const std::string *query = nullptr;
    std::vector<std::size_t> lines; ///< examples with this gold
    std::optional<RunFailure> failure;
    std::string message;
    bool empty = false, done = false;
};

void runJob(Job &job, std::optional<SqlRunner> &runner, fs::path &opened, std::chrono::milliseconds time,
            const std::stop_token &stop)
{
    try {
        if (!runner || opened != job.database) {
            runner.reset();
            runner.emplace(job.database);
            opened = job.database;
        }
        const auto cursor = runner->open(*job.query, time, stop);
        std::vector<Cell> row;
        job.empty = !cursor->step(row);
        for (std::int64_t rows = 1; !job.empty && rows < mostRows && cursor->step(row); ++rows) {
        }
    } catch (const RunError &error) {
        job.failure = error.kind();
        job.message = error.what();
    }
    job.done = !(job.failure == RunFailure::Cancelled);
}

void runAll(std::vector<Job> &jobs, const ValidateOptions &options, const ValidateProgress &progress,
            const std::stop_token &stop)
{
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t done = 0;
    // Neighbours ask the same database: a thread takes a few at once and opens it once.
    constexpr std::size_t together = 8;
    const auto work = [&] {
        std::optional<SqlRunner> runner;
        fs::path opened;
        for (;;) {
            const std::size_t begin = next.fetch_add(together);
            for (std::size_t at = begin; at < std::min(begin + together, jobs.size()); ++at) {
                if (stop.stop_requested())
                    return;
                runJob(jobs[at], runner, opened, options.time, stop);
                const std::lock_guard lock(mutex);
                ++done;
                if (progress)
                    progress(done, jobs.size());
            }
            if (begin >= jobs.size())
                return;
        }
    };
    const auto cores = options.threads > 0 ? static_cast<unsigned>(options.threads)
                                           : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (unsigned at = 1; at < cores; ++at)
        threads.emplace_back(work);
    work();
}

/// A database that cannot be had, told once.
struct Missing
{
    std::size_t line = 0; ///< of the first example
    bool named = true;
    std::string reason;
    std::size_t examples = 0;
};

/// One job for every gold of every database, however often it occurs; reports databases that are not there.
std::vector<Job> collect(const datasets::ExampleFile &file, Databases &databases, ValidationReport &report)
{
    std::map<std::pair<fs::path, std::string>, std::size_t> known;
    std::map<std::string, Missing> missing;
    std::vector<Job> jobs;
    for (const Example &example : file.examples) {
        fs::path database;
        try {
            database = databases.of(example);
        } catch (const datasets::Error &error) {
            const bool named = !example.databaseId.empty();
            const std::string key = named ? example.databaseId : example.context;
            auto &one = missing.try_emplace(key, Missing{example.line, named, error.what(), 0}).first->second;
            ++one.examples;
            continue;
        }
        for (const std::string &query : example.queries) {
            const auto [place, fresh] = known.try_emplace({database, query}, jobs.size());
            if (fresh)
                jobs.push_back({database, &query, {}, {}, {}, false, false});
            jobs[place->second].lines.push_back(example.line);
        }
    }
    for (const auto &[key, one] : missing)
        report.add(Severity::Error, one.named ? "missing_database" : "broken_database", one.line,
                   fmt::format("{} ({} example{})", one.reason, one.examples, one.examples == 1 ? "" : "s"));
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const Job &a, const Job &b) { return a.database < b.database; });
    return jobs;
}

void reportJob(ValidationReport &report, const Job &job)
{
    const auto add = [&](Severity severity, const char *kind, const std::string &text) {
        for (const std::size_t line : job.lines)
            report.add(severity, kind, line, text);
    };
    if (!job.failure) {
        if (job.empty)
            add(Severity::Warning, "gold_empty", "the gold returns no row: " + *job.query);
        return;
    }
    switch (*job.failure) {
    case RunFailure::TimedOut:
        add(Severity::Error, "gold_times_out", job.message + ": " + *job.query);
        break;
    case RunFailure::Corrupt:
    case RunFailure::Locked:
        add(Severity::Error, "broken_database", job.message);
        break;
    default:
        add(Severity::Error, "gold_fails", job.message + ": " + *job.query);
        break;
    }
}

fs::path databaseFolder(const ValidateOptions &options)
{
    if (!options.databases.empty())
        return options.databases;
    const fs::path beside = options.data.parent_path() / "databases";
    std::error_code failure;
    return fs::is_directory(beside, failure) ? beside : fs::path();
}

} // namespace

ValidationReport validateExamples(const ValidateOptions &options, const ValidateProgress &progress,
                                  std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    const datasets::ExampleFile file = datasets::readExamples(options.data);
    const fs::path folder = databaseFolder(options);
    const bool contexts = std::all_of(file.examples.begin(), file.examples.end(),
                                      [](const Example &example) { return !example.context.empty(); });
    const bool willRun = !folder.empty() || contexts;
    ValidationReport report = datasets::inspectExamples(options.data.string(), file, willRun, options.tokens);
    for (const fs::path &other : options.against)
        datasets::addOverlap(report, file, other.string(), datasets::readExamples(other));
    if (willRun) {
        Databases databases(folder);
        std::vector<Job> jobs = collect(file, databases, report);
        runAll(jobs, options, progress, stop);
        for (const Job &job : jobs) {
            report.goldsRun += job.done;
            if (job.done)
                reportJob(report, job);
        }
        report.ran = true;
        report.complete = std::all_of(jobs.begin(), jobs.end(), [](const Job &job) { return job.done; });
    } else {
        report.add(Severity::Warning, "not_run", 0, "golds were not run: name the folder of the databases");
    }
    report.sort();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

} // namespace mureum::eval
