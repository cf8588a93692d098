#pragma once
#include <QTableView>

class QMenu;

namespace mureum::ui {

class FilterHeader;
class ResultModel;

/// The grid of a result: sorted by a click on a header (up, down, as it came), filtered under it, copied with
/// Ctrl+C. A calm line stands in an empty grid.
class ResultTable : public QTableView
{
    Q_OBJECT
public:
    explicit ResultTable(ResultModel &rows, QWidget *parent = nullptr);

    FilterHeader *filterHeader() const { return header_; }
    void setEmptyText(const QString &text);
    /// Fits the columns to the rows in memory, once per statement.
    void fitColumns();
    QMenu *makeMenu(const QModelIndex &at);

signals:
    void copyRequested(bool withHeaders);
    void lastRowRequested();
    /// To type a filter for this column.
    void filterRequested(int column);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;

private:
    ResultModel &rows_;
    FilterHeader *header_;
    QString emptyText_;
};

} // namespace mureum::ui
