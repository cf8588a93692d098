#pragma once
#include "ui/results/row_stream.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace mureum::ui {

/// Where and how rows are exported. Fills the file, header and style of a task.
class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    /// `refined`: filters or an order apply, which the export follows.
    ExportDialog(const RowStreamTask &task, bool refined, QWidget *parent = nullptr);

    RowStreamTask task() const;

signals:
    void chosen(const mureum::ui::RowStreamTask &task);

private:
    void browse();
    void accept() override;

    RowStreamTask task_;
    QLineEdit *file_;
    QComboBox *separator_;
    QCheckBox *headers_, *byteOrderMark_;
    QPushButton *save_;
    bool askedToReplace_ = false;
};

} // namespace mureum::ui
