#include "ui/quantization/quantization_report.h"

#include "ui/quantization/size_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mureum::ui {

namespace {

/// Fewer questions say too little.
constexpr qint64 fewQuestions = 50;
/// Speeds within this share of each other are the same.
constexpr double sameSpeed = 0.1;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::QuantizationReport)
};

QJsonObject part(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toObject();
}

double number(const QJsonObject &object, const char *name, double fallback = 0)
{
    return object.value(QLatin1String(name)).toDouble(fallback);
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

QuantizationReport::Footprint footprintOf(const QJsonObject &object)
{
    QuantizationReport::Footprint one;
    one.loadSeconds = number(object, "load_seconds");
    one.prefill = number(object, "prefill_tokens_per_second");
    one.decode = number(object, "decode_tokens_per_second");
    one.peakBytes = qint64(number(object, "peak_bytes"));
    return one;
}

std::optional<QuantizationReport::Drift> driftOf(const QJsonObject &object)
{
    if (object.isEmpty())
        return std::nullopt;
    QuantizationReport::Drift drift;
    drift.positions = qint64(number(object, "positions"));
    drift.perplexityBefore = number(object, "perplexity_before");
    drift.perplexityAfter = number(object, "perplexity_after");
    drift.meanKl = number(object, "mean_kl");
    drift.sameTop = number(object, "same_top_token");
    return drift;
}

} // namespace

std::optional<QuantizationReport> QuantizationReport::read(const QByteArray &json)
{
    const QJsonObject all = QJsonDocument::fromJson(json).object(), sizes = part(all, "sizes"),
                      plan = part(all, "plan"), quantization = part(all, "quantization");
    if (number(sizes, "before") <= 0 || number(sizes, "after") <= 0 || plan.isEmpty())
        return std::nullopt;
    QuantizationReport report;
    report.model = ui::text(all, "model");
    report.out = ui::text(all, "out");
    report.scheme = ui::text(plan, "scheme");
    report.bits = int(number(plan, "bits"));
    report.bytesBefore = qint64(number(sizes, "before"));
    report.bytesAfter = qint64(number(sizes, "after"));
    report.seconds = number(all, "seconds");
    report.verdict = ui::text(part(all, "recommendation"), "verdict");
    if (const QJsonObject speed = part(all, "speed"); !speed.isEmpty()) {
        report.speedBefore = footprintOf(part(speed, "before"));
        report.speedAfter = footprintOf(part(speed, "after"));
    }
    const QJsonObject drift = part(all, "drift");
    report.answers = driftOf(part(drift, "answers"));
    report.prompts = driftOf(part(drift, "prompts"));
    report.text = driftOf(part(drift, "text"));
    if (const QJsonObject ex = part(all, "ex"); number(ex, "count") > 0) {
        const QJsonArray interval = ex.value(QLatin1String("ci95")).toArray();
        report.ex =
            Ex{number(ex, "before"),        number(ex, "after"),          number(ex, "difference"),
               interval.at(0).toDouble(),   interval.at(1).toDouble(),    number(ex, "p_value", 1),
               qint64(number(ex, "fixed")), qint64(number(ex, "broken")), qint64(number(ex, "count"))};
    }
    for (const QJsonValue &value : all.value(QLatin1String("flips")).toArray()) {
        const QJsonObject one = value.toObject();
        report.flips.append({ui::text(one, "db_id"), ui::text(one, "question"), ui::text(one, "query"),
                             one.value(QLatin1String("fixed")).toBool(), ui::text(one, "before"),
                             ui::text(one, "after")});
    }
    for (const QJsonValue &value : quantization.value(QLatin1String("tensors")).toArray()) {
        const QJsonObject one = value.toObject();
        report.tensors.append({ui::text(one, "name"), ui::text(one, "scheme"), ui::text(one, "type"),
                               number(one, "bits_per_weight"), number(one, "output_error", -1),
                               number(one, "rounding_error", -1)});
    }
    for (const QJsonValue &value : quantization.value(QLatin1String("warnings")).toArray())
        report.warnings.append(value.toString());
    return report;
}

QString QuantizationReport::verdictText() const
{
    return verdict == QLatin1String("keep")      ? Words::tr("worth keeping")
           : verdict == QLatin1String("unsure")  ? Words::tr("not certain")
           : verdict == QLatin1String("discard") ? Words::tr("not worth it")
                                                 : QString();
}

QString QuantizationReport::recommendation() const
{
    const QLocale locale;
    QStringList sentences{
        Words::tr("The file has %1% of its former size.")
            .arg(locale.toString(100.0 * double(bytesAfter) / double(bytesBefore), 'f', 0))};
    const Drift *drift = answers ? &*answers : prompts ? &*prompts : text ? &*text : nullptr;
    if (ex && ex->broken + ex->fixed == 0)
        sentences.append(Words::tr("All %Ln question(s) are judged as before.", nullptr, int(ex->count)));
    else if (ex)
        sentences.append(
            Words::tr("Of %1 questions, %2 lost their right answer and %3 gained one: EX changes "
                      "by %4 points.")
                .arg(locale.toString(ex->count), locale.toString(ex->broken), locale.toString(ex->fixed),
                     (ex->difference > 0 ? QStringLiteral("+") : QString()) +
                         locale.toString(ex->difference * 100, 'f', 1)));
    else if (drift)
        sentences.append(Words::tr("No questions were asked; in %1% of all places the first choice stays the "
                                   "same.")
                             .arg(locale.toString(drift->sameTop * 100, 'f', 1)));
    const bool small = double(bytesAfter) <= 0.97 * double(bytesBefore);
    if (verdict == QLatin1String("keep"))
        sentences.append(Words::tr("That is a fair price for the size: it is worth keeping."));
    else if (verdict == QLatin1String("discard"))
        sentences.append(small
                             ? Words::tr("That is more than the size is worth. More bits, smaller groups or "
                                         "more questions to calibrate with lose less.")
                             : Words::tr("It is hardly smaller: keep the original."));
    else if (verdict == QLatin1String("unsure"))
        sentences.append(
            Words::tr("That may be chance, or too little to judge by: measure with more questions of your "
                      "own."));
    if (ex && ex->count < fewQuestions && verdict != QLatin1String("unsure"))
        sentences.append(
            Words::tr("%Ln question(s) are few; more of your own tell more.", nullptr, int(ex->count)));
    if (speedBefore && speedAfter && speedBefore->decode > 0) {
        const double faster = speedAfter->decode / speedBefore->decode;
        if (faster > 1 + sameSpeed)
            sentences.append(Words::tr("It writes %1 times as fast.").arg(locale.toString(faster, 'f', 1)));
        else if (faster < 1 - sameSpeed)
            sentences.append(Words::tr("It writes at %1% of its former speed.")
                                 .arg(locale.toString(faster * 100, 'f', 0)));
    }
    return sentences.join(u' ');
}

} // namespace mureum::ui
