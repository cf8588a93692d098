#include "app/training/finetuning.h"

#include "eval/answer/local_answerer.h"
#include "app/training/question_batches.h"
#include "app/training/text_batches.h"
#include "datasets/error.h"
#include "datasets/text/write_file.h"
#include "engine/model/peft_adapter.h"
#include "eval/suite/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace mureum::app {
namespace {

namespace fs = std::filesystem;
using datasets::Error;

/// Every so many of the questions, so that each database and language has its share.
std::vector<datasets::Example> evenly(const std::vector<datasets::Example> &all, std::size_t count)
{
    if (all.size() <= count)
        return all;
    std::vector<datasets::Example> some;
    for (std::size_t i = 0; i < count; ++i)
        some.push_back(all[i * all.size() / count]);
    return some;
}

/// One evaluation as a line; an evaluation done again after a crash replaces its line.
void recordEvaluation(const fs::path &file, const engine::TrainEvaluation &evaluation)
{
    std::string kept;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto known = nlohmann::json::parse(line, nullptr, false);
        if (known.is_object() && known.value("step", std::int64_t(0)) < evaluation.step)
            kept += line + "\n";
    }
    kept += nlohmann::ordered_json{{"step", evaluation.step},
                                   {"ex", evaluation.score},
                                   {"best", evaluation.best},
                                   {"best_ex", evaluation.bestScore},
                                   {"best_step", evaluation.bestStep}}
                .dump() +
            "\n";
    datasets::writeFileAtomically(file, kept);
}

class Job
{
public:
    Job(const FinetuneJob &job, fs::path directory, bool resume, const FinetuneEvents &events, std::stop_token stop)
        : job_(job), directory_(std::move(directory)), resume_(resume), events_(events), stop_(std::move(stop))
    {
    }

    FinetuneReport run()
    {
        prepareDirectory();
        const auto base = std::make_shared<const engine::Model>(engine::loadModel(job_.model.string()));
        if (!base->tokenizer)
            throw Error("model: " + job_.model.string() + ": it holds no tokenizer: choose another model file");
        const auto batches = makeBatches(*base);
        FinetuneReport report;
        if (!job_.validation.empty()) {
            asker_ = std::make_unique<eval::Asker>(base, job_.config.train.threads);
            report.before = measure("before", nullptr);
        }
        if (!stop_.stop_requested())
            train(*base, *batches, report);
        if (report.end != engine::TrainEnd::stopped && !job_.validation.empty()) {
            useTrained(*base);
            report.after = measure("after", &report);
        }
        if (report.end != engine::TrainEnd::stopped)
            write(report);
        return report;
    }

private:
    bool isFull() const { return job_.config.tuning == "full"; }
    fs::path modelFile() const { return directory_ / "model.gguf"; }

    void prepareDirectory()
    {
        std::error_code code;
        fs::create_directories(directory_, code);
        if (code)
            throw Error("fine-tune: cannot create " + directory_.string() + ": " + code.message());
        auto config = job_.description;
        config["model"] = fs::absolute(job_.model).string();
        config["finetune"] = engine::toJson(job_.config);
        const auto file = directory_ / "config.json";
        if (std::ifstream in(file); in) {
            if (!resume_)
                throw Error("fine-tune: " + directory_.string() +
                            " holds a run already: go on with --resume or choose another folder");
            const auto known = nlohmann::ordered_json::parse(in, nullptr, false);
            if (nlohmann::json(known) != nlohmann::json(config))
                throw Error("fine-tune: " + directory_.string() +
                            " holds a run of another configuration: resume with the options it began with (config.json) "
                            "or choose another folder");
        }
        datasets::writeFileAtomically(file, config.dump(2) + "\n");
    }

    std::unique_ptr<engine::BatchSource> makeBatches(const engine::Model &base)
    {
        const auto &train = job_.config.train;
        if (job_.config.method == "dpo") {
            auto batches = std::make_unique<PairBatches>(
                job_.pairs,
                PairBatches::Options{base.promptTemplate, train.seed, train.batchTokens, base.config.contextLength},
                base.tokenizer);
            events_.note(fmt::format("{} pairs of answers, {} left out", batches->pairs(), batches->leftOut()));
            return batches;
        }
        if (base.promptTemplate == eval::slotTemplate) {
            pool_ = std::make_unique<QuestionPool>(job_.groups, job_.branches, job_.dealing, job_.replay, job_.replayShare);
            events_.note(fmt::format("{} questions", pool_->questions()));
            return std::make_unique<QuestionBatches>(
                *pool_,
                QuestionBatchOptions{train.seed, train.batchTokens, base.config.contextLength, LearnedTokens::Sql, 0},
                base.tokenizer);
        }
        auto batches = std::make_unique<TextBatches>(
            job_.groups,
            TextBatches::Options{base.promptTemplate, train.seed, train.batchTokens, base.config.contextLength},
            base.tokenizer);
        events_.note(fmt::format("{} questions, {} left out as too long", batches->questions(), batches->tooLong()));
        return batches;
    }

