#pragma once
#include "ui/evaluation/example.h"
#include "ui/evaluation/link_finder.h"
#include "ui/evaluation/verified_pairs.h"

#include <QWidget>

class QLabel;
class QTabBar;
class QToolButton;

namespace mureum::ui {

class LinkedQuestion;
class ResultPairView;
class SqlDiffView;

/// One example in full: question with its links, right answer and prediction beside each other, what both
/// give, and what the measures and the judge say.
class ExampleView : public QWidget
{
    Q_OBJECT
public:
    explicit ExampleView(VerifiedPairs &verified, QWidget *parent = nullptr);

    /// An answer to the question, under the name of its run where several are compared.
    struct Answer
    {
        QString run;
        ExamplePtr example;
    };
    /// `place`: "12 of 60". `database`: the file, or empty with the reason why there is none.
    void setAnswers(const QList<Answer> &answers, const QString &place, const QString &database,
                    const QString &problem);
    void clear();

    ExamplePtr example() const;
    LinkedQuestion *question() const { return question_; }
    SqlDiffView *sql() const { return sql_; }
    ResultPairView *results() const { return results_; }
    QTabBar *runs() const { return runs_; }
    QToolButton *previousButton() const { return previous_; }
    QToolButton *nextButton() const { return next_; }
    QToolButton *correctButton() const { return correct_; }
    QToolButton *acceptButton() const { return accept_; }
    QString verdictText() const;

signals:
    void stepRequested(int by);
    void databasesRequested();
    /// A pair was kept, or could not be.
    void saved(const QString &note);
    void saveFailed(const QString &error);

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();
    void updateVerdict();
    void updateVerified();
    void correct();
    void acceptPrediction();
    void save(const std::vector<std::string> &queries);

    VerifiedPairs &verified_;
    QList<Answer> answers_;
    QString database_, problem_;
    QToolButton *previous_, *next_, *correct_, *accept_, *findDatabases_;
    QLabel *place_, *mark_, *verdict_, *facts_, *kept_, *empty_;
    QTabBar *runs_;
    LinkedQuestion *question_;
    SqlDiffView *sql_;
    ResultPairView *results_;
    QWidget *content_;
    LinkFinder links_;
};

} // namespace mureum::ui
