#include "ui/evaluation/example_view.h"
#include "ui/ask/linked_question.h"
#include "ui/evaluation/correction_dialog.h"
#include "ui/evaluation/result_pair_view.h"
#include "ui/evaluation/sql_diff_view.h"
#include "ui/evaluation/verdict_mark.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr int markSize = 18;

QToolButton *toolButton(const QString &icon, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setIcon(symbolicIcon(icon));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(text.isEmpty() ? toolTip : text);
    button->setAutoRaise(true);
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    return button;
}

QString yesNo(const std::optional<bool> &value)
{
    return value ? *value ? QStringLiteral("✓") : QStringLiteral("✗") : QStringLiteral("–");
}

} // namespace

ExampleView::ExampleView(VerifiedPairs &verified, QWidget *parent)
    : QWidget(parent), verified_(verified),
      previous_(toolButton(QStringLiteral("previous"), {}, tr("Previous example (Alt+Up)"))),
      next_(toolButton(QStringLiteral("next"), {}, tr("Next example (Alt+Down)"))),
      correct_(toolButton(QStringLiteral("edit"), tr("Right answer is wrong…"),
                          tr("Write a better right answer and keep it as a verified pair"))),
      accept_(toolButton(QStringLiteral("verified"), tr("Prediction is right"),
                         tr("Keep the prediction as another right answer in your verified pairs"))),
      findDatabases_(toolButton(QStringLiteral("open"), tr("Choose the folder of databases…"), {})),
      place_(new QLabel), mark_(new QLabel), verdict_(new QLabel), facts_(new QLabel), kept_(new QLabel),
      empty_(new QLabel), runs_(new QTabBar), question_(new LinkedQuestion(2)), sql_(new SqlDiffView),
      results_(new ResultPairView), content_(new QWidget)
{
    place_->setForegroundRole(QPalette::PlaceholderText);
    verdict_->setTextFormat(Qt::PlainText);
    verdict_->setWordWrap(true);
    verdict_->setMinimumWidth(40);
    verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->setTextFormat(Qt::PlainText);
    facts_->setWordWrap(true);
    facts_->setForegroundRole(QPalette::PlaceholderText);
    facts_->setContentsMargins(8, 0, 8, 4);
    facts_->setMinimumWidth(40);
    kept_->setText(tr("verified"));
    kept_->setToolTip(tr("This question is among your verified pairs"));
    runs_->setDrawBase(false);
    runs_->setExpanding(false);
    runs_->setAccessibleName(tr("Whose prediction"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setText(tr("Choose an example in the list."));
    empty_->setForegroundRole(QPalette::PlaceholderText);
    question_->setFrameShape(QFrame::NoFrame);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(4, 2, 4, 2);
    head->setSpacing(2);
    head->addWidget(previous_);
    head->addWidget(next_);
    head->addWidget(place_);
    head->addStretch(1);
    head->addWidget(kept_);
    head->addWidget(correct_);
    head->addWidget(accept_);
    auto *verdictRow = new QHBoxLayout;
    verdictRow->setContentsMargins(8, 2, 8, 2);
    verdictRow->setSpacing(8);
    verdictRow->addWidget(mark_, 0, Qt::AlignTop);
    verdictRow->addWidget(verdict_, 1);

    auto *top = new QWidget;
    auto *topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    topLayout->setSpacing(0);
    topLayout->addWidget(runs_);
    topLayout->addWidget(sql_, 1);
    auto *bottom = new QWidget;
    auto *bottomLayout = new QVBoxLayout(bottom);
    bottomLayout->setContentsMargins(0, 0, 0, 0);
    bottomLayout->addWidget(results_, 1);
    bottomLayout->addWidget(findDatabases_, 0, Qt::AlignCenter);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(top);
    splitter->addWidget(bottom);
    splitter->setSizes({240, 300});

    auto *inner = new QVBoxLayout(content_);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addLayout(head);
    inner->addWidget(question_);
    inner->addLayout(verdictRow);
    inner->addWidget(facts_);
    inner->addWidget(splitter, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(empty_);
    layout->addWidget(content_);

    connect(previous_, &QToolButton::clicked, this, [this] { emit stepRequested(-1); });
    connect(next_, &QToolButton::clicked, this, [this] { emit stepRequested(1); });
    connect(correct_, &QToolButton::clicked, this, &ExampleView::correct);
    connect(accept_, &QToolButton::clicked, this, &ExampleView::acceptPrediction);
    connect(findDatabases_, &QToolButton::clicked, this, &ExampleView::databasesRequested);
    connect(runs_, &QTabBar::currentChanged, this, &ExampleView::draw);
    connect(&verified_, &VerifiedPairs::changed, this, &ExampleView::updateVerified);
    connect(&links_, &LinkFinder::found, this,
            [this](const QString &question, const std::vector<eval::Link> &links) {
                if (example() && QString::fromStdString(example()->question) == question)
                    question_->setQuestion(question, links);
            });
    clear();
}

ExamplePtr ExampleView::example() const
{
    return answers_.isEmpty() ? nullptr
                              : answers_.value(std::max(0, runs_->currentIndex()), answers_.first()).example;
}

void ExampleView::clear()
{
    answers_.clear();
    links_.cancel();
    content_->hide();
    empty_->show();
}

void ExampleView::setAnswers(const QList<Answer> &answers, const QString &place, const QString &database,
                             const QString &problem)
{
    answers_ = answers;
    database_ = database;
    problem_ = problem;
    place_->setText(place);
    {
        const QSignalBlocker quiet(runs_);
        const int before = runs_->currentIndex();
        while (runs_->count() > 0)
            runs_->removeTab(0);
        if (answers.size() > 1)
            for (const Answer &answer : answers)
                runs_->addTab(answer.run);
        runs_->setCurrentIndex(std::clamp(before, 0, std::max(0, runs_->count() - 1)));
        runs_->setVisible(answers.size() > 1);
    }
    empty_->hide();
    content_->show();
    const QString question = QString::fromStdString(example()->question);
    question_->setQuestion(question);
    links_.cancel();
    if (!database.isEmpty())
        links_.find(database, question);
    findDatabases_->setVisible(database.isEmpty());
    draw();
}

void ExampleView::draw()
{
    const ExamplePtr one = example();
    if (!one)
        return;
    const QString gold = QString::fromStdString(one->query),
                  prediction = QString::fromStdString(one->prediction);
    sql_->setSql(tr("Right answer"), gold, tr("Prediction"), prediction);
    if (database_.isEmpty())
        results_->showMessage(problem_);
    else
        results_->compare(database_, gold, prediction);
    updateVerdict();
    updateVerified();
}

void ExampleView::updateVerdict()
{
    const ExamplePtr one = example();
    if (!one)
        return;
    const Outcome outcome = outcomeOf(*one);
    mark_->setPixmap(outcomePixmap(outcome, markSize, palette(), devicePixelRatioF()));
    mark_->setAccessibleName(outcomeText(outcome));
    QString text = outcomeText(outcome);
    if (one->score.kind != eval::ErrorKind::None)
        text += QStringLiteral(" – ") + errorKindText(one->score.kind);
    const std::string &reason = one->score.reason.empty() ? one->error : one->score.reason;
    // Often the reason says no more than the kind does.
    if (!reason.empty() && reason != eval::describe(one->score.kind))
        text += QStringLiteral(": ") + QString::fromStdString(reason).simplified();
    verdict_->setText(text);

    const QLocale locale;
    QStringList facts{QString::fromStdString(one->databaseId),
                      hardnessText(QString::fromStdString(one->hardness)),
                      languageText(QString::fromStdString(one->language))};
    facts.append(QStringLiteral("EX ") + yesNo(verdictOf(*one, QStringLiteral("ex"))));
    if (one->em)
        facts.append(QStringLiteral("EM ") + yesNo(one->em));
    if (one->exSuite)
        facts.append(tr("suite %1").arg(yesNo(verdictOf(*one, QStringLiteral("ex_suite")))));
    if (one->judgement)
        facts.append(one->judgement->error.empty()
                         ? tr("judge %1").arg(yesNo(one->judgement->yes))
                         : tr("judge: %1").arg(QString::fromStdString(one->judgement->error).simplified()));
    if (one->efficiency)
        facts.append(tr("efficiency %1").arg(locale.toString(*one->efficiency, 'f', 2)));
    if (one->answerSeconds > 0)
        facts.append(tr("answered in %1 s").arg(locale.toString(one->answerSeconds, 'f', 2)));
    if (one->newTokens > 0)
        facts.append(tr("%n token(s)", nullptr, one->newTokens));
    facts_->setText(facts.join(QStringLiteral(" · ")));
}

QString ExampleView::verdictText() const
{
    return verdict_->text();
}

void ExampleView::updateVerified()
{
    const ExamplePtr one = example();
    if (!one)
        return;
    kept_->setVisible(verified_.contains(one->databaseId, one->question));
    const bool usable = !database_.isEmpty();
    correct_->setEnabled(usable);
    accept_->setEnabled(usable && one->score.ex != eval::Verdict::Right && !one->score.failed &&
                        !one->prediction.empty());
}

void ExampleView::correct()
{
    const ExamplePtr one = example();
    if (!one || database_.isEmpty())
        return;
    auto *dialog = new CorrectionDialog(one, database_, this);
    connect(dialog, &CorrectionDialog::corrected, this, [this, one](const QString &sql) {
        if (example() == one)
            save({sql.toStdString()});
    });
    dialog->open();
}

void ExampleView::acceptPrediction()
{
    const ExamplePtr one = example();
    if (!one)
        return;
    std::vector<std::string> queries = one->queries;
    if (queries.empty())
        queries.push_back(one->query);
    queries.push_back(one->prediction);
    save(queries);
}

void ExampleView::save(const std::vector<std::string> &queries)
{
    const ExamplePtr one = example();
    datasets::Example pair;
    pair.databaseId = one->databaseId;
    pair.question = one->question;
    pair.query = queries.front();
    pair.queries = queries;
    pair.difficulty = one->difficulty;
    pair.language = one->language;
    const QString problem = verified_.save(pair, database_);
    if (problem.isEmpty())
        emit saved(tr("Kept as a verified pair in %1").arg(verified_.file()));
    else
        emit saveFailed(problem);
}

void ExampleView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateVerdict();
}

} // namespace mureum::ui
