#include "ui/evaluation/runs_view.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

/// A bar in the state of a running job; a rate over its interval.
class RunDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        const QString interval = index.data(RunsModel::IntervalRole).toString();
        if (!interval.isEmpty())
            size.setWidth(
                std::max(size.width(), QFontMetrics(smallFont(option)).horizontalAdvance(interval) + 14));
        if (index.data(RunsModel::FractionRole).toDouble() >= 0)
            size.setWidth(size.width() + 30);
        return size;
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override
    {
        const double fraction = index.data(RunsModel::FractionRole).toDouble();
        const QString interval = index.data(RunsModel::IntervalRole).toString();
        if (fraction < 0 && interval.isEmpty()) {
            QStyledItemDelegate::paint(painter, given, index);
            return;
        }
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QString text = option.text;
        option.text.clear();
        const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        const bool selected = option.state & QStyle::State_Selected;
        const QPalette &palette = option.palette;
        const QColor front = palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const QRect area = option.rect.adjusted(6, 4, -6, -4);
        painter->save();
        painter->setPen(front);
        if (fraction >= 0) {
            painter->drawText(area, Qt::AlignLeft | Qt::AlignTop, text);
            QRect bar(area.left(), area.bottom() - 6, area.width(), 6);
            QColor groove = front;
            groove.setAlphaF(0.2F);
            painter->setPen(Qt::NoPen);
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setBrush(groove);
            painter->drawRoundedRect(bar, 3, 3);
            bar.setWidth(int(bar.width() * fraction));
            painter->setBrush(selected ? front : palette.color(QPalette::Highlight));
            if (bar.width() > 0)
                painter->drawRoundedRect(bar, 3, 3);
        } else {
            painter->drawText(area, Qt::AlignRight | Qt::AlignTop, text);
            painter->setFont(smallFont(option));
            if (!selected)
                painter->setPen(secondaryText(palette));
            painter->drawText(area, Qt::AlignRight | Qt::AlignBottom, interval);
        }
        painter->restore();
    }

private:
    static QFont smallFont(const QStyleOptionViewItem &option)
    {
        QFont font = option.font;
        font.setPointSizeF(font.pointSizeF() * 0.85);
        return font;
    }
};

} // namespace

RunsView::RunsView(JobsStore &jobs, bool canSample, QWidget *parent)
    : QWidget(parent), jobs_(jobs), model_(jobs), new_(nullptr), openDirectory_(nullptr), stop_(nullptr),
      resume_(nullptr), compare_(nullptr), remove_(nullptr), sample_(nullptr), table_(new QTableView),
      stack_(new QStackedWidget)
{
    sorted_.setSourceModel(&model_);
    sorted_.setSortRole(RunsModel::SortRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTools());
    layout->addWidget(stack_, 1);
    buildTable();
    stack_->addWidget(buildEmpty());
    stack_->addWidget(table_);
    sample_->setEnabled(canSample);
    sample_->setVisible(canSample);

    connect(&model_, &QAbstractItemModel::rowsInserted, this, &RunsView::updateTools);
    connect(&model_, &QAbstractItemModel::rowsRemoved, this, &RunsView::updateTools);
    connect(&model_, &QAbstractItemModel::dataChanged, this, &RunsView::updateTools);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsView::updateTools);
    updateTools();
}

