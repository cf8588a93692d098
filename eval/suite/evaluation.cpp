#include "eval/suite/evaluation.h"

#include "datasets/text/fnv.h"
#include "datasets/text/write_file.h"
#include "eval/report/html_report.h"
#include "eval/suite/databases.h"
#include "eval/suite/run_data.h"
#include "eval/suite/scorer.h"
#include "eval/suite/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace mureum::eval {

namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Tells one set of examples from another.
std::string fingerprint(const std::vector<datasets::Example> &examples,
                        const std::vector<std::string> &predictions)
{
    datasets::Fnv1a hash;
    for (const datasets::Example &example : examples) {
        for (const std::string *text : {&example.databaseId, &example.question, &example.context})
            hash.addText(*text);
        if (!example.evidence.empty())
            hash.addText(example.evidence);
        for (const std::string &query : example.queries)
            hash.addText(query);
    }
    for (const std::string &prediction : predictions)
        hash.addText(prediction);
    return hash.hex();
}

/// Scores on threads of its own; records leave in the order of the examples.
class Scoring
{
public:
    Scoring(const EvaluationOptions &options, Databases &databases, RunDirectory *directory,
            const ProgressCallback &progress, std::stop_token stop)
        : scorer_(options, databases), directory_(directory), progress_(progress), stop_(std::move(stop))
    {
        if (directory_)
            records_ = directory_->finished();
        progressed_.total = options.data.examples.size();
        for (const EvaluationRecord &record : records_)
            count(record);
    }

    ~Scoring() { finish(); }
    Scoring(const Scoring &) = delete;
    Scoring &operator=(const Scoring &) = delete;

    void start(int threads)
    {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this, threads] { work(threads); });
    }

    std::size_t finished() const { return records_.size(); }

    void add(std::size_t index, Answer answer)
    {
        const std::lock_guard lock(mutex_);
        queue_.emplace_back(index, std::move(answer));
        ready_.notify_one();
    }

    /// Waits for what was added; after a stop, only for what is being scored. Throws where a record could not
    /// be written.
    std::vector<EvaluationRecord> take()
    {
        finish();
        if (failure_)
            std::rethrow_exception(failure_);
        return std::move(records_);
    }

    /// After a failure nothing more has to be asked.
    bool failed()
    {
        const std::lock_guard lock(mutex_);
        return failure_ != nullptr;
    }

private:
    void finish()
    {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
        for (std::thread &thread : threads_)
            thread.join();
        threads_.clear();
    }

    void work(int threads)
    {
        Runners runners(threads);
        for (;;) {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [&] { return closed_ || !queue_.empty(); });
            if (queue_.empty() || stop_.stop_requested() || failure_)
                return;
            const auto [index, answer] = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            std::optional<EvaluationRecord> record;
            std::exception_ptr failure;
            try {
                record = scorer_.score(runners, index, answer, stop_);
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            if (failure && !failure_)
                failure_ = failure;
            if (record)
                file(index, std::move(*record));
        }
    }

    /// With the mutex held.
    void file(std::size_t index, EvaluationRecord record)
    {
        waiting_.emplace(index, std::move(record));
        while (!failure_ && !waiting_.empty() && waiting_.begin()->first == records_.size()) {
            EvaluationRecord &next = waiting_.begin()->second;
            try {
                if (directory_)
                    directory_->append(next);
                count(next);
                if (progress_)
                    progress_(progressed_);
            } catch (...) {
                failure_ = std::current_exception();
                ready_.notify_all();
            }
            records_.push_back(std::move(next));
            waiting_.erase(waiting_.begin());
        }
    }

    void count(const EvaluationRecord &record)
    {
        ++progressed_.done;
        progressed_.right += record.score.ex == Verdict::Right;
        progressed_.wrong += record.score.ex == Verdict::Wrong;
        progressed_.inconclusive += record.score.ex == Verdict::Inconclusive;
    }

    Scorer scorer_;
    RunDirectory *directory_;
    const ProgressCallback &progress_;
    std::stop_token stop_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::pair<std::size_t, Answer>> queue_;
    std::map<std::size_t, EvaluationRecord> waiting_;
    std::vector<EvaluationRecord> records_;
    EvaluationProgress progressed_;
    std::exception_ptr failure_;
    std::vector<std::thread> threads_;
    bool closed_ = false;
};

