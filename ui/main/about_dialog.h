#pragma once
#include <QDialog>

namespace mureum::ui {

/// Version, licence, and the libraries Mureum stands on with theirs.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

/// Every key that does something on the Ask page.
class KeysDialog : public QDialog
{
    Q_OBJECT
public:
    explicit KeysDialog(QWidget *parent = nullptr);
};

} // namespace mureum::ui
