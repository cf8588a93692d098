#pragma once
#include "ui/quantization/flipped_model.h"
#include "ui/quantization/quantization_info.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;
class QTableView;

namespace mureum::ui {

class FiguresPlot;
class SqlDiffView;

/// Before and after: the verdict in words, every figure, small charts, the questions whose answer turned, and
/// what to do with the file.
class ReportPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ReportPanel(QWidget *parent = nullptr);

    void setInfo(const QuantizationInfo &info);
    /// Whether the file is the model that answers on the Ask page.
    void setInUse(bool inUse);

    QString verdictText() const;
    QString recommendationText() const;
    /// "label: before -> after (change)" of a row of figures; empty where there is none.
    QString figureText(int row) const;
    int figures() const { return int(figures_.size()); }
    FiguresPlot *sharesPlot() const { return shares_; }
    FiguresPlot *exPlot() const { return ex_; }
    FlippedModel &flips() { return flips_; }
    QTableView *flipsTable() const { return table_; }
    SqlDiffView *answers() const { return answers_; }
    QPushButton *useButton() const { return use_; }
    QPushButton *saveButton() const { return save_; }
    QPushButton *discardButton() const { return discard_; }
    QPushButton *compareButton() const { return compare_; }

signals:
    void useRequested();
    void saveRequested();
    void discardRequested();
    void compareRequested();

private:
    struct Figure
    {
        QString label, before, after, change, tip;
    };
    QWidget *buildVerdict();
    QWidget *buildFlips();
    void collect(const QuantizationReport &report);
    void showFigures();
    void showCharts(const QuantizationReport &report);
    void showFlip(int row);

    QLabel *verdict_, *words_, *right_, *noFlips_;
    QPushButton *use_, *save_, *discard_, *compare_;
    QList<Figure> figures_;
    QGridLayout *grid_;
    FiguresPlot *shares_, *ex_;
    QLabel *exTitle_;
    FlippedModel flips_;
    QTableView *table_;
    SqlDiffView *answers_;
    QWidget *flipsBox_, *sides_;
    bool hasFile_ = false, inUse_ = false;
};

} // namespace mureum::ui
