#include "ui/quantization/quantization_page.h"

#include "ui/evaluation/run_plan.h"
#include "ui/quantization/quantization_view.h"
#include "ui/quantization/quantizations_view.h"
#include "ui/quantization/report_panel.h"
#include "ui/quantization/wizard/quantize_wizard.h"
#include "ui/settings/paths.h"
#include "ui/widgets/message_bar.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

/// Files that are not there are told apart by their names.
bool sameFile(const QString &a, const QString &b)
{
    const QFileInfo first(a), second(b);
    return first.absoluteFilePath() == second.absoluteFilePath() || (first.exists() && first == second);
}

/// What went wrong, or empty.
QString copyFile(const QString &from, const QString &to, std::stop_token stop)
{
    constexpr qint64 piece = 1 << 20;
    QFile source(from);
    QSaveFile target(to); // a temporary file that takes the name at the end
    if (!source.open(QIODevice::ReadOnly))
        return source.errorString();
    if (!target.open(QIODevice::WriteOnly))
        return target.errorString();
    while (!source.atEnd()) {
        if (stop.stop_requested())
            return QuantizationPage::tr("Stopped.");
        const QByteArray data = source.read(piece);
        if (data.isEmpty())
            return source.errorString();
        if (target.write(data) != data.size())
            return target.errorString();
    }
    return target.commit() ? QString() : target.errorString();
}

} // namespace

QuantizationPage::QuantizationPage(JobsStore &jobs, Settings &settings, QWidget *parent)
    : QWidget(parent), jobs_(jobs), settings_(settings), message_(new MessageBar), stack_(new QStackedWidget),
      runs_(new QuantizationsView(jobs)), run_(new QuantizationView), copier_(QStringLiteral("copy"))
{
    stack_->addWidget(runs_);
    stack_->addWidget(run_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(message_);
    layout->addWidget(stack_, 1);
    setFocusProxy(runs_);
    runs_->restoreLayout(settings_.get(keys::quantizationColumns));
    for (const QString &directory : settings_.get(keys::openedQuantizations))
        jobs_.open(directory);

    connect(runs_, &QuantizationsView::newRequested, this, &QuantizationPage::newQuantization);
    connect(runs_, &QuantizationsView::openDirectoryRequested, this, &QuantizationPage::chooseDirectory);
    connect(runs_, &QuantizationsView::opened, this, &QuantizationPage::openRun);
    connect(runs_, &QuantizationsView::resumeRequested, this, &QuantizationPage::resume);
    connect(runs_, &QuantizationsView::removeRequested, this, &QuantizationPage::confirmRemove);
    connect(runs_, &QuantizationsView::againRequested, this, &QuantizationPage::again);
    connect(run_, &QuantizationView::backRequested, this, &QuantizationPage::showRuns);
    connect(run_, &QuantizationView::resumeRequested, this, &QuantizationPage::resume);
    connect(run_, &QuantizationView::againRequested, this, &QuantizationPage::again);
    ReportPanel *report = run_->report();
    connect(report, &ReportPanel::useRequested, this, &QuantizationPage::use);
    connect(report, &ReportPanel::saveRequested, this, &QuantizationPage::chooseSave);
    connect(report, &ReportPanel::discardRequested, this, [this] { confirmRemove({run_->job()}); });
    connect(report, &ReportPanel::compareRequested, this, [this] {
        emit answersRequested(run_->info().title, run_->info().runFolder, run_->info().databases);
    });
    connect(&settings_, &Settings::changed, this, [this] {
        if (run_->job())
            run_->report()->setInUse(inUse(run_->job()));
    });
    connect(&jobs_, &JobsStore::stateChanged, this, [this](JobProcess *job) {
        if (job->state() == JobProcess::State::Failed && run_->job() != job)
            message_->showMessage(job->title() + QStringLiteral(": ") + job->error());
    });
    connect(&jobs_, &JobsStore::aboutToRemove, this, [this](int row) {
        if (run_->job() == jobs_.at(row))
            showRuns();
    });
}

QuantizationPage::~QuantizationPage() = default;

QWidget *QuantizationPage::shown() const
{
    return stack_->currentWidget();
}

QuantizeWizard *QuantizationPage::openWizard()
{
    auto *wizard = new QuantizeWizard([this](const QString &title) { return jobs_.folderFor(title); }, this);
    connect(wizard, &QuantizeWizard::chosen, this,
            [this](const QuantizationPlan &plan) { openRun(start(plan)); });
    wizard->open();
    return wizard;
}

QuantizeWizard *QuantizationPage::newQuantization()
{
    QuantizationPlan plan;
    plan.model = settings_.get(keys::modelFile);
    QuantizeWizard *wizard = openWizard();
    wizard->setPlan(plan, false);
    return wizard;
}

void QuantizationPage::again(JobProcess *job)
{
    QuantizationPlan plan = quantizationPlanOf(job->file().command);
    plan.title = job->title();
    openWizard()->setPlan(plan, true);
}

JobProcess *QuantizationPage::start(const QuantizationPlan &plan)
{
    message_->hide();
    JobProcess *job = jobs_.create(plan.title);
    jobs_.enqueue(job, commandOf(plan, findCli(), job->directory()));
    return job;
}

void QuantizationPage::resume(JobProcess *job)
{
    // One that was stopped before it wrote anything is begun anew; --resume does that, too.
    jobs_.enqueue(job, resumed(job->file().command));
}

void QuantizationPage::chooseDirectory()
{
    auto *dialog = new QFileDialog(this, tr("Open a run directory"), jobs_.root());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &QuantizationPage::openDirectory);
    dialog->open();
}

