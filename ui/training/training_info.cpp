#include "ui/training/training_info.h"

#include "ui/jobs/jobs_model.h"
#include "ui/training/wizard/training_plan.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

namespace mureum::ui {

namespace {

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// The last whole line of a file of JSON lines that has `key`.
QJsonObject lastWith(const QString &path, const char *key)
{
    constexpr qint64 enough = 8192;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - enough));
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        if (const QJsonObject object = QJsonDocument::fromJson(*line).object();
            object.contains(QLatin1String(key)))
            return object;
    return {};
}

} // namespace

double TrainingInfo::fraction() const
{
    const double part = phaseTotal > 0 ? double(phaseDone) / double(phaseTotal) : 0;
    // Roughly how the time is spent.
    constexpr double training = 0.1, measuringAfter = 0.9;
    switch (phase) {
    case Phase::Before:
    case Phase::Sampling:
        return training * part;
    case Phase::Training:
        return training + (measuringAfter - training) * part;
    case Phase::After:
        return measuringAfter + (1 - measuringAfter) * part;
    default:
        return 0;
    }
}

TrainingInfo readTrainingInfo(const JobProcess &job)
{
    const QString folder = job.directory() + u'/';
    const JobCommand &command = job.file().command;
    const TrainingPlan plan = planOf(command);
    TrainingInfo info;
    info.config = objectIn(folder + QStringLiteral("config.json"));
    const QJsonObject finetune = info.config.value(QLatin1String("finetune")).toObject();
    const QJsonObject report = objectIn(folder + QStringLiteral("report.json"));
    info.title = job.title();
    const auto fromConfig = [&info](const char *key, const QString &otherwise) {
        return info.config.value(QLatin1String(key)).toString(otherwise);
    };
    const QString database = fromConfig("database", plan.database);
    info.adapts = !database.isEmpty();
    info.data = info.adapts ? database : fromConfig("data", plan.data);
    info.databases =
        info.adapts ? folder + QStringLiteral("databases") : fromConfig("databases", plan.databases);
    info.modelFile = fromConfig("model", plan.model);
    info.model = QFileInfo(info.modelFile).completeBaseName();
    info.method = fromConfig("method", plan.method);
    info.tuning = finetune.value(QLatin1String("tuning")).toString(plan.tuning);
    info.steps =
        finetune.value(QLatin1String("train")).toObject().value(QLatin1String("steps")).toInteger(-1);
    info.before = Rate::exOf(report.value(QLatin1String("before")).toObject());
    info.after = Rate::exOf(report.value(QLatin1String("after")).toObject());
    if (!info.before.known())
        info.before = Rate::exOf(objectIn(folder + QStringLiteral("before/summary.json")));
    info.step = report.contains(QLatin1String("step"))
                    ? report.value(QLatin1String("step")).toInteger()
                    : lastWith(folder + QStringLiteral("metrics.jsonl"), "step")
                          .value(QLatin1String("step"))
                          .toInteger();
    const QJsonObject evaluation = lastWith(folder + QStringLiteral("evaluations.jsonl"), "best_ex");
    info.bestEx = evaluation.value(QLatin1String("best_ex")).toDouble(-1);
    info.bestStep = evaluation.value(QLatin1String("best_step")).toInteger();
    info.hasAdapter = QFile::exists(folder + QStringLiteral("adapter_config.json"));
    info.date = job.file().started;
    if (!info.date.isValid())
        info.date = QFileInfo(folder + QStringLiteral("config.json")).lastModified().toUTC();
    followTraining(info, job);
    return info;
}

void followTraining(TrainingInfo &info, const JobProcess &job)
{
    using Phase = TrainingInfo::Phase;
    info.phase = Phase::None;
    info.secondsLeft = -1;
    if (!job.running())
        return;
    const QJsonObject progress = job.last(QStringLiteral("progress")),
                      measuring = job.last(QStringLiteral("measuring")),
                      evaluation = job.last(QStringLiteral("evaluation"));
    const auto take = [&info](Phase phase, const QJsonObject &event) {
        info.phase = phase;
        info.phaseDone = event.value(QLatin1String("done")).toInteger();
        info.phaseTotal = event.value(QLatin1String("total")).toInteger();
    };
    info.phaseDone = info.phaseTotal = 0;
    info.phase = Phase::Preparing;
    const bool sampling = progress.value(QLatin1String("phase")).toString() == QLatin1String("sampling");
    if (measuring.value(QLatin1String("phase")).toString() == QLatin1String("after")) {
        take(Phase::After, measuring);
    } else if (!progress.isEmpty() && !sampling) {
        take(Phase::Training, progress);
        info.step = info.phaseDone;
        info.steps = info.phaseTotal;
        info.secondsLeft = progress.value(QLatin1String("seconds_left")).toDouble(-1);
    } else if (!measuring.isEmpty()) {
        take(Phase::Before, measuring);
        if (info.phaseDone >= info.phaseTotal) {
            // The first steps are on their way.
            info.phase = Phase::Training;
            info.phaseDone = info.phaseTotal = 0;
        }
    } else if (sampling) {
        take(Phase::Sampling, progress);
    }
    if (!evaluation.isEmpty()) {
        info.bestEx = evaluation.value(QLatin1String("best_ex")).toDouble(-1);
        info.bestStep = evaluation.value(QLatin1String("best_step")).toInteger();
    }
}

QString phaseText(const TrainingInfo &info, const JobProcess &job)
{
    using Phase = TrainingInfo::Phase;
    if (job.state() != JobProcess::State::Running)
        return stateText(job.state());
    QString text;
    switch (info.phase) {
    case Phase::Preparing:
    case Phase::None:
        return TrainingInfo::tr("preparing the questions");
    case Phase::Before:
        text = TrainingInfo::tr("measuring before");
        break;
    case Phase::Sampling:
        text = TrainingInfo::tr("drawing answers");
        break;
    case Phase::Training:
        text = TrainingInfo::tr("training");
        break;
    case Phase::After:
        text = TrainingInfo::tr("measuring after");
        break;
    }
    const QLocale locale;
    return info.phaseTotal > 0
               ? TrainingInfo::tr("%1, %2 of %3")
                     .arg(text, locale.toString(info.phaseDone), locale.toString(info.phaseTotal))
               : text;
}

QString methodText(const TrainingInfo &info)
{
    QString method = info.method == QLatin1String("dpo")         ? TrainingInfo::tr("preferences (DPO)")
                     : info.method == QLatin1String("rejection") ? TrainingInfo::tr("own right answers")
                     : info.method == QLatin1String("distill")   ? TrainingInfo::tr("from a teacher")
                                                                 : TrainingInfo::tr("right answers");
    if (info.tuning == QLatin1String("qlora"))
        method += QStringLiteral(", QLoRA");
    else if (info.tuning == QLatin1String("full"))
        method += u' ' + TrainingInfo::tr("(whole model)");
    return method;
}

} // namespace mureum::ui
