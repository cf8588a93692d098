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

} // namespace mureum::ui
