#pragma once
#include <QWidget>

class QToolButton;

namespace mureum::ui {

/// What few need, behind a button that opens it.
class Drawer : public QWidget
{
    Q_OBJECT
public:
    explicit Drawer(QWidget *content, QWidget *parent = nullptr);
    QToolButton *button() const { return button_; }

private:
    QToolButton *button_;
};

} // namespace mureum::ui
