#include "ui/results/result_view.h"

#include "ui/results/chart_view.h"
#include "ui/results/export_dialog.h"
#include "ui/results/filter_header.h"
#include "ui/results/result_copy.h"
#include "ui/results/result_model.h"
#include "ui/results/result_status.h"
#include "ui/results/result_table.h"
#include "ui/theme/icons.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QStackedWidget>
#include <QToolButton>

namespace mureum::ui {

ResultView::ResultView(QWidget *parent)
    : QWidget(parent), rows_(new ResultModel(this)), table_(new ResultTable(*rows_)), chart_(new ChartView),
      status_(new ResultStatus(*rows_)), stack_(new QStackedWidget)
{
    buildTools();
    stack_->addWidget(table_);
    stack_->addWidget(chart_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tools_);
    layout->addWidget(stack_, 1);
    layout->addWidget(status_);
    connectRows();
    updateTools();
}

ResultView::~ResultView() = default;

QToolButton *ResultView::makeButton(const QString &name, const QString &icon, const QString &text)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setIcon(symbolicIcon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

void ResultView::buildTools()
{
    tableButton_ = makeButton(QStringLiteral("showTable"), QStringLiteral("table"), tr("Table"));
    chartButton_ = makeButton(QStringLiteral("showChart"), QStringLiteral("chart"), tr("Chart"));
    pages_ = new QButtonGroup(this);
    int page = 0;
    for (QToolButton *button : {tableButton_, chartButton_}) {
        button->setCheckable(true);
        pages_->addButton(button, page++);
    }
    tableButton_->setChecked(true);
    connect(pages_, &QButtonGroup::idClicked, this, [this](int id) { id == 0 ? showTable() : showChart(); });

    filterButton_ = makeButton(QStringLiteral("toggleFilters"), QStringLiteral("filter"), tr("Filter"));
    filterButton_->setCheckable(true);
    filterButton_->setChecked(true);
    filterButton_->setToolTip(tr("Fields under the headers that narrow the rows down"));
    connect(filterButton_, &QToolButton::toggled, this, [this](bool on) {
        // Hidden fields filter nothing.
        if (!on && rows_->filtered()) {
            table_->filterHeader()->resetFilters();
            rows_->setFilters({});
        }
        updateTools();
    });
    copyButton_ = makeButton(QStringLiteral("copyRows"), QStringLiteral("copy"), tr("Copy"));
    copyButton_->setToolTip(tr("Copy the selected rows with their headers, or all where none are selected"));
    connect(copyButton_, &QToolButton::clicked, this, [this] { copy(true); });
    exportButton_ = makeButton(QStringLiteral("exportCsv"), QStringLiteral("export"), tr("Export…"));
    exportButton_->setToolTip(tr("Save all rows as CSV"));
    connect(exportButton_, &QToolButton::clicked, this, &ResultView::exportCsv);

    tools_ = new QWidget;
    auto *layout = new QHBoxLayout(tools_);
    layout->setContentsMargins(4, 2, 4, 2);
    layout->setSpacing(2);
    layout->addWidget(tableButton_);
    layout->addWidget(chartButton_);
    layout->addStretch(1);
    for (QToolButton *button : {filterButton_, copyButton_, exportButton_})
        layout->addWidget(button);
}

void ResultView::connectRows()
{
    connect(rows_, &ResultModel::progressed, this, [this] {
        status_->refresh();
        if (toLastRow_ && !rows_->reading()) {
            toLastRow_ = false;
            table_->setCurrentIndex(
                rows_->index(rows_->rowCount() - 1, std::max(0, table_->currentIndex().column())));
            table_->scrollToBottom();
        }
    });
    connect(rows_, &ResultModel::columnsChanged, this, [this] {
        fitted_ = false;
        updateTools();
    });
    connect(rows_, &ResultModel::rowsInserted, this, [this] {
        if (fitted_)
            return;
        fitted_ = true;
        table_->fitColumns();
    });
    connect(rows_, &ResultModel::settled, this, [this](double seconds) {
        status_->setError({});
        status_->setSeconds(seconds);
        updateTools();
    });
    connect(rows_, &ResultModel::failed, this, [this](const QString &error) { status_->setError(error); });
    connect(rows_, &ResultModel::changedMeanwhile, this, [this] {
        status_->setError(tr("The database was changed while its rows were read; run the query again."));
    });
    const auto touched = [this] {
        chartStale_ = true;
        // A new statement's first rows are waited for: nothing flickers.
        if (!rows_->reading() || rows_->rowCount() > 0)
            updateChart();
    };
    connect(rows_, &ResultModel::headChanged, this, touched);
    connect(rows_, &ResultModel::modelReset, this, touched);
    connect(rows_, &ResultModel::progressed, this, [this] {
        if (!rows_->reading())
            updateChart();
    });

    connect(table_, &ResultTable::copyRequested, this, &ResultView::copy);
    connect(table_, &ResultTable::lastRowRequested, this, [this] {
        toLastRow_ = true;
        rows_->readToEnd();
    });
    connect(table_, &ResultTable::filterRequested, this, [this](int column) {
        filterButton_->setChecked(true);
        if (QLineEdit *field = table_->filterHeader()->field(column)) {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
        }
    });
    connect(table_->filterHeader(), &FilterHeader::filtersEdited, this, [this] {
        filterButton_->setChecked(true);
        rows_->setFilters(table_->filterHeader()->filters());
        updateTools();
    });
    connect(status_, &ResultStatus::stopRequested, this, [this] {
        if (job_)
            job_->cancel();
        else
            rows_->stop();
    });
    connect(chart_, &ChartView::saved, this, [this](const QString &file) {
        status_->setJob(tr("Saved %1").arg(QFileInfo(file).fileName()), false);
    });
    connect(chart_, &ChartView::saveFailed, this,
            [this](const QString &error) { status_->setJob(error, false, true); });
}

void ResultView::prepare()
{
    toLastRow_ = false;
    table_->filterHeader()->resetFilters();
    {
        const QSignalBlocker quiet(table_->filterHeader());
        table_->filterHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    }
    status_->setError({});
    status_->setSeconds(-1);
    if (!job_)
        status_->setJob({}, false);
}

void ResultView::showTable()
{
    tableButton_->setChecked(true);
    stack_->setCurrentWidget(table_);
    updateTools();
}

void ResultView::showChart()
{
    chartButton_->setChecked(true);
    stack_->setCurrentWidget(chart_);
    updateChart();
    updateTools();
}

void ResultView::updateChart()
{
    if (stack_->currentWidget() != chart_ || !chartStale_)
        return;
    chartStale_ = false;
    const std::vector<RowBlockPtr> head = rows_->head();
    qint64 count = 0;
    for (const RowBlockPtr &block : head)
        count += block->rows();
    chart_->setRows(rows_->columns(), head, rows_->complete() && count == rows_->rowsSoFar());
}

void ResultView::updateTools()
{
    const bool table = stack_->currentWidget() == table_;
    const bool refinable = rows_->refinable();
    for (QToolButton *button : {filterButton_, copyButton_})
        button->setVisible(table);
    filterButton_->setEnabled(refinable);
    table_->filterHeader()->setFiltersShown(refinable && filterButton_->isChecked());
    table_->filterHeader()->setSortIndicatorShown(refinable);
    copyButton_->setEnabled(rows_->columnCount() > 0);
    exportButton_->setEnabled(rows_->columnCount() > 0 && !job_);
    table_->setEmptyText(rows_->filtered() ? tr("No row passes the filters.")
                                           : tr("The query gave no rows."));
}

void ResultView::copy(bool withHeaders)
{
    QItemSelection selection = table_->selectionModel()->selection();
    if (selection.isEmpty()) {
        if (rows_->rowCount() == 0)
            return;
        selection.select(rows_->index(0, 0), rows_->index(rows_->rowCount() - 1, rows_->columnCount() - 1));
    }
    const RowStreamTask task = copyTask(*rows_, selection, withHeaders);
    if (auto text = copyFromMemory(*rows_, task)) {
        text->chop(1); // the last line's end
        QGuiApplication::clipboard()->setText(QString::fromUtf8(*text));
        status_->setJob(tr("Copied"), false);
        return;
    }
    if (job_)
        status_->setJob(tr("Another export or copy is running"), true);
    else
        startJob(task);
}

void ResultView::exportCsv()
{
    RowStreamTask task;
    task.database = rows_->database();
    task.sql = rows_->currentSql();
    task.headers = rows_->columns();
    const bool refined = rows_->filtered() || rows_->rowOrder().column >= 0;
    auto *dialog = new ExportDialog(task, refined, this);
    connect(dialog, &ExportDialog::chosen, this, &ResultView::startJob);
    dialog->open();
}

void ResultView::startJob(RowStreamTask task)
{
    job_ = std::make_unique<RowStreamJob>(std::move(task));
    const QString file = job_->task().file;
    const bool toFile = !file.isEmpty();
    status_->setJob(toFile ? tr("Exporting…") : tr("Copying…"), true);
    connect(job_.get(), &RowStreamJob::progressed, this, [this, toFile](qint64 rows) {
        const QString count = QLocale().toString(rows);
        status_->setJob(toFile ? tr("Exporting… %1 rows").arg(count) : tr("Copying… %1 rows").arg(count),
                        true);
    });
    connect(job_.get(), &RowStreamJob::done, this, [this, file, toFile](qint64 rows, QByteArray memory) {
        const QString count = QLocale().toString(rows);
        if (!toFile) {
            memory.chop(1);
            QGuiApplication::clipboard()->setText(QString::fromUtf8(memory));
        }
        finishJob(toFile ? tr("Saved %1 rows to %2").arg(count, QFileInfo(file).fileName())
                         : tr("Copied %1 rows").arg(count));
    });
    connect(job_.get(), &RowStreamJob::failed, this,
            [this](const QString &error) { finishJob(error, true); });
    connect(job_.get(), &RowStreamJob::cancelled, this, [this, toFile] {
        finishJob(toFile ? tr("Export stopped; nothing was saved") : tr("Copy stopped"));
    });
    job_->start();
    updateTools();
}

void ResultView::finishJob(const QString &text, bool failed)
{
    // Its thread has nothing left to do: ending it takes no time.
    job_.release()->deleteLater();
    status_->setJob(text, false, failed);
    updateTools();
}

} // namespace mureum::ui
