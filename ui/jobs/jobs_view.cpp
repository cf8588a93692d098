#include "ui/jobs/jobs_view.h"

#include "ui/jobs/job_delegate.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

JobsView::JobsView(JobsStore &jobs, std::unique_ptr<JobsModel> model, const Words &words, QWidget *parent)
    : QWidget(parent), jobs_(jobs), model_(std::move(model)), new_(nullptr), openDirectory_(nullptr),
      stop_(nullptr), resume_(nullptr), compare_(nullptr), remove_(nullptr), beginnings_(new QVBoxLayout),
      table_(new QTableView), stack_(new QStackedWidget)
{
    sorted_.setSourceModel(model_.get());
    sorted_.setSortRole(JobsModel::SortRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTools(words));
    layout->addWidget(stack_, 1);
    buildTable();
    stack_->addWidget(buildEmpty(words));
    stack_->addWidget(table_);

    connect(model_.get(), &QAbstractItemModel::rowsInserted, this, &JobsView::updateTools);
    connect(model_.get(), &QAbstractItemModel::rowsRemoved, this, &JobsView::updateTools);
    connect(model_.get(), &QAbstractItemModel::dataChanged, this, &JobsView::updateTools);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobsView::updateTools);
}

JobsView::~JobsView() = default;

QWidget *JobsView::buildTools(const Words &words)
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
    new_ = add(QStringLiteral("add"), words.add, words.addTip);
    openDirectory_ = add(QStringLiteral("open"), tr("Open run…"), words.openTip);
    layout->addStretch(1);
    stop_ = add(QStringLiteral("stop"), tr("Stop"), words.stopTip);
    resume_ = add(QStringLiteral("run"), tr("Resume"), tr("Go on where it stopped"));
    compare_ =
        add(QStringLiteral("compare"), tr("Compare"), tr("Compare the selected runs with the first of them"));
    remove_ = add(QStringLiteral("delete"), tr("Delete…"), tr("Delete the selected runs"));
    connect(new_, &QToolButton::clicked, this, &JobsView::newRequested);
    connect(openDirectory_, &QToolButton::clicked, this, &JobsView::openDirectoryRequested);
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

QWidget *JobsView::buildEmpty(const Words &words)
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto *title = new QLabel(words.headline);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    title->setWordWrap(true);
    auto *text = new QLabel(words.text);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    text->setMaximumWidth(560);
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
    layout->addLayout(beginnings_);
    layout->addStretch(3);
    return page;
}

QPushButton *JobsView::addBeginning(const QString &icon, const QString &text)
{
    auto *button = new QPushButton(symbolicIcon(icon), text);
    button->setAutoDefault(false);
    beginnings_->addWidget(button, 0, Qt::AlignCenter);
    return button;
}

void JobsView::buildTable()
{
    table_->setModel(&sorted_);
    table_->setItemDelegate(new JobDelegate(table_));
    table_->setAccessibleName(tr("Runs"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table_->setSortingEnabled(true);
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
    connect(table_, &QTableView::doubleClicked, this, &JobsView::openCurrent);
    connect(table_, &QWidget::customContextMenuRequested, this, &JobsView::showMenu);
    for (const int key : {int(Qt::Key_Return), int(Qt::Key_Enter)}) {
        auto *open = new QShortcut(QKeySequence(key), table_, nullptr, nullptr, Qt::WidgetShortcut);
        connect(open, &QShortcut::activated, this, &JobsView::openCurrent);
    }
    auto *remove = new QShortcut(QKeySequence::Delete, table_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] {
        if (remove_->isEnabled())
            emit removeRequested(selected());
    });
    auto *fresh = new QShortcut(QKeySequence::New, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(fresh, &QShortcut::activated, this, &JobsView::newRequested);
    setFocusProxy(table_);
}

void JobsView::setColumns(const QList<int> &widths, int dateColumn)
{
    for (int column = 0; column < int(widths.size()); ++column)
        table_->horizontalHeader()->resizeSection(column, widths[column]);
    table_->sortByColumn(dateColumn, Qt::DescendingOrder);
}

QList<JobProcess *> JobsView::selected() const
{
    QModelIndexList rows = table_->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(),
              [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QList<JobProcess *> jobs;
    for (const QModelIndex &row : rows)
        jobs.append(model_->job(sorted_.mapToSource(row)));
    return jobs;
}

void JobsView::select(JobProcess *job)
{
    const QModelIndex index = sorted_.mapFromSource(model_->index(jobs_.rowOf(job), 0));
    table_->selectRow(index.row());
    table_->setCurrentIndex(index);
}

void JobsView::openCurrent()
{
    const QList<JobProcess *> jobs = selected();
    if (jobs.size() == 1)
        emit opened(jobs.first());
    else if (jobs.size() > 1)
        emit compareRequested(jobs);
}

void JobsView::updateTools()
{
    const bool any = model_->rowCount() > 0;
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
    updateColumns();
}

void JobsView::showMenu(const QPoint &position)
{
    const QList<JobProcess *> jobs = selected();
    if (jobs.isEmpty() || !table_->indexAt(position).isValid())
        return;
    JobProcess *job = jobs.first();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool one = jobs.size() == 1;
    menu->addAction(tr("Open"), this, &JobsView::openCurrent)->setEnabled(one);
    menu->addAction(tr("Rename"), this,
                    [this, index = QPersistentModelIndex(table_->currentIndex().siblingAtColumn(
                               JobsModel::Name))] { table_->edit(index); })
        ->setEnabled(one);
    menu->addAction(symbolicIcon(QStringLiteral("copy")), tr("Copy as command"), this,
                    [text = job->file().command.shellText()] { QApplication::clipboard()->setText(text); })
        ->setEnabled(one && !job->file().command.program.isEmpty());
    menu->addAction(symbolicIcon(QStringLiteral("open")), tr("Open folder"), this,
                    [folder = job->directory()] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); })
        ->setEnabled(one);
    fillMenu(menu, job, one);
    menu->addSeparator();
    for (QToolButton *button : {stop_, resume_, compare_, remove_})
        menu->addAction(button->icon(), button->text(), button, &QToolButton::click)
            ->setEnabled(button->isEnabled());
    menu->popup(table_->viewport()->mapToGlobal(position));
}

QByteArray JobsView::layoutState() const
{
    return table_->horizontalHeader()->saveState();
}

void JobsView::restoreLayout(const QByteArray &state)
{
    if (!state.isEmpty())
        table_->horizontalHeader()->restoreState(state);
    updateTools();
}

void JobsView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().lineSpacing() * 2 + 10);
}

} // namespace mureum::ui
