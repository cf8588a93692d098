#pragma once
#include "ui/evaluation/example.h"

#include <QDialog>

class QPushButton;

namespace mureum::ui {

class ResultPane;
class SqlPane;

/// The right answer is wrong: write a better one, look at what it gives, and keep it as a verified pair.
class CorrectionDialog : public QDialog
{
    Q_OBJECT
public:
    CorrectionDialog(ExamplePtr example, const QString &database, QWidget *parent = nullptr);

    SqlPane *sqlPane() const { return sql_; }
    ResultPane *results() const { return results_; }
    QPushButton *saveButton() const { return save_; }

signals:
    void corrected(const QString &sql);

private:
    void run(const QString &sql);
    void updateSave();

    QString database_, proven_; ///< the statement that ran last without an error
    QString running_;
    SqlPane *sql_;
    ResultPane *results_;
    QPushButton *save_;
};

} // namespace mureum::ui
