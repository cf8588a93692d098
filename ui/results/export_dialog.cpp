#include "ui/results/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QToolButton>

namespace mureum::ui {

namespace {

/// Where the last export went, for the next one.
QString &lastFolder()
{
    static QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (!QFileInfo(folder).isDir())
        folder = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
    return folder;
}

} // namespace

ExportDialog::ExportDialog(const RowStreamTask &task, bool refined, QWidget *parent)
    : QDialog(parent), task_(task), file_(new QLineEdit), separator_(new QComboBox),
      headers_(new QCheckBox(tr("Names of the columns in the first line"))),
      byteOrderMark_(new QCheckBox(tr("Byte order mark, so that Excel reads Korean right")))
{
    setWindowTitle(tr("Export as CSV"));
    setObjectName(QStringLiteral("exportDialog"));
    file_->setObjectName(QStringLiteral("exportFile"));
    file_->setText(QDir(lastFolder()).filePath(tr("result.csv")));
    file_->setMinimumWidth(360);
    auto *browseButton = new QToolButton;
    browseButton->setText(tr("Browse…"));
    connect(browseButton, &QToolButton::clicked, this, &ExportDialog::browse);
    auto *fileRow = new QHBoxLayout;
    fileRow->addWidget(file_, 1);
    fileRow->addWidget(browseButton);

    separator_->addItem(tr("Comma"), ',');
    separator_->addItem(tr("Semicolon"), ';');
    separator_->addItem(tr("Tab"), '\t');
    headers_->setChecked(true);
    byteOrderMark_->setChecked(QLocale().language() == QLocale::Korean);

    auto *note = new QLabel(refined ? tr("All rows that pass the filters, in the order shown. UTF-8.")
                                    : tr("All rows, also those not read yet. UTF-8."));
    note->setForegroundRole(QPalette::PlaceholderText);

    auto *buttons = new QDialogButtonBox;
    save_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    connect(file_, &QLineEdit::textChanged, this, [this](const QString &text) {
        save_->setEnabled(!text.trimmed().isEmpty());
        askedToReplace_ = false;
    });

    auto *form = new QFormLayout(this);
    form->addRow(tr("File:"), fileRow);
    form->addRow(tr("Separator:"), separator_);
    form->addRow(QString(), headers_);
    form->addRow(QString(), byteOrderMark_);
    form->addRow(note);
    form->addRow(buttons);
    setAttribute(Qt::WA_DeleteOnClose);
}

void ExportDialog::browse()
{
    auto *dialog =
        new QFileDialog(this, tr("Export as CSV"), file_->text(), tr("CSV (*.csv);;All files (*)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        file_->setText(file);
        askedToReplace_ = true; // the file dialog did
    });
    dialog->open();
}

RowStreamTask ExportDialog::task() const
{
    RowStreamTask task = task_;
    task.file = QFileInfo(file_->text().trimmed()).absoluteFilePath();
    task.style.separator = char(separator_->currentData().toInt());
    task.byteOrderMark = byteOrderMark_->isChecked();
    if (!headers_->isChecked())
        task.headers.clear();
    return task;
}

void ExportDialog::accept()
{
    const RowStreamTask chosenTask = task();
    const QFileInfo info(chosenTask.file);
    if (info.isFile() && !askedToReplace_) {
        auto *question = new QMessageBox(QMessageBox::Question, windowTitle(),
                                         tr("%1 is there already. Replace it?").arg(info.fileName()),
                                         QMessageBox::NoButton, this);
        QPushButton *replace = question->addButton(tr("Replace"), QMessageBox::AcceptRole);
        question->addButton(tr("Cancel"), QMessageBox::RejectRole);
        question->setAttribute(Qt::WA_DeleteOnClose);
        connect(replace, &QPushButton::clicked, this, [this] {
            askedToReplace_ = true;
            accept();
        });
        question->open();
        return;
    }
    lastFolder() = info.absolutePath();
    emit chosen(chosenTask);
    QDialog::accept();
}

} // namespace mureum::ui
