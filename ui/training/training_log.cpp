#include "ui/training/training_log.h"

namespace mureum::ui {

namespace {

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble();
}

qint64 stepOf(const QJsonObject &object)
{
    return object.value(QLatin1String("step")).toInteger();
}

/// Steps ascend; a run that went back to a checkpoint goes the last ones again.
template <typename Entry>
void append(QList<Entry> &list, Entry entry, bool sameStepStays = false)
{
    while (!list.isEmpty() &&
           (list.last().step > entry.step || (!sameStepStays && list.last().step == entry.step)))
        list.removeLast();
    list.append(std::move(entry));
}

} // namespace

TrainingLog::TrainingLog(const QString &directory, QObject *parent)
    : QObject(parent), metrics_(directory + QStringLiteral("/metrics.jsonl")),
      evaluations_(directory + QStringLiteral("/evaluations.jsonl")),
      output_(directory + QStringLiteral("/job_output.jsonl"))
{
}

void TrainingLog::refresh()
{
    const JsonLines::Fresh metrics = metrics_.read(), evaluations = evaluations_.read(),
                           output = output_.read();
    if (metrics.restarted)
        points_.clear();
    for (const QJsonObject &line : metrics.objects)
        if (line.contains(QLatin1String("loss")))
            append(points_, TrainingPoint{stepOf(line), number(line, "loss"), number(line, "learning_rate"),
                                          number(line, "grad_norm"), number(line, "tokens_per_second")});
    if (evaluations.restarted)
        scores_.clear();
    for (const QJsonObject &line : evaluations.objects)
        if (line.contains(QLatin1String("ex")))
            append(scores_, TrainingScore{stepOf(line), number(line, "ex")});
    if (output.restarted)
        samples_.clear();
    bool sampled = output.restarted;
    for (const QJsonObject &line : output.objects) {
        if (line.value(QLatin1String("event")).toString() != QLatin1String("sample"))
            continue;
        TrainingSample sample{stepOf(line), line.value(QLatin1String("question")).toString(),
                              line.value(QLatin1String("sql")).toString(),
                              line.value(QLatin1String("right")).toBool()};
        // Several questions of one evaluation, but each only once.
        samples_.removeIf([&sample](const TrainingSample &known) {
            return known.step == sample.step && known.question == sample.question;
        });
        append(samples_, std::move(sample), true);
        sampled = true;
    }
    if (metrics.restarted || evaluations.restarted || !metrics.objects.isEmpty() ||
        !evaluations.objects.isEmpty())
        emit curvesChanged();
    if (sampled)
        emit samplesChanged();
}

} // namespace mureum::ui
