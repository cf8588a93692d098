#pragma once
#include "ui/results/chart_plot.h"
#include "ui/training/training_log.h"

#include <QWidget>

#include <array>

class QLabel;
class QToolButton;

namespace mureum::ui {

/// A plot whose zoom is undone together with that of its neighbours.
class CurvePlot : public ChartPlot
{
    Q_OBJECT
public:
    using ChartPlot::ChartPlot;

signals:
    void resetRequested();

protected:
    void mouseDoubleClickEvent(QMouseEvent *event) override;
};

/// The curves of one training or of several over each other, over the steps. The wheel and dragging zoom all
/// of them along the steps; new points do not undo that.
class CurvesPanel : public QWidget
{
    Q_OBJECT
public:
    enum Measure { Loss, Ex, LearningRate, GradNorm, TokensPerSecond, measures };
    struct Run
    {
        QString name;
        QList<TrainingPoint> points;
        QList<TrainingScore> scores;
        qint64 steps = 0; ///< that it will have at its end; 0: shown as far as it is
    };

    explicit CurvesPanel(QWidget *parent = nullptr);

    void setRuns(const QList<Run> &runs);
    CurvePlot *plot(Measure measure) const { return plots_[std::size_t(measure)]; }
    bool zoomed() const { return zoomed_; }
    void resetZoom();

    /// Empty where it was written, else what went wrong. `size` of the whole picture in pixels of the screen.
    QString savePng(const QString &file, const QSize &size) const;
    QString saveSvg(const QString &file, const QSize &size) const;
    /// One line per run and step; what was not measured at a step is empty.
    QByteArray csv() const;
    QToolButton *exportButton() const { return export_; }
    QToolButton *resetButton() const { return reset_; }

signals:
    /// News for the page: what was saved where, or what went wrong.
    void told(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawAll(QCPPainter &painter, const QSize &size) const;
    void follow(CurvePlot *source);
    void choose(const QString &ending, const QString &filter);

    QList<Run> runs_;
    std::array<CurvePlot *, measures> plots_;
    QLabel *note_;
    QToolButton *reset_, *export_;
    bool zoomed_ = false, updating_ = false;
};

} // namespace mureum::ui
