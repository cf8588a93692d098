#include "ui/evaluation/correction_dialog.h"
#include "ui/ask/sql_pane.h"
#include "ui/editor/sql_editor.h"
#include "ui/results/result_pane.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace mureum::ui {

CorrectionDialog::CorrectionDialog(ExamplePtr example, const QString &database, QWidget *parent)
    : QDialog(parent), database_(database), sql_(new SqlPane), results_(new ResultPane), save_(nullptr)
{
    setWindowTitle(tr("Correct the right answer"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(860, 600);

    auto *question = new QLabel(QString::fromStdString(example->question));
    question->setWordWrap(true);
    question->setTextFormat(Qt::PlainText);
    question->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont bold = question->font();
    bold.setBold(true);
    question->setFont(bold);
    auto *hint =
        new QLabel(tr("Write the SQL that answers the question and run it. It is kept in your own file of "
                      "verified pairs; the data that was measured stays as it is."));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);

    sql_->hideInspector();
    sql_->setSql(QString::fromStdString(example->query));
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(sql_);
    splitter->addWidget(results_);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({200, 300});

    auto *buttons = new QDialogButtonBox;
    save_ = buttons->addButton(tr("Save as verified"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    save_->setAutoDefault(false);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(question);
    layout->addWidget(hint);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);

    connect(sql_, &SqlPane::runRequested, this, &CorrectionDialog::run);
    connect(sql_, &SqlPane::cancelRequested, results_, &ResultPane::stop);
    connect(sql_->editor(), &QsciScintilla::textChanged, this, &CorrectionDialog::updateSave);
    connect(results_, &ResultPane::finished, this, [this](qint64, double, const QString &error) {
        proven_ = error.isEmpty() ? running_ : QString();
        sql_->setError(error);
        updateSave();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit corrected(sql_->sql());
        accept();
    });
    run(sql_->sql());
    updateSave();
}

void CorrectionDialog::run(const QString &sql)
{
    running_ = sql;
    sql_->setError({});
    results_->showQuery(database_, sql);
}

void CorrectionDialog::updateSave()
{
    const bool ran = !proven_.isEmpty() && sql_->sql() == proven_;
    save_->setEnabled(ran);
    save_->setToolTip(ran ? QString() : tr("Run the SQL first (Ctrl+Enter): only what ran can be verified"));
}

} // namespace mureum::ui
