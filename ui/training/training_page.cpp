#include "ui/training/training_page.h"

#include "ui/evaluation/run_plan.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/training/active_adapters.h"
#include "ui/training/adapters_view.h"
#include "ui/training/training_compare.h"
#include "ui/training/training_info.h"
#include "ui/training/training_view.h"
#include "ui/training/trainings_view.h"
#include "ui/training/wizard/training_wizard.h"
#include "ui/widgets/message_bar.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

QStringList verifiedFiles()
{
    const QString file = paths::dataDir() + QStringLiteral("/verified.jsonl");
    return QFileInfo(file).size() > 0 ? QStringList{file} : QStringList();
}

TrainingPage::TrainingPage(JobsStore &jobs, Settings &settings, QWidget *parent)
    : QWidget(parent), jobs_(jobs), settings_(settings), message_(new MessageBar), tabs_(new QTabBar),
      stack_(new QStackedWidget), runs_(new TrainingsView(jobs)), run_(new TrainingView),
      compare_(new TrainingCompare), adapters_(new AdaptersView(jobs, settings))
{
    tabs_->addTab(symbolicIcon(QStringLiteral("train")), tr("Runs"));
    tabs_->addTab(symbolicIcon(QStringLiteral("spark")), tr("Adapters"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    for (QWidget *view : {static_cast<QWidget *>(runs_), static_cast<QWidget *>(run_),
                          static_cast<QWidget *>(compare_), static_cast<QWidget *>(adapters_)})
        stack_->addWidget(view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(message_);
    layout->addWidget(tabs_);
    layout->addWidget(stack_, 1);
    setFocusProxy(runs_);
    runs_->restoreLayout(settings_.get(keys::trainingColumns));
    for (const QString &directory : settings_.get(keys::openedTrainings))
        jobs_.open(directory);

    connect(runs_, &TrainingsView::newRequested, this, [this] { newTraining(adaptPlan()); });
    connect(runs_, &TrainingsView::adaptRequested, this, [this] { newTraining(adaptPlan()); });
    connect(runs_, &TrainingsView::openDirectoryRequested, this, &TrainingPage::chooseDirectory);
    connect(runs_, &TrainingsView::opened, this, &TrainingPage::openRun);
    connect(runs_, &TrainingsView::compareRequested, this, &TrainingPage::compareRuns);
    connect(runs_, &TrainingsView::resumeRequested, this, &TrainingPage::resume);
    connect(runs_, &TrainingsView::removeRequested, this, &TrainingPage::confirmRemove);
    connect(runs_, &TrainingsView::againRequested, this, &TrainingPage::again);
    connect(run_, &TrainingView::backRequested, this, &TrainingPage::showRuns);
    connect(run_, &TrainingView::resumeRequested, this, &TrainingPage::resume);
    connect(run_, &TrainingView::againRequested, this, &TrainingPage::again);
    connect(run_, &TrainingView::answersRequested, this, &TrainingPage::answersRequested);
    connect(tabs_, &QTabBar::currentChanged, this,
            [this](int tab) { tab == 1 ? showAdapters() : showRuns(); });
    // One run has the page to itself.
    connect(stack_, &QStackedWidget::currentChanged, this,
            [this] { tabs_->setVisible(shown() == runs_ || shown() == adapters_); });
    connect(adapters_, &AdaptersView::told, message_, &MessageBar::showMessage);
    connect(compare_, &TrainingCompare::backRequested, this, &TrainingPage::showRuns);
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

TrainingPage::~TrainingPage() = default;

QWidget *TrainingPage::shown() const
{
    return stack_->currentWidget();
}

TrainingPlan TrainingPage::adaptPlan() const
{
    TrainingPlan plan;
    plan.database = database_;
    plan.model = settings_.get(keys::modelFile);
    plan.verified = verifiedFiles();
    return plan;
}

TrainingWizard *TrainingPage::newTraining(const TrainingPlan &plan)
{
    auto *wizard = new TrainingWizard(
        settings_, keys_, [this](const QString &title) { return jobs_.folderFor(title); }, this);
    wizard->setPlan(plan);
    connect(wizard, &TrainingWizard::chosen, this, [this](const TrainingPlan &chosen, const QString &apiKey) {
        JobProcess *job = start(chosen, apiKey);
        showRuns();
        runs_->select(job);
    });
    wizard->open();
    return wizard;
}

JobProcess *TrainingPage::start(const TrainingPlan &plan, const QString &apiKey)
{
    message_->hide();
    JobProcess *job = jobs_.create(plan.title);
    jobs_.enqueue(job, commandOf(plan, findCli(), job->directory()), keyEnvironment(apiKey));
    return job;
}

void TrainingPage::resume(JobProcess *job)
{
    // One that was stopped before it wrote anything is begun anew; --resume does that, too.
    const JobCommand command = resumed(job->file().command);
    const QString endpoint = command.value(QStringLiteral("--teacher-endpoint"));
    enqueueWithKey(keys_, jobs_, job, command, endpoint);
}

void TrainingPage::again(JobProcess *job)
{
    TrainingPlan plan = planOf(job->file().command);
    plan.title = job->title();
    newTraining(plan);
}

void TrainingPage::chooseDirectory()
{
    auto *dialog = new QFileDialog(this, tr("Open a run directory"), jobs_.root());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &TrainingPage::openDirectory);
    dialog->open();
}

void TrainingPage::openDirectory(const QString &directory)
{
    const bool holdsTraining = QFileInfo::exists(directory + QStringLiteral("/job.json")) ||
                               QFileInfo::exists(directory + QStringLiteral("/metrics.jsonl"));
    JobProcess *job = holdsTraining ? jobs_.open(directory) : nullptr;
    if (!job) {
        message_->showMessage(
            tr("%1 holds no training. Choose a folder that mureum-cli finetune or adapt filled.")
                .arg(directory));
        return;
    }
    message_->hide();
    rememberOpened();
    runs_->select(job);
    openRun(job);
}

void TrainingPage::rememberOpened()
{
    settings_.set(keys::openedTrainings, jobs_.opened());
}

void TrainingPage::openRun(JobProcess *job)
{
    message_->hide();
    run_->open(job);
    stack_->setCurrentWidget(run_);
}

void TrainingPage::compareRuns(const QList<JobProcess *> &jobs)
{
    QList<JobProcess *> ordered = jobs;
    std::stable_sort(ordered.begin(), ordered.end(), [](const JobProcess *a, const JobProcess *b) {
        return readTrainingInfo(*a).date < readTrainingInfo(*b).date;
    });
    compare_->open(ordered);
    stack_->setCurrentWidget(compare_);
}

void TrainingPage::setDatabase(const QString &file)
{
    database_ = file;
    adapters_->setDatabase(file);
}

void TrainingPage::showAdapters()
{
    run_->close();
    compare_->close();
    const QSignalBlocker blocker(tabs_);
    tabs_->setCurrentIndex(1);
    stack_->setCurrentWidget(adapters_);
    adapters_->refresh();
    adapters_->setFocus();
}

void TrainingPage::showRuns()
{
    const QSignalBlocker blocker(tabs_);
    tabs_->setCurrentIndex(0);
    run_->close();
    compare_->close();
    stack_->setCurrentWidget(runs_);
    runs_->setFocus();
}

void TrainingPage::confirmRemove(const QList<JobProcess *> &jobs)
{
    if (jobs.isEmpty())
        return;
    QStringList titles;
    bool elsewhere = false, adapters = false;
    for (const JobProcess *job : jobs) {
        titles.append(job->title());
        elsewhere = elsewhere || !jobs_.owns(job);
        adapters = adapters || (jobs_.owns(job) && readTrainingInfo(*job).hasAdapter);
    }
    auto *box =
        new QMessageBox(QMessageBox::Question, tr("Delete runs"), QString(), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(
        tr("Delete %n training(s)? %1", nullptr, int(jobs.size())).arg(titles.join(QStringLiteral(", "))));
    QStringList more;
    if (adapters)
        more.append(tr("The adapters they made are deleted with them."));
    more.append(elsewhere ? tr("Runs that lie elsewhere are only taken off the list; their files stay.")
                          : tr("This cannot be undone."));
    box->setInformativeText(more.join(u' '));
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, jobs] {
        for (JobProcess *job : jobs) {
            if (jobs_.owns(job))
                ActiveAdapters(settings_).forget(job->directory());
            if (const QString problem = jobs_.remove(job, true); !problem.isEmpty())
                message_->showMessage(problem);
        }
        rememberOpened();
    });
    box->open();
}

void TrainingPage::saveLayout()
{
    settings_.set(keys::trainingColumns, runs_->layoutState());
}

} // namespace mureum::ui
