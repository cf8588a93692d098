#include "ui/quantization/wizard/quantize_wizard.h"

#include "ui/quantization/scheme.h"
#include "ui/quantization/size_text.h"
#include "ui/quantization/wizard/data_step.h"
#include "ui/quantization/wizard/model_step.h"
#include "ui/quantization/wizard/scheme_step.h"
#include "ui/quantization/wizard/summary_step.h"
#include "ui/settings/paths.h"

#include <QDir>
#include <QFileInfo>
#include <QScopedValueRollback>
#include <QStorageInfo>

namespace mureum::ui {

namespace {

/// The step whose fields an error of mureum-cli is about, which begins with what is wrong.
int stepOf(const QString &error)
{
    const QString subject = error.section(u':', 0, 0);
    for (const char *name : {"quantize", "--override", "--scheme", "override", "scheme"})
        if (subject.startsWith(QLatin1String(name)))
            return QuantizeWizard::Scheme;
    return QuantizeWizard::Model;
}

/// Of the disk where `folder` will be; negative where unknown.
qint64 freeBytes(QString folder)
{
    while (!QFileInfo::exists(folder) && folder.contains(u'/'))
        folder.truncate(folder.lastIndexOf(u'/'));
    return folder.isEmpty() ? -1 : QStorageInfo(folder).bytesAvailable();
}

} // namespace

QuantizeWizard::QuantizeWizard(std::function<QString(const QString &)> folderFor, QWidget *parent)
    : JobWizard(tr("New quantization"), parent), folderFor_(std::move(folderFor)), program_(findCli()),
      model_(new ModelStep), scheme_(new SchemeStep), data_(new DataStep),
      summary_(new SummaryStep), pages_{model_, scheme_, data_, summary_}
{
    addStep(tr("Model"), model_);
    addStep(tr("Scheme"), scheme_);
    addStep(tr("Questions"), data_);
    addStep(tr("Start"), summary_);
    connect(&forecaster_, &PlanAsker::changed, this, &QuantizeWizard::showForecast);
    setPlan({}, false);
    goTo(Model);
}

QuantizationPlan QuantizeWizard::fields() const
{
    QuantizationPlan plan = given_;
    for (const QuantizeStep *page : pages_)
        page->store(plan);
    return plan;
}

QuantizationPlan QuantizeWizard::plan() const
{
    return normalized(fields());
}

void QuantizeWizard::setPlan(const QuantizationPlan &plan, bool keepScheme)
{
    given_ = plan;
    {
        const QScopedValueRollback loading(loading_, true);
        for (QuantizeStep *page : pages_)
            page->load(plan);
        if (keepScheme)
            scheme_->keepScheme();
    }
    touch();
}

QString QuantizeWizard::usualTitle(const QuantizationPlan &plan) const
{
    const QString model = plan.model.isEmpty() ? paths::bundledModel() : plan.model;
    return tr("%1 in %2").arg(QFileInfo(model).completeBaseName(), wordsOf(plan.scheme, plan.bits).name);
}

/// Something was changed: what follows from it is said again.
void QuantizeWizard::touch()
{
    if (loading_)
        return;
    // With what other schemes would use, too: their sizes stay as they are while one is chosen.
    forecaster_.request(model_->missing().isEmpty() && !program_.isEmpty()
                            ? forecastCommandOf(fields(), program_)
                            : JobCommand());
    showForecast();
}

void QuantizeWizard::showForecast()
{
    {
        const QScopedValueRollback loading(loading_, true); // a recommended scheme is no change by the user
        scheme_->follow(forecaster_.forecast(), plan());
        const QuantizationPlan now = plan();
        for (QuantizeStep *page : pages_)
            if (page != scheme_)
                page->follow(forecaster_.forecast(), now);
    }
    summary_->setUsualTitle(usualTitle(plan()));
    const QuantizationPlan now = plan();
    summary_->setCommand(
        commandOf(now, program_.isEmpty() ? QStringLiteral("mureum-cli") : program_, folderFor_(now.title))
            .shellText());
    look();
}

/// What stands against the start, and where.
void QuantizeWizard::look()
{
    std::vector<Finding> findings;
    if (program_.isEmpty())
        findings.push_back(programFinding());
    int wrong = findMissing(findings);
    const bool busy = forecaster_.busy();
    const QuantizationPlan now = plan();
    const QuantizationForecast *forecast = forecaster_.forecast();
    if (!busy && wrong < 0 && !forecaster_.error().isEmpty()) {
        findings.push_back({true, forecaster_.error()});
        wrong = stepOf(forecaster_.error());
    }
    QString summary;
    const auto *scheme = forecast ? forecast->find(now.scheme, now.bits) : nullptr;
    if (busy) {
        summary = tr("Looking at the model…");
    } else if (scheme && scheme->usable()) {
        if (scheme->bytes >= forecast->bytes)
            findings.push_back({false, tr("The file would not become smaller.")});
        if (const qint64 left = freeBytes(folderFor_({})); left >= 0 && left < 2 * scheme->bytes)
            findings.push_back({true, tr("The disk is full: %1 are free, %2 are needed.")
                                          .arg(sizeText(left), sizeText(2 * scheme->bytes))});
        summary = tr("%1: %2 instead of %3, %4 of memory")
                      .arg(wordsOf(now.scheme, now.bits).name, sizeText(scheme->bytes),
                           sizeText(forecast->bytes), sizeText(scheme->memory));
    }
    if (wrong < 0 && !now.measure)
        findings.push_back({false, tr("Nothing is measured: what it loses stays unknown.")});
    tell(findings, wrong, summary, busy);
}

QString QuantizeWizard::commandText() const
{
    return summary_->commandText();
}

void QuantizeWizard::begin()
{
    emit chosen(plan());
}

} // namespace mureum::ui
