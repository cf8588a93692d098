#include "ui/quantization/quantization_view.h"

#include "ui/jobs/jobs_model.h"
#include "ui/quantization/phases_panel.h"
#include "ui/quantization/report_panel.h"
#include "ui/quantization/scheme.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/tool_button.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr int rereadMs = 500;
constexpr qint64 logTail = 64 * 1024;

QByteArray tailOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    if (file.size() > logTail) {
        file.seek(file.size() - logTail);
        file.readLine();
    }
    return file.readAll();
}

/// One line of the log; empty where the event says nothing new.
QString logLine(const QJsonObject &event)
{
    if (event.value(QLatin1String("event")).toString() != QLatin1String("progress"))
        return {};
    QStringList parts{QLocale().toString(event.value(QLatin1String("seconds")).toDouble(), 'f', 1),
                      event.value(QLatin1String("phase")).toString(),
                      QStringLiteral("%1/%2")
                          .arg(event.value(QLatin1String("done")).toInteger())
                          .arg(event.value(QLatin1String("total")).toInteger())};
    if (const QString tensor = event.value(QLatin1String("tensor")).toString(); !tensor.isEmpty())
        parts.append(tensor);
    return parts.join(QStringLiteral("  "));
}

} // namespace

QuantizationView::QuantizationView(QWidget *parent)
    : QWidget(parent), back_(toolButton("back", tr("Runs"), tr("Back to the list of runs (Alt+Left)"))),
      stop_(toolButton("stop", tr("Stop"),
                       tr("Stop after the layer or question under way; Resume goes on from there. A second "
                          "click ends it at once."))),
      resume_(toolButton("run", tr("Resume"), tr("Go on where it stopped"))),
      more_(toolButton("panel", tr("More"), QString())), title_(new QLabel), facts_(new QLabel),
      progress_(new QProgressBar), message_(new MessageBar), tabs_(new QTabWidget),
      first_(new QStackedWidget), phases_(new PhasesPanel), report_(new ReportPanel),
      layers_(new QTableWidget), log_(new QPlainTextEdit)
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
    layout->addWidget(tabs_, 1);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(4);
    progress_->setAccessibleName(tr("Progress"));

    connect(back_, &QToolButton::clicked, this, &QuantizationView::backRequested);
    connect(stop_, &QToolButton::clicked, this, [this] {
        if (job_->state() == JobProcess::State::Stopping)
            job_->kill();
        else
            job_->stop();
    });
    connect(resume_, &QToolButton::clicked, this, [this] { emit resumeRequested(job_); });
    connect(&reread_, &QTimer::timeout, this, &QuantizationView::readLog);
    auto *backKey =
        new QShortcut(Qt::ALT | Qt::Key_Left, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(backKey, &QShortcut::activated, this, &QuantizationView::backRequested);
}

QLayout *QuantizationView::buildHeader()
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
    for (QToolButton *button : {stop_, resume_, more_})
        header->addWidget(button);
    return header;
}

void QuantizationView::buildTabs()
{
    first_->addWidget(phases_);
    first_->addWidget(report_);
    layers_->setColumnCount(6);
    layers_->setHorizontalHeaderLabels({tr("Matrix"), tr("Scheme"), tr("Stored as"), tr("Bits a weight"),
                                        tr("Error of its outputs"), tr("By plain rounding")});
    layers_->horizontalHeaderItem(4)->setToolTip(
        tr("Root of the mean squared error of the outputs, as a share of the outputs"));
    layers_->setAccessibleName(tr("Layers"));
    layers_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    layers_->setSelectionBehavior(QAbstractItemView::SelectRows);
    layers_->setFrameShape(QFrame::NoFrame);
    layers_->setShowGrid(false);
    layers_->setAlternatingRowColors(true);
    layers_->verticalHeader()->hide();
    layers_->horizontalHeader()->setHighlightSections(false);
    layers_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    layers_->horizontalHeader()->setMinimumSectionSize(110);
    log_->setReadOnly(true);
    log_->setFont(editorFont());
    log_->setFrameShape(QFrame::NoFrame);
    log_->setLineWrapMode(QPlainTextEdit::NoWrap);
    log_->setAccessibleName(tr("Log"));
    tabs_->setDocumentMode(true);
    tabs_->addTab(first_, symbolicIcon(QStringLiteral("compare")), tr("Before and after"));
    tabs_->addTab(layers_, symbolicIcon(QStringLiteral("table")), tr("Layers"));
    tabs_->addTab(log_, symbolicIcon(QStringLiteral("history")), tr("Log"));
}

