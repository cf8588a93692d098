#include "ui/ask/ask_page.h"
#include "ui/ask/prompt_inspector.h"
#include "ui/ask/question_box.h"
#include "ui/ask/sql_pane.h"
#include "ui/editor/sql_editor.h"
#include "ui/history/history_view.h"
#include "ui/main/database_chooser.h"
#include "ui/results/result_pane.h"
#include "ui/schema/schema_view.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/training/active_adapters.h"
#include "ui/widgets/choice_list.h"
#include "ui/widgets/message_bar.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>

namespace mureum::ui {

namespace {

constexpr int longestQuestion = 2000; // characters; eval::Asker refuses more
constexpr int mostExamples = 3;

QString seconds(double value)
{
    return QLocale().toString(value, 'f', value < 0.1 ? 3 : 2);
}

} // namespace

AskPage::AskPage(AskClient &client, HistoryStore &history, Settings &settings, const QString &language,
                 QMenu *databaseMenu, QWidget *parent)
    : QWidget(parent), client_(client), history_(history), settings_(settings), language_(language)
{
    buildLayout(databaseMenu);
    connectWidgets();
    connectClient();

    if (client_.schema())
        onDatabaseOpened(client_.database());
    updateBadge();
    updateBusy();
}

AskPage::~AskPage() = default;

void AskPage::connectWidgets()
{
    connect(question_, &QuestionBox::sendRequested, this, &AskPage::ask);
    connect(question_, &QuestionBox::cancelRequested, this, &AskPage::stop);
    connect(askButton_, &QPushButton::clicked, this, [this] { busy() ? stop() : ask(); });
    connect(examples_, &ChoiceList::chosen, this, [this](int index) {
        question_->setQuestion(exampleTexts_[index]);
        ask();
    });
    connect(sql_, &SqlPane::runRequested, this, &AskPage::runSql);
    connect(sql_, &SqlPane::cancelRequested, this, &AskPage::stop);
    connect(sql_, &SqlPane::inspectRequested, this, &AskPage::showInspector);
    connect(results_, &ResultPane::finished, this, &AskPage::onQueryFinished);
    connect(historyView_, &HistoryView::restoreRequested, this, &AskPage::restoreEntry);
    connect(schemaView_, &SchemaView::insertRequested, this, [this](const QString &text) {
        if (sql_->editor()->isReadOnly())
            return;
        sql_->editor()->insertSnippet(text);
        sql_->editor()->setFocus();
    });
    connect(schemaView_, &SchemaView::queryRequested, this, [this](const QString &sql) {
        stop();
        setAnswer(nullptr);
        asked_.clear();
        sql_->setSql(sql);
        run(sql, QString());
    });
}

void AskPage::connectClient()
{
    connect(&client_, &AskClient::busyChanged, this, [this](bool running) {
        sql_->setStreaming(running);
        updateBusy();
    });
    connect(&client_, &AskClient::sqlStreamed, sql_, &SqlPane::setSql);
    connect(&client_, &AskClient::answered, this, &AskPage::onAnswered);
    connect(&client_, &AskClient::failed, this, [this](const QString &error) {
        results_->clear();
        sql_->setError(error);
        HistoryEntry entry;
        entry.database = client_.database();
        entry.question = asked_;
        entry.error = error;
        record(entry);
    });
    connect(&client_, &AskClient::stopped, this, [this] { results_->showMessage(tr("Stopped.")); });
    connect(&client_, &AskClient::databaseOpened, this, &AskPage::onDatabaseOpened);
    connect(&client_, &AskClient::databaseFailed, this, [this](const QString &file, const QString &error) {
        toRestore_ = {};
        message_->showMessage(tr("Could not open %1: %2").arg(DatabaseChooser::displayPath(file), error));
        chooseAdapter(client_.database()); // the former one stays open
        updateDatabaseButton();
    });
    connect(&client_, &AskClient::adapterChanged, this, [this](const QString &, const QString &problem) {
        updateBadge();
        if (!problem.isEmpty())
            message_->showMessage(
                client_.adapter().isEmpty()
                    ? tr("The adapter is not used, the model answers alone: %1").arg(problem)
                    : problem);
    });
    connect(&settings_, &Settings::changed, this, [this](const QString &key) {
        if (key == QLatin1String(keys::activeAdapters.name))
            chooseAdapter(client_.database());
    });
    connect(&client_, &AskClient::modelChanged, this, [this] {
        if (!client_.modelError().isEmpty())
            message_->showMessage(tr("The model could not be loaded: %1").arg(client_.modelError()));
    });
}

bool AskPage::busy() const
{
    return client_.busy() || querying_;
}

void AskPage::updateBusy()
{
    const bool now = busy();
    askButton_->setText(now ? tr("Stop") : tr("Ask"));
    askButton_->setIcon(symbolicIcon(now ? QStringLiteral("stop") : QStringLiteral("send")));
    askButton_->setToolTip(now ? tr("Stop (Esc)") : tr("Ask (Enter)"));
    if (now == wasBusy_)
        return;
    wasBusy_ = now;
    emit busyChanged(now);
}

void AskPage::openDatabase(const QString &file)
{
    message_->hide();
    stop();
    client_.openDatabase(file);
    chooseAdapter(file); // before any question about it
    updateDatabaseButton();
}

void AskPage::onDatabaseOpened(const QString &file)
{
    schemaView_->setSchema(file, client_.schema());
    sql_->setSchema(client_.schema());
    setAnswer(nullptr);
    asked_.clear();
    sql_->setSql(QString());
    sql_->setError(QString());
    results_->clear();
    results_->showMessage(tr("Ask a question, or write SQL and run it."));
    emit timingChanged(QString());
    updateDatabaseButton();
    chooseAdapter(file); // once more: the settings may have changed meanwhile
    showExamples();
    if (toRestore_.id != 0 && toRestore_.database == file)
        restoreEntry(toRestore_);
    toRestore_ = {};
}

void AskPage::showExamples()
{
    exampleTexts_ = paths::exampleQuestions(client_.database(), language_).mid(0, mostExamples);
    QList<ChoiceList::Choice> choices;
    for (const QString &question : std::as_const(exampleTexts_))
        choices.append({question, QString(), false});
    examples_->setChoices(choices);
}

void AskPage::ask()
{
    const QString question = question_->question();
    if (question.isEmpty()) {
        question_->setFocus();
        return;
    }
    stop();
    if (question.size() > longestQuestion) {
        sql_->setError(tr("The question has %1 characters; at most %2 can be asked. Shorten it.")
                           .arg(QLocale().toString(question.size()), QLocale().toString(longestQuestion)));
        return;
    }
    if (!client_.schema() && !client_.opening()) {
        sql_->setError(tr("Open a database first."));
        return;
    }
    setAnswer(nullptr);
    asked_ = question.normalized(QString::NormalizationForm_C);
    sql_->setSql(QString());
    sql_->setError(QString());
    examples_->setChoices({});
    results_->clear();
    results_->showMessage(client_.modelReady() || !client_.modelError().isEmpty() ? tr("Writing SQL…")
                                                                                  : tr("Loading the model…"));
    emit timingChanged(QString());

    eval::AskOptions options;
    options.candidates = qBound(1, settings_.get(keys::candidates), 8);
    options.limits.time = std::chrono::seconds(qBound(1, settings_.get(keys::timeLimitSeconds), 3600));
    // Enough to compare candidates; the rows shown are stepped by the results themselves.
    options.limits.maxRows = 1000;
    client_.ask(question, options);
}

void AskPage::onAnswered(AskResultPtr answer)
{
    setAnswer(answer);
    const QString sql = QString::fromStdString(answer->sql);
    sql_->setSql(sql);
    sql_->setCandidates(answer->candidates);
    if (sql.isEmpty()) {
        results_->clear();
        sql_->setError(tr("No SQL was found for this question. Try to name the table or column you mean."));
        HistoryEntry entry;
        entry.database = client_.database();
        entry.question = asked_;
        entry.error = sql_->error();
        record(entry);
        return;
    }
    run(sql, asked_);
}

void AskPage::runSql(const QString &sql)
{
    run(sql, asked_);
}

void AskPage::run(const QString &sql, const QString &question)
{
    if (client_.database().isEmpty()) {
        sql_->setError(tr("Open a database first."));
        return;
    }
    sql_->setError(QString());
    pending_ = {};
    pending_.database = client_.database();
    pending_.question = question;
    pending_.sql = sql;
    querying_ = true;
    updateBusy();
    results_->showQuery(client_.database(), sql);
}

void AskPage::onQueryFinished(qint64 rows, double queryTime, const QString &error)
{
    if (!querying_)
        return;
    querying_ = false;
    sql_->setError(error);
    if (!error.isEmpty())
        results_->clear();
    const bool fromModel = answer_ && pending_.sql == QString::fromStdString(answer_->sql);
    emit timingChanged(
        !error.isEmpty() ? QString()
        : fromModel      ? tr("SQL %1 s · rows %2 s").arg(seconds(answer_->timing.total), seconds(queryTime))
                         : tr("rows %1 s").arg(seconds(queryTime)));
    pending_.error = error;
    pending_.rows = error.isEmpty() ? rows : -1;
    record(pending_);
    updateBusy();
}

void AskPage::record(const HistoryEntry &entry)
{
    if (!settings_.get(keys::keepHistory))
        return;
    history_.add(entry);
    historyView_->reload();
}

void AskPage::stop()
{
    client_.stop();
    if (!querying_)
        return;
    querying_ = false; // before: its answer is no longer waited for
    results_->stop();
    updateBusy();
}

void AskPage::setAnswer(AskResultPtr answer)
{
    answer_ = std::move(answer);
    if (!answer_)
        sql_->setCandidates({});
    sql_->setInspectable(answer_ != nullptr);
    emit inspectableChanged(answer_ != nullptr);
}

void AskPage::showInspector()
{
    if (answer_)
        (new PromptInspector(asked_, answer_, this))->open();
}

void AskPage::restoreEntry(const HistoryEntry &entry)
{
    if (entry.database != client_.database()) {
        if (!QFileInfo::exists(entry.database)) {
            message_->showMessage(
                tr("%1 is no longer there.").arg(DatabaseChooser::displayPath(entry.database)));
            return;
        }
        toRestore_ = entry;
        openDatabase(entry.database);
        return;
    }
    stop();
    setAnswer(nullptr);
    asked_ = entry.question;
    question_->setQuestion(entry.question);
    sql_->setSql(entry.sql);
    sql_->setError(entry.error);
    examples_->setChoices({});
    results_->clear();
    results_->showMessage(entry.sql.isEmpty() ? tr("Press Enter in the question to ask again.")
                                              : tr("Press Ctrl+Enter to run this SQL again."));
    emit timingChanged(QString());
    if (entry.sql.isEmpty())
        question_->setFocus();
    else
        sql_->editor()->setFocus();
}

AskPage::Draft AskPage::draft() const
{
    return {question_->toPlainText(), sql_->sql()};
}

void AskPage::restore(const Draft &draft)
{
    question_->setQuestion(draft.question);
    sql_->setSql(draft.sql);
    asked_ = draft.sql.isEmpty() ? QString() : draft.question.trimmed();
}

} // namespace mureum::ui