    void train(const engine::Model &base, engine::BatchSource &batches, FinetuneReport &report)
    {
        const auto trainer = engine::makeFinetuneTrainer(base, job_.config, directory_, resume_);
        const auto quick = evenly(job_.validation, job_.quickValidation);
        engine::TrainCallbacks callbacks;
        callbacks.onMetrics = events_.metrics;
        if (!quick.empty() && job_.config.train.evaluateEvery > 0) {
            callbacks.onEvaluate = [&](std::int64_t step, const engine::TensorMap &tensors) {
                useTensors(base, tensors);
                return quickScore(step, quick);
            };
            callbacks.onBest = [&](const engine::TrainEvaluation &, const engine::TensorMap &tensors) {
                save(base, tensors);
            };
            callbacks.onEvaluated = [&](const engine::TrainEvaluation &evaluation) {
                report.bestStep = evaluation.bestStep;
                recordEvaluation(directory_ / "evaluations.jsonl", evaluation);
                if (events_.evaluation)
                    events_.evaluation(evaluation);
            };
        }
        report.end = trainer->run(batches, callbacks, stop_);
        report.step = trainer->step();
        if (report.end != engine::TrainEnd::stopped && !callbacks.onEvaluate) {
            report.bestStep = report.step;
            save(base, trainer->tensors());
        }
    }

    void save(const engine::Model &base, const engine::TensorMap &tensors)
    {
        if (isFull()) {
            engine::Model model = base;
            model.tensors = tensors;
            engine::saveModel(modelFile().string(), model, "bf16");
        } else {
            engine::saveAdapter(directory_, engine::makeAdapter(base, job_.config, tensors, hashOf(base)), base.config);
        }
    }

    const std::string &hashOf(const engine::Model &base)
    {
        if (hash_.empty())
            hash_ = engine::modelHash(base);
        return hash_;
    }

    /// Answers come from the parameters as they are now.
    void useTensors(const engine::Model &base, const engine::TensorMap &tensors)
    {
        if (isFull()) {
            auto model = std::make_shared<engine::Model>(base);
            model->tensors.clear();
            for (const auto &[name, tensor] : tensors)
                model->tensors.emplace(name, tensor.clone());
            asker_ = std::make_unique<eval::Asker>(std::shared_ptr<const engine::Model>(std::move(model)),
                                                   job_.config.train.threads);
        } else {
            asker_->useAdapter(engine::makeAdapter(base, job_.config, tensors, hashOf(base)));
        }
    }

    /// Answers come from what was kept.
    void useTrained(const engine::Model &base)
    {
        if (isFull())
            asker_ = std::make_unique<eval::Asker>(modelFile(), job_.config.train.threads);
        else
            asker_->useAdapter(engine::loadAdapter(directory_, base.config));
    }

    eval::EvaluationOptions evaluationOf(const std::vector<datasets::Example> &questions) const
    {
        eval::EvaluationOptions options;
        options.data.examples = questions;
        options.databases = job_.databases;
        options.threads = job_.config.train.threads;
        return options;
    }

    double quickScore(std::int64_t step, const std::vector<datasets::Example> &questions)
    {
        eval::AskOptions ask;
        ask.candidates = 1;
        ask.run = false;
        eval::LocalAnswerer answerer(*asker_, ask, {});
        const auto result = eval::runEvaluation(evaluationOf(questions), answerer, {}, stop_);
        std::size_t right = 0;
        for (const auto &record : result.records)
            right += record.score.ex == eval::Verdict::Right;
        // The same few every time, so that one sees what becomes of an answer.
        const std::size_t shown = std::min<std::size_t>(5, result.records.size());
        for (std::size_t i = 0; events_.sample && i < shown; ++i) {
            const auto &one = result.records[i * result.records.size() / shown];
            events_.sample(step, one.question, one.prediction, one.score.ex == eval::Verdict::Right);
        }
        return result.records.empty() ? 0 : static_cast<double>(right) / static_cast<double>(result.records.size());
    }

    nlohmann::ordered_json measure(const char *phase, const FinetuneReport *report)
    {
        auto options = evaluationOf(job_.validation);
        options.runDirectory = directory_ / phase;
        options.resume = true;
        nlohmann::ordered_json description = {{"model", fs::absolute(job_.model).string()}};
        if (report) {
            description["adapter"] = fs::absolute(directory_).string();
            description["step"] = report->bestStep;
        }
        eval::AskOptions ask;
        ask.candidates = job_.candidates;
        eval::LocalAnswerer answerer(*asker_, ask, description);
        const auto result = eval::runEvaluation(
            options, answerer,
            [&](const eval::EvaluationProgress &now) {
                if (events_.measuring)
                    events_.measuring(phase, now.done, now.total);
            },
            stop_);
        return result.complete ? result.summary : nlohmann::ordered_json();
    }

    void write(const FinetuneReport &report) const
    {
        datasets::writeFileAtomically(directory_ / "report.json", nlohmann::ordered_json{{"step", report.step},
                                                                                         {"best_step", report.bestStep},
                                                                                         {"before", report.before},
                                                                                         {"after", report.after}}
                                                                          .dump(2) +
                                                                      "\n");
    }

    const FinetuneJob &job_;
    const fs::path directory_;
    const bool resume_;
    const FinetuneEvents &events_;
    const std::stop_token stop_;
    std::unique_ptr<eval::Asker> asker_;
    std::unique_ptr<QuestionPool> pool_;
    std::string hash_;
};

} // namespace

FinetuneReport finetune(const FinetuneJob &job, const fs::path &directory, bool resume, const FinetuneEvents &events,
                        std::stop_token stop)
{
    job.config.validate();
    return Job(job, directory, resume, events, std::move(stop)).run();
}

} // namespace mureum::app
