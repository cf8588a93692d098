#pragma once
#include "ui/evaluation/breakdown.h"

#include <QScrollArea>

#include <array>

class QComboBox;
class QGridLayout;
class QLabel;

namespace mureum::ui {

class BreakdownPlot;

/// Where a run is good and where it fails: one chart per division. A click on a bar asks for its examples,
/// a second one for all again.
class ChartsPanel : public QWidget
{
    Q_OBJECT
public:
    static constexpr int divisions = 5;

    explicit ChartsPanel(QWidget *parent = nullptr);

    void setRecords(const std::vector<ExamplePtr> &records);
    /// Marks the bars that stand for `filter`.
    void showFilter(const ExampleFilter &filter);
    BreakdownPlot *plot(Division division) const { return charts_[std::size_t(division)].plot; }
    QComboBox *measureBox() const { return measure_; }
    /// All charts below each other, twice the screen's resolution.
    QPixmap picture() const;

signals:
    /// Only the division's field of `filter` counts; it is empty where the bar was chosen before.
    void filterRequested(mureum::ui::Division division, const mureum::ui::ExampleFilter &filter);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Chart
    {
        QWidget *box;
        QLabel *title;
        BreakdownPlot *plot;
    };
    void draw();
    void arrange();
    void fillMeasures();

    std::vector<ExamplePtr> records_;
    ExampleFilter shown_;
    QComboBox *measure_;
    QLabel *note_;
    QScrollArea *scroll_;
    QGridLayout *grid_;
    std::array<Chart, divisions> charts_;
    int columns_ = 0;
};

} // namespace mureum::ui
