#pragma once
#include <QWidget>

#include <initializer_list>

class QFormLayout;
class QLineEdit;
class QPushButton;

namespace mureum::ui {

/// A page of fields that may lie in a scroll area.
class FormPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// What has to be filled in before the next step makes sense; empty where nothing is missing.
    virtual QString missing() const { return {}; }
    /// As narrow as its widgets can be, and as high as they then want to be.
    QSize minimumSizeHint() const override;

signals:
    void changed();
};

/// A button that asks for a file, or a folder, and writes it into the field as if it were typed.
QPushButton *browseButton(QLineEdit *field, const QString &title, const QString &filter, bool folder);
/// A row of a form whose label names `field` inside of it.
void addRow(QFormLayout *form, const QString &label, QWidget *field, QWidget *row);
/// Widgets side by side; one that expands takes the room, else it stays empty.
QWidget *rowOf(std::initializer_list<QWidget *> widgets);

} // namespace mureum::ui
