#pragma once
#include "ui/evaluation/breakdown.h"
#include "ui/evaluation/examples_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QStackedWidget;
class QToolButton;

namespace mureum::ui {

/// The examples of a run with filters above them.
class ExamplesPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ExamplesPanel(QWidget *parent = nullptr);

    ExamplesModel *model() { return &model_; }
    QListView *list() const { return list_; }
    QLineEdit *searchBox() const { return search_; }
    QComboBox *verdictBox() const { return verdict_; }
    QComboBox *kindBox() const { return kind_; }

    void clear();
    void append(const std::vector<ExamplePtr> &records, int first, int count);
    /// The same examples in a newer edition.
    void replace(const std::vector<ExamplePtr> &records);
    void setFilter(const ExampleFilter &filter);
    /// Takes over one field of `filter`: a bar's.
    void setDivision(Division division, const ExampleFilter &filter);
    /// Moves the selection by `by` rows; false at either end.
    bool step(int by);
    void selectNumber(int number);
    int currentRow() const;

signals:
    void chosen(int row); ///< of the model; -1: none
    void opened(int row); ///< by double click or Enter
    void filterChanged(const mureum::ui::ExampleFilter &filter);

private:
    void fillChoices();
    void readBoxes();
    void apply(const ExampleFilter &filter);
    void updateNote();

    ExamplesModel model_;
    QLineEdit *search_;
    QComboBox *verdict_, *kind_, *hardness_, *database_, *language_;
    QLabel *note_, *empty_;
    QToolButton *reset_;
    QListView *list_;
    QStackedWidget *pages_;
    std::set<QString> hardnesses_, databases_, languages_;
    std::set<eval::ErrorKind> kinds_;
};

} // namespace mureum::ui