QWidget *RunsView::buildTools()
{
    auto *tools = new QWidget;
    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(6, 6, 6, 4);
    layout->setSpacing(2);
    const auto add = [layout](const QString &icon, const QString &text, const QString &toolTip) {
        auto *button = new QToolButton;
        button->setIcon(symbolicIcon(icon));
        button->setText(text);
        button->setToolTip(toolTip);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        layout->addWidget(button);
        return button;
    };
    new_ = add(QStringLiteral("add"), tr("New evaluation…"),
               tr("Measure a model on questions with right answers (Ctrl+N)"));
    openDirectory_ =
        add(QStringLiteral("open"), tr("Open run…"), tr("Show a run directory that lies elsewhere"));
    layout->addStretch(1);
    stop_ = add(QStringLiteral("stop"), tr("Stop"), tr("Keep what is done and stop"));
    resume_ = add(QStringLiteral("run"), tr("Resume"), tr("Go on where it stopped"));
    compare_ =
        add(QStringLiteral("compare"), tr("Compare"), tr("Compare the selected runs with the first of them"));
    remove_ = add(QStringLiteral("delete"), tr("Delete…"), tr("Delete the selected runs"));
    connect(new_, &QToolButton::clicked, this, &RunsView::newRequested);
    connect(openDirectory_, &QToolButton::clicked, this, &RunsView::openDirectoryRequested);
    connect(stop_, &QToolButton::clicked, this, [this] {
        for (JobProcess *job : selected()) {
            // One that does not react is ended by a second click; what it finished is on disk.
            if (job->state() == JobProcess::State::Stopping)
                job->kill();
            else
                job->stop();
        }
    });
    connect(resume_, &QToolButton::clicked, this, [this] {
        for (JobProcess *job : selected())
            if (!job->active())
                emit resumeRequested(job);
    });
    connect(compare_, &QToolButton::clicked, this, [this] { emit compareRequested(selected()); });
    connect(remove_, &QToolButton::clicked, this, [this] { emit removeRequested(selected()); });
    return tools;
}

