#include "ui/ask/prompt_inspector.h"
#include "ui/ask/linked_question.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

QString seconds(double value)
{
    return PromptInspector::tr("%1 s").arg(QLocale().toString(value, 'f', 3));
}

QTableWidget *linkTable(const QString &question, const QList<QuestionSpan> &spans,
                         const QPalette &palette)
{
    auto *table = new QTableWidget(int(spans.size()), 3);
    table->setHorizontalHeaderLabels({PromptInspector::tr("In the question"), PromptInspector::tr("Kind"),
                                      PromptInspector::tr("In the database")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setStretchLastSection(true);
    table->setAccessibleName(PromptInspector::tr("Recognised in the question"));
    int row = 0;
    for (const QuestionSpan &span : spans) {
        table->setItem(row, 0, new QTableWidgetItem(question.mid(span.begin, span.length)));
        auto *kind = new QTableWidgetItem(linkKindText(span.link.kind));
        kind->setBackground(linkMark(span.link.kind, palette));
        table->setItem(row, 1, kind);
        table->setItem(row, 2, new QTableWidgetItem(QString::fromStdString(span.link.target)));
        ++row;
    }
    table->resizeColumnsToContents();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().lineSpacing() + 8);
    return table;
}

} // namespace

PromptInspector::PromptInspector(const QString &question, AskResultPtr answer, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What the model saw"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(820, 640);
    const QList<QuestionSpan> spans = questionSpans(question, answer->links);
    const eval::AskTiming &timing = answer->timing;
    const QLocale locale;

    auto *budget = new QProgressBar;
    budget->setRange(0, std::max(1, answer->tokenBudget));
    budget->setValue(std::min(timing.promptTokens, budget->maximum()));
    budget->setFormat(answer->tokenBudget > 0 ? tr("%1 of %2 tokens")
                                                    .arg(locale.toString(timing.promptTokens))
                                                    .arg(locale.toString(answer->tokenBudget))
                                              : tr("%1 tokens").arg(locale.toString(timing.promptTokens)));
    budget->setAccessibleName(tr("Prompt"));

    auto *facts = new QFormLayout;
    facts->addRow(tr("Prompt:"), budget);
    facts->addRow(tr("Written:"), new QLabel(tr("%n token(s)", nullptr, timing.newTokens)));
    facts->addRow(tr("Time:"),
                  new QLabel(tr("linking %1, reading the prompt %2, writing %3, running %4, in all %5")
                                 .arg(seconds(timing.link), seconds(timing.prefill), seconds(timing.decode),
                                      seconds(timing.run), seconds(timing.total))));

    auto *prompt = new QPlainTextEdit(QString::fromStdString(answer->prompt));
    prompt->setReadOnly(true);
    prompt->setFont(editorFont());
    prompt->setAccessibleName(tr("Prompt"));

    auto *buttons = new QDialogButtonBox;
    QPushButton *copy = buttons->addButton(tr("Copy prompt"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, prompt, [prompt] {
        prompt->selectAll();
        prompt->copy();
    });
    copy->setAutoDefault(false);
    QPushButton *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    auto *shown = new LinkedQuestion(3);
    shown->setQuestion(question, answer->links);
    layout->addWidget(shown);
    if (spans.isEmpty())
        layout->addWidget(new QLabel(tr("Nothing in the question was recognised in the database.")));
    else
        layout->addWidget(linkTable(question, spans, palette()), 2);
    layout->addLayout(facts);
    layout->addWidget(prompt, 3);
    layout->addWidget(buttons);
}

} // namespace mureum::ui
