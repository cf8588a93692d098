#include "ui/evaluation/run_view.h"
#include "eval/report/html_report.h"
#include "ui/evaluation/charts_panel.h"
#include "ui/evaluation/example_view.h"
#include "ui/evaluation/examples_panel.h"
#include "ui/evaluation/run_export.h"
#include "ui/evaluation/runs_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/message_bar.h"

#include <QBuffer>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {
// Charts of a run that goes on are drawn this often, not after every example.
constexpr int redrawMs = 400;
} // namespace

RunView::RunView(VerifiedPairs &verified, QWidget *parent)
    : QWidget(parent), worker_(QStringLiteral("report")), back_(new QToolButton), export_(new QToolButton),
      title_(new QLabel), rates_(new QLabel), message_(new MessageBar), tabs_(new QTabBar),
      pages_(new QStackedWidget), examples_(new ExamplesPanel), charts_(new ChartsPanel),
      example_(new ExampleView(verified)), splitter_(new QSplitter(Qt::Horizontal))
{
    redraw_.setSingleShot(true);
    redraw_.setInterval(redrawMs);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    tabs_->addTab(symbolicIcon(QStringLiteral("chart")), tr("Charts"));
    tabs_->addTab(symbolicIcon(QStringLiteral("inspect")), tr("Example"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    rightLayout->addWidget(tabs_);
    rightLayout->addWidget(pages_, 1);
    pages_->addWidget(charts_);
    pages_->addWidget(example_);
    right->setMinimumWidth(380);
    examples_->setMinimumWidth(220);

    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(examples_);
    splitter_->addWidget(right);
    splitter_->setStretchFactor(0, 0);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({330, 800});

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buildHeader());
    layout->addWidget(message_);
    layout->addWidget(splitter_, 1);
    connectParts();
}

RunView::~RunView() = default;

QLayout *RunView::buildHeader()
{
    back_->setIcon(symbolicIcon(QStringLiteral("back")));
    back_->setText(tr("Runs"));
    back_->setToolTip(tr("Back to the list of runs (Alt+Left)"));
    back_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back_->setAutoRaise(true);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setTextFormat(Qt::PlainText);
    title_->setMinimumWidth(40);
    rates_->setMinimumWidth(40);
    rates_->setTextFormat(Qt::PlainText);

    export_->setText(tr("Export"));
    export_->setIcon(symbolicIcon(QStringLiteral("export")));
    export_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    export_->setAutoRaise(true);
    export_->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(export_);
    menu->addAction(tr("Examples shown as CSV…"), this, &RunView::exportCsv);
    menu->addAction(tr("Report as HTML…"), this, &RunView::exportHtml);
    menu->addAction(tr("Charts as PNG…"), this, &RunView::exportPng);
    export_->setMenu(menu);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(4, 6, 6, 4);
    header->setSpacing(8);
    header->addWidget(back_);
    header->addWidget(title_);
    header->addWidget(rates_, 1);
    header->addWidget(export_);
    return header;
}

void RunView::connectParts()
{
    connect(back_, &QToolButton::clicked, this, &RunView::backRequested);
    connect(tabs_, &QTabBar::currentChanged, pages_, &QStackedWidget::setCurrentIndex);
    connect(&redraw_, &QTimer::timeout, this, [this] {
        if (records_)
            charts_->setRecords(records_->examples());
    });
    connect(examples_, &ExamplesPanel::chosen, this, &RunView::showCurrent);
    connect(examples_, &ExamplesPanel::opened, this, &RunView::showExample);
    connect(examples_->list(), &QListView::clicked, this, &RunView::showExample);
    connect(examples_, &ExamplesPanel::filterChanged, charts_, &ChartsPanel::showFilter);
    connect(charts_, &ChartsPanel::filterRequested, examples_, &ExamplesPanel::setDivision);
    connect(example_, &ExampleView::stepRequested, examples_, &ExamplesPanel::step);
    connect(example_, &ExampleView::databasesRequested, this, &RunView::chooseDatabases);
    connect(example_, &ExampleView::saved, message_, &MessageBar::showMessage);
    connect(example_, &ExampleView::saveFailed, message_, &MessageBar::showMessage);
    const auto key = [this](const QKeySequence &keys, auto &&slot) {
        auto *shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    key(Qt::ALT | Qt::Key_Down, [this] { examples_->step(1); });
    key(Qt::ALT | Qt::Key_Up, [this] { examples_->step(-1); });
    key(Qt::ALT | Qt::Key_Left, [this] { emit backRequested(); });
}

void RunView::open(JobProcess *job)
{
    close();
    job_ = job;
    records_ = std::make_unique<RunRecords>(job->directory());
    connect(job, &JobProcess::progressed, this, &RunView::follow);
    connect(job, &JobProcess::stateChanged, this, &RunView::follow);
    RunRecords *records = records_.get();
    connect(records, &RunRecords::cleared, examples_, &ExamplesPanel::clear);
    connect(records, &RunRecords::appended, this, [this, records](int first, int count) {
        examples_->append(records->examples(), first, count);
        if (!redraw_.isActive())
            redraw_.start();
    });
    connect(records, &RunRecords::judged, this, [this, records] {
        examples_->replace(records->examples());
        redraw_.start();
        showCurrent();
    });
    connect(records, &RunRecords::refreshed, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            message_->showMessage(problem);
        updateHeader();
    });
    message_->showMessage(job->error());
    follow();
}

void RunView::follow()
{
    info_ = readRunInfo(*job_);
    updateHeader();
    records_->refresh();
}

void RunView::close()
{
    if (job_)
        disconnect(job_, nullptr, this, nullptr);
    job_ = nullptr;
    records_.reset();
    redraw_.stop();
    chosenDatabases_.clear();
    examples_->setFilter({});
    examples_->clear();
    charts_->setRecords({});
    example_->clear();
    message_->hide();
    showCharts();
}

void RunView::updateHeader()
{
    if (!job_)
        return;
    title_->setText(info_.title);
    const QLocale locale;
    QStringList facts;
    if (job_->state() != JobProcess::State::Finished) {
        QString state = stateText(job_->state());
        if (info_.total > 0)
            state += u' ' + tr("%1 of %2").arg(locale.toString(info_.done), locale.toString(info_.total));
        const QString left = timeLeftText(job_->secondsLeft());
        if (!left.isEmpty())
            state += u' ' + tr("(%1 left)").arg(left);
        facts.append(state);
    }
    const auto add = [&facts](const QString &name, const Rate &rate) {
        if (rate.known())
            facts.append(name + u' ' + percentText(rate) + QStringLiteral(" (") + intervalText(rate) + u')');
    };
    add(QStringLiteral("EX"), info_.ex);
    add(QStringLiteral("EM"), info_.em);
    add(tr("Suite"), info_.suite);
    add(tr("Judge"), info_.judge);
    if (!info_.model.isEmpty())
        facts.append(info_.model);
    rates_->setText(facts.join(QStringLiteral(" · ")));
    rates_->setToolTip(rates_->text());
    export_->setEnabled(!records_->examples().empty());
}

void RunView::showCharts()
{
    tabs_->setCurrentIndex(0);
}

void RunView::showExample()
{
    tabs_->setCurrentIndex(1);
}

QString RunView::databaseOf(const RunExample &example, QString &problem) const
{
    const QString folder = chosenDatabases_.isEmpty() ? info_.databases : chosenDatabases_;
    if (folder.isEmpty()) {
        problem = tr("This run does not say where its databases are.");
        return {};
    }
    try {
        return QString::fromStdU16String(
            datasets::databaseFile(std::filesystem::path(folder.toStdU16String()), example.databaseId)
                .u16string());
    } catch (const std::exception &error) {
        problem = QString::fromUtf8(error.what());
        return {};
    }
}

void RunView::showCurrent()
{
    const int row = examples_->currentRow();
    const ExamplePtr one = examples_->model()->record(row);
    if (!one) {
        example_->clear();
        return;
    }
    QString problem;
    const QString database = databaseOf(*one, problem);
    const QLocale locale;
    example_->setAnswers(
        {{info_.title, one}},
        tr("%1 of %2").arg(locale.toString(row + 1), locale.toString(examples_->model()->rowCount())),
        database, problem);
}

void RunView::chooseDatabases()
{
    auto *dialog = new QFileDialog(this, tr("Folder of databases"), info_.databases);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        chosenDatabases_ = folder;
        showCurrent();
    });
    dialog->open();
}

