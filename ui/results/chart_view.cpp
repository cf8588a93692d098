#include "ui/results/chart_view.h"

#include "ui/results/chart_plot.h"
#include "ui/theme/icons.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSaveFile>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QToolButton>

namespace mureum::ui {

namespace {
constexpr double pngScale = 2; // sharp on paper and on dense screens
constexpr int columnBoxWidth = 130;
} // namespace

ChartView::ChartView(QWidget *parent) : QWidget(parent), plot_(new ChartPlot)
{
    buildTools();
    note_ = new QLabel;
    note_->setObjectName(QStringLiteral("chartNote"));
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setContentsMargins(10, 0, 10, 4);
    note_->setBackgroundRole(QPalette::Base);
    note_->setAutoFillBackground(true);
    reason_ = new QLabel;
    reason_->setObjectName(QStringLiteral("chartReason"));
    reason_->setAlignment(Qt::AlignCenter);
    reason_->setWordWrap(true);
    reason_->setMargin(24);
    reason_->setForegroundRole(QPalette::PlaceholderText);
    reason_->setBackgroundRole(QPalette::Base);
    reason_->setAutoFillBackground(true);

    auto *drawing = new QWidget;
    auto *drawingLayout = new QVBoxLayout(drawing);
    drawingLayout->setContentsMargins(0, 0, 0, 0);
    drawingLayout->setSpacing(0);
    drawingLayout->addWidget(plot_, 1);
    drawingLayout->addWidget(note_);
    stack_ = new QStackedWidget;
    stack_->addWidget(drawing);
    stack_->addWidget(reason_);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tools_);
    layout->addWidget(stack_, 1);
    clear();
}

