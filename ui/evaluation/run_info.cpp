#include "ui/evaluation/run_info.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace mureum::ui {

namespace {

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// A measure of summary.json with the interval that stands there: of how many examples it is the share, only
/// its writer knows (some have no verdict). `count` serves where no interval is given.
Rate rateIn(const QJsonObject &summary, const char *key, qint64 count)
{
    const QJsonValue value = summary.value(QLatin1String(key));
    if (!value.isDouble() || count <= 0)
        return {};
    Rate rate = Rate::of(std::llround(value.toDouble() * double(count)), count);
    rate.value = value.toDouble();
    const QJsonArray interval =
        summary.value(QLatin1String("ci95")).toObject().value(QLatin1String(key)).toArray();
    if (interval.size() == 2) {
        rate.low = interval[0].toDouble();
        rate.high = interval[1].toDouble();
        rate.right = -1;
    }
    return rate;
}

} // namespace

RunInfo readRunInfo(const JobProcess &job)
{
    const QJsonObject config = objectIn(job.directory() + QStringLiteral("/config.json"));
    const QJsonObject summary = objectIn(job.directory() + QStringLiteral("/summary.json"));
    const JobCommand &command = job.file().command;
    RunInfo info;
    info.title = job.title();
    const QJsonObject about = config.value(QLatin1String("about")).toObject();
    info.data = about.value(QLatin1String("data")).toString(command.value(QStringLiteral("--data")));
    info.databases =
        about.value(QLatin1String("databases")).toString(command.value(QStringLiteral("--databases")));
    const QJsonValue answerer = config.value(QLatin1String("answerer"));
    info.modelFile =
        answerer.toObject().value(QLatin1String("model")).toString(command.value(QStringLiteral("--model")));
    info.model = answerer.isString() ? answerer.toString() : QFileInfo(info.modelFile).completeBaseName();
    if (answerer.toString() == QLatin1String("predictions"))
        info.model = QCoreApplication::translate("mureum::ui::RunInfo", "given SQL");
    info.total = config.value(QLatin1String("examples")).toInteger(-1);
    info.date = job.file().started;
    if (!info.date.isValid())
        info.date = QFileInfo(job.directory() + QStringLiteral("/config.json")).lastModified().toUTC();

    if (!summary.isEmpty()) {
        info.done = summary.value(QLatin1String("count")).toInteger();
        info.ex = Rate::exOf(summary);
        info.em = rateIn(summary, "em", info.done);
        info.judge =
            rateIn(summary, "judge", summary.value(QLatin1String("judge_count")).toInteger(info.done));
        info.suite = rateIn(summary, "ex_suite", info.ex.count);
        info.seconds = summary.value(QLatin1String("seconds")).toDouble(-1);
    }
    const QJsonObject judged = objectIn(job.directory() + QStringLiteral("/judge_summary.json"));
    if (!judged.isEmpty()) {
        const qint64 yes = judged.value(QLatin1String("yes")).toInteger();
        info.judge = Rate::of(yes, yes + judged.value(QLatin1String("no")).toInteger());
    }
    followProgress(info, job);
    return info;
}

void followProgress(RunInfo &info, const JobProcess &job)
{
    const QJsonObject progress = job.last(QStringLiteral("progress"));
    if (progress.isEmpty() || job.state() == JobProcess::State::Finished)
        return;
    const auto number = [&progress](const char *key) {
        return progress.value(QLatin1String(key)).toInteger();
    };
    if (progress.contains(QLatin1String("yes"))) {
        info.judge = Rate::of(number("yes"), number("yes") + number("no"));
        return;
    }
    info.done = number("done");
    info.total = number("total");
    info.ex = Rate::of(number("right"), number("right") + number("wrong"));
}

} // namespace mureum::ui
