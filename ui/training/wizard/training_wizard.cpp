#include "ui/training/wizard/training_wizard.h"
#include "ui/evaluation/runs_model.h"
#include "ui/settings/paths.h"
#include "ui/training/wizard/data_page.h"
#include "ui/training/wizard/method_page.h"
#include "ui/training/wizard/model_page.h"
#include "ui/training/wizard/start_page.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QLocale>

namespace mureum::ui {

namespace {

/// The step whose fields an error of mureum-cli is about, which begins with what is wrong; -1: none.
int stepOf(const QString &error)
{
    const QString subject = error.section(u':', 0, 0);
    for (const char *name : {"data", "databases", "database", "validation", "verified", "history"})
        if (subject == QLatin1String(name))
            return TrainingWizard::Data;
    if (subject == QLatin1String("model"))
        return TrainingWizard::Model;
    for (const char *name :
         {"fine-tuning", "adapter", "training", "teacher", "pairs", "rejection", "dpo", "memory"})
        if (subject == QLatin1String(name))
            return TrainingWizard::Method;
    return -1;
}

} // namespace

TrainingWizard::TrainingWizard(Settings &settings, ApiKeys &keys,
                               std::function<QString(const QString &)> folderFor, QWidget *parent)
    : JobWizard(tr("New training"), parent), settings_(settings), folderFor_(std::move(folderFor)),
      program_(findCli()), data_(new DataPage(settings)), model_(new ModelPage),
      method_(new MethodPage(keys)), start_(new StartPage), helper_(QStringLiteral("help"))
{
    pages_ = {data_, model_, method_, start_};
    addStep(tr("Data"), data_);
    addStep(tr("Base model"), model_);
    addStep(tr("Method"), method_);
    addStep(tr("Start"), start_);
    connect(&planner_, &Planner::changed, this, &TrainingWizard::showState);
    connect(start_, &StartPage::applyRequested, this, &TrainingWizard::applyProposal);

    TrainingPlan plan;
    plan.database = usualDatabase();
    plan.model = settings_.get(keys::modelFile);
    if (const QString verified = paths::dataDir() + QStringLiteral("/verified.jsonl");
        QFileInfo::exists(verified))
        plan.verified = {verified};
    if (QFileInfo::exists(paths::historyFile()))
        plan.history = paths::historyFile();
    for (WizardPage *page : pages_)
        page->offer({}, plan.kind);
    setPlan(plan);
    goTo(Data);
    if (!program_.isEmpty())
        helper_.run(
            [program = program_](std::stop_token) {
                return std::pair(CliHelp::of(program, QStringLiteral("adapt")),
                                 CliHelp::of(program, QStringLiteral("finetune")));
            },
            [this](const std::pair<CliHelp, CliHelp> &help) { setHelp(help.first, help.second); });
}

const CliHelp &TrainingWizard::help() const
{
    return data_->kind() == TrainingPlan::Kind::Adapt ? adaptHelp_ : finetuneHelp_;
}

void TrainingWizard::setHelp(const CliHelp &adapt, const CliHelp &finetune)
{
    adaptHelp_ = adapt;
    finetuneHelp_ = finetune;
    helped_ = true;
    touch();
}

TrainingPlan TrainingWizard::plan() const
{
    TrainingPlan plan = given_;
    for (const WizardPage *page : pages_)
        page->store(plan);
    for (const IntegerOption &option : integerOptions())
        if (!help().has(QLatin1String(option.option)))
            (plan.*option.field).reset();
    for (const RealOption &option : realOptions())
        if (!help().has(QLatin1String(option.option)))
            (plan.*option.field).reset();
    plan.rslora = plan.rslora && help().has(QStringLiteral("--rslora"));
    plan.checkpointing = plan.checkpointing && help().has(QStringLiteral("--checkpointing"));
    plan.spill = plan.spill && help().has(QStringLiteral("--spill"));
    if (!help().has(QStringLiteral("--targets")))
        plan.targets.clear();
    return normalized(plan);
}

QString TrainingWizard::usualDatabase() const
{
    const QString last = settings_.get(keys::lastDatabase);
    return QFileInfo::exists(last) ? last : paths::sampleDatabases().value(0);
}

void TrainingWizard::setPlan(const TrainingPlan &plan)
{
    given_ = plan;
    // What the plan does not use is there as it was used last, where the user turns to it.
    TrainingPlan shown = plan;
    if (plan.kind == TrainingPlan::Kind::Finetune) {
        shown.database = usualDatabase();
    } else {
        shown.data = settings_.get(keys::trainingData);
        shown.databases = settings_.get(keys::trainingDatabases);
    }
    if (plan.method != QLatin1String("distill")) {
        shown.teacherEndpoint = settings_.get(keys::teacherEndpoint);
        shown.teacherModel = settings_.get(keys::teacherModel);
    }
    loading_ = true;
    for (WizardPage *page : pages_)
        page->load(shown);
    loading_ = false;
    touch();
}

TrainingWizard::Step TrainingWizard::step() const
{
    return Step(currentStep());
}

void TrainingWizard::goTo(Step step)
{
    setCurrentStep(step);
}

QString TrainingWizard::usualTitle(const TrainingPlan &plan) const
{
    return plan.kind == TrainingPlan::Kind::Adapt
               ? tr("Adapted to %1").arg(QFileInfo(plan.database).completeBaseName())
               : tr("Trained on %1").arg(QFileInfo(plan.data).completeBaseName());
}

/// Something was changed: what follows from it is said again.
void TrainingWizard::touch()
{
    if (loading_)
        return;
    loading_ = true; // pages that hide a choice change it
    for (WizardPage *page : pages_)
        page->offer(help(), data_->kind());
    loading_ = false;
    start_->setUsualTitle(usualTitle(plan()));
    const TrainingPlan now = plan();
    const QString folder = folderFor_(now.title);
    start_->setCommand(
        commandOf(now, program_.isEmpty() ? QStringLiteral("mureum-cli") : program_, folder).shellText());

    bool complete = helped_ && help().has(QStringLiteral("--plan"));
    for (const WizardPage *page : pages_)
        complete = complete && page->missing().isEmpty();
    // The name of the run changes nothing of what it does.
    planner_.request(complete ? planCommandOf(now, program_, folderFor_({})) : JobCommand());
    showState();
}

void TrainingWizard::showState()
{
    const PlanReport *report = planner_.report();
    for (WizardPage *page : pages_)
        page->showReport(report);
    look();
}

/// What stands against the start, where, and which buttons make sense.
void TrainingWizard::look()
{
    std::vector<Finding> findings;
    const auto add = [&findings](bool error, const QString &text) { findings.push_back({error, text}); };
    if (program_.isEmpty())
        findings.push_back(programFinding());
    int wrong = findMissing(findings);
    if (const TrainingPlan now = plan(); wrong < 0 && now.method == QLatin1String("distill"))
        for (const Finding &finding :
             checkServer(now.teacherEndpoint, now.teacherModel, !method_->apiKey().isEmpty())) {
            findings.push_back(finding);
            if (finding.error)
                wrong = Method;
        }
    const bool busy = !program_.isEmpty() && (planner_.busy() || !helped_);
    const PlanReport *report = planner_.report();
    if (!busy && wrong < 0 && !planner_.error().isEmpty()) {
        add(true, planner_.error());
        wrong = stepOf(planner_.error());
    }
    if (!busy && helped_ && !help().has(QStringLiteral("--plan")) && wrong < 0)
        add(false, tr("This mureum-cli cannot say beforehand what a training takes."));
    if (report && !busy && wrong < 0) {
        qint64 left = report->tooLong + report->unusable;
        for (const PlanReport::LeftOut &one : report->leftOut)
            left += one.count;
        if (left > 0)
            add(false, tr("%Ln question(s) are left out; the first step says why.", nullptr, int(left)));
        if (report->validation == 0)
            add(false,
                tr("There are no questions to judge by: nothing is measured, and the last step is kept."));
        if (!report->fits)
            add(false, report->proposal
                           ? tr("It does not fit into the free memory; the last step has a proposal.")
                           : tr("It does not fit into the free memory."));
    }
    QString summary;
    if (busy)
        summary = tr("Looking at the data, the model and this computer…");
    else if (report)
        summary = tr("%1 to learn, %2, about %3, %4 of memory")
                      .arg(tr("%Ln question(s)", nullptr, int(report->questions)),
                           tr("%Ln step(s)", nullptr, int(report->steps)), timeLeftText(report->seconds),
                           QLocale().formattedDataSize(report->memory.total, 1));
    tell(findings, wrong, summary, busy);
}

void TrainingWizard::applyProposal()
{
    const PlanReport *report = planner_.report();
    if (!report || !report->proposal)
        return;
    TrainingPlan changed = withArguments(plan(), report->proposal->arguments);
    if (start_->titleField()->text().simplified() == usualTitle(changed))
        changed.title.clear(); // still the usual one
    setPlan(changed);
}

QString TrainingWizard::commandText() const
{
    return start_->commandText();
}

void TrainingWizard::begin()
{
    const TrainingPlan wanted = plan();
    if (wanted.kind == TrainingPlan::Kind::Finetune) {
        settings_.set(keys::trainingData, wanted.data);
        settings_.set(keys::trainingDatabases, wanted.databases);
    }
    if (wanted.method == QLatin1String("distill")) {
        settings_.set(keys::teacherEndpoint, wanted.teacherEndpoint);
        settings_.set(keys::teacherModel, wanted.teacherModel);
        method_->keepKey();
    }
    emit chosen(wanted, method_->apiKey());
}

} // namespace mureum::ui
