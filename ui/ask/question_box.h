#pragma once
#include <QPlainTextEdit>

namespace mureum::ui {

/// Where the question is typed. Enter or Ctrl+Enter sends, Shift+Enter breaks the line. While an input method
/// composes (a Hangul syllable is not finished yet), Enter ends the composition and sends nothing.
class QuestionBox : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit QuestionBox(QWidget *parent = nullptr);

    QString question() const; ///< trimmed
    void setQuestion(const QString &text);
    bool composing() const { return composing_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void sendRequested();
    void cancelRequested(); ///< Esc

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void changeEvent(QEvent *event) override;

private:
    int heightForLines(int lines) const;
    void growToText();

    bool composing_ = false;
};

} // namespace mureum::ui
