#pragma once
#include "ui/results/row_stream.h"

#include <QWidget>

#include <memory>

class QButtonGroup;
class QStackedWidget;
class QToolButton;

namespace mureum::ui {

class ChartView;
class ResultModel;
class ResultStatus;
class ResultTable;

/// Rows as a table or as a chart, with the tools for them above and their state below.
class ResultView : public QWidget
{
    Q_OBJECT
public:
    explicit ResultView(QWidget *parent = nullptr);
    ~ResultView() override;

    ResultModel &rows() { return *rows_; }
    ResultTable *table() const { return table_; }
    ChartView *chart() const { return chart_; }
    ResultStatus *status() const { return status_; }
    void showTable();
    void showChart();
    /// Takes a new statement's first look: no filters, no order, no old news.
    void prepare();
    /// Streams a task; a former one is cancelled.
    void startJob(RowStreamTask task);

private:
    QToolButton *makeButton(const QString &name, const QString &icon, const QString &text);
    void buildTools();
    void connectRows();
    void updateTools();
    void copy(bool withHeaders);
    void exportCsv();
    void finishJob(const QString &text, bool failed = false);
    void updateChart();

    ResultModel *rows_;
    ResultTable *table_;
    ChartView *chart_;
    ResultStatus *status_;
    QStackedWidget *stack_;
    QWidget *tools_;
    QButtonGroup *pages_;
    QToolButton *tableButton_, *chartButton_, *filterButton_, *copyButton_, *exportButton_;
    std::unique_ptr<RowStreamJob> job_;
    bool fitted_ = false, toLastRow_ = false, chartStale_ = true;
};

} // namespace mureum::ui
