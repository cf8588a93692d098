#include "ui/evaluation/run_plan.h"

#include "datasets/examples/example.h"
#include "eval/run/sql_runner.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace mureum::ui {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto goldBudget = std::chrono::seconds(2);
constexpr int shownNames = 4;

struct RunCheck
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::RunCheck)
};

std::filesystem::path toPath(const QString &file)
{
    return std::filesystem::path(file.toStdU16String());
}

class Check
{
public:
    Check(const RunPlan &plan, std::stop_token stop) : plan_(plan), stop_(std::move(stop)) {}

    std::vector<Finding> findings;

    void error(const QString &text) { findings.push_back({true, text}); }
    void warning(const QString &text) { findings.push_back({false, text}); }

    void model()
    {
        const QFileInfo model(plan_.model);
        if (plan_.model.isEmpty()) {
            error(RunCheck::tr("No model is chosen."));
        } else if (!model.exists()) {
            error(RunCheck::tr("The model %1 does not exist.").arg(plan_.model));
        } else if (model.isDir()) {
            if (!QFile::exists(plan_.model + QStringLiteral("/config.json")))
                error(RunCheck::tr("The folder %1 holds no model: config.json is missing.").arg(plan_.model));
        } else {
            QFile file(plan_.model);
            if (!file.open(QIODevice::ReadOnly) || file.read(4) != "GGUF")
                error(RunCheck::tr("%1 is not a GGUF file.").arg(plan_.model));
        }
        if (!plan_.adapter.isEmpty() &&
            !QFile::exists(plan_.adapter + QStringLiteral("/adapter_config.json")))
            error(RunCheck::tr("The folder %1 holds no adapter: adapter_config.json is missing.")
                      .arg(plan_.adapter));
    }

    void data()
    {
        if (plan_.data.isEmpty()) {
            error(RunCheck::tr("No data file is chosen."));
            return;
        }
        datasets::ExampleFile file;
        try {
            file = datasets::readExamples(toPath(plan_.data));
        } catch (const std::exception &problem) {
            error(QString::fromUtf8(problem.what()));
            return;
        }
        if (!file.bad.empty())
            warning(RunCheck::tr("%n line(s) cannot be used and are left out; line %1: %2", nullptr,
                                 int(file.bad.size()))
                        .arg(file.bad.front().line)
                        .arg(QString::fromStdString(file.bad.front().reason)));
        if (plan_.limit > 0 && std::size_t(plan_.limit) < file.examples.size())
            file.examples.resize(std::size_t(plan_.limit));
        examples(file.examples);
    }

private:
    void examples(const std::vector<datasets::Example> &all)
    {
        std::map<std::string, std::filesystem::path> files;
        std::set<std::string> missing;
        std::set<std::pair<std::string, std::string>> seen;
        int noGold = 0, twice = 0, withContext = 0;
        const bool folder = QFileInfo(plan_.databases).isDir();
        if (plan_.databases.isEmpty() || !folder)
            error(plan_.databases.isEmpty() ? RunCheck::tr("No folder of databases is chosen.")
                                            : RunCheck::tr("%1 is not a folder.").arg(plan_.databases));
        for (const datasets::Example &example : all) {
            noGold += example.queries.empty();
            twice += !seen.emplace(example.databaseId, example.question).second;
            if (!example.context.empty()) {
                ++withContext;
                continue;
            }
            if (!folder || missing.contains(example.databaseId) || files.contains(example.databaseId))
                continue;
            try {
                files[example.databaseId] =
                    datasets::databaseFile(toPath(plan_.databases), example.databaseId);
            } catch (const std::exception &) {
                missing.insert(example.databaseId);
            }
        }
        if (!missing.empty()) {
            QStringList names;
            for (const std::string &name : missing)
                if (names.size() < shownNames)
                    names.append(QString::fromStdString(name));
            if (missing.size() > std::size_t(shownNames))
                names.append(QStringLiteral("…"));
            const QString text =
                RunCheck::tr("%n database(s) are missing in the folder: %1", nullptr, int(missing.size()))
                    .arg(names.join(QStringLiteral(", ")));
            if (files.empty() && withContext == 0)
                error(text);
            else
                warning(text);
        }
        if (noGold > 0)
            warning(RunCheck::tr("%n example(s) have no right answer and cannot be scored", nullptr, noGold));
        if (twice > 0)
            warning(RunCheck::tr("%n question(s) come up more than once", nullptr, twice));
        golds(all, files);
    }

