#include "ui/quantization/quantization_info.h"

#include "ui/jobs/jobs_model.h"
#include "ui/quantization/scheme.h"
#include "ui/quantization/wizard/quantization_plan.h"
#include "ui/settings/paths.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>

namespace mureum::ui {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct PhaseRow
{
    const char *word; ///< of mureum-cli
    double begins;    ///< share of the work done before it, roughly
};
const PhaseRow phaseRows[QuantizationInfo::phases] = {
    {"quantizing", 0}, {"speed", 0.45}, {"scores", 0.55}, {"before", 0.65}, {"after", 0.83}};

} // namespace

double QuantizationInfo::fraction() const
{
    if (phase < 0)
        return 0;
    const double begins = phaseRows[phase].begins,
                 ends = phase + 1 < phases ? phaseRows[phase + 1].begins : 1;
    return begins + (total > 0 ? double(done) / double(total) * (ends - begins) : 0);
}

QuantizationInfo readQuantizationInfo(const JobProcess &job)
{
    QuantizationInfo info;
    const JobCommand &command = job.file().command;
    // Below the folder of one of ours; the folder itself where mureum-cli was called by hand.
    info.runFolder = reportFolder(job.directory());
    if (!QFileInfo::exists(info.runFolder) && command.program.isEmpty())
        info.runFolder = job.directory();
    const QuantizationPlan plan = quantizationPlanOf(command);
    const QJsonObject config =
        QJsonDocument::fromJson(contentOf(info.runFolder + QStringLiteral("/config.json"))).object();
    const QJsonObject planned = config.value(QLatin1String("plan")).toObject();
    info.title = job.title();
    info.modelFile = config.value(QLatin1String("model")).toString(plan.model);
    if (info.modelFile.isEmpty())
        info.modelFile = paths::bundledModel();
    info.model = QFileInfo(info.modelFile).completeBaseName();
    info.out = config.value(QLatin1String("out")).toString(command.value(QStringLiteral("--out")));
    info.hasFile = QFileInfo(info.out).isFile();
    info.scheme = wordsOf(planned.value(QLatin1String("scheme")).toString(plan.scheme),
                          planned.value(QLatin1String("bits")).toInt(plan.bits))
                      .name;
    const QString evaluated = config.value(QLatin1String("eval")).toString(plan.evaluation);
    info.databases = evaluated.isEmpty() ? QFileInfo(paths::sampleExamples()).absolutePath()
                                         : config.value(QLatin1String("databases")).toString(plan.databases);
    if (const QByteArray report = contentOf(info.runFolder + QStringLiteral("/report.json"));
        !report.isEmpty() || QFileInfo::exists(info.runFolder + QStringLiteral("/report.json"))) {
        info.report = QuantizationReport::read(report);
        info.damaged = !info.report;
    }
    info.date = job.file().started;
    if (!info.date.isValid())
        info.date = QFileInfo(info.runFolder + QStringLiteral("/config.json")).lastModified().toUTC();
    followQuantization(info, job);
    return info;
}

void followQuantization(QuantizationInfo &info, const JobProcess &job)
{
    if (!job.running()) {
        info.phase = QuantizationInfo::Idle;
        info.secondsLeft = -1;
        return;
    }
    const QJsonObject event = job.last(QStringLiteral("progress"));
    const QString word = event.value(QLatin1String("phase")).toString();
    int phase = QuantizationInfo::Preparing;
    for (int i = 0; i < QuantizationInfo::phases; ++i)
        if (word == QLatin1String(phaseRows[i].word))
            phase = i;
    const double seconds = event.value(QLatin1String("seconds")).toDouble();
    info.done = event.value(QLatin1String("done")).toInteger();
    info.total = event.value(QLatin1String("total")).toInteger();
    info.tensor = event.value(QLatin1String("tensor")).toString();
    if (phase != info.phase) {
        info.phase = phase;
        info.phaseBegan = seconds;
        info.phaseFirst = info.done;
    }
    info.secondsLeft = event.value(QLatin1String("seconds_left")).toDouble(-1);
    if (info.secondsLeft < 0 && info.done > info.phaseFirst && seconds > info.phaseBegan)
        info.secondsLeft = (seconds - info.phaseBegan) / double(info.done - info.phaseFirst) *
                           double(info.total - info.done);
}

QString phaseName(int phase)
{
    switch (phase) {
    case QuantizationInfo::Quantizing:
        return QuantizationInfo::tr("quantizing");
    case QuantizationInfo::Speed:
        return QuantizationInfo::tr("measuring speed");
    case QuantizationInfo::Scores:
        return QuantizationInfo::tr("comparing probabilities");
    case QuantizationInfo::Before:
        return QuantizationInfo::tr("asking the original");
    case QuantizationInfo::After:
        return QuantizationInfo::tr("asking the smaller one");
    default:
        return QuantizationInfo::tr("preparing");
    }
}

QString phaseText(const QuantizationInfo &info, const JobProcess &job)
{
    if (job.state() != JobProcess::State::Running)
        return stateText(job.state());
    const QLocale locale;
    return info.phase >= 0 && info.total > 0
               ? QuantizationInfo::tr("%1, %2 of %3")
                     .arg(phaseName(info.phase), locale.toString(info.done), locale.toString(info.total))
               : phaseName(info.phase);
}

} // namespace mureum::ui
