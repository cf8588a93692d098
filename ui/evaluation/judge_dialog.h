#pragma once
#include "ui/evaluation/judge_fields.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace mureum::ui {

/// Has a model on a server judge a run that was measured before.
class JudgeDialog : public QDialog
{
    Q_OBJECT
public:
    JudgeDialog(Settings &settings, ApiKeys &keys, const QString &runDirectory, const QString &databases,
                QWidget *parent = nullptr);

    JudgeFields *fields() const { return fields_; }
    QPushButton *startButton() const { return start_; }

signals:
    void chosen(const mureum::ui::JobCommand &command, const QString &apiKey);

private:
    void check();
    void accept() override;

    QString runDirectory_, databases_, program_;
    JudgeFields *fields_;
    QPlainTextEdit *command_;
    QLabel *report_;
    QPushButton *start_;
};

} // namespace mureum::ui
