#include "ui/widgets/form_page.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace mureum::ui {

QSize FormPage::minimumSizeHint() const
{
    // Wrapped texts at their narrowest are high; the area around asks for the height at the width it has.
    return {QWidget::minimumSizeHint().width(), 1};
}

QPushButton *browseButton(QLineEdit *field, const QString &title, const QString &filter, bool folder)
{
    field->setMinimumWidth(160);
    auto *button = new QPushButton(FormPage::tr("Browse…"));
    button->setAutoDefault(false);
    QObject::connect(button, &QPushButton::clicked, field, [=] {
        auto *dialog =
            new QFileDialog(field->window(), title, QFileInfo(field->text()).absolutePath(), filter);
        dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        dialog->setOption(QFileDialog::ShowDirsOnly, folder);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        QObject::connect(dialog, &QFileDialog::fileSelected, field, [field](const QString &file) {
            field->setText(file);
            emit field->textEdited(file);
        });
        dialog->open();
    });
    return button;
}

void addRow(QFormLayout *form, const QString &label, QWidget *field, QWidget *row)
{
    auto *name = new QLabel(label);
    name->setBuddy(field);
    form->addRow(name, row);
}

QWidget *rowOf(std::initializer_list<QWidget *> widgets)
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    bool expands = false;
    for (QWidget *widget : widgets) {
        layout->addWidget(widget);
        expands = expands || widget->sizePolicy().expandingDirections().testFlag(Qt::Horizontal);
    }
    if (!expands)
        layout->addStretch(1);
    return box;
}

} // namespace mureum::ui
