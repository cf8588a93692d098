#pragma once
#include "ui/settings/settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace mureum::ui {

/// The few settings there are; written on OK, and each tells its listeners.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit SettingsDialog(Settings &settings, QWidget *parent = nullptr);
    void accept() override;

private:
    void browseModel();

    Settings &settings_;
    QComboBox *language_, *theme_;
    QLineEdit *model_;
    QSpinBox *threads_, *candidates_, *timeLimit_;
    QCheckBox *history_;
};

} // namespace mureum::ui
