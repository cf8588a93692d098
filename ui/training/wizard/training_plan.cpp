#include "ui/training/wizard/training_plan.h"

#include <QLocale>

#include <algorithm>

namespace mureum::ui {

namespace {

QString inDigits(double value)
{
    return QLocale::c().toString(value, 'f', QLocale::FloatingPointShortest);
}

struct TextOption
{
    const char *option;
    QString TrainingPlan::*field;
};
const TextOption textOptions[] = {{"--model", &TrainingPlan::model},
                                  {"--db", &TrainingPlan::database},
                                  {"--history", &TrainingPlan::history},
                                  {"--data", &TrainingPlan::data},
                                  {"--databases", &TrainingPlan::databases},
                                  {"--validation", &TrainingPlan::validation},
                                  {"--pairs", &TrainingPlan::pairs},
                                  {"--method", &TrainingPlan::method},
                                  {"--teacher-endpoint", &TrainingPlan::teacherEndpoint},
                                  {"--teacher-model", &TrainingPlan::teacherModel},
                                  {"--tuning", &TrainingPlan::tuning},
                                  {"--preset", &TrainingPlan::preset}};

/// Those of the run, not of what it learns.
const char *const runOptions[] = {"--out", "--progress"};
const char *const runFlags[] = {"--resume", "--json", "--plan"};

template <typename List>
bool names(const List &list, const QString &option)
{
    return std::any_of(std::begin(list), std::end(list),
                       [&option](const char *name) { return option == QLatin1String(name); });
}

/// Reads arguments over a plan, whose former value an option replaces.
class Reader
{
public:
    Reader(TrainingPlan plan, const QStringList &arguments) : plan_(std::move(plan)), left_(arguments) {}

    TrainingPlan read()
    {
        bool verified = false;
        while (!left_.isEmpty()) {
            QString option = left_.takeFirst();
            if (const qsizetype equals = option.indexOf(u'='); equals > 0 && option.startsWith(u'-')) {
                left_.prepend(option.mid(equals + 1));
                option.truncate(equals);
            }
            if (option == QLatin1String("-o"))
                option = QStringLiteral("--out");
            if (option == QLatin1String("-d"))
                option = QStringLiteral("--db");
            if (option == QLatin1String("--verified")) {
                if (!std::exchange(verified, true))
                    plan_.verified.clear();
                plan_.verified += values();
            } else if (!text(option) && !number(option) && !flag(option) && !list(option)) {
                further(option);
            }
        }
        return plan_;
    }

private:
    QString value() { return left_.isEmpty() ? QString() : left_.takeFirst(); }
    QStringList values()
    {
        QStringList all;
        while (!left_.isEmpty() && !left_.first().startsWith(u'-'))
            all.append(left_.takeFirst());
        return all;
    }
    bool text(const QString &option)
    {
        for (const TextOption &known : textOptions)
            if (option == QLatin1String(known.option)) {
                plan_.*known.field = value();
                return true;
            }
        if (!names(runOptions, option))
            return false;
        value();
        return true;
    }
    bool number(const QString &option)
    {
        bool ok = false;
        for (const IntegerOption &known : integerOptions())
            if (option == QLatin1String(known.option)) {
                const int number = value().toInt(&ok);
                if (ok)
                    plan_.*known.field = number;
                return true;
            }
        for (const RealOption &known : realOptions())
            if (option == QLatin1String(known.option)) {
                const double number = value().toDouble(&ok);
                if (ok)
                    plan_.*known.field = number;
                return true;
            }
        const auto plain = [&](auto &field, auto number) {
            if (ok)
                field = number;
            return true;
        };
        if (option == QLatin1String("--count"))
            return plain(plan_.count, value().toInt(&ok));
        if (option == QLatin1String("--held-out"))
            return plain(plan_.heldOut, value().toInt(&ok));
        if (option == QLatin1String("--validation-share"))
            return plain(plan_.validationShare, value().toDouble(&ok));
        return false;
    }
    bool flag(const QString &option)
    {
        if (option == QLatin1String("--rslora"))
            return plan_.rslora = true;
        if (option == QLatin1String("--checkpointing"))
            return plan_.checkpointing = true;
        if (option == QLatin1String("--spill")) {
            value(); // the run directory of its run
            return plan_.spill = true;
        }
        if (option == QLatin1String("--qlora")) {
            plan_.tuning = QStringLiteral("qlora");
            return true;
        }
        return names(runFlags, option);
    }
    bool list(const QString &option)
    {
        QStringList TrainingPlan::*field = option == QLatin1String("--lang")      ? &TrainingPlan::languages
                                           : option == QLatin1String("--targets") ? &TrainingPlan::targets
                                                                                  : nullptr;
        if (!field)
            return false;
        (plan_.*field).clear();
        for (const QString &part : option == QLatin1String("--lang") ? values() : QStringList{value()})
            plan_.*field += part.split(u',', Qt::SkipEmptyParts);
        return true;
    }
    void further(const QString &option)
    {
        if (const qsizetype former = plan_.more.indexOf(option); former >= 0) {
            plan_.more.removeAt(former);
            while (former < plan_.more.size() && !plan_.more[former].startsWith(u'-'))
                plan_.more.removeAt(former);
        }
        plan_.more << option << values();
    }

