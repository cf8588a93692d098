#include "ui/quantization/wizard/quantization_plan.h"

#include "ui/quantization/scheme.h"
#include "ui/settings/paths.h"

#include <QFileInfo>
#include <QLocale>

namespace mureum::ui {

namespace {

struct TextOption
{
    const char *option;
    QString QuantizationPlan::*field;
};
const TextOption textOptions[] = {{"--model", &QuantizationPlan::model},
                                  {"--scheme", &QuantizationPlan::scheme},
                                  {"--embeddings", &QuantizationPlan::embeddings},
                                  {"--head", &QuantizationPlan::head},
                                  {"--calibration", &QuantizationPlan::calibration},
                                  {"--eval", &QuantizationPlan::evaluation},
                                  {"--databases", &QuantizationPlan::databases},
                                  {"--text", &QuantizationPlan::text}};

struct NumberOption
{
    const char *option;
    std::optional<int> QuantizationPlan::*field;
};
const NumberOption numberOptions[] = {{"--calibration-tokens", &QuantizationPlan::calibrationTokens},
                                      {"--limit", &QuantizationPlan::limit},
                                      {"--candidates", &QuantizationPlan::candidates},
                                      {"--seed", &QuantizationPlan::seed},
                                      {"--threads", &QuantizationPlan::threads}};

/// Set where the option is given, to the value here.
struct FlagOption
{
    const char *option;
    bool QuantizationPlan::*field;
    bool value;
};
const FlagOption flagOptions[] = {{"--symmetric", &QuantizationPlan::symmetric, true},
                                  {"--act-order", &QuantizationPlan::actOrder, true},
                                  {"--no-double-quant", &QuantizationPlan::plainScales, true},
                                  {"--no-measure", &QuantizationPlan::measure, false},
                                  {"--no-speed", &QuantizationPlan::speed, false}};

template <typename Options, typename Use>
bool take(const Options &options, const QString &option, Use use)
{
    for (const auto &known : options)
        if (option == QLatin1String(known.option)) {
            use(known);
            return true;
        }
    return false;
}

class Reader
{
public:
    explicit Reader(const QStringList &arguments) : left_(arguments) {}

    QuantizationPlan read()
    {
        while (!left_.isEmpty()) {
            const QString option = left_.takeFirst();
            if (!known(option))
                further(option);
        }
        return plan_;
    }

private:
    QString value() { return left_.isEmpty() ? QString() : left_.takeFirst(); }

    bool known(const QString &option)
    {
        if (take(textOptions, option, [this](const TextOption &one) { plan_.*one.field = value(); }) ||
            take(numberOptions, option,
                 [this](const NumberOption &one) {
                     bool ok = false;
                     if (const int number = value().toInt(&ok); ok)
                         plan_.*one.field = number;
                 }) ||
            take(flagOptions, option, [this](const FlagOption &one) { plan_.*one.field = one.value; }))
            return true;
        if (option == QLatin1String("--bits"))
            plan_.bits = value().toInt();
        else if (option == QLatin1String("--group"))
            plan_.group = value().toInt();
        else if (option == QLatin1String("--damping"))
            plan_.damping = value().toDouble();
        else if (option == QLatin1String("--override"))
            plan_.overrides.append(value());
        else if (option == QLatin1String("--keep-embeddings"))
            plan_.embeddings = QStringLiteral("keep");
        else if (option == QLatin1String("--keep-head"))
            plan_.head = QStringLiteral("keep");
        else if (option == QLatin1String("--out") || option == QLatin1String("--run") ||
                 option == QLatin1String("--progress"))
            value();
        else
            return option == QLatin1String("--resume") || option == QLatin1String("--json");
        return true;
    }

    void further(const QString &option)
    {
        plan_.more << option;
        while (!left_.isEmpty() && !left_.first().startsWith(u'-'))
            plan_.more << left_.takeFirst();
    }

