#include "ui/history/history_view.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

// Two lines: what was asked, and when, where, how it ended.
class EntryDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return QSize(100, option.fontMetrics.lineSpacing() + smallMetrics(option).lineSpacing() + 12);
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override
    {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QString question = option.text;
        option.text.clear();
        const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

        const bool selected = option.state & QStyle::State_Selected;
        const QPalette &palette = option.palette;
        const QRect area = option.rect.adjusted(10, 5, -8, -5);
        painter->save();
        painter->setFont(option.font);
        painter->setPen(palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(area, Qt::AlignLeft | Qt::AlignTop,
                          option.fontMetrics.elidedText(question, Qt::ElideRight, area.width()));
        painter->setFont(smallFont(option));
        if (!selected)
            painter->setPen(index.data(HistoryModel::FailedRole).toBool() ? syntaxColors(palette).error
                                                                          : secondaryText(palette));
        painter->drawText(area, Qt::AlignLeft | Qt::AlignBottom,
                          smallMetrics(option).elidedText(index.data(HistoryModel::DetailRole).toString(),
                                                          Qt::ElideRight, area.width()));
        painter->restore();
    }

private:
    static QFont smallFont(const QStyleOptionViewItem &option)
    {
        QFont font = option.font;
        font.setPointSizeF(font.pointSizeF() * 0.88);
        return font;
    }
    static QFontMetrics smallMetrics(const QStyleOptionViewItem &option)
    {
        return QFontMetrics(smallFont(option));
    }
};

} // namespace

HistoryView::HistoryView(HistoryStore &store, QWidget *parent)
    : QWidget(parent), model_(store), search_(new QLineEdit), list_(new QListView), clear_(new QToolButton),
      note_(new QLabel)
{
    search_->setPlaceholderText(tr("Search questions and SQL"));
    search_->setAccessibleName(tr("Search the history"));
    search_->setClearButtonEnabled(true);
    search_->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);

    clear_->setIcon(symbolicIcon(QStringLiteral("delete")));
    clear_->setAutoRaise(true);
    clear_->setToolTip(tr("Clear the history…"));
    clear_->setAccessibleName(tr("Clear the history"));

    list_->setModel(&model_);
    list_->setItemDelegate(new EntryDelegate(list_));
    list_->setAccessibleName(tr("Questions asked before"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    note_->setWordWrap(true);
    note_->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setContentsMargins(12, 24, 12, 12);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(6, 0, 6, 0);
    row->addWidget(search_);
    row->addWidget(clear_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->addLayout(row);
    layout->addWidget(note_);
    layout->addWidget(list_, 1);
    setFocusProxy(list_);

    connect(search_, &QLineEdit::textChanged, this, [this](const QString &text) {
        model_.setSearch(text);
        updateEmptyNote();
    });
    connect(list_, &QListView::clicked, this, &HistoryView::restore);
    connect(list_, &QWidget::customContextMenuRequested, this, &HistoryView::showMenu);
    connect(clear_, &QToolButton::clicked, this, &HistoryView::confirmClear);
    for (const int key : {int(Qt::Key_Return), int(Qt::Key_Enter)}) {
        auto *open = new QShortcut(QKeySequence(key), list_, nullptr, nullptr, Qt::WidgetShortcut);
        connect(open, &QShortcut::activated, this, [this] { restore(list_->currentIndex()); });
    }
    auto *remove = new QShortcut(QKeySequence::Delete, list_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] {
        model_.removeEntry(list_->currentIndex());
        updateEmptyNote();
    });
    updateEmptyNote();
}

void HistoryView::reload()
{
    model_.reload();
    updateEmptyNote();
}

void HistoryView::updateEmptyNote()
{
    const bool empty = model_.rowCount() == 0;
    note_->setText(model_.search().isEmpty() ? tr("What you ask will be listed here.")
                                             : tr("Nothing found."));
    note_->setVisible(empty);
    list_->setVisible(!empty);
    clear_->setEnabled(!empty || !model_.search().isEmpty());
}

void HistoryView::restore(const QModelIndex &index)
{
    if (index.isValid())
        emit restoreRequested(model_.entry(index));
}

void HistoryView::showMenu(const QPoint &position)
{
    const QPersistentModelIndex index = list_->indexAt(position);
    if (!index.isValid())
        return;
    const HistoryEntry entry = model_.entry(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Restore"), this, [this, index] { restore(index); });
    menu->addAction(symbolicIcon(QStringLiteral("copy")), tr("Copy question"), this,
                    [entry] { QApplication::clipboard()->setText(entry.question); })
        ->setEnabled(!entry.question.isEmpty());
    menu->addAction(symbolicIcon(QStringLiteral("copy")), tr("Copy SQL"), this,
                    [entry] { QApplication::clipboard()->setText(entry.sql); });
    menu->addSeparator();
    menu->addAction(symbolicIcon(QStringLiteral("delete")), tr("Remove"), this, [this, index] {
        model_.removeEntry(index);
        updateEmptyNote();
    });
    menu->popup(list_->viewport()->mapToGlobal(position));
}

void HistoryView::confirmClear()
{
    auto *box = new QMessageBox(QMessageBox::Question, tr("Clear the history"),
                                tr("Remove every question from the history? This cannot be undone."),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *clear = box->addButton(tr("Clear"), QMessageBox::DestructiveRole);
    connect(clear, &QPushButton::clicked, this, [this] {
        model_.clear();
        updateEmptyNote();
    });
    box->open();
}

} // namespace mureum::ui