void QuantizationView::open(JobProcess *job)
{
    close();
    job_ = job;
    connect(job, &JobProcess::progressed, this, &QuantizationView::follow);
    connect(job, &JobProcess::stateChanged, this, &QuantizationView::reread);
    tabs_->setCurrentIndex(0);
    info_ = {};
    reread();
    readLog();
}

void QuantizationView::close()
{
    if (job_)
        disconnect(job_, nullptr, this, nullptr);
    job_ = nullptr;
    reread_.stop();
    logRead_ = -1;
    log_->clear();
    message_->hide();
}

/// The job said something: only what it says has changed.
void QuantizationView::follow()
{
    followQuantization(info_, *job_);
    updateHeader();
    phases_->show(info_, *job_);
    if (!reread_.isActive())
        reread_.start();
}

/// Its files have changed, too.
void QuantizationView::reread()
{
    QuantizationInfo fresh = readQuantizationInfo(*job_);
    if (fresh.phase == info_.phase) { // what was seen of the phase tells how fast it is
        fresh.phaseBegan = info_.phaseBegan;
        fresh.phaseFirst = info_.phaseFirst;
    }
    info_ = std::move(fresh);
    const bool reported = info_.report && !job_->active();
    report_->setInfo(reported ? info_ : QuantizationInfo());
    first_->setCurrentIndex(reported ? 1 : 0);
    showLayers();
    message_->showMessage(!job_->error().isEmpty() ? job_->error()
                          : info_.damaged && !job_->active()
                              ? tr("report.json of this run cannot be read: it is damaged.")
                              : QString());
    follow();
}

void QuantizationView::showLayers()
{
    const QList<QuantizationReport::Tensor> tensors =
        info_.report ? info_.report->tensors : QList<QuantizationReport::Tensor>();
    const QLocale locale;
    layers_->setRowCount(int(tensors.size()));
    for (int row = 0; row < int(tensors.size()); ++row) {
        const QuantizationReport::Tensor &one = tensors[row];
        const auto error = [&](double value) {
            return value < 0 ? QString() : locale.toString(value * 100, 'f', 2) + locale.percent();
        };
        const QStringList cells{one.name,
                                one.scheme == QLatin1String("keep") ? tr("as it was") : one.scheme,
                                one.type,
                                locale.toString(one.bits, 'f', 2),
                                error(one.outputError),
                                error(one.roundingError)};
        for (int column = 0; column < int(cells.size()); ++column) {
            auto *item = new QTableWidgetItem(cells[column]);
            if (column >= 3)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            layers_->setItem(row, column, item);
        }
    }
    layers_->resizeColumnsToContents();
    tabs_->setTabVisible(1, !tensors.isEmpty());
}

void QuantizationView::readLog()
{
    if (!job_)
        return;
    const QString folder = job_->directory();
    const qint64 size = QFileInfo(folder + QStringLiteral("/job_errors.log")).size() +
                        QFileInfo(folder + QStringLiteral("/job_output.jsonl")).size();
    if (size == logRead_)
        return;
    logRead_ = size;
    QString text = QString::fromUtf8(tailOf(folder + QStringLiteral("/job_errors.log")));
    for (const QByteArray &line : tailOf(folder + QStringLiteral("/job_output.jsonl")).split('\n'))
        if (const QString said = logLine(QJsonDocument::fromJson(line).object()); !said.isEmpty())
            text += said + u'\n';
    QScrollBar *bar = log_->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    log_->setPlainText(text);
    if (atEnd)
        bar->setValue(bar->maximum());
}

void QuantizationView::updateHeader()
{
    title_->setText(info_.title);
    QStringList facts{phaseText(info_, *job_)};
    if (info_.secondsLeft >= 0)
        facts.append(tr("%1 of this step left").arg(timeLeftText(info_.secondsLeft)));
    for (const QString &fact : {info_.model, info_.scheme})
        if (!fact.isEmpty())
            facts.append(fact);
    facts_->setText(facts.join(QStringLiteral(" · ")));
    facts_->setToolTip(facts_->text());
    progress_->setVisible(job_->running());
    progress_->setValue(int(info_.fraction() * 1000));
    stop_->setVisible(job_->active());
    resume_->setVisible(!job_->active() && !job_->file().command.program.isEmpty() &&
                        (job_->state() != JobProcess::State::Finished || info_.damaged));
}

QString QuantizationView::factsText() const
{
    return facts_->text();
}

QString QuantizationView::logText() const
{
    return log_->toPlainText();
}

} // namespace mureum::ui