void ChartView::buildTools()
{
    kind_ = new QComboBox;
    kind_->setObjectName(QStringLiteral("chartKind"));
    kind_->setAccessibleName(tr("Kind of chart"));
    kind_->addItem(tr("Bars"), int(ChartKind::Bar));
    kind_->addItem(tr("Lines"), int(ChartKind::Line));
    kind_->addItem(tr("Points"), int(ChartKind::Scatter));
    x_ = new QComboBox;
    x_->setObjectName(QStringLiteral("chartX"));
    x_->setToolTip(tr("What the values are drawn along"));
    split_ = new QComboBox;
    split_->setObjectName(QStringLiteral("chartSplit"));
    split_->setToolTip(tr("One series for each value of this column"));
    for (QComboBox *box : {x_, split_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMaximumWidth(columnBoxWidth + 60);
    }
    values_ = new QToolButton;
    values_->setObjectName(QStringLiteral("chartValues"));
    values_->setPopupMode(QToolButton::InstantPopup);
    values_->setToolTip(tr("The columns drawn"));
    valuesMenu_ = new QMenu(values_);
    values_->setMenu(valuesMenu_);
    save_ = new QToolButton;
    save_->setObjectName(QStringLiteral("chartSave"));
    save_->setText(tr("Save as PNG…"));
    save_->setAutoRaise(true);
    splitLabel_ = new QLabel(tr("Series:"));

    connect(kind_, &QComboBox::activated, this, &ChartView::chooseKind);
    connect(x_, &QComboBox::activated, this, [this] {
        spec_.x = x_->currentData().toInt();
        if (spec_.split == spec_.x)
            spec_.split = -1;
        chosenByHand_ = true;
        draw();
    });
    connect(split_, &QComboBox::activated, this, [this] {
        spec_.split = split_->currentData().toInt();
        if (spec_.split >= 0)
            spec_.values = spec_.values.mid(0, 1);
        chosenByHand_ = true;
        draw();
    });
    connect(save_, &QToolButton::clicked, this, &ChartView::chooseFile);

    tools_ = new QWidget;
    auto *layout = new QHBoxLayout(tools_);
    layout->setContentsMargins(8, 3, 4, 3);
    layout->addWidget(kind_);
    layout->addSpacing(6);
    layout->addWidget(new QLabel(tr("Values:")));
    layout->addWidget(values_);
    layout->addWidget(new QLabel(tr("Along:")));
    layout->addWidget(x_);
    layout->addWidget(splitLabel_);
    layout->addWidget(split_);
    layout->addStretch(1);
    layout->addWidget(save_);
}

void ChartView::clear()
{
    setRows({}, {}, true);
}

void ChartView::setRows(const QStringList &columns, const std::vector<RowBlockPtr> &rows, bool complete)
{
    // More rows of the same statement leave a choice made by hand alone.
    if (columns != names_)
        chosenByHand_ = false;
    names_ = columns;
    rows_ = rows;
    complete_ = complete;
    rowCount_ = 0;
    for (const RowBlockPtr &block : rows_)
        rowCount_ += block->rows();
    columns_ = profileColumns(names_, rows_);
    if (!chosenByHand_)
        spec_ = chooseChart(columns_, rowCount_);
    draw();
}

void ChartView::chooseKind()
{
    spec_ = chooseChart(columns_, rowCount_, ChartKind(kind_->currentData().toInt()));
    chosenByHand_ = true;
    draw();
}

QString ChartView::reason() const
{
    return spec_.kind == ChartKind::None ? reason_->text() : QString();
}

QString ChartView::note() const
{
    return note_->text();
}

void ChartView::draw()
{
    fillTools();
    const bool drawn = spec_.kind != ChartKind::None;
    stack_->setCurrentIndex(drawn ? 0 : 1);
    save_->setEnabled(drawn);
    reason_->setText(spec_.reason);
    if (!drawn) {
        plot_->setData(ChartKind::None, {});
        note_->clear();
        return;
    }
    const ChartData points = chartData(spec_, columns_, rows_);
    QStringList notes = points.notes;
    if (!complete_)
        notes.prepend(tr("the first %1 rows").arg(QLocale().toString(rowCount_)));
    note_->setText(notes.isEmpty() ? QString() : tr("Shown: %1").arg(notes.join(QStringLiteral(" · "))));
    note_->setVisible(!notes.isEmpty());
    plot_->setData(spec_.kind, points);
}

void ChartView::fillTools()
{
    // Another kind can be tried wherever there are numbers at all.
    bool numbers = false;
    for (const ColumnProfile &column : columns_)
        numbers = numbers || column.kind == ColumnProfile::Number;
    tools_->setVisible(numbers && rowCount_ > 0);
    kind_->setCurrentIndex(kind_->findData(int(spec_.kind)));

    x_->clear();
    split_->clear();
    x_->addItem(tr("row"), -1);
    split_->addItem(tr("nothing"), -1);
    bool splittable = false;
    for (int column = 0; column < int(columns_.size()); ++column) {
        const ColumnProfile &profile = columns_[column];
        if (profile.kind == ColumnProfile::Empty || profile.kind == ColumnProfile::Other)
            continue;
        if (spec_.kind != ChartKind::Scatter || profile.kind != ColumnProfile::Text)
            x_->addItem(profile.name, column);
        if (profile.kind != ColumnProfile::Number && column != spec_.x) {
            split_->addItem(profile.name, column);
            splittable = true;
        }
    }
    x_->setCurrentIndex(std::max(0, x_->findData(spec_.x)));
    split_->setCurrentIndex(std::max(0, split_->findData(spec_.split)));
    const bool canSplit = splittable && spec_.kind != ChartKind::Scatter;
    split_->setVisible(canSplit);
    splitLabel_->setVisible(canSplit);
    fillValues();
}

void ChartView::fillValues()
{
    valuesMenu_->clear();
    QStringList chosen;
    for (int column = 0; column < int(columns_.size()); ++column) {
        if (columns_[column].kind != ColumnProfile::Number)
            continue;
        QAction *action = valuesMenu_->addAction(columns_[column].name);
        action->setCheckable(true);
        action->setChecked(spec_.values.contains(column));
        if (action->isChecked())
            chosen.append(columns_[column].name);
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            if (on) {
                // One column where each of its values makes a series already.
                if (spec_.split >= 0)
                    spec_.values.clear();
                spec_.values.append(column);
                std::sort(spec_.values.begin(), spec_.values.end());
            } else if (spec_.values.size() > 1) {
                spec_.values.removeAll(column);
            }
            chosenByHand_ = true;
            // Not while the menu that is filled anew is handling a click.
            QMetaObject::invokeMethod(this, &ChartView::draw, Qt::QueuedConnection);
        });
    }
    const QFontMetrics metrics(values_->font());
    values_->setText(
        metrics.elidedText(chosen.join(QLatin1String(", ")), Qt::ElideRight, columnBoxWidth + 40));
    values_->setEnabled(!valuesMenu_->isEmpty());
}

QString ChartView::savePng(const QString &file)
{
    const QPixmap picture = plot_->toPixmap(plot_->width(), plot_->height(), pngScale);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || !picture.save(&out, "PNG") || !out.commit())
        return tr("Cannot write %1: %2. Nothing was saved").arg(file, out.errorString());
    return {};
}

void ChartView::chooseFile()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto *dialog = new QFileDialog(this, tr("Save the chart"), folder + u'/' + tr("chart.png"),
                                   tr("PNG pictures (*.png)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        const QString error = savePng(file);
        if (error.isEmpty())
            emit saved(file);
        else
            emit saveFailed(error);
    });
    dialog->open();
}

} // namespace mureum::ui
