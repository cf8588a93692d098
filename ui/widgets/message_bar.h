#pragma once
#include <QFrame>

class QLabel;

namespace mureum::ui {

/// One line of news above a page that can be closed; never a dialog in the way.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);
    void showMessage(const QString &text);
    QString text() const;

private:
    QLabel *text_;
};

} // namespace mureum::ui