QWidget *RunsView::buildEmpty()
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto *title = new QLabel(tr("How good is a model on your data, and where does it fail?"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    title->setWordWrap(true);
    auto *text =
        new QLabel(tr("An evaluation asks a model questions whose right answers are known, runs its SQL "
                      "read-only and compares the rows. Every example can be looked at: both SQL "
                      "statements, both results, and why it counts as right or wrong."));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    text->setMaximumWidth(560);
    sample_ = new QPushButton(symbolicIcon(QStringLiteral("run")),
                              tr("Measure the bundled model on the sample questions"));
    auto *own = new QPushButton(symbolicIcon(QStringLiteral("add")), tr("New evaluation…"));
    for (QPushButton *button : {sample_, own})
        button->setAutoDefault(false);
    connect(sample_, &QPushButton::clicked, this, &RunsView::sampleRequested);
    connect(own, &QPushButton::clicked, this, &RunsView::newRequested);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    layout->addWidget(title);
    auto *textRow = new QHBoxLayout;
    textRow->addStretch(1);
    textRow->addWidget(text, 8);
    textRow->addStretch(1);
    layout->addLayout(textRow);
    layout->addSpacing(16);
    layout->addWidget(sample_, 0, Qt::AlignCenter);
    layout->addWidget(own, 0, Qt::AlignCenter);
    layout->addStretch(3);
    return page;
}

void RunsView::buildTable()
{
    table_->setModel(&sorted_);
    table_->setItemDelegate(new RunDelegate(table_));
    table_->setAccessibleName(tr("Runs"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table_->setSortingEnabled(true);
    table_->sortByColumn(RunsModel::Date, Qt::DescendingOrder);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setWordWrap(false);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().lineSpacing() * 2 + 10);
    QHeaderView *header = table_->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(false);
    constexpr int widths[RunsModel::columns] = {190, 110, 76, 96, 110, 60, 104, 104, 104, 104, 130};
    for (int column = 0; column < RunsModel::columns; ++column)
        header->resizeSection(column, widths[column]);
    connect(table_, &QTableView::doubleClicked, this, &RunsView::openCurrent);
    connect(table_, &QWidget::customContextMenuRequested, this, &RunsView::showMenu);
    for (const int key : {int(Qt::Key_Return), int(Qt::Key_Enter)}) {
        auto *open = new QShortcut(QKeySequence(key), table_, nullptr, nullptr, Qt::WidgetShortcut);
        connect(open, &QShortcut::activated, this, &RunsView::openCurrent);
    }
    auto *remove = new QShortcut(QKeySequence::Delete, table_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] {
        if (remove_->isEnabled())
            emit removeRequested(selected());
    });
    auto *fresh = new QShortcut(QKeySequence::New, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(fresh, &QShortcut::activated, this, &RunsView::newRequested);
    setFocusProxy(table_);
}

QList<JobProcess *> RunsView::selected() const
{
    QModelIndexList rows = table_->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(),
              [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QList<JobProcess *> jobs;
    for (const QModelIndex &row : rows)
        jobs.append(model_.job(sorted_.mapToSource(row)));
    return jobs;
}

void RunsView::select(JobProcess *job)
{
    const QModelIndex index = sorted_.mapFromSource(model_.index(jobs_.rowOf(job), 0));
    table_->selectRow(index.row());
    table_->setCurrentIndex(index);
}

void RunsView::openCurrent()
{
    const QList<JobProcess *> jobs = selected();
    if (jobs.size() == 1)
        emit opened(jobs.first());
    else if (jobs.size() > 1)
        emit compareRequested(jobs);
}

void RunsView::updateTools()
{
    const bool any = model_.rowCount() > 0;
    stack_->setCurrentIndex(any ? 1 : 0);
    const QList<JobProcess *> jobs = selected();
    bool stoppable = false, resumable = false, active = false;
    for (const JobProcess *job : jobs) {
        stoppable = stoppable || job->active();
        active = active || job->active();
        resumable = resumable || (!job->active() && job->state() != JobProcess::State::Finished &&
                                  !job->file().command.program.isEmpty());
    }
    stop_->setEnabled(stoppable);
    resume_->setEnabled(resumable);
    compare_->setEnabled(jobs.size() >= 2);
    compare_->setToolTip(jobs.size() >= 2 ? tr("Compare the selected runs with the first of them")
                                          : tr("Select two or more runs with Ctrl or Shift to compare them"));
    remove_->setEnabled(!jobs.isEmpty() && !active);
    for (QToolButton *button : {stop_, resume_, compare_, remove_})
        button->setVisible(any);
    // Measures nobody took only take room.
    bool judged = false, suited = false;
    for (int row = 0; row < model_.rowCount(); ++row) {
        judged = judged || model_.info(row).judge.known();
        suited = suited || model_.info(row).suite.known();
    }
    table_->setColumnHidden(RunsModel::Judge, !judged);
    table_->setColumnHidden(RunsModel::Suite, !suited);
}

void RunsView::showMenu(const QPoint &position)
{
    const QList<JobProcess *> jobs = selected();
    if (jobs.isEmpty() || !table_->indexAt(position).isValid())
        return;
    JobProcess *job = jobs.first();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool one = jobs.size() == 1;
    // A measurement that is not finished goes on first: its command would be lost.
    const bool judgeable = job->state() == JobProcess::State::Finished ||
                           job->file().command.arguments.value(0) == QLatin1String("judge");
    menu->addAction(tr("Open"), this, &RunsView::openCurrent)->setEnabled(one);
    menu->addAction(tr("Rename"), this,
                    [this, index = QPersistentModelIndex(table_->currentIndex().siblingAtColumn(
                               RunsModel::Name))] { table_->edit(index); })
        ->setEnabled(one);
    menu->addAction(symbolicIcon(QStringLiteral("copy")), tr("Copy as command"), this,
                    [text = job->file().command.shellText()] { QApplication::clipboard()->setText(text); })
        ->setEnabled(one && !job->file().command.program.isEmpty());
    menu->addAction(symbolicIcon(QStringLiteral("open")), tr("Open folder"), this,
                    [folder = job->directory()] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); })
        ->setEnabled(one);
    menu->addAction(tr("Judge…"), this,
                    [this, job = QPointer(job)] {
                        if (job)
                            emit judgeRequested(job);
                    })
        ->setEnabled(one && !job->active() && judgeable);
    menu->addSeparator();
    for (QToolButton *button : {stop_, resume_, compare_, remove_})
        menu->addAction(button->icon(), button->text(), button, &QToolButton::click)
            ->setEnabled(button->isEnabled());
    menu->popup(table_->viewport()->mapToGlobal(position));
}

QByteArray RunsView::layoutState() const
{
    return table_->horizontalHeader()->saveState();
}

void RunsView::restoreLayout(const QByteArray &state)
{
    if (!state.isEmpty())
        table_->horizontalHeader()->restoreState(state);
    updateTools();
}

void RunsView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().lineSpacing() * 2 + 10);
}

} // namespace mureum::ui
