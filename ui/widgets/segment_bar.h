#pragma once
#include <QColor>
#include <QList>
#include <QString>
#include <QWidget>

namespace mureum::ui {

/// Shares of a whole side by side, with a legend below that wraps: a mix of languages, what fills the memory.
class SegmentBar : public QWidget
{
    Q_OBJECT
public:
    struct Segment
    {
        QString name;
        double value = 0;
        QString text; ///< the value as it is shown
    };

    explicit SegmentBar(QWidget *parent = nullptr);

    /// Segments of nothing are left out. `limit`: where a mark stands, in the unit of the values; 0: none. A
    /// limit so far away that it would press the segments together is not shown.
    void setSegments(const QList<Segment> &segments, double limit = 0, const QString &limitText = {});
    const QList<Segment> &segments() const { return segments_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Entry
    {
        QRect place;
        QString text;
        int color = -1; ///< of a segment; -1: the limit
    };
    QList<Entry> legend(int width) const;
    QColor colorOf(int segment) const;
    double whole() const;
    /// Of the bar, with the segments' pixels.
    QRectF placeOf(int segment) const;

    QList<Segment> segments_;
    double limit_ = 0;
    QString limitText_;
};

} // namespace mureum::ui
