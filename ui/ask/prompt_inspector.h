#pragma once
#include "ui/ask/ask_service.h"

#include <QDialog>

namespace mureum::ui {

/// What the model really saw: the prompt word for word, what was recognised in the question, tokens against
/// the budget, and where the time went.
class PromptInspector : public QDialog
{
    Q_OBJECT
public:
    PromptInspector(const QString &question, AskResultPtr answer, QWidget *parent = nullptr);
};

/// A span of the question in QString characters, from the byte offsets of eval::Link. Offsets beyond the text
/// or inside a character are moved to its border.
struct QuestionSpan
{
    int begin = 0, length = 0;
    eval::Link link;
};
QList<QuestionSpan> questionSpans(const QString &question, const std::vector<eval::Link> &links);

} // namespace mureum::ui
