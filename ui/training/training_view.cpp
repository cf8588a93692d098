#include "ui/training/training_view.h"

#include "ui/jobs/jobs_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/training/curves_panel.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/reading_table.h"
#include "ui/widgets/tool_button.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

// Curves of a run that goes on are drawn this often.
constexpr int rereadMs = 500;

QString rateText(const Rate &rate)
{
    return percentText(rate) + (rate.known() ? QStringLiteral(" (") + intervalText(rate) + u')' : QString());
}

} // namespace

TrainingView::TrainingView(QWidget *parent)
    : QWidget(parent), back_(toolButton("back", tr("Runs"), tr("Back to the list of runs (Alt+Left)"))),
      pause_(toolButton("stop", tr("Pause"),
                        tr("Write a checkpoint and end the process; Resume goes on from there"))),
      resume_(toolButton("run", tr("Resume"), tr("Go on where it stopped"))),
      stop_(toolButton("close", tr("Stop now"),
                       tr("End the process at once. What came after its last checkpoint is done again when "
                          "it is resumed."))),
      more_(toolButton("panel", tr("More"), QString())), title_(new QLabel), facts_(new QLabel),
      scores_(new QLabel), progress_(new QProgressBar), answers_(new QPushButton), message_(new MessageBar),
      tabs_(new QTabWidget), curves_(new CurvesPanel),
      samplesTable_(readingTable(samplesModel_, tr("Answers during the training"))),
      settingsTable_(readingTable(settingsModel_, tr("Settings"))), logText_(new QPlainTextEdit)
{
    reread_.setInterval(rereadMs);
    reread_.setSingleShot(true);
    buildTabs();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buildHeader());
    layout->addWidget(progress_);
    layout->addWidget(message_);
    layout->addWidget(buildScores());
    layout->addWidget(tabs_, 1);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(4);
    progress_->setAccessibleName(tr("Progress"));

    connect(back_, &QToolButton::clicked, this, &TrainingView::backRequested);
    connect(pause_, &QToolButton::clicked, this, [this] { job_->stop(); });
    connect(stop_, &QToolButton::clicked, this, [this] {
        job_->stop(); // so that its end counts as wanted
        job_->kill();
    });
    connect(resume_, &QToolButton::clicked, this, [this] { emit resumeRequested(job_); });
    connect(answers_, &QPushButton::clicked, this,
            [this] { emit answersRequested(info_.title, job_->directory(), info_.databases); });
    connect(curves_, &CurvesPanel::told, message_, &MessageBar::showMessage);
    connect(&reread_, &QTimer::timeout, this, &TrainingView::readFiles);
    auto *backKey =
        new QShortcut(Qt::ALT | Qt::Key_Left, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(backKey, &QShortcut::activated, this, &TrainingView::backRequested);
}

TrainingView::~TrainingView() = default;

QLayout *TrainingView::buildHeader()
{
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    for (QLabel *label : {title_, facts_}) {
        label->setTextFormat(Qt::PlainText);
        label->setMinimumWidth(40);
    }
    auto *menu = new QMenu(more_);
    menu->addAction(symbolicIcon(QStringLiteral("add")), tr("New run with these settings…"), this,
                    [this] { emit againRequested(job_); });
    menu->addAction(symbolicIcon(QStringLiteral("copy")), tr("Copy as command"), this,
                    [this] { QApplication::clipboard()->setText(job_->file().command.shellText()); });
    menu->addAction(symbolicIcon(QStringLiteral("open")), tr("Open folder"), this,
                    [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(job_->directory())); });
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        const bool ours = job_ && !job_->file().command.program.isEmpty();
        menu->actions().at(0)->setEnabled(ours);
        menu->actions().at(1)->setEnabled(ours);
    });
    more_->setMenu(menu);
    more_->setPopupMode(QToolButton::InstantPopup);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(4, 6, 6, 4);
    header->setSpacing(8);
    header->addWidget(back_);
    header->addWidget(title_);
    header->addWidget(facts_, 1);
    for (QToolButton *button : {pause_, resume_, stop_, more_})
        header->addWidget(button);
    return header;
}

QWidget *TrainingView::buildScores()
{
    auto *strip = new QWidget;
    strip->setObjectName(QStringLiteral("scores"));
    scores_->setTextFormat(Qt::PlainText);
    scores_->setMinimumWidth(40);
    QFont large = scores_->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    scores_->setFont(large);
    answers_->setText(tr("Compare the answers"));
    answers_->setIcon(symbolicIcon(QStringLiteral("compare")));
    answers_->setToolTip(tr("Which validation questions it answers better or worse than before"));
    answers_->setAutoDefault(false);
    auto *layout = new QHBoxLayout(strip);
    layout->setContentsMargins(12, 2, 8, 6);
    layout->addWidget(scores_, 1);
    layout->addWidget(answers_);
    return strip;
}