void RunView::saveAs(const QString &title, const QString &ending, const QStringList &filters,
                     const std::function<void(const QString &, const QString &)> &write)
{
    auto *dialog = new QFileDialog(this, title);
    dialog->setNameFilters(filters);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(info_.title + u'.' + ending);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [dialog, write](const QString &file) { write(file, dialog->selectedNameFilter()); });
    dialog->open();
}

void RunView::tell(const QString &file, const QString &problem)
{
    message_->showMessage(problem.isEmpty() ? tr("Saved %1").arg(file) : problem);
}

void RunView::exportCsv()
{
    const QString plain = tr("CSV (*.csv)"), forExcel = tr("CSV for Excel, with byte order mark (*.csv)");
    saveAs(tr("Save the examples"), QStringLiteral("csv"), {plain, forExcel},
           [this, forExcel](const QString &file, const QString &filter) {
               std::vector<ExamplePtr> shown;
               for (int row = 0; row < examples_->model()->rowCount(); ++row)
                   shown.push_back(examples_->model()->record(row));
               tell(file, writeWhole(file, examplesAsCsv(shown, filter == forExcel)));
           });
}

void RunView::exportPng()
{
    saveAs(tr("Save the charts"), QStringLiteral("png"), {tr("PNG pictures (*.png)")},
           [this](const QString &file, const QString &) {
               QByteArray png;
               QBuffer buffer(&png);
               buffer.open(QIODevice::WriteOnly);
               charts_->picture().save(&buffer, "PNG");
               tell(file, writeWhole(file, png));
           });
}

void RunView::exportHtml()
{
    saveAs(
        tr("Save the report"), QStringLiteral("html"), {tr("Web pages (*.html)")},
        [this](const QString &file, const QString &) {
            // It runs the failed questions again: not here.
            message_->showMessage(tr("Writing the report…"));
            worker_.run(
                [file, folder = std::filesystem::path(job_->directory().toStdU16String())](std::stop_token) {
                    try {
                        return writeWhole(file,
                                          QByteArray::fromStdString(eval::htmlReport(eval::loadRun(folder))));
                    } catch (const std::exception &error) {
                        return QString::fromUtf8(error.what());
                    }
                },
                [this, file](const QString &problem) { tell(file, problem); });
        });
}

} // namespace mureum::ui
