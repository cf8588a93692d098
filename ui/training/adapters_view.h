#pragma once
#include "ui/jobs/background.h"
#include "ui/jobs/job_command.h"
#include "ui/jobs/jobs_store.h"
#include "ui/training/adapters_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QMenu;
class QMessageBox;
class QProcess;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace mureum::ui {

/// The adapters that finished runs made and those the user opened: switched on and off, noted, merged into a
/// model file, copied elsewhere, deleted.
class AdaptersView : public QWidget
{
    Q_OBJECT
public:
    AdaptersView(JobsStore &jobs, Settings &settings, QWidget *parent = nullptr);
    ~AdaptersView() override;

    void setDatabase(const QString &file);
    /// Reads the list anew, and which weights the model in use has.
    void refresh();
    void openAdapter(const QString &folder);
    /// Switches it on for a database (empty: for all); asks first where it was made beside other weights.
    void activate(const QString &folder, const QString &database);
    void merge(const QString &folder, const QString &file);

    AdaptersModel &model() { return model_; }
    QTableView *table() const { return table_; }
    QToolButton *useButton() const { return use_; }
    QToolButton *offButton() const { return off_; }
    QToolButton *removeButton() const { return remove_; }
    int current() const; ///< row of the model; -1: none
    void select(const QString &folder);

signals:
    void told(const QString &text);

private:
    QWidget *buildTools();
    void buildTable();
    void fillUse(QMenu *menu);
    void updateTools();
    void askForeign(const QString &folder, const QString &database);
    void chooseFolder();
    void chooseMerge();
    void chooseExport();
    void confirmRemove();

    JobsStore &jobs_;
    Settings &settings_;
    AdaptersModel model_;
    QSortFilterProxyModel sorted_;
    Background worker_;
    QString database_, hashedModel_;
    QProcess *merging_ = nullptr;
    QToolButton *open_, *use_, *off_, *merge_, *export_, *remove_;
    QTableView *table_;
    QLabel *empty_;
    QStackedWidget *stack_;
};

} // namespace mureum::ui
