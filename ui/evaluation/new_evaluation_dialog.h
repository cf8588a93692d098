#pragma once
#include "ui/evaluation/judge_fields.h"
#include "ui/jobs/background.h"
#include "ui/settings/settings.h"

#include <QDialog>
#include <QTimer>

#include <functional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGroupBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace mureum::ui {

/// What to measure, looked over before it starts: errors keep it from starting, warnings do not. Offers only
/// what mureum-cli says it can do.
class NewEvaluationDialog : public QDialog
{
    Q_OBJECT
public:
    /// `folderFor` names the run directory of a title.
    NewEvaluationDialog(Settings &settings, ApiKeys &keys, std::function<QString(const QString &)> folderFor,
                        QWidget *parent = nullptr);

    RunPlan plan() const;
    /// What the fields are filled with, say the sample questions.
    void setPlan(const RunPlan &plan);
    /// What `mureum-cli eval` says it takes.
    void setHelp(const CliHelp &help);
    const std::vector<Finding> &findings() const { return findings_; }
    bool checked() const { return !pause_.isActive() && !checker_.busy(); }
    QString commandText() const;
    QPushButton *startButton() const { return start_; }
    QLineEdit *dataField() const { return data_; }
    QLineEdit *databasesField() const { return databases_; }
    QLineEdit *modelField() const { return model_; }

signals:
    /// `apiKey` is empty where no judge is asked.
    void chosen(const mureum::ui::RunPlan &plan, const QString &apiKey);

private:
    void build();
    void connectFields();
    QWidget *withButton(QLineEdit *field, const std::function<void()> &browse);
    void browseFile(QLineEdit *field, const QString &title, const QString &filter, bool folder);
    void guessDatabases();
    void touch();
    void check();
    void accept() override;

    Settings &settings_;
    std::function<QString(const QString &)> folderFor_;
    QString program_;
    QFormLayout *form_;
    QLineEdit *title_, *model_, *adapter_, *data_, *databases_;
    QWidget *adapterRow_;
    QCheckBox *em_, *suite_, *efficiency_, *judge_;
    QSpinBox *limit_, *candidates_;
    QGroupBox *judgeBox_;
    JudgeFields *judgeFields_;
    QPlainTextEdit *command_;
    QLabel *report_;
    QPushButton *start_, *copy_;
    bool titleTouched_ = false, databasesTouched_ = false;
    std::vector<Finding> findings_;
    QTimer pause_; ///< after the last keystroke
    Background checker_, helper_;
};

} // namespace mureum::ui