void TrainingView::buildTabs()
{
    logText_->setReadOnly(true);
    logText_->setFont(editorFont());
    logText_->setFrameShape(QFrame::NoFrame);
    logText_->setLineWrapMode(QPlainTextEdit::NoWrap);
    logText_->setAccessibleName(tr("Log"));
    samplesTable_->setWordWrap(true);
    samplesTable_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    QHeaderView *header = samplesTable_->horizontalHeader();
    header->resizeSection(SamplesModel::Step, 70);
    header->resizeSection(SamplesModel::Verdict, 80);
    header->resizeSection(SamplesModel::Question, 380);
    settingsTable_->horizontalHeader()->resizeSection(0, 220);
    tabs_->setDocumentMode(true);
    tabs_->addTab(curves_, symbolicIcon(QStringLiteral("chart")), tr("Curves"));
    tabs_->addTab(samplesTable_, symbolicIcon(QStringLiteral("ask")), tr("Answers"));
    tabs_->addTab(logText_, symbolicIcon(QStringLiteral("history")), tr("Log"));
    tabs_->addTab(settingsTable_, symbolicIcon(QStringLiteral("settings")), tr("Settings"));
}

void TrainingView::open(JobProcess *job)
{
    close();
    job_ = job;
    log_ = std::make_unique<TrainingLog>(job->directory());
    connect(job, &JobProcess::progressed, this, &TrainingView::follow);
    connect(job, &JobProcess::stateChanged, this, &TrainingView::follow);
    connect(log_.get(), &TrainingLog::curvesChanged, this, [this] {
        curves_->setRuns({{info_.title, log_->points(), log_->scores(), job_->running() ? info_.steps : 0}});
    });
    connect(log_.get(), &TrainingLog::samplesChanged, this,
            [this] { samplesModel_.setSamples(log_->samples()); });
    tabs_->setCurrentIndex(0);
    info_ = readTrainingInfo(*job_);
    readFiles();
    follow();
}

void TrainingView::close()
{
    if (job_)
        disconnect(job_, nullptr, this, nullptr);
    job_ = nullptr;
    log_.reset();
    reread_.stop();
    logRead_ = -1;
    samplesModel_.setSamples({});
    settingsModel_.setRuns({});
    curves_->setRuns({});
    curves_->resetZoom();
    logText_->clear();
    message_->hide();
}

void TrainingView::follow()
{
    info_ = readTrainingInfo(*job_);
    updateHeader();
    message_->showMessage(job_->error());
    if (!reread_.isActive())
        reread_.start();
}

void TrainingView::readFiles()
{
    if (!job_)
        return;
    log_->refresh();
    readLogFile();
    if (settingsModel_.rowCount() == 0)
        settingsModel_.setRuns({{info_.title, info_.config, {}}});
}

void TrainingView::readLogFile()
{
    constexpr qint64 shown = 64 * 1024;
    QFile file(job_->directory() + QStringLiteral("/job_errors.log"));
    if (!file.open(QIODevice::ReadOnly) || file.size() == logRead_)
        return;
    logRead_ = file.size();
    if (file.size() > shown) {
        file.seek(file.size() - shown);
        file.readLine();
    }
    QScrollBar *bar = logText_->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    logText_->setPlainText(QString::fromUtf8(file.readAll()));
    if (atEnd)
        bar->setValue(bar->maximum());
}

void TrainingView::updateHeader()
{
    const QLocale locale;
    title_->setText(info_.title);
    QStringList facts{phaseText(info_, *job_)};
    if (info_.secondsLeft >= 0)
        facts.append(tr("%1 of training left").arg(timeLeftText(info_.secondsLeft)));
    if (info_.bestEx >= 0)
        facts.append(tr("best EX %1 at step %2")
                         .arg(locale.toString(info_.bestEx * 100, 'f', 1) + locale.percent(),
                              locale.toString(info_.bestStep)));
    if (!info_.model.isEmpty())
        facts.append(info_.model);
    if (!info_.data.isEmpty())
        facts.append(QFileInfo(info_.data).completeBaseName());
    facts_->setText(facts.join(QStringLiteral(" · ")));
    facts_->setToolTip(facts_->text());
    progress_->setVisible(job_->running());
    progress_->setValue(int(info_.fraction() * 1000));

    const bool running = job_->state() == JobProcess::State::Running;
    pause_->setVisible(job_->active());
    pause_->setEnabled(job_->state() != JobProcess::State::Stopping);
    stop_->setVisible(job_->running());
    stop_->setEnabled(running || job_->state() == JobProcess::State::Stopping);
    resume_->setVisible(!job_->active() && job_->state() != JobProcess::State::Finished &&
                        !job_->file().command.program.isEmpty());

    scores_->setText(!info_.before.known() ? QString()
                     : info_.after.known()
                         ? tr("EX before %1  →  after %2").arg(rateText(info_.before), rateText(info_.after))
                         : tr("EX before %1").arg(rateText(info_.before)));
    scores_->setToolTip(tr("On validation questions that were not learned; in parentheses the 95% interval"));
    answers_->setVisible(info_.after.known());
    scores_->parentWidget()->setVisible(info_.before.known());
}

QString TrainingView::scoresText() const
{
    return scores_->text();
}

QString TrainingView::factsText() const
{
    return facts_->text();
}

} // namespace mureum::ui