    void golds(const std::vector<datasets::Example> &all,
               const std::map<std::string, std::filesystem::path> &files)
    {
        const auto end = Clock::now() + goldBudget;
        std::map<std::string, eval::SqlRunner> runners;
        int failed = 0, looked = 0;
        QString first;
        for (const datasets::Example &example : all) {
            const auto file = files.find(example.databaseId);
            if (example.queries.empty() || file == files.end())
                continue;
            if (stop_.stop_requested() || Clock::now() > end)
                break;
            ++looked;
            try {
                auto runner = runners.find(example.databaseId);
                if (runner == runners.end())
                    runner = runners.emplace(example.databaseId, eval::SqlRunner(file->second)).first;
                runner->second.run(example.query, {std::chrono::seconds(1), 1}, stop_);
            } catch (const eval::RunError &problem) {
                if (problem.kind() == eval::RunFailure::TimedOut ||
                    problem.kind() == eval::RunFailure::Cancelled)
                    continue;
                if (++failed == 1)
                    first = QString::fromStdString(example.question).left(60) + QStringLiteral(": ") +
                            QString::fromUtf8(problem.what());
            } catch (const std::exception &problem) {
                if (++failed == 1)
                    first = QString::fromUtf8(problem.what());
            }
        }
        if (failed > 0)
            warning(RunCheck::tr("%n right answer(s) do not run, of %1 tried; %2", nullptr, failed)
                        .arg(looked)
                        .arg(first.simplified()));
    }

    const RunPlan &plan_;
    std::stop_token stop_;
};

} // namespace

namespace {

QStringList judgeOptions(const JudgePlan &plan, const QString &prefix)
{
    QStringList options;
    const auto give = [&](const char *option, const QString &value) {
        if (!value.isEmpty())
            options << prefix + QLatin1String(option) << value;
    };
    give("endpoint", plan.endpoint);
    give("model", plan.model);
    if (plan.requests > 0)
        give("rpm", QString::number(plan.requests));
    if (plan.tokens > 0)
        give("tpm", QString::number(plan.tokens));
    return options;
}

} // namespace

JobCommand commandOf(const RunPlan &plan, const QString &program, const QString &runDirectory)
{
    JobCommand command{program, {QStringLiteral("eval")}};
    const auto give = [&command](const char *option, const QString &value) {
        if (!value.isEmpty())
            command.arguments << QLatin1String(option) << value;
    };
    give("--model", plan.model);
    give("--adapter", plan.adapter);
    give("--data", plan.data);
    give("--databases", plan.databases);
    give("--metrics",
         (plan.judged ? plan.metrics + QStringList{QStringLiteral("judge")} : plan.metrics).join(u','));
    if (plan.judged)
        command.arguments += judgeOptions(plan.judge, QStringLiteral("--judge-"));
    if (plan.limit > 0)
        give("--limit", QString::number(plan.limit));
    give("--candidates", QString::number(plan.candidates));
    give("--run", runDirectory);
    give("--progress", QStringLiteral("json"));
    return command;
}

JobCommand judgeCommandOf(const JudgePlan &plan, const QString &program, const QString &runDirectory,
                          const QString &databases)
{
    JobCommand command{program, {QStringLiteral("judge"), QStringLiteral("--run"), runDirectory}};
    if (!databases.isEmpty())
        command.arguments << QStringLiteral("--databases") << databases;
    command.arguments += judgeOptions(plan, QStringLiteral("--"));
    command.arguments << QStringLiteral("--progress") << QStringLiteral("json");
    return command;
}

JobCommand resumed(JobCommand command)
{
    if (command.arguments.value(0) == QLatin1String("judge"))
        return command;
    const QString resume = QStringLiteral("--resume");
    if (!command.arguments.contains(resume))
        command.arguments.append(resume);
    return command;
}

std::vector<Finding> checkJudge(const JudgePlan &plan, const QString &program, bool hasKey)
{
    std::vector<Finding> findings;
    if (program.isEmpty())
        findings.push_back(programFinding());
    for (const Finding &finding : checkServer(plan.endpoint, plan.model, hasKey))
        findings.push_back(finding);
    return findings;
}

std::vector<Finding> checkPlan(const RunPlan &plan, const QString &program, bool hasKey, std::stop_token stop)
{
    Check check(plan, std::move(stop));
    if (program.isEmpty())
        check.findings.push_back(programFinding());
    check.model();
    check.data();
    if (plan.judged)
        for (const Finding &finding : checkJudge(plan.judge, program, hasKey))
            if (finding != programFinding())
                check.findings.push_back(finding);
    std::stable_sort(check.findings.begin(), check.findings.end(),
                     [](const Finding &a, const Finding &b) { return a.error && !b.error; });
    return check.findings;
}

} // namespace mureum::ui
