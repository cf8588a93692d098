#include "ui/ask/question_box.h"

#include <QGuiApplication>
#include <QInputMethod>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>
#include <QTextLayout>

namespace mureum::ui {

namespace {
constexpr int fewestLines = 2, mostLines = 5;
}

QuestionBox::QuestionBox(QWidget *parent) : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, &QuestionBox::growToText);
    growToText();
}

QString QuestionBox::question() const
{
    return toPlainText().trimmed();
}

void QuestionBox::setQuestion(const QString &text)
{
    // Through a cursor, so that Ctrl+Z brings the former question back.
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    setTextCursor(cursor);
}

int QuestionBox::heightForLines(int lines) const
{
    const int margins = int(2 * document()->documentMargin()) + 2 * frameWidth() + 2;
    return lines * fontMetrics().lineSpacing() + margins;
}

QSize QuestionBox::sizeHint() const
{
    return QSize(400, heightForLines(fewestLines));
}
QSize QuestionBox::minimumSizeHint() const
{
    return QSize(120, heightForLines(fewestLines));
}

void QuestionBox::growToText()
{
    // Lines after wrapping, counted only as far as they matter: a pasted book must not be laid out here.
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < mostLines; block = block.next())
        lines += std::max(1, block.layout() ? block.layout()->lineCount() : 1);
    setFixedHeight(heightForLines(std::clamp(lines, fewestLines, mostLines)));
}

void QuestionBox::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && composing_) {
        QGuiApplication::inputMethod()->commit();
        event->accept();
        return;
    }
    if (enter && !(event->modifiers() & Qt::ShiftModifier)) {
        event->accept();
        if (!event->isAutoRepeat())
            emit sendRequested();
        return;
    }
    if (event->key() == Qt::Key_Escape && !composing_) {
        event->accept();
        emit cancelRequested();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void QuestionBox::inputMethodEvent(QInputMethodEvent *event)
{
    composing_ = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

void QuestionBox::focusOutEvent(QFocusEvent *event)
{
    composing_ = false;
    QPlainTextEdit::focusOutEvent(event);
}

bool QuestionBox::canInsertFromMimeData(const QMimeData *source) const
{
    // A dropped file is a database for the window, not text.
    return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
}

void QuestionBox::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        growToText();
}

} // namespace mureum::ui
