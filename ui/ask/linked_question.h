#pragma once
#include "eval/answer/links.h"

#include <QTextEdit>

namespace mureum::ui {

/// A span of the question in QString characters, from the byte offsets of eval::Link. Offsets beyond the text
/// or inside a character are moved to its border.
struct QuestionSpan
{
    int begin = 0, length = 0;
    eval::Link link;
};
QList<QuestionSpan> questionSpans(const QString &question, const std::vector<eval::Link> &links);

QString linkKindText(eval::Link::Kind kind);
/// Behind the words of a question and in a table of links.
QColor linkMark(eval::Link::Kind kind, const QPalette &palette);

/// A question to read, the words that were recognised in the database marked.
class LinkedQuestion : public QTextEdit
{
    Q_OBJECT
public:
    explicit LinkedQuestion(int lines, QWidget *parent = nullptr);
    void setQuestion(const QString &question, const std::vector<eval::Link> &links = {});

protected:
    void changeEvent(QEvent *event) override;

private:
    void mark();

    QList<QuestionSpan> spans_;
};

} // namespace mureum::ui
