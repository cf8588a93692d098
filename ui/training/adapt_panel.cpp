#include "ui/training/adapt_panel.h"

#include "ui/jobs/jobs_model.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/training/active_adapters.h"
#include "ui/training/adapt_dialog.h"
#include "ui/training/training_info.h"
#include "ui/training/training_page.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace mureum::ui {

namespace {

QString databaseOf(const JobProcess &job)
{
    const JobCommand &command = job.file().command;
    return command.arguments.value(0) == QLatin1String("adapt") ? command.value(QStringLiteral("--db"))
                                                                : QString();
}

} // namespace

AdaptPanel::AdaptPanel(JobsStore &jobs, Settings &settings, const QString &historyFile, QWidget *parent)
    : QFrame(parent), jobs_(jobs), settings_(settings), historyFile_(historyFile),
      worker_(QStringLiteral("help")), icon_(new QLabel), text_(new QLabel), progress_(new QProgressBar),
      show_(new QPushButton(tr("Show the run"))), stop_(new QPushButton(tr("Stop"))),
      keep_(new QPushButton(tr("Keep it"))), delete_(new QPushButton(tr("Delete it"))),
      close_(new QToolButton)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    icon_->setPixmap(symbolicIcon(QStringLiteral("spark")).pixmap(18, 18));
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    text_->setMinimumWidth(40);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedSize(140, 8);
    progress_->setAccessibleName(tr("Progress"));
    close_->setIcon(symbolicIcon(QStringLiteral("close")));
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Close this message"));
    close_->setAccessibleName(tr("Close this message"));
    stop_->setToolTip(tr("Write a checkpoint and stop; it can be resumed on the Train page"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 4, 4);
    layout->addWidget(icon_);
    layout->addWidget(text_, 1);
    layout->addWidget(progress_);
    for (QPushButton *button : {show_, stop_, keep_, delete_}) {
        button->setAutoDefault(false);
        layout->addWidget(button);
    }
    layout->addWidget(close_);
    hide();

    connect(show_, &QPushButton::clicked, this, [this] {
        if (job_)
            emit runRequested(job_);
    });
    connect(stop_, &QPushButton::clicked, this, [this] {
        if (job_)
            job_->stop();
    });
    connect(keep_, &QPushButton::clicked, this, &AdaptPanel::settle);
    connect(close_, &QToolButton::clicked, this, &AdaptPanel::settle);
    connect(delete_, &QPushButton::clicked, this, [this] {
        const QPointer<JobProcess> job = job_;
        settle();
        if (!job)
            return;
        ActiveAdapters(settings_).forget(job->directory());
        if (const QString problem = jobs_.remove(job, true); !problem.isEmpty())
            tell(problem, {});
    });
    connect(&jobs_, &JobsStore::stateChanged, this, &AdaptPanel::follow);
    connect(&jobs_, &JobsStore::progressed, this, &AdaptPanel::follow);
    connect(&jobs_, &JobsStore::aboutToRemove, this, [this](int row) {
        if (jobs_.at(row) == job_) {
            settle();
            job_ = nullptr;
        }
    });
    worker_.run(
        [program = findCli()](std::stop_token) { return CliHelp::of(program, QStringLiteral("adapt")); },
        [this](const CliHelp &help) { help_ = help; });
}

JobProcess *AdaptPanel::jobOf(const QString &database) const
{
    const QStringList pending = settings_.get(keys::pendingAdaptations);
    JobProcess *found = nullptr;
    for (int row = 0; row < jobs_.count(); ++row) {
        JobProcess *job = jobs_.at(row);
        if (databaseOf(*job) == database && (job->active() || pending.contains(job->directory())))
            found = job;
    }
    return found;
}

void AdaptPanel::setDatabase(const QString &file)
{
    database_ = file;
    job_ = nullptr;
    hide();
    if (JobProcess *job = jobOf(file); job && !file.isEmpty())
        follow(job);
}

