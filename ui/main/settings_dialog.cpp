#include "ui/main/settings_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

QSpinBox *spin(int low, int high, int value)
{
    auto *box = new QSpinBox;
    box->setRange(low, high);
    box->setValue(value);
    return box;
}

void choose(QComboBox *box, const QString &data)
{
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

} // namespace

SettingsDialog::SettingsDialog(Settings &settings, QWidget *parent)
    : QDialog(parent), settings_(settings), language_(new QComboBox), theme_(new QComboBox),
      model_(new QLineEdit),
      threads_(spin(0, std::max(1, QThread::idealThreadCount()), settings.get(keys::threads))),
      candidates_(spin(1, 8, settings.get(keys::candidates))),
      timeLimit_(spin(1, 3600, settings.get(keys::timeLimitSeconds))),
      history_(new QCheckBox(tr("Keep the history of questions")))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    setMinimumWidth(520);

    language_->setObjectName(QStringLiteral("language"));
    language_->addItem(tr("As the system"), QStringLiteral("system"));
    // Each in its own words, so that it is found from any language.
    language_->addItem(QStringLiteral("English"), QStringLiteral("en"));
    language_->addItem(QStringLiteral("한국어"), QStringLiteral("ko"));
    choose(language_, settings_.get(keys::language));

    theme_->setObjectName(QStringLiteral("theme"));
    theme_->addItem(tr("As the system"), QStringLiteral("system"));
    theme_->addItem(tr("Light"), QStringLiteral("light"));
    theme_->addItem(tr("Dark"), QStringLiteral("dark"));
    choose(theme_, settings_.get(keys::theme));

    model_->setText(settings_.get(keys::modelFile));
    model_->setPlaceholderText(tr("the bundled model"));
    model_->setClearButtonEnabled(true);
    auto *browse = new QPushButton(tr("Choose…"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &SettingsDialog::browseModel);
    auto *modelRow = new QHBoxLayout;
    modelRow->addWidget(model_, 1);
    modelRow->addWidget(browse);

    threads_->setSpecialValueText(tr("all"));
    candidates_->setToolTip(tr("How many answers the model weighs for one question; fewer is faster."));
    timeLimit_->setSuffix(tr(" s"));
    timeLimit_->setToolTip(tr("How long a candidate may run while answers are compared."));
    history_->setChecked(settings_.get(keys::keepHistory));

    auto *form = new QFormLayout;
    form->addRow(tr("Language:"), language_);
    form->addRow(tr("Appearance:"), theme_);
    form->addRow(tr("Model:"), modelRow);
    form->addRow(tr("Threads:"), threads_);
    form->addRow(tr("Answers weighed:"), candidates_);
    form->addRow(tr("Time limit:"), timeLimit_);
    form->addRow(QString(), history_);

    auto *buttons = new QDialogButtonBox;
    QPushButton *ok = buttons->addButton(tr("OK"), QDialogButtonBox::AcceptRole);
    ok->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
}

void SettingsDialog::browseModel()
{
    auto *dialog =
        new QFileDialog(this, tr("Choose a model"), model_->text(), tr("Models (*.gguf);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, model_, &QLineEdit::setText);
    dialog->open();
}

void SettingsDialog::accept()
{
    settings_.set(keys::modelFile, model_->text().trimmed());
    settings_.set(keys::threads, threads_->value());
    settings_.set(keys::candidates, candidates_->value());
    settings_.set(keys::timeLimitSeconds, timeLimit_->value());
    settings_.set(keys::keepHistory, history_->isChecked());
    settings_.set(keys::theme, theme_->currentData().toString());
    const QString language = language_->currentData().toString();
    QDialog::accept();
    // Last: a new language replaces the window this dialog belongs to.
    settings_.set(keys::language, language);
}

} // namespace mureum::ui