    QuantizationPlan plan_;
    QStringList left_;
};

} // namespace

bool holdsQuestions(const QString &file)
{
    return file.endsWith(QLatin1String(".jsonl")) || file.endsWith(QLatin1String(".json"));
}

bool isCalibrated(const QuantizationPlan &plan)
{
    bool calibrated = isCalibrated(plan.scheme);
    for (const QString &one : plan.overrides)
        calibrated = calibrated || isCalibrated(one.section(u'=', 1).section(u':', 0, 0));
    return calibrated;
}

QuantizationPlan normalized(QuantizationPlan plan)
{
    const QuantizationPlan none;
    if (!isGrouped(plan.scheme)) {
        plan.bits = none.bits;
        plan.group = none.group;
    }
    if (plan.scheme != QLatin1String("gptq")) {
        plan.symmetric = plan.actOrder = false;
        plan.damping.reset();
    }
    if (plan.scheme != QLatin1String("nf4"))
        plan.plainScales = false;
    if (!isCalibrated(plan)) {
        plan.calibration.clear();
        plan.calibrationTokens.reset();
    }
    if (!plan.measure) {
        plan.evaluation.clear();
        plan.text.clear();
        plan.limit.reset();
        plan.candidates.reset();
        plan.speed = true;
    }
    if (plan.evaluation.isEmpty() && !holdsQuestions(plan.calibration))
        plan.databases.clear();
    return plan;
}

QString quantizedFile(const QuantizationPlan &plan, const QString &directory)
{
    const QString model = plan.model.isEmpty() ? paths::bundledModel() : plan.model;
    QString name = QFileInfo(model).completeBaseName() + u'-' + plan.scheme;
    if (isGrouped(plan.scheme))
        name += QString::number(plan.bits);
    return directory + u'/' + name + QStringLiteral(".gguf");
}

QString reportFolder(const QString &directory)
{
    return directory + QStringLiteral("/run");
}

JobCommand commandOf(const QuantizationPlan &given, const QString &program, const QString &directory)
{
    const QuantizationPlan plan = normalized(given), none;
    JobCommand command{program, {QStringLiteral("quantize")}};
    QStringList &arguments = command.arguments;
    for (const TextOption &known : textOptions)
        if (const QString &value = plan.*known.field;
            !value.isEmpty() && (value != none.*known.field || known.field == &QuantizationPlan::scheme))
            arguments << QLatin1String(known.option) << value;
    if (isGrouped(plan.scheme))
        arguments << QStringLiteral("--bits") << QString::number(plan.bits);
    if (plan.group != 0)
        arguments << QStringLiteral("--group") << QString::number(plan.group);
    if (plan.damping)
        arguments << QStringLiteral("--damping")
                  << QLocale::c().toString(*plan.damping, 'f', QLocale::FloatingPointShortest);
    for (const QString &one : plan.overrides)
        arguments << QStringLiteral("--override") << one;
    for (const NumberOption &known : numberOptions)
        if (const auto value = plan.*known.field)
            arguments << QLatin1String(known.option) << QString::number(*value);
    for (const FlagOption &known : flagOptions)
        if (plan.*known.field == known.value)
            arguments << QLatin1String(known.option);
    arguments += plan.more;
    arguments << QStringLiteral("--out") << quantizedFile(plan, directory) << QStringLiteral("--run")
              << reportFolder(directory) << QStringLiteral("--progress") << QStringLiteral("json");
    return command;
}

JobCommand forecastCommandOf(const QuantizationPlan &given, const QString &program)
{
    // What the other schemes would make of it is told with the plan's own; one that always suits is asked
    // for.
    QuantizationPlan plan;
    plan.model = given.model;
    plan.embeddings = given.embeddings;
    plan.head = given.head;
    plan.overrides = given.overrides;
    JobCommand command = commandOf(plan, program, {});
    command.arguments.resize(command.arguments.size() - 6); // --out, --run, --progress
    if (given.group != 0)
        command.arguments << QStringLiteral("--group") << QString::number(given.group);
    if (given.plainScales)
        command.arguments << QStringLiteral("--no-double-quant");
    command.arguments << QStringLiteral("--plan") << QStringLiteral("--json");
    return command;
}

QuantizationPlan quantizationPlanOf(const JobCommand &command)
{
    return normalized(Reader(command.arguments.mid(1)).read());
}

} // namespace mureum::ui