AdaptDialog *AdaptPanel::ask()
{
    const JobProcess *former = jobOf(database_);
    if (database_.isEmpty() || (former && former->active()))
        return nullptr;
    TrainingPlan plan;
    plan.database = database_;
    plan.model = settings_.get(keys::modelFile);
    plan.verified = verifiedFiles();
    auto *dialog = new AdaptDialog(plan, window());
    connect(dialog, &AdaptDialog::chosen, this, &AdaptPanel::start);
    dialog->open();
    return dialog;
}

JobProcess *AdaptPanel::start(TrainingPlan plan)
{
    plan.title = tr("Adapted to %1").arg(QFileInfo(plan.database).completeBaseName());
    if (help_.has(QStringLiteral("--history")) && QFileInfo(historyFile_).size() > 0)
        plan.history = historyFile_;
    JobProcess *job = jobs_.create(plan.title);
    settings_.set(keys::pendingAdaptations,
                  settings_.get(keys::pendingAdaptations) + QStringList{job->directory()});
    jobs_.enqueue(job, commandOf(plan, findCli(), job->directory()));
    follow(job);
    return job;
}

void AdaptPanel::follow(JobProcess *job)
{
    if (databaseOf(*job) != database_ || database_.isEmpty())
        return;
    const bool pending = settings_.get(keys::pendingAdaptations).contains(job->directory());
    if (!job->active() && !pending)
        return;
    job_ = job;
    if (job->active())
        showRunning();
    else
        showEnd();
}

void AdaptPanel::tell(const QString &text, const QList<QPushButton *> &buttons)
{
    text_->setText(text);
    for (QPushButton *button : {show_, stop_, keep_, delete_})
        button->setVisible(buttons.contains(button));
    progress_->setVisible(job_ && job_->active());
    close_->setVisible(!job_ || !job_->active());
    show();
}

void AdaptPanel::showRunning()
{
    const TrainingInfo info = readTrainingInfo(*job_);
    QString text =
        tr("Adapting to %1: %2").arg(QFileInfo(database_).completeBaseName(), phaseText(info, *job_));
    if (info.secondsLeft >= 0)
        text += u' ' + tr("(%1 of training left)").arg(timeLeftText(info.secondsLeft));
    progress_->setValue(int(info.fraction() * 1000));
    tell(text, {show_, stop_});
    stop_->setEnabled(job_->state() != JobProcess::State::Stopping);
}

void AdaptPanel::showEnd()
{
    const TrainingInfo info = readTrainingInfo(*job_);
    if (job_->state() != JobProcess::State::Finished) {
        tell(job_->error().isEmpty() ? tr("The adaptation was stopped. It can be resumed on the Train page.")
                                     : tr("The adaptation failed: %1").arg(job_->error()),
             {show_});
        return;
    }
    const QString scores = tr("EX %1 → %2 on %n question(s) it had not seen", nullptr, int(info.after.count))
                               .arg(percentText(info.before), percentText(info.after));
    if (info.after.known() && info.after.value > info.before.value) {
        // Once: whoever switches it off later wants it off.
        unsetPending();
        ActiveAdapters(settings_).use(database_, job_->directory());
        tell(tr("Adapted: %1. The adapter is switched on for this database.").arg(scores), {show_});
    } else {
        tell(tr("It did not help: %1. The adapter is not used.").arg(scores), {show_, keep_, delete_});
    }
}

/// What there was to say has been read.
void AdaptPanel::settle()
{
    hide();
    if (job_ && !job_->active())
        unsetPending();
}

void AdaptPanel::unsetPending()
{
    QStringList pending = settings_.get(keys::pendingAdaptations);
    pending.removeAll(job_->directory());
    settings_.set(keys::pendingAdaptations, pending);
}

QString AdaptPanel::text() const
{
    return isHidden() ? QString() : text_->text();
}

} // namespace mureum::ui
