#include "ui/evaluation/compare_view.h"
#include "datasets/examples/example.h"
#include "eval/report/html_report.h"
#include "ui/evaluation/example_delegate.h"
#include "ui/evaluation/example_view.h"
#include "ui/evaluation/run_export.h"
#include "ui/theme/icons.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

QToolButton *headerButton(const QString &icon, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setIcon(symbolicIcon(icon));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

} // namespace

CompareView::CompareView(VerifiedPairs &verified, QWidget *parent)
    : QWidget(parent), worker_(QStringLiteral("comparison")),
      back_(headerButton(QStringLiteral("back"), tr("Runs"), tr("Back to the list of runs (Alt+Left)"))),
      swap_(headerButton(QStringLiteral("swap"), tr("Swap"), tr("Take the other run for the earlier one"))),
      export_(headerButton(QStringLiteral("export"), tr("Export…"), tr("Save the comparison as HTML"))),
      title_(new QLabel), note_(new QLabel), message_(new MessageBar), table_(new QTableView),
      show_(new QComboBox), list_(new QListView), example_(new ExampleView(verified))
{
    build();
    connect(back_, &QToolButton::clicked, this, &CompareView::backRequested);
    connect(swap_, &QToolButton::clicked, this, [this] {
        QList<Run> turned = runs_;
        std::reverse(turned.begin(), turned.end());
        open(turned);
    });
    connect(export_, &QToolButton::clicked, this, &CompareView::exportHtml);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CompareView::showFlips);
    connect(show_, &QComboBox::currentIndexChanged, this, [this] {
        flips_.setShow(FlipsModel::Show(show_->currentData().toInt()));
        list_->setCurrentIndex(flips_.index(0));
        showCurrent();
    });
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompareView::showCurrent);
    connect(example_, &ExampleView::stepRequested, this, [this](int by) {
        const QModelIndex next = flips_.index(list_->currentIndex().row() + by);
        if (next.isValid())
            list_->setCurrentIndex(next);
    });
    connect(example_, &ExampleView::databasesRequested, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Folder of databases"));
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
            for (Run &run : runs_)
                run.databases = folder;
            showCurrent();
        });
        dialog->open();
    });
    connect(example_, &ExampleView::saved, message_, &MessageBar::showMessage);
    connect(example_, &ExampleView::saveFailed, message_, &MessageBar::showMessage);
    const auto key = [this](const QKeySequence &keys, auto &&slot) {
        auto *shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    key(Qt::ALT | Qt::Key_Down, [this] { emit example_->stepRequested(1); });
    key(Qt::ALT | Qt::Key_Up, [this] { emit example_->stepRequested(-1); });
    key(Qt::ALT | Qt::Key_Left, [this] { emit backRequested(); });
}

