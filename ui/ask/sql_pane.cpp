#include "ui/ask/sql_pane.h"
#include "ui/ask/explanation_view.h"
#include "ui/editor/sql_editor.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/choice_list.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr std::size_t mostAlternatives = 3;
// Below the best by more than this, an answer is search noise rather than another reading of the question.
constexpr double likelyReach = 5.0;

QToolButton *headerButton(const QString &icon, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setIcon(symbolicIcon(icon));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

// A label whose text may be one endless word must not widen the window.
class ErrorLabel : public QLabel
{
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override { return QSize(40, QLabel::minimumSizeHint().height()); }
};

} // namespace

SqlPane::SqlPane(QWidget *parent)
    : QWidget(parent), editor_(new SqlEditor),
      run_(headerButton(QStringLiteral("run"), tr("Run"), tr("Run this SQL (Ctrl+Enter)"))),
      copy_(headerButton(QStringLiteral("copy"), tr("Copy"), tr("Copy the SQL"))),
      inspect_(headerButton(QStringLiteral("inspect"), tr("Prompt"), tr("What the model saw (Ctrl+I)"))),
      explanation_(new ExplanationView), errorRow_(new QWidget), errorIcon_(new QLabel), error_(new ErrorLabel),
      alternatives_(new ChoiceList(tr("Did you mean"), QStringLiteral("spark")))
{
    auto *title = new QLabel(QStringLiteral("SQL"));
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(8, 2, 4, 2);
    header->setSpacing(2);
    header->addWidget(title);
    header->addStretch();
    header->addWidget(inspect_);
    header->addWidget(copy_);
    header->addWidget(run_);

    editor_->setAccessibleName(tr("SQL"));
    editor_->setMinimumHeight(44);

    error_->setWordWrap(true);
    error_->setTextFormat(Qt::PlainText);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *errorLayout = new QHBoxLayout(errorRow_);
    errorLayout->setContentsMargins(8, 4, 8, 4);
    errorLayout->addWidget(errorIcon_, 0, Qt::AlignTop);
    errorLayout->addWidget(error_, 1);
    errorRow_->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(editor_, 1);
    layout->addWidget(explanation_);
    layout->addWidget(errorRow_);
    layout->addWidget(alternatives_);

    const auto run = [this] {
        if (!streaming_ && !sql().isEmpty())
            emit runRequested(sql());
    };
    connect(run_, &QToolButton::clicked, this, run);
    connect(editor_, &SqlEditor::runRequested, this, run);
    connect(editor_, &SqlEditor::cancelRequested, this, &SqlPane::cancelRequested);
    connect(editor_, &QsciScintilla::textChanged, this, [this] {
        updateButtons();
        explanation_->setSql(sql());
    });
    connect(copy_, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(sql()); });
    connect(inspect_, &QToolButton::clicked, this, &SqlPane::inspectRequested);
    connect(alternatives_, &ChoiceList::chosen, this, &SqlPane::take);
    setInspectable(false);
    updateButtons();
}

void SqlPane::setSchema(SchemaPtr schema)
{
    editor_->setSchema(schema);
    explanation_->setSchema(std::move(schema));
}

QString SqlPane::sql() const
{
    return editor_->sql();
}

void SqlPane::setSql(const QString &sql)
{
    const bool readOnly = editor_->isReadOnly();
    editor_->setReadOnly(false);
    editor_->setSql(sql);
    editor_->setReadOnly(readOnly);
}

void SqlPane::setStreaming(bool streaming)
{
    streaming_ = streaming;
    editor_->setReadOnly(streaming);
    updateButtons();
}

void SqlPane::updateButtons()
{
    run_->setEnabled(!streaming_ && !sql().isEmpty());
    copy_->setEnabled(!sql().isEmpty());
}

void SqlPane::setInspectable(bool inspectable)
{
    inspect_->setEnabled(inspectable);
}

void SqlPane::hideInspector()
{
    inspect_->hide();
}

void SqlPane::setError(const QString &error)
{
    error_->setText(error);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, syntaxColors(colors).error);
    error_->setPalette(colors);
    errorIcon_->setPixmap(symbolicIcon(QStringLiteral("warning")).pixmap(16, 16));
    errorRow_->setVisible(!error.isEmpty());
}

QString SqlPane::error() const
{
    return error_->text();
}

void SqlPane::setCandidates(const std::vector<eval::Candidate> &candidates)
{
    candidates_.clear();
    for (const eval::Candidate &candidate : candidates)
        if (candidate.error.empty() && !candidate.sql.empty() &&
            candidate.logProbability >= candidates.front().logProbability - likelyReach)
            candidates_.push_back(candidate);
    showAlternatives();
}

void SqlPane::showAlternatives()
{
    QList<ChoiceList::Choice> choices;
    shown_.clear();
    const std::string current = sql().toStdString();
    for (std::size_t i = 0; i < candidates_.size() && shown_.size() < mostAlternatives; ++i) {
        if (candidates_[i].sql == current)
            continue;
        ChoiceList::Choice choice;
        choice.text = QString::fromStdString(candidates_[i].sql);
        choice.monospace = true;
        if (candidates_[i].rows >= 0)
            choice.detail = tr("%n row(s)", nullptr, int(candidates_[i].rows));
        choices.append(choice);
        shown_.push_back(int(i));
    }
    alternatives_->setChoices(choices);
}

void SqlPane::take(int index)
{
    if (streaming_ || index < 0 || index >= int(shown_.size()))
        return;
    setSql(QString::fromStdString(candidates_[std::size_t(shown_[std::size_t(index)])].sql));
    showAlternatives();
    emit runRequested(sql());
}

} // namespace mureum::ui