    TrainingPlan plan_;
    QStringList left_;
};

} // namespace

const std::vector<IntegerOption> &integerOptions()
{
    static const std::vector<IntegerOption> options = {{"--rank", &TrainingPlan::rank},
                                                       {"--steps", &TrainingPlan::steps},
                                                       {"--batch-tokens", &TrainingPlan::batchTokens},
                                                       {"--accumulation", &TrainingPlan::accumulation},
                                                       {"--evaluate-every", &TrainingPlan::evaluateEvery},
                                                       {"--patience", &TrainingPlan::patience},
                                                       {"--checkpoint-every", &TrainingPlan::checkpointEvery},
                                                       {"--memory", &TrainingPlan::memory},
                                                       {"--samples", &TrainingPlan::samples},
                                                       {"--candidates", &TrainingPlan::candidates},
                                                       {"--seed", &TrainingPlan::seed},
                                                       {"--threads", &TrainingPlan::threads}};
    return options;
}

const std::vector<RealOption> &realOptions()
{
    static const std::vector<RealOption> options = {{"--alpha", &TrainingPlan::alpha},
                                                    {"--dropout", &TrainingPlan::dropout},
                                                    {"--learning-rate", &TrainingPlan::learningRate},
                                                    {"--beta", &TrainingPlan::beta}};
    return options;
}

TrainingPlan normalized(TrainingPlan plan)
{
    const TrainingPlan none;
    if (plan.kind == TrainingPlan::Kind::Adapt) {
        plan.data = plan.databases = plan.validation = QString();
        plan.validationShare = none.validationShare;
        if (plan.method != QLatin1String("distill")) // it generates right answers, or a teacher writes them
            plan.method = none.method;
    } else {
        plan.database = plan.history = QString();
        plan.count = none.count;
        plan.heldOut = none.heldOut;
        plan.languages = none.languages;
        plan.verified.clear();
        if (!plan.validation.isEmpty())
            plan.validationShare = none.validationShare;
    }
    const bool preference = plan.method == QLatin1String("dpo");
    if (!preference) {
        plan.pairs.clear();
        plan.beta.reset();
    }
    if (plan.method != QLatin1String("distill"))
        plan.teacherEndpoint = plan.teacherModel = QString();
    if (plan.method != QLatin1String("rejection") && (!preference || !plan.pairs.isEmpty()))
        plan.samples.reset();
    if (plan.tuning == QLatin1String("full")) {
        plan.rank.reset();
        plan.alpha.reset();
        plan.dropout.reset();
        plan.rslora = false;
        plan.targets.clear();
    }
    return plan;
}

JobCommand commandOf(const TrainingPlan &given, const QString &program, const QString &runDirectory)
{
    const TrainingPlan plan = normalized(given);
    const bool adapt = plan.kind == TrainingPlan::Kind::Adapt;
    JobCommand command{program, {adapt ? QStringLiteral("adapt") : QStringLiteral("finetune")}};
    QStringList &arguments = command.arguments;
    const auto give = [&arguments](const char *option, const QString &value) {
        if (!value.isEmpty())
            arguments << QLatin1String(option) << value;
    };
    for (const TextOption &known : textOptions) {
        // adapt has no such option: a teacher is asked where one is named.
        if (known.field != &TrainingPlan::method || !adapt)
            give(known.option, plan.*known.field);
    }
    if (adapt) {
        give("--count", QString::number(plan.count));
        give("--held-out", QString::number(plan.heldOut));
        give("--lang", plan.languages.join(u','));
        for (const QString &file : plan.verified)
            give("--verified", file);
    } else if (plan.validation.isEmpty()) {
        give("--validation-share", inDigits(plan.validationShare));
    }
    for (const IntegerOption &known : integerOptions())
        if (const auto value = plan.*known.field)
            give(known.option, QString::number(*value));
    for (const RealOption &known : realOptions())
        if (const auto value = plan.*known.field)
            give(known.option, inDigits(*value));
    if (plan.rslora)
        arguments << QStringLiteral("--rslora");
    if (plan.checkpointing)
        arguments << QStringLiteral("--checkpointing");
    if (plan.spill)
        give("--spill", runDirectory);
    give("--targets", plan.targets.join(u','));
    arguments += plan.more;
    give("--out", runDirectory);
    give("--progress", QStringLiteral("json"));
    return command;
}

JobCommand planCommandOf(const TrainingPlan &plan, const QString &program, const QString &runDirectory)
{
    JobCommand command = commandOf(plan, program, runDirectory);
    command.arguments.resize(command.arguments.size() - 2); // --progress json
    command.arguments << QStringLiteral("--plan") << QStringLiteral("--json");
    return command;
}

TrainingPlan planOf(const JobCommand &command)
{
    TrainingPlan plan;
    plan.kind = command.arguments.value(0) == QLatin1String("finetune") ? TrainingPlan::Kind::Finetune
                                                                        : TrainingPlan::Kind::Adapt;
    plan = withArguments(std::move(plan), command.arguments.mid(1));
    if (plan.kind == TrainingPlan::Kind::Adapt && !plan.teacherEndpoint.isEmpty())
        plan.method = QStringLiteral("distill");
    return normalized(std::move(plan));
}

TrainingPlan withArguments(TrainingPlan plan, const QStringList &arguments)
{
    return Reader(std::move(plan), arguments).read();
}

} // namespace mureum::ui
