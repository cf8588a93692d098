#include "ui/evaluation/judge_dialog.h"
#include "ui/jobs/findings.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mureum::ui {

JudgeDialog::JudgeDialog(Settings &settings, ApiKeys &keys, const QString &runDirectory,
                         const QString &databases, QWidget *parent)
    : QDialog(parent), runDirectory_(runDirectory), databases_(databases), program_(findCli()),
      fields_(new JudgeFields(settings, keys)), command_(commandView()), report_(reportLabel()),
      start_(nullptr)
{
    setWindowTitle(tr("Judge a run"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *text =
        new QLabel(tr("A model on a server is asked of every example whether the prediction answers the "
                      "question. What it said before is not asked again."));
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    auto *buttons = new QDialogButtonBox;
    start_ = buttons->addButton(tr("Start"), QDialogButtonBox::AcceptRole);
    QPushButton *copy = buttons->addButton(tr("Copy as command"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    start_->setDefault(true);
    copy->setAutoDefault(false);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(fields_);
    layout->addWidget(new QLabel(tr("The command that runs:")));
    layout->addWidget(command_);
    layout->addWidget(report_, 1);
    layout->addWidget(buttons);
    resize(620, 480);

    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(command_->toPlainText()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &JudgeDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(fields_, &JudgeFields::changed, this, &JudgeDialog::check);
    fields_->loadKey();
    check();
}

void JudgeDialog::check()
{
    command_->setPlainText(judgeCommandOf(fields_->plan(),
                                          program_.isEmpty() ? QStringLiteral("mureum-cli") : program_,
                                          runDirectory_, databases_)
                               .shellText());
    start_->setEnabled(
        showFindings(report_, checkJudge(fields_->plan(), program_, !fields_->key().isEmpty())));
}

void JudgeDialog::accept()
{
    if (!start_->isEnabled())
        return;
    fields_->keep();
    emit chosen(judgeCommandOf(fields_->plan(), program_, runDirectory_, databases_), fields_->key());
    QDialog::accept();
}

} // namespace mureum::ui
