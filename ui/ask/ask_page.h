#pragma once
#include "ui/ask/ask_client.h"
#include "ui/history/history_store.h"
#include "ui/settings/settings.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QSplitter;
class QTabWidget;
class QToolButton;
class QVBoxLayout;

namespace mureum::ui {

class ChoiceList;
class HistoryView;
class MessageBar;
class QuestionBox;
class ResultPane;
class SchemaView;
class SqlPane;

/// Question in, SQL and rows out. Every long step is stopped by the one Stop button (or Esc).
class AskPage : public QWidget
{
    Q_OBJECT
public:
    /// `language` picks the example questions. `databaseMenu` hangs on the database button.
    AskPage(AskClient &client, HistoryStore &history, Settings &settings, const QString &language,
            QMenu *databaseMenu, QWidget *parent = nullptr);
    ~AskPage() override;

    void openDatabase(const QString &file);
    void ask();
    void stop();
    void runSql(const QString &sql);
    bool busy() const;
    void showInspector();
    void focusQuestion();
    void focusSql();
    void focusSchemaSearch();
    void focusHistorySearch();
    void setSidePanelVisible(bool visible);
    bool sidePanelVisible() const;
    void saveLayout();

    /// What a new window takes over when the language changes.
    struct Draft
    {
        QString question, sql;
    };
    Draft draft() const;
    void restore(const Draft &draft);

    QuestionBox *questionBox() const { return question_; }
    SqlPane *sqlPane() const { return sql_; }
    ResultPane *results() const { return results_; }
    HistoryView *historyView() const { return historyView_; }
    SchemaView *schemaView() const { return schemaView_; }
    ChoiceList *examples() const { return examples_; }
    QPushButton *askButton() const { return askButton_; }
    MessageBar *messageBar() const { return message_; }
    QToolButton *adaptButton() const { return adaptButton_; }
    /// Says that an adapter helps the model; hidden where none does.
    QToolButton *adapterBadge() const { return badge_; }
    /// A strip above the question; its business is its own.
    void addNotice(QWidget *notice);

signals:
    void adaptRequested();
    void adaptersRequested();
    void busyChanged(bool busy);
    void timingChanged(const QString &text);
    void inspectableChanged(bool inspectable);

private:
    void buildLayout(QMenu *databaseMenu);
    QWidget *buildSide(QMenu *databaseMenu);
    QWidget *buildAnswer();
    void connectWidgets();
    void connectClient();
    void onAnswered(AskResultPtr answer);
    void onQueryFinished(qint64 rows, double seconds, const QString &error);
    void onDatabaseOpened(const QString &file);
    void restoreEntry(const HistoryEntry &entry);
    void run(const QString &sql, const QString &question);
    void record(const HistoryEntry &entry);
    void setAnswer(AskResultPtr answer);
    void showExamples();
    void updateBusy();
    void updateDatabaseButton();
    void chooseAdapter(const QString &database);
    void updateBadge();

    AskClient &client_;
    HistoryStore &history_;
    Settings &settings_;
    QString language_;

    QSplitter *sideSplitter_, *answerSplitter_;
    QTabWidget *side_;
    QToolButton *databaseButton_, *adaptButton_, *badge_;
    QVBoxLayout *notices_;
    SchemaView *schemaView_;
    HistoryView *historyView_;
    MessageBar *message_;
    QuestionBox *question_;
    QPushButton *askButton_;
    ChoiceList *examples_;
    SqlPane *sql_;
    ResultPane *results_;

    AskResultPtr answer_;
    QString asked_;        ///< the question `answer_` (or the running one) belongs to
    HistoryEntry pending_; ///< of the running query
    HistoryEntry toRestore_;
    bool querying_ = false, wasBusy_ = false;
    QStringList exampleTexts_;
};

} // namespace mureum::ui
