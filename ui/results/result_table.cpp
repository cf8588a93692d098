#include "ui/results/result_table.h"

#include "ui/results/filter_header.h"
#include "ui/results/result_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace mureum::ui {

namespace {

/// Room at both sides of a value: a number at the right and a text at the left do not touch.
class RoomyDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem panel = option;
        initStyleOption(&panel, index);
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &panel, painter, option.widget);
        QStyleOptionViewItem inner = option;
        inner.rect.adjust(cellMargin, 0, -cellMargin, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    static constexpr int cellMargin = 4;
};

constexpr int widestColumn = 360, narrowestColumn = 64;
constexpr int narrowestOfMany = 110; // later rows may hold longer values
constexpr int rowsMeasured = 100;
} // namespace

ResultTable::ResultTable(ResultModel &rows, QWidget *parent)
    : QTableView(parent), rows_(rows), header_(new FilterHeader(this))
{
    setObjectName(QStringLiteral("resultTable"));
    setAccessibleName(tr("Rows"));
    setHorizontalHeader(header_);
    setModel(&rows_);
    setItemDelegate(new RoomyDelegate(this));
    header_->setSortIndicator(-1, Qt::AscendingOrder);
    header_->setSortIndicatorClearable(true);
    setSortingEnabled(true);
    setFrameShape(QFrame::NoFrame);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(true);
    setTabKeyNavigation(false);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    // All rows are of one height: nothing is measured, however many there are.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->setHighlightSections(false);
}

void ResultTable::setEmptyText(const QString &text)
{
    emptyText_ = text;
    viewport()->update();
}

void ResultTable::fitColumns()
{
    const QFontMetrics metrics(font());
    QFont bold = header_->font();
    bold.setBold(true);
    const QFontMetrics headerMetrics(bold);
    const int rows = std::min(rows_.rowCount(), rowsMeasured);
    for (int column = 0; column < rows_.columnCount(); ++column) {
        int width = headerMetrics.horizontalAdvance(rows_.columns()[column]) + 34;
        for (int row = 0; row < rows; ++row)
            width =
                std::max(width, metrics.horizontalAdvance(rows_.index(row, column).data().toString()) + 24);
        header_->resizeSection(
            column, std::clamp(width, rows_.complete() ? narrowestColumn : narrowestOfMany, widestColumn));
    }
}

QMenu *ResultTable::makeMenu(const QModelIndex &at)
{
    auto *menu = new QMenu(this);
    const auto add = [&](const QString &icon, const QString &text, const QKeySequence &keys, auto call) {
        QAction *action = menu->addAction(icon.isEmpty() ? QIcon() : symbolicIcon(icon), text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, call);
        return action;
    };
    add(QStringLiteral("copy"), tr("Copy"), QKeySequence::Copy, [this] { emit copyRequested(false); });
    add({}, tr("Copy with headers"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
        [this] { emit copyRequested(true); });
    add({}, tr("Select all"), QKeySequence::SelectAll, [this] { selectAll(); });
    menu->addSeparator();
    const eval::Cell *value = at.isValid() ? rows_.cell(at.row(), at.column()) : nullptr;
    QAction *filter = add(QStringLiteral("filter"), tr("Use as filter"), {}, [] {});
    filter->setEnabled(rows_.refinable() && value && !rows_.isCut(at.row(), at.column()));
    if (value) {
        connect(filter, &QAction::triggered, this,
                [this, column = at.column(), typed = filterForValue(*value)] {
                    header_->setFiltersShown(true);
                    header_->setFilter(column, typed);
                });
    }
    QAction *all = add({}, tr("Clear filters"), {}, [this] {
        header_->resetFilters();
        emit header_->filtersEdited();
    });
    all->setEnabled(rows_.filtered());
    menu->addSeparator();
    QAction *grouping = add({}, tr("Separate thousands"), {}, [] {});
    grouping->setCheckable(true);
    grouping->setChecked(rows_.grouping());
    connect(grouping, &QAction::toggled, &rows_, &ResultModel::setGrouping);
    add({}, tr("Fit the columns"), {}, [this] { fitColumns(); });
    return menu;
}

void ResultTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex at = byKey ? currentIndex() : indexAt(event->pos());
    if (at.isValid() && !selectionModel()->isSelected(at))
        setCurrentIndex(at);
    QMenu *menu = makeMenu(at);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(at).bottomLeft()) : event->globalPos());
}

void ResultTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        emit copyRequested(false);
    } else if (event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        emit copyRequested(true);
    } else if (event->matches(QKeySequence::Find) && rows_.refinable()) {
        emit filterRequested(std::max(0, currentIndex().column()));
    } else if (event->matches(QKeySequence::MoveToEndOfDocument) && rows_.canFetchMore({})) {
        // The last row is not known yet: read on, and go there as it comes.
        emit lastRowRequested();
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void ResultTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (emptyText_.isEmpty() || rows_.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(secondaryText(palette()));
    painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                     emptyText_);
}

void ResultTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dx != 0)
        header_->placeFields();
}

void ResultTable::updateGeometries()
{
    QTableView::updateGeometries();
    header_->placeFields();
}

} // namespace mureum::ui