void QuantizationPage::openDirectory(const QString &directory)
{
    const auto has = [&directory](const char *file) {
        return QFileInfo::exists(directory + u'/' + QLatin1String(file));
    };
    JobProcess *job = has("job.json") || has("report.json") ? jobs_.open(directory) : nullptr;
    if (!job) {
        message_->showMessage(
            tr("%1 holds no quantization. Choose a folder that mureum-cli quantize filled (OUT.run).")
                .arg(directory));
        return;
    }
    message_->hide();
    rememberOpened();
    runs_->select(job);
    openRun(job);
}

void QuantizationPage::rememberOpened()
{
    settings_.set(keys::openedQuantizations, jobs_.opened());
}

void QuantizationPage::openRun(JobProcess *job)
{
    message_->hide();
    run_->open(job);
    run_->report()->setInUse(inUse(job));
    stack_->setCurrentWidget(run_);
}

void QuantizationPage::showRuns()
{
    run_->close();
    stack_->setCurrentWidget(runs_);
    runs_->setFocus();
}

bool QuantizationPage::inUse(const JobProcess *job) const
{
    const QString model = settings_.get(keys::modelFile);
    return !model.isEmpty() && sameFile(model, readQuantizationInfo(*job).out);
}

void QuantizationPage::use()
{
    settings_.set(keys::modelFile, QFileInfo(run_->info().out).absoluteFilePath());
    message_->showMessage(tr("The Ask page answers with this model now. The settings change it back."));
}

void QuantizationPage::chooseSave()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog =
        new QFileDialog(this, tr("Save the smaller model"),
                        folder + u'/' + QFileInfo(run_->info().out).fileName(), tr("Models (*.gguf)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("gguf"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &QuantizationPage::saveAs);
    dialog->open();
}

void QuantizationPage::saveAs(const QString &to)
{
    const QString from = run_->info().out;
    if (sameFile(from, to)) {
        message_->showMessage(tr("That is the file itself: choose another place."));
        return;
    }
    if (sameFile(run_->info().modelFile, to)) {
        message_->showMessage(tr("That is the original model, which is never overwritten."));
        return;
    }
    message_->showMessage(tr("Saving %1…").arg(to));
    copier_.run([from, to](std::stop_token stop) { return copyFile(from, to, stop); },
                [this, to](const QString &problem) {
                    message_->showMessage(problem.isEmpty() ? tr("Saved %1").arg(to)
                                                            : tr("%1 was not saved: %2").arg(to, problem));
                });
}

void QuantizationPage::confirmRemove(const QList<JobProcess *> &jobs)
{
    if (jobs.isEmpty())
        return;
    QStringList titles;
    bool elsewhere = false, files = false, used = false;
    for (const JobProcess *job : jobs) {
        titles.append(job->title());
        elsewhere = elsewhere || !jobs_.owns(job);
        files = files || (jobs_.owns(job) && readQuantizationInfo(*job).hasFile);
        used = used || (jobs_.owns(job) && inUse(job));
    }
    auto *box = new QMessageBox(QMessageBox::Question, tr("Discard quantizations"), QString(),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Delete %n quantization(s)? %1", nullptr, int(jobs.size()))
                     .arg(titles.join(QStringLiteral(", "))));
    QStringList more;
    if (files)
        more.append(tr("The model files they made are deleted with them."));
    if (used)
        more.append(tr("One of them is in use; the Ask page goes back to the model it was made from."));
    more.append(elsewhere ? tr("Runs that lie elsewhere are only taken off the list; their files stay.")
                          : tr("This cannot be undone."));
    box->setInformativeText(more.join(u' '));
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, jobs] {
        for (JobProcess *job : jobs) {
            if (jobs_.owns(job) && inUse(job)) {
                const QString original = readQuantizationInfo(*job).modelFile;
                const bool other = !sameFile(original, paths::bundledModel());
                settings_.set(keys::modelFile, other && QFileInfo(original).isFile() ? original : QString());
            }
            if (const QString problem = jobs_.remove(job, true); !problem.isEmpty())
                message_->showMessage(problem);
        }
        rememberOpened();
    });
    box->open();
}

void QuantizationPage::saveLayout()
{
    settings_.set(keys::quantizationColumns, runs_->layoutState());
}

} // namespace mureum::ui
