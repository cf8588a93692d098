#include "ui/evaluation/charts_panel.h"
#include "ui/evaluation/breakdown_plot.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

constexpr int twoColumnsFrom = 640; // pixels
constexpr std::array<Division, ChartsPanel::divisions> order = {
    Division::Hardness, Division::Language, Division::Clause, Division::Length, Division::Database};

int chosenRow(const std::vector<Bar> &bars, Division division, const ExampleFilter &filter)
{
    const auto chosen = [&](const Bar &bar) {
        switch (division) {
        case Division::Hardness:
            return bar.filter.hardness == filter.hardness;
        case Division::Clause:
            return bar.filter.clause == filter.clause;
        case Division::Language:
            return bar.filter.language == filter.language;
        case Division::Length:
            return bar.filter.length == filter.length;
        case Division::Database:
            return bar.filter.database == filter.database;
        }
        return false;
    };
    const auto found = std::find_if(bars.begin(), bars.end(), chosen);
    return found == bars.end() ? -1 : int(found - bars.begin());
}

} // namespace

ChartsPanel::ChartsPanel(QWidget *parent)
    : QWidget(parent), measure_(new QComboBox), note_(new QLabel), scroll_(new QScrollArea), grid_(nullptr)
{
    measure_->setAccessibleName(tr("Measure"));
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setText(tr("Lines: 95% interval. A click on a bar shows its examples."));
    note_->setMinimumWidth(40);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(8, 4, 8, 4);
    tools->setSpacing(10);
    tools->addWidget(measure_);
    tools->addWidget(note_, 1);

    auto *content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto *outer = new QVBoxLayout(content);
    outer->setContentsMargins(8, 4, 8, 8);
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(24);
    grid_->setVerticalSpacing(10);
    outer->addLayout(grid_);
    outer->addStretch(1);
    for (std::size_t i = 0; i < charts_.size(); ++i) {
        Chart &chart = charts_[i];
        const auto division = Division(i);
        chart.box = new QWidget;
        chart.title = new QLabel(divisionText(division));
        QFont bold = chart.title->font();
        bold.setBold(true);
        chart.title->setFont(bold);
        chart.title->setMinimumWidth(40);
        chart.plot = new BreakdownPlot;
        chart.plot->setAccessibleName(divisionText(division));
        auto *layout = new QVBoxLayout(chart.box);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(chart.title);
        layout->addWidget(chart.plot);
        layout->addStretch(1);
        connect(chart.plot, &BreakdownPlot::barClicked, this, [this, division, plot = chart.plot](int row) {
            emit filterRequested(division, row == plot->chosen() ? ExampleFilter()
                                                                 : plot->bars()[std::size_t(row)].filter);
        });
    }
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools);
    layout->addWidget(scroll_, 1);
    connect(measure_, &QComboBox::currentIndexChanged, this, &ChartsPanel::draw);
    arrange();
    fillMeasures();
}

void ChartsPanel::fillMeasures()
{
    const QSignalBlocker quiet(measure_);
    const QVariant before = measure_->currentData();
    measure_->clear();
    for (const QString &measure : shownMeasures()) {
        const bool known =
            std::any_of(records_.begin(), records_.end(), [&measure](const ExamplePtr &record) {
                return verdictOf(*record, measure).has_value();
            });
        if (known || measure_->count() == 0)
            measure_->addItem(measureText(measure), measure);
    }
    measure_->setCurrentIndex(std::max(0, measure_->findData(before)));
}

void ChartsPanel::setRecords(const std::vector<ExamplePtr> &records)
{
    records_ = records;
    fillMeasures();
    draw();
}

void ChartsPanel::draw()
{
    const QString measure = measure_->currentData().toString();
    for (std::size_t i = 0; i < charts_.size(); ++i) {
        const std::vector<Bar> bars = breakDown(records_, Division(i), measure);
        charts_[i].plot->setBars(bars);
        charts_[i].box->setVisible(!bars.empty());
    }
    showFilter(shown_);
}

void ChartsPanel::showFilter(const ExampleFilter &filter)
{
    shown_ = filter;
    for (std::size_t i = 0; i < charts_.size(); ++i)
        charts_[i].plot->setChosen(chosenRow(charts_[i].plot->bars(), Division(i), filter));
}

void ChartsPanel::arrange()
{
    const int columns = width() >= twoColumnsFrom ? 2 : 1;
    if (columns == columns_)
        return;
    columns_ = columns;
    for (const Chart &chart : charts_)
        grid_->removeWidget(chart.box);
    // Short ones beside each other; databases may be many and take the whole width.
    int place = 0;
    for (const Division division : order) {
        QWidget *box = charts_[std::size_t(division)].box;
        if (division == Division::Database || columns == 1)
            grid_->addWidget(box, (place + columns - 1) / columns, 0, 1, columns);
        else
            grid_->addWidget(box, place / columns, place % columns);
        ++place;
    }
    grid_->setColumnStretch(0, 1);
    grid_->setColumnStretch(1, columns == 2 ? 1 : 0);
}

void ChartsPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

QPixmap ChartsPanel::picture() const
{
    constexpr double scale = 2;
    constexpr int margin = 16, wide = 720;
    const int title = fontMetrics().lineSpacing() + 8;
    int height = margin;
    for (const Chart &chart : charts_)
        if (!chart.plot->bars().empty())
            height += title + chart.plot->height() + margin;
    QPixmap picture(QSize(wide + 2 * margin, height + title) * scale);
    picture.setDevicePixelRatio(scale);
    picture.fill(palette().color(QPalette::Base));
    QPainter painter(&picture);
    painter.setPen(palette().color(QPalette::Text));
    int y = margin;
    painter.drawText(QRect(margin, y, wide, title), Qt::AlignLeft | Qt::AlignTop, measure_->currentText());
    y += title;
    for (const Division division : order) {
        const Chart &chart = charts_[std::size_t(division)];
        if (chart.plot->bars().empty())
            continue;
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.drawText(QRect(margin, y, wide, title), Qt::AlignLeft | Qt::AlignTop, chart.title->text());
        y += title;
        const QPixmap plot = chart.plot->toPixmap(wide, chart.plot->height(), scale);
        painter.drawPixmap(QRect(margin, y, wide, chart.plot->height()), plot, plot.rect());
        y += chart.plot->height() + margin;
    }
    return picture;
}

} // namespace mureum::ui
