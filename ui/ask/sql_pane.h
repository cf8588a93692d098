#pragma once
#include "ui/ask/ask_service.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace mureum::ui {

class ChoiceList;
class ExplanationView;
class SqlEditor;

/// The SQL of an answer: editor, run and copy; under it what it does in words, the error line and the other answers
/// considered.
class SqlPane : public QWidget
{
    Q_OBJECT
public:
    explicit SqlPane(QWidget *parent = nullptr);

    SqlEditor *editor() const { return editor_; }
    QString sql() const;
    /// For completion, highlighting and the explanation.
    void setSchema(SchemaPtr schema);
    void setSql(const QString &sql);
    /// While SQL streams in it cannot be edited or run.
    void setStreaming(bool streaming);
    void setError(const QString &error);
    QString error() const;
    /// Answers besides the shown one that SQLite accepted. Taking one puts the others (the former too) here.
    void setCandidates(const std::vector<eval::Candidate> &candidates);
    void setInspectable(bool inspectable);
    /// Where no model wrote the SQL.
    void hideInspector();
    ChoiceList *alternatives() const { return alternatives_; }
    ExplanationView *explanation() const { return explanation_; }

signals:
    void runRequested(const QString &sql);
    void inspectRequested();
    void cancelRequested();

private:
    void take(int index);
    void showAlternatives();
    void updateButtons();

    SqlEditor *editor_;
    QToolButton *run_, *copy_, *inspect_;
    ExplanationView *explanation_;
    QWidget *errorRow_;
    QLabel *errorIcon_, *error_;
    ChoiceList *alternatives_;
    std::vector<eval::Candidate> candidates_; ///< shown and others, SQLite accepted them
    std::vector<int> shown_;                  ///< which candidate each line of alternatives_ stands for
    bool streaming_ = false;
};

} // namespace mureum::ui