void CompareView::build()
{
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setTextFormat(Qt::PlainText);
    title_->setMinimumWidth(40);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(4, 6, 6, 4);
    header->setSpacing(8);
    header->addWidget(back_);
    header->addWidget(title_, 1);
    header->addWidget(swap_);
    header->addWidget(export_);

    table_->setModel(&rates_);
    table_->setAccessibleName(tr("Differences"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().lineSpacing() + 8);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setStretchLastSection(false);

    show_->addItem(tr("All that changed"), int(FlipsModel::Show::Both));
    show_->addItem(tr("Fixed"), int(FlipsModel::Show::Fixed));
    show_->addItem(tr("Broken"), int(FlipsModel::Show::Broken));
    show_->setAccessibleName(tr("Which changes"));
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setMinimumWidth(40);
    note_->setWordWrap(true);
    list_->setModel(&flips_);
    list_->setItemDelegate(new ExampleDelegate(
        [](const QModelIndex &index) {
            return index.data(FlipsModel::FixedRole).toBool() ? Outcome::Right : Outcome::Wrong;
        },
        FlipsModel::DetailRole, list_));
    list_->setAccessibleName(tr("Only what changed"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *left = new QWidget;
    left->setMinimumWidth(220);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 4, 0, 0);
    auto *row = new QVBoxLayout;
    row->setContentsMargins(6, 0, 6, 0);
    row->addWidget(show_);
    row->addWidget(note_);
    leftLayout->addLayout(row);
    leftLayout->addWidget(list_, 1);

    auto *bottom = new QSplitter(Qt::Horizontal);
    bottom->setChildrenCollapsible(false);
    bottom->addWidget(left);
    bottom->addWidget(example_);
    bottom->setStretchFactor(1, 1);
    bottom->setSizes({300, 800});
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(bottom);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({150, 560});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(message_);
    layout->addWidget(splitter, 1);
}

void CompareView::open(const QList<Run> &runs)
{
    runs_ = runs;
    QStringList directories, titles;
    for (const Run &run : runs) {
        directories.append(run.directory);
        titles.append(run.title);
    }
    title_->setText(titles.join(QStringLiteral("  →  ")));
    swap_->setVisible(runs.size() == 2);
    export_->setEnabled(false);
    message_->hide();
    note_->setText(tr("Comparing…"));
    example_->clear();
    rates_.setComparison(nullptr);
    flips_.setFlips(nullptr, 0, {});
    worker_.run([directories, titles](std::stop_token) { return compareDirectories(directories, titles); },
                [this](Comparison comparison) { take(std::move(comparison)); });
}

void CompareView::take(Comparison comparison)
{
    message_->showMessage(comparison.error);
    note_->clear();
    comparison_ = std::make_shared<const Comparison>(std::move(comparison));
    rates_.setComparison(comparison_);
    table_->setColumnHidden(ComparisonModel::Run, comparison_->others.size() < 2);
    table_->resizeColumnsToContents();
    for (int column = 0; column < ComparisonModel::columns; ++column)
        table_->setColumnWidth(column, table_->columnWidth(column) + 12);
    export_->setEnabled(comparison_->error.isEmpty());
    // EX first, where it was measured.
    int row = 0;
    for (int i = rates_.rowCount() - 1; i >= 0; --i)
        if (rates_.metric(i).metric == "ex")
            row = i;
    table_->setCurrentIndex(rates_.index(row, ComparisonModel::Measure));
    showFlips();
    emit compared();
}

void CompareView::showFlips()
{
    const QModelIndex current = table_->currentIndex();
    if (!current.isValid() || !comparison_) {
        note_->setText(comparison_ && comparison_->error.isEmpty()
                           ? tr("These runs share no measured examples.")
                           : QString());
        return;
    }
    const int other = rates_.other(current.row());
    const eval::MetricComparison &metric = rates_.metric(current.row());
    flips_.setFlips(comparison_, other, metric.metric);
    const eval::RunComparison &result = comparison_->others[std::size_t(other)].result;
    QStringList notes{tr("%1: %2 fixed, %3 broken")
                          .arg(measureText(QString::fromStdString(metric.metric)))
                          .arg(metric.counts.fixed)
                          .arg(metric.counts.broken)};
    if (const auto alone = result.onlyFirst + result.onlySecond; alone > 0)
        notes.append(tr("%n example(s) are in one run only", nullptr, int(alone)));
    note_->setText(notes.join(QStringLiteral(". ")));
    list_->setCurrentIndex(flips_.index(0));
    showCurrent();
}

void CompareView::showCurrent()
{
    const int row = list_->currentIndex().row();
    const auto [first, second] = flips_.answers(row);
    if (!first || !second) {
        example_->clear();
        return;
    }
    QString database, problem = tr("These runs do not say where their databases are.");
    for (const Run &run : runs_) {
        if (run.databases.isEmpty() || !database.isEmpty())
            continue;
        try {
            database = QString::fromStdU16String(
                datasets::databaseFile(std::filesystem::path(run.databases.toStdU16String()),
                                       first->databaseId)
                    .u16string());
        } catch (const std::exception &error) {
            problem = QString::fromUtf8(error.what());
        }
    }
    const int other = rates_.other(table_->currentIndex().row());
    const QLocale locale;
    example_->setAnswers(
        {{comparison_->title, first}, {comparison_->others[std::size_t(other)].title, second}},
        tr("%1 of %2").arg(locale.toString(row + 1), locale.toString(flips_.rowCount())), database, problem);
}

void CompareView::exportHtml()
{
    auto *dialog = new QFileDialog(this, tr("Save the comparison"));
    dialog->setNameFilters({tr("Web pages (*.html)")});
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(QStringLiteral("comparison.html"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        QStringList directories;
        for (const Run &run : std::as_const(runs_))
            directories.append(run.directory);
        worker_.run(
            [file, directories](std::stop_token) {
                try {
                    std::vector<eval::RunData> runs;
                    for (const QString &directory : directories)
                        runs.push_back(eval::loadRun(std::filesystem::path(directory.toStdU16String())));
                    return writeWhole(file, QByteArray::fromStdString(eval::htmlComparison(runs)));
                } catch (const std::exception &error) {
                    return QString::fromUtf8(error.what());
                }
            },
            [this, file](const QString &problem) {
                message_->showMessage(problem.isEmpty() ? tr("Saved %1").arg(file) : problem);
            });
    });
    dialog->open();
}

} // namespace mureum::ui
