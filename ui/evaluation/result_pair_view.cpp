#include "ui/evaluation/result_pair_view.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace mureum::ui {

namespace {
constexpr std::int64_t mostRows = 1000;
constexpr int widestColumn = 260;
} // namespace

ResultPairView::ResultPairView(QWidget *parent)
    : QWidget(parent), only_(new QCheckBox(tr("Only rows that differ"))),
      runner_(QStringLiteral("both-results"))
{
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    build(sides_[0], tr("Right answer"));
    build(sides_[1], tr("Prediction"));
    for (Side &side : sides_) {
        auto *panel = new QWidget;
        auto *layout = new QVBoxLayout(panel);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(side.heading);
        layout->addWidget(side.stack, 1);
        splitter->addWidget(panel);
    }
    splitter->setSizes({1, 1});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(splitter, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 2, 8, 2);
    foot->addWidget(only_);
    foot->addStretch(1);
    layout->addLayout(foot);
    connect(only_, &QCheckBox::toggled, this, [this](bool on) {
        for (Side &side : sides_)
            side.model.setOnlyDiffering(on);
    });
    // Both sides scroll together, the shorter one as far as it goes.
    const auto follow = [this](int leader, int other) {
        QScrollBar *bar = sides_[std::size_t(other)].table->verticalScrollBar();
        connect(sides_[std::size_t(leader)].table->verticalScrollBar(), &QScrollBar::valueChanged, bar,
                [this, bar](int value) {
                    if (std::exchange(following_, true))
                        return;
                    bar->setValue(value);
                    following_ = false;
                });
    };
    follow(0, 1);
    follow(1, 0);
}

void ResultPairView::build(Side &side, const QString &name)
{
    side.heading = new QLabel(name);
    side.heading->setContentsMargins(8, 2, 8, 2);
    side.heading->setForegroundRole(QPalette::PlaceholderText);
    side.heading->setMinimumWidth(40);
    side.table = new QTableView;
    side.table->setModel(&side.model);
    side.table->setAccessibleName(name);
    side.table->setFrameShape(QFrame::NoFrame);
    side.table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    side.table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    side.table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    side.table->verticalHeader()->setDefaultSectionSize(side.table->fontMetrics().lineSpacing() + 6);
    side.table->horizontalHeader()->setHighlightSections(false);
    side.table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    side.message = new QLabel;
    side.message->setWordWrap(true);
    side.message->setTextFormat(Qt::PlainText);
    side.message->setAlignment(Qt::AlignCenter);
    side.message->setMargin(12);
    side.message->setForegroundRole(QPalette::PlaceholderText);
    side.message->setMinimumWidth(40);
    side.message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    side.stack = new QStackedWidget;
    side.stack->addWidget(side.message);
    side.stack->addWidget(side.table);
}

void ResultPairView::compare(const QString &database, const QString &gold, const QString &predicted)
{
    runner_.run([path = std::filesystem::path(database.toStdU16String()), gold,
                 predicted](std::stop_token stop) { return runBoth(path, gold, predicted, mostRows, stop); },
                [this](const ResultPair &pair) { take(pair); });
}

void ResultPairView::showMessage(const QString &text)
{
    runner_.cancel();
    for (Side &side : sides_) {
        side.model.setSide(nullptr);
        side.message->setText(&side == &sides_[0] ? text : QString());
        side.stack->setCurrentWidget(side.message);
    }
    sides_[0].heading->setText(tr("Right answer"));
    sides_[1].heading->setText(tr("Prediction"));
}

void ResultPairView::take(const ResultPair &pair)
{
    fill(sides_[0], tr("Right answer"), pair.gold, pair.same);
    fill(sides_[1], tr("Prediction"), pair.predicted, pair.same);
    emit finished();
}

void ResultPairView::fill(Side &side, const QString &name, const ResultSidePtr &rows, bool same)
{
    side.model.setSide(rows);
    const QLocale locale;
    QString heading = name;
    if (rows->error.isEmpty()) {
        const int count = int(rows->rows.rows.size());
        heading += QStringLiteral(": ") + (rows->rows.truncated ? tr("the first %n row(s)", nullptr, count)
                                                                : tr("%n row(s)", nullptr, count));
        if (!same && rows->differing > 0)
            heading +=
                QStringLiteral(" · ") + tr("%1 without a counterpart").arg(locale.toString(rows->differing));
        heading += QStringLiteral(" · ") + tr("%1 s").arg(locale.toString(rows->rows.seconds, 'f', 3));
    }
    side.heading->setText(heading);
    const bool empty = !rows->error.isEmpty() || rows->rows.rows.empty();
    side.message->setText(rows->error.isEmpty() ? tr("No rows.") : rows->error);
    side.stack->setCurrentWidget(empty ? static_cast<QWidget *>(side.message) : side.table);
    side.table->resizeColumnsToContents();
    for (int column = 0; column < side.model.columnCount(); ++column)
        if (side.table->columnWidth(column) > widestColumn)
            side.table->setColumnWidth(column, widestColumn);
}

} // namespace mureum::ui
