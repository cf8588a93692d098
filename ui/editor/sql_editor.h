#pragma once
#include "ui/ask/ask_service.h"

#include <Qsci/qsciscintilla.h>

class QsciLexerSQL;

namespace mureum::ui {

/// The SQL of an answer: highlighted in the palette's colours, completed from the schema, editable.
/// Ctrl+Enter runs, Ctrl+Space completes.
class SqlEditor : public QsciScintilla
{
    Q_OBJECT
public:
    explicit SqlEditor(QWidget *parent = nullptr);

    QString sql() const; ///< trimmed, without a final semicolon's white space
    /// Replaces everything as one undo step and leaves the cursor at the end.
    void setSql(const QString &sql);
    void setSchema(SchemaPtr schema) { schema_ = std::move(schema); }
    /// Puts text at the cursor, with a space before it where it would run into a word.
    void insertSnippet(const QString &text);
    void complete();

signals:
    void runRequested();
    void cancelRequested(); ///< Esc with no completion list open

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;

private:
    void applyPalette();
    void acceptCompletion(const char *item, int position);

    QsciLexerSQL *lexer_;
    SchemaPtr schema_;
};

} // namespace mureum::ui
