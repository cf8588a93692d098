#include "ui/evaluation/evaluation_page.h"
#include "ui/evaluation/examples_panel.h"
#include "ui/evaluation/judge_dialog.h"
#include "ui/evaluation/new_evaluation_dialog.h"
#include "ui/evaluation/run_view.h"
#include "ui/evaluation/runs_view.h"
#include "ui/settings/paths.h"
#include "ui/widgets/message_bar.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

EvaluationPage::EvaluationPage(JobsStore &jobs, Settings &settings, const QString &verifiedFile,
                               QWidget *parent)
    : QWidget(parent), jobs_(jobs), settings_(settings),
      verified_(verifiedFile.isEmpty() ? paths::dataDir() + QStringLiteral("/verified.jsonl") : verifiedFile),
      message_(new MessageBar), stack_(new QStackedWidget),
      runs_(new RunsView(jobs, !samplePlan().data.isEmpty())), run_(new RunView(verified_)),
      compare_(new CompareView(verified_))
{
    for (QWidget *view :
         {static_cast<QWidget *>(runs_), static_cast<QWidget *>(run_), static_cast<QWidget *>(compare_)})
        stack_->addWidget(view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(message_);
    layout->addWidget(stack_, 1);
    setFocusProxy(runs_);
    runs_->restoreLayout(settings_.get(keys::runColumns));
    for (const QString &directory : settings_.get(keys::openedRuns))
        jobs_.open(directory);

    connect(runs_, &RunsView::newRequested, this, &EvaluationPage::newEvaluation);
    connect(runs_, &RunsView::sampleRequested, this, [this] { start(samplePlan()); });
    connect(runs_, &RunsView::openDirectoryRequested, this, &EvaluationPage::chooseDirectory);
    connect(runs_, &RunsView::opened, this, &EvaluationPage::openRun);
    connect(runs_, &RunsView::compareRequested, this, &EvaluationPage::compareRuns);
    connect(runs_, &RunsView::resumeRequested, this, &EvaluationPage::resume);
    connect(runs_, &RunsView::judgeRequested, this, &EvaluationPage::judge);
    connect(runs_, &RunsView::removeRequested, this, &EvaluationPage::confirmRemove);
    connect(run_, &RunView::backRequested, this, &EvaluationPage::showRuns);
    connect(compare_, &CompareView::backRequested, this, &EvaluationPage::showRuns);
    connect(&keys_, &ApiKeys::failed, message_, &MessageBar::showMessage);
    connect(&jobs_, &JobsStore::stateChanged, this, [this](JobProcess *job) {
        if (job->state() == JobProcess::State::Failed)
            message_->showMessage(job->title() + QStringLiteral(": ") + job->error());
    });
    connect(&jobs_, &JobsStore::aboutToRemove, this, [this](int row) {
        if (run_->job() == jobs_.at(row)) {
            run_->close();
            showRuns();
        }
    });
}

EvaluationPage::~EvaluationPage() = default;

QWidget *EvaluationPage::shown() const
{
    return stack_->currentWidget();
}

RunPlan EvaluationPage::samplePlan()
{
    RunPlan plan;
    plan.model = paths::bundledModel();
    plan.data = paths::sampleExamples();
    if (plan.model.isEmpty() || plan.data.isEmpty())
        return {};
    plan.title = tr("Sample questions");
    plan.databases = QFileInfo(plan.data).path();
    plan.metrics = {QStringLiteral("ex"), QStringLiteral("em")};
    return plan;
}

NewEvaluationDialog *EvaluationPage::newEvaluation()
{
    auto *dialog = new NewEvaluationDialog(
        settings_, keys_, [this](const QString &title) { return jobs_.folderFor(title); }, this);
    connect(dialog, &NewEvaluationDialog::chosen, this, &EvaluationPage::start);
    dialog->open();
    return dialog;
}

void EvaluationPage::start(const RunPlan &plan, const QString &apiKey)
{
    message_->hide();
    JobProcess *job = jobs_.create(plan.title);
    jobs_.enqueue(job, commandOf(plan, findCli(), job->directory()), keyEnvironment(apiKey));
    showRuns();
    runs_->select(job);
}

void EvaluationPage::resume(JobProcess *job)
{
    const JobCommand command = resumed(job->file().command);
    QString endpoint = command.value(QStringLiteral("--judge-endpoint"));
    if (endpoint.isEmpty())
        endpoint = command.value(QStringLiteral("--endpoint"));
    enqueueWithKey(keys_, jobs_, job, command, endpoint);
}

JudgeDialog *EvaluationPage::judge(JobProcess *job)
{
    auto *dialog = new JudgeDialog(settings_, keys_, job->directory(), readRunInfo(*job).databases, this);
    connect(dialog, &JudgeDialog::chosen, this,
            [this, job = QPointer(job)](const JobCommand &command, const QString &key) {
                if (job)
                    jobs_.enqueue(job, command, keyEnvironment(key));
            });
    dialog->open();
    return dialog;
}

void EvaluationPage::chooseDirectory()
{
    auto *dialog = new QFileDialog(this, tr("Open a run directory"), jobs_.root());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &EvaluationPage::openDirectory);
    dialog->open();
}

