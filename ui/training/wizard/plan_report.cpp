#include "ui/training/wizard/plan_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace mureum::ui {

namespace {

qint64 integer(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toInteger();
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

QJsonObject part(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toObject();
}

QStringList words(const QJsonObject &object, const char *name)
{
    QStringList all;
    for (const QJsonValue &value : object.value(QLatin1String(name)).toArray())
        all.append(value.toString());
    return all;
}

PlanReport::Histogram histogramOf(const QJsonObject &object)
{
    PlanReport::Histogram histogram;
    histogram.width = integer(object, "width");
    for (const QJsonValue &count : object.value(QLatin1String("counts")).toArray())
        histogram.counts.push_back(count.toInteger());
    return histogram;
}

PlanReport::Memory memoryOf(const QJsonObject &object)
{
    using Memory = PlanReport::Memory;
    const std::pair<const char *, qint64 Memory::*> parts[] = {{"parameters", &Memory::parameters},
                                                               {"frozen", &Memory::frozen},
                                                               {"gradients", &Memory::gradients},
                                                               {"moments", &Memory::moments},
                                                               {"activations", &Memory::activations},
                                                               {"kv", &Memory::kv},
                                                               {"program", &Memory::program},
                                                               {"spilled", &Memory::spilled},
                                                               {"total", &Memory::total}};
    Memory memory;
    for (const auto &[name, field] : parts)
        memory.*field = integer(object, name);
    return memory;
}

} // namespace

std::optional<PlanReport> PlanReport::read(const QByteArray &json)
{
    const QJsonObject all = QJsonDocument::fromJson(json).object();
    if (!all.value(QLatin1String("questions")).isDouble() || !all.value(QLatin1String("memory")).isObject())
        return std::nullopt;
    PlanReport report;
    report.questions = integer(all, "questions");
    report.validation = integer(all, "validation");
    report.databases = integer(all, "databases");
    const QJsonObject languages = part(all, "languages");
    for (auto it = languages.begin(); it != languages.end(); ++it)
        report.languages[it.key()] = it.value().toInteger();
    for (const QJsonValue &value : all.value(QLatin1String("left_out")).toArray()) {
        const QJsonObject one = value.toObject();
        report.leftOut.push_back({text(one, "reason"), integer(one, "count"), integer(one, "first_line")});
    }
    for (const QJsonValue &value : all.value(QLatin1String("sample")).toArray()) {
        const QJsonObject one = value.toObject();
        report.sample.push_back(
            {text(one, "db_id"), text(one, "question"), text(one, "query"), text(one, "lang")});
    }
    const QJsonObject lengths = part(all, "token_lengths");
    report.context = integer(lengths, "context");
    report.longest = integer(lengths, "longest");
    report.counted = integer(lengths, "counted");
    report.unusable = integer(lengths, "unusable");
    report.tooLong = integer(lengths, "too_long");
    report.prompt = histogramOf(part(lengths, "prompt"));
    report.answer = histogramOf(part(lengths, "answer"));
    const QJsonObject model = part(all, "model");
    report.modelName = text(model, "name");
    report.modelFile = text(model, "file");
    report.modelParameters = integer(model, "parameters");
    report.trainedParameters = integer(all, "trained_parameters");
    report.memory = memoryOf(part(all, "memory"));
    report.available = integer(all, "available");
    report.fits = all.value(QLatin1String("fits")).toBool(true);
    if (const QJsonObject proposal = part(all, "proposal"); !proposal.isEmpty())
        report.proposal = Proposal{words(proposal, "changes"), words(proposal, "arguments"),
                                   memoryOf(part(proposal, "memory"))};
    report.steps = integer(all, "steps");
    report.tokensPerStep = integer(all, "tokens_per_step");
    report.seconds = all.value(QLatin1String("seconds")).toDouble();
    report.tokensPerSecond = all.value(QLatin1String("tokens_per_second")).toDouble();
    return report;
}

} // namespace mureum::ui
