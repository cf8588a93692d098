#pragma once
#include "ui/jobs/jobs_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

#include <memory>

class QMenu;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;
class QVBoxLayout;

namespace mureum::ui {

/// The table of the jobs of a store with what can be done to them; says how to begin where there are none.
class JobsView : public QWidget
{
    Q_OBJECT
public:
    QTableView *table() const { return table_; }
    QToolButton *newButton() const { return new_; }
    QToolButton *stopButton() const { return stop_; }
    QToolButton *resumeButton() const { return resume_; }
    QToolButton *compareButton() const { return compare_; }
    QToolButton *removeButton() const { return remove_; }
    QList<JobProcess *> selected() const; ///< in the order of the table
    void select(JobProcess *job);
    QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);

signals:
    void newRequested();
    void openDirectoryRequested();
    void opened(mureum::ui::JobProcess *job);
    void compareRequested(const QList<mureum::ui::JobProcess *> &jobs);
    void resumeRequested(mureum::ui::JobProcess *job);
    void removeRequested(const QList<mureum::ui::JobProcess *> &jobs);

protected:
    /// What the buttons and the empty page say.
    struct Words
    {
        QString add, addTip, openTip, stopTip;
        QString headline, text; ///< of the empty page
    };
    JobsView(JobsStore &jobs, std::unique_ptr<JobsModel> model, const Words &words, QWidget *parent);
    ~JobsView() override;

    JobsModel &jobsModel() const { return *model_; }
    void setColumns(const QList<int> &widths, int dateColumn);
    /// A button of the empty page.
    QPushButton *addBeginning(const QString &icon, const QString &text);
    /// What this kind of job offers beside the usual, for the job under the mouse.
    virtual void fillMenu(QMenu *, JobProcess *, bool /*onlyOne*/) {}
    /// Columns that hold nothing may be hidden.
    virtual void updateColumns() {}
    void updateTools();
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildTools(const Words &words);
    QWidget *buildEmpty(const Words &words);
    void buildTable();
    void showMenu(const QPoint &position);
    void openCurrent();

    JobsStore &jobs_;
    std::unique_ptr<JobsModel> model_;
    QSortFilterProxyModel sorted_;
    QToolButton *new_, *openDirectory_, *stop_, *resume_, *compare_, *remove_;
    QVBoxLayout *beginnings_;
    QTableView *table_;
    QStackedWidget *stack_;
};

} // namespace mureum::ui
