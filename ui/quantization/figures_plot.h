#pragma once
#include <qcustomplot.h>

namespace mureum::ui {

/// Lying bars of shares, the first at the top, each with its figure at the right, some with an interval.
class FiguresPlot : public QCustomPlot
{
    Q_OBJECT
public:
    struct Row
    {
        QString label;
        double value = 0;           ///< 1: the whole
        double low = -1, high = -1; ///< of an interval; negative: none
        QString text;
        bool emphasised = true;
    };

    explicit FiguresPlot(QWidget *parent = nullptr);

    /// `mark`: where a line stands; negative: none. `name` is for screen readers.
    void setRows(const QString &name, const QList<Row> &rows, double mark = -1);
    const QList<Row> &rows() const { return rows_; }

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void draw();

    QList<Row> rows_;
    double mark_ = -1;
};

} // namespace mureum::ui
