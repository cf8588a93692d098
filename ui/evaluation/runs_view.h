#pragma once
#include "ui/evaluation/runs_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace mureum::ui {

/// The table of runs with what can be done to them; says how to begin where there are none.
class RunsView : public QWidget
{
    Q_OBJECT
public:
    /// `canSample`: the bundled model and the sample questions are there.
    RunsView(JobsStore &jobs, bool canSample, QWidget *parent = nullptr);

    RunsModel &model() { return model_; }
    QTableView *table() const { return table_; }
    QToolButton *newButton() const { return new_; }
    QToolButton *stopButton() const { return stop_; }
    QToolButton *resumeButton() const { return resume_; }
    QToolButton *compareButton() const { return compare_; }
    QToolButton *removeButton() const { return remove_; }
    QPushButton *sampleButton() const { return sample_; }
    QList<JobProcess *> selected() const; ///< in the order of the table
    void select(JobProcess *job);
    QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);

signals:
    void newRequested();
    void sampleRequested();
    void openDirectoryRequested();
    void opened(mureum::ui::JobProcess *job);
    void compareRequested(const QList<mureum::ui::JobProcess *> &jobs);
    void resumeRequested(mureum::ui::JobProcess *job);
    void judgeRequested(mureum::ui::JobProcess *job);
    void removeRequested(const QList<mureum::ui::JobProcess *> &jobs);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildTools();
    QWidget *buildEmpty();
    void buildTable();
    void showMenu(const QPoint &position);
    void openCurrent();
    void updateTools();

    JobsStore &jobs_;
    RunsModel model_;
    QSortFilterProxyModel sorted_;
    QToolButton *new_, *openDirectory_, *stop_, *resume_, *compare_, *remove_;
    QPushButton *sample_;
    QTableView *table_;
    QStackedWidget *stack_;
};

} // namespace mureum::ui