Answer ask(Answerer &answerer, Databases &databases, const datasets::Example &example, std::stop_token stop)
{
    const auto start = Clock::now();
    try {
        return answerer.answer(databases.of(example), datasets::askedQuestion(example), std::move(stop));
    } catch (const std::exception &error) {
        Answer answer;
        answer.seconds = secondsSince(start);
        answer.error = error.what();
        return answer;
    }
}

EvaluationResult evaluate(const EvaluationOptions &options, Answerer *answerer,
                          const std::vector<std::string> &predictions, const ProgressCallback &progress,
                          std::stop_token stop)
{
    const auto start = Clock::now();
    const auto &examples = options.data.examples;
    Json config = {{"format", "mureum evaluation 1"},
                   {"examples", examples.size()},
                   {"fingerprint", fingerprint(examples, predictions)},
                   {"time_limit_ms", options.limits.time.count()},
                   {"max_rows", options.limits.maxRows},
                   {"answerer", answerer ? answerer->description() : Json("predictions")},
                   {"suite", options.suite
                                 ? Json({{"variants", options.suiteVariants}, {"seed", options.suiteSeed}})
                                 : Json()},
                   {"efficiency", options.efficiency},
                   {"about", options.about}};
    std::optional<RunDirectory> directory;
    if (!options.runDirectory.empty())
        directory.emplace(options.runDirectory, config, options.resume);
    if (directory && directory->finished().size() > examples.size())
        throw datasets::Error(
            fmt::format("the records in {} are more than the examples; choose another run directory",
                        options.runDirectory.string()));

    Databases databases(options.databases);
    Scoring scoring(options, databases, directory ? &*directory : nullptr, progress, stop);
    const std::size_t first = scoring.finished();
    double earlier = 0;
    if (directory)
        for (const EvaluationRecord &record : directory->finished())
            earlier += record.seconds;

    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const int wanted = options.threads > 0 ? options.threads : cores;
    // Beside a model, which uses all cores itself, scoring is the small part.
    scoring.start(answerer ? std::max(1, wanted / 4) : wanted);
    for (std::size_t index = first; index < examples.size(); ++index) {
        if (stop.stop_requested() || scoring.failed())
            break;
        if (!answerer) {
            Answer given;
            given.sql = predictions[index];
            scoring.add(index, std::move(given));
            continue;
        }
        if (directory) {
            const auto known = directory->answered().find(index);
            if (known != directory->answered().end()) {
                scoring.add(index, known->second);
                continue;
            }
        }
        Answer answer = ask(*answerer, databases, examples[index], stop);
        if (stop.stop_requested())
            break;
        if (directory)
            directory->append(index, answer);
        scoring.add(index, std::move(answer));
    }
    EvaluationResult result;
    result.records = scoring.take();
    result.complete = result.records.size() == examples.size();
    result.summary = summarize(result.records, options.data.bad, earlier + secondsSince(start));
    if (directory && result.complete) {
        directory->complete(result.summary);
        datasets::writeFileAtomically(options.runDirectory / "report.html",
                                      htmlReport(loadRun(options.runDirectory)));
    }
    return result;
}

} // namespace

EvaluationResult runEvaluation(const EvaluationOptions &options, Answerer &answerer,
                               const ProgressCallback &progress, std::stop_token stop)
{
    return evaluate(options, &answerer, {}, progress, std::move(stop));
}

EvaluationResult scorePredictions(const EvaluationOptions &options,
                                  const std::vector<std::string> &predictions,
                                  const ProgressCallback &progress, std::stop_token stop)
{
    if (predictions.size() != options.data.examples.size())
        throw datasets::Error(fmt::format("{} predictions for {} examples; give one line for each",
                                          predictions.size(), options.data.examples.size()));
    return evaluate(options, nullptr, predictions, progress, std::move(stop));
}

} // namespace mureum::eval