void EvaluationPage::openDirectory(const QString &directory)
{
    JobProcess *job = jobs_.open(directory);
    if (!job) {
        message_->showMessage(
            tr("%1 holds no run. Choose a folder that mureum-cli eval or score filled with --run.")
                .arg(directory));
        return;
    }
    message_->hide();
    rememberOpened();
    runs_->select(job);
    openRun(job);
}

void EvaluationPage::rememberOpened()
{
    settings_.set(keys::openedRuns, jobs_.opened());
}

void EvaluationPage::openRun(JobProcess *job)
{
    message_->hide();
    run_->open(job);
    stack_->setCurrentWidget(run_);
}

void EvaluationPage::compareRuns(const QList<JobProcess *> &jobs)
{
    // The earliest first: what changed since.
    QList<JobProcess *> ordered = jobs;
    std::stable_sort(ordered.begin(), ordered.end(), [](const JobProcess *a, const JobProcess *b) {
        return readRunInfo(*a).date < readRunInfo(*b).date;
    });
    QList<CompareView::Run> runs;
    for (const JobProcess *job : std::as_const(ordered)) {
        const RunInfo info = readRunInfo(*job);
        runs.append({job->directory(), info.title, info.databases});
    }
    compare_->open(runs);
    stack_->setCurrentWidget(compare_);
}

void EvaluationPage::compareDirectories(const QList<CompareView::Run> &runs)
{
    compare_->open(runs);
    stack_->setCurrentWidget(compare_);
}

void EvaluationPage::showRuns()
{
    run_->close();
    stack_->setCurrentWidget(runs_);
    runs_->setFocus();
}

void EvaluationPage::focusSearch()
{
    if (shown() == run_)
        run_->examples()->searchBox()->setFocus(Qt::ShortcutFocusReason);
}

void EvaluationPage::confirmRemove(const QList<JobProcess *> &jobs)
{
    if (jobs.isEmpty())
        return;
    QStringList titles;
    bool elsewhere = false;
    for (const JobProcess *job : jobs) {
        titles.append(job->title());
        elsewhere = elsewhere || !jobs_.owns(job);
    }
    auto *box =
        new QMessageBox(QMessageBox::Question, tr("Delete runs"), QString(), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Delete %n run(s) with all records? %1", nullptr, int(jobs.size()))
                     .arg(titles.join(QStringLiteral(", "))));
    box->setInformativeText(elsewhere
                                ? tr("Runs that lie elsewhere are only taken off the list; their files stay.")
                                : tr("This cannot be undone."));
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, jobs] {
        for (JobProcess *job : jobs)
            if (const QString problem = jobs_.remove(job, true); !problem.isEmpty())
                message_->showMessage(problem);
        rememberOpened();
    });
    box->open();
}

void EvaluationPage::saveLayout()
{
    settings_.set(keys::runColumns, runs_->layoutState());
}

} // namespace mureum::ui
