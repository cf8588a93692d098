#include "ui/schema/schema_view.h"
#include "ui/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QTreeView>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {
constexpr int previewRows = 100;
}

SchemaView::SchemaView(QWidget *parent) : QWidget(parent), search_(new QLineEdit), tree_(new QTreeView)
{
    proxy_.setSourceModel(&model_);
    proxy_.setFilterKeyColumn(0);
    proxy_.setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy_.setRecursiveFilteringEnabled(true);
    proxy_.setAutoAcceptChildRows(true);

    search_->setPlaceholderText(tr("Search tables, columns, values"));
    search_->setAccessibleName(tr("Search the schema"));
    search_->setClearButtonEnabled(true);
    search_->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);

    tree_->setModel(&proxy_);
    tree_->setAccessibleName(tr("Tables and columns"));
    tree_->setHeaderHidden(true);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setUniformRowHeights(true);
    tree_->setDragEnabled(true);
    tree_->setDragDropMode(QAbstractItemView::DragOnly);
    tree_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree_->setExpandsOnDoubleClick(false);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setIndentation(16);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    auto *searchRow = new QVBoxLayout;
    searchRow->setContentsMargins(6, 0, 6, 0);
    searchRow->addWidget(search_);
    layout->addLayout(searchRow);
    layout->addWidget(tree_);
    setFocusProxy(tree_);

    connect(search_, &QLineEdit::textChanged, this, &SchemaView::filter);
    connect(search_, &QLineEdit::returnPressed, tree_, qOverload<>(&QWidget::setFocus));
    connect(tree_, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        emit insertRequested(index.siblingAtColumn(0).data(SchemaModel::InsertRole).toString());
    });
    connect(tree_, &QWidget::customContextMenuRequested, this, &SchemaView::showMenu);
    auto *copy = new QShortcut(QKeySequence::Copy, tree_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        if (tree_->currentIndex().isValid())
            QGuiApplication::clipboard()->setText(
                tree_->currentIndex().siblingAtColumn(0).data(SchemaModel::NameRole).toString());
    });
    connect(&model_, &SchemaModel::rowCountNeeded, &counter_, &RowCounter::count);
    connect(&counter_, &RowCounter::counted, &model_, &SchemaModel::setRowCount);
}

void SchemaView::setSchema(const QString &file, SchemaPtr schema)
{
    counter_.setDatabase(file);
    model_.setSchema(std::move(schema));
    // A small schema is read at a glance; a large one opens folded.
    if (model_.rowCount() <= 4)
        tree_->expandToDepth(0);
    filter(search_->text());
}

void SchemaView::filter(const QString &text)
{
    const QString wanted = text.trimmed().normalized(QString::NormalizationForm_C);
    proxy_.setFilterFixedString(wanted);
    if (wanted.isEmpty())
        return;
    // Open the tables whose own columns match, not those matched by name alone.
    for (int row = 0; row < proxy_.rowCount(); ++row) {
        const QModelIndex table = proxy_.index(row, 0);
        tree_->setExpanded(
            table, !table.data(SchemaModel::NameRole).toString().contains(wanted, Qt::CaseInsensitive));
        for (int column = 0; tree_->isExpanded(table) && column < proxy_.rowCount(table); ++column) {
            const QModelIndex child = proxy_.index(column, 0, table);
            tree_->setExpanded(
                child, !child.data(SchemaModel::NameRole).toString().contains(wanted, Qt::CaseInsensitive));
        }
    }
}

void SchemaView::showMenu(const QPoint &position)
{
    const QModelIndex index = tree_->indexAt(position).siblingAtColumn(0);
    if (!index.isValid())
        return;
    const QString insert = index.data(SchemaModel::InsertRole).toString();
    const QString name = index.data(SchemaModel::NameRole).toString();
    const int kind = index.data(SchemaModel::KindRole).toInt();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Insert into the SQL"), this, [this, insert] { emit insertRequested(insert); });
    menu->addAction(symbolicIcon(QStringLiteral("copy")),
                    kind == SchemaModel::ValueKind ? tr("Copy value") : tr("Copy name"), this,
                    [name] { QGuiApplication::clipboard()->setText(name); });
    if (kind == SchemaModel::TableKind || kind == SchemaModel::ViewKind) {
        menu->addSeparator();
        menu->addAction(symbolicIcon(QStringLiteral("run")), tr("Show the first %1 rows").arg(previewRows),
                        this, [this, insert] {
                            emit queryRequested(
                                QStringLiteral("SELECT * FROM %1 LIMIT %2").arg(insert).arg(previewRows));
                        });
    }
    menu->popup(tree_->viewport()->mapToGlobal(position));
}

} // namespace mureum::ui
