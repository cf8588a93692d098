#include "ui/editor/sql_editor.h"
#include "ui/editor/sql_text.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMimeData>
#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexersql.h>

namespace mureum::ui {

SqlEditor::SqlEditor(QWidget *parent) : QsciScintilla(parent), lexer_(new QsciLexerSQL(this))
{
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setLexer(lexer_);
    lexer_->setFoldComments(false);
    setFolding(QsciScintilla::NoFoldStyle);
    for (int margin = 0; margin < 5; ++margin)
        setMarginWidth(margin, 0);
    SendScintilla(SCI_SETMARGINLEFT, 0, 8L);
    SendScintilla(SCI_SETMARGINRIGHT, 0, 8L);
    setWrapMode(QsciScintilla::WrapWord);
    SendScintilla(SCI_SETHSCROLLBAR, 0UL);
    setBraceMatching(QsciScintilla::SloppyBraceMatch);
    setIndentationsUseTabs(false);
    setTabWidth(2);
    setAutoIndent(true);
    setScrollWidthTracking(true);
    setEolMode(QsciScintilla::EolUnix);
    // One name per line, so that names with spaces stay whole.
    SendScintilla(SCI_AUTOCSETSEPARATOR, '\n');
    SendScintilla(SCI_AUTOCSETIGNORECASE, 1UL);
    SendScintilla(SCI_AUTOCSETORDER, SC_ORDER_CUSTOM);
    SendScintilla(SCI_AUTOCSETMAXHEIGHT, 10UL);
    // These belong to the window (Ctrl+L to the question) or to running.
    for (const int key : {int(Qt::CTRL) | Qt::Key_L, int(Qt::CTRL) | Qt::Key_D, int(Qt::CTRL) | Qt::Key_T})
        if (QsciCommand *command = standardCommands()->boundTo(key))
            command->setKey(0);

    connect(this, &QsciScintillaBase::SCN_CHARADDED, this, [this](int character) {
        if (character == '.' || character == '_' || character > 127 || QChar(character).isLetterOrNumber())
            complete();
    });
    connect(this, qOverload<const char *, int, int, int>(&QsciScintillaBase::SCN_AUTOCSELECTION), this,
            &SqlEditor::acceptCompletion);
    applyPalette();
}

QString SqlEditor::sql() const
{
    return text().trimmed();
}

void SqlEditor::setSql(const QString &sql)
{
    if (text() == sql)
        return;
    SendScintilla(SCI_AUTOCCANCEL);
    beginUndoAction();
    selectAll();
    replaceSelectedText(sql);
    endUndoAction();
}

void SqlEditor::insertSnippet(const QString &snippet)
{
    const long position = SendScintilla(SCI_GETCURRENTPOS);
    const long before = position > 0 ? SendScintilla(SCI_GETCHARAT, position - 1) : ' ';
    const bool opens = before == ' ' || before == '\n' || before == '\t' || before == '(' || before == '.';
    const QByteArray bytes = ((opens ? QString() : QStringLiteral(" ")) + snippet).toUtf8();
    SendScintilla(SCI_REPLACESEL, bytes.constData());
}

void SqlEditor::complete()
{
    if (!schema_ || isReadOnly())
        return;
    const long position = SendScintilla(SCI_GETCURRENTPOS);
    const QByteArray bytes = text().toUtf8();
    const QString before = QString::fromUtf8(bytes.left(int(position)));
    const Completion completion =
        completeSql(*schema_, before + QString::fromUtf8(bytes.mid(int(position))), int(before.size()));
    const QString prefix = before.right(completion.prefixLength);
    // The only thing to offer is what already stands there.
    if (completion.items.isEmpty() || (completion.items.size() == 1 &&
                                       completion.items.first().compare(prefix, Qt::CaseInsensitive) == 0)) {
        SendScintilla(SCI_AUTOCCANCEL);
        return;
    }
    const QByteArray list = completion.items.join(u'\n').toUtf8();
    SendScintilla(SCI_AUTOCSHOW, static_cast<unsigned long>(prefix.toUtf8().size()), list.constData());
}

void SqlEditor::acceptCompletion(const char *item, int position)
{
    const QString name = QString::fromUtf8(item);
    const bool word = sqlKeywords().contains(name) || sqlFunctions().contains(name);
    bool inSchema = false;
    for (const datasets::Table &table : schema_->tables)
        inSchema = inSchema || table.name == item || table.find(item) >= 0;
    const QByteArray inserted = (word && !inSchema ? name : quoteIdentifier(name)).toUtf8();
    SendScintilla(SCI_AUTOCCANCEL);
    SendScintilla(SCI_SETTARGETSTART, static_cast<unsigned long>(position));
    SendScintilla(SCI_SETTARGETEND, static_cast<unsigned long>(SendScintilla(SCI_GETCURRENTPOS)));
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(inserted.size()), inserted.constData());
    const long end = position + inserted.size();
    SendScintilla(SCI_SETSEL, static_cast<unsigned long>(end), end);
}

void SqlEditor::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & Qt::ControlModifier)) {
        SendScintilla(SCI_AUTOCCANCEL);
        event->accept();
        if (!event->isAutoRepeat())
            emit runRequested();
        return;
    }
    if (event->key() == Qt::Key_Space && (event->modifiers() & Qt::ControlModifier)) {
        event->accept();
        complete();
        return;
    }
    if (event->key() == Qt::Key_Escape && !SendScintilla(SCI_AUTOCACTIVE)) {
        event->accept();
        emit cancelRequested();
        return;
    }
    // Tab moves on unless it accepts a completion; indenting one statement is rare.
    if (event->key() == Qt::Key_Backtab && !SendScintilla(SCI_AUTOCACTIVE)) {
        event->accept();
        focusPreviousChild();
        return;
    }
    QsciScintilla::keyPressEvent(event);
}

bool SqlEditor::canInsertFromMimeData(const QMimeData *source) const
{
    return !source->hasUrls() && QsciScintilla::canInsertFromMimeData(source);
}

void SqlEditor::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::FontChange)
        applyPalette();
}

void SqlEditor::applyPalette()
{
    const QPalette colors = palette();
    const SyntaxColors syntax = syntaxColors(colors);
    const QColor base = colors.color(QPalette::Base), text = colors.color(QPalette::Text);
    lexer_->setFont(editorFont(), -1);
    lexer_->setPaper(base, -1);
    lexer_->setDefaultPaper(base);
    lexer_->setColor(text, -1);
    lexer_->setDefaultColor(text);
    lexer_->setColor(syntax.keyword, QsciLexerSQL::Keyword);
    lexer_->setColor(syntax.function, QsciLexerSQL::KeywordSet6);
    lexer_->setColor(syntax.text, QsciLexerSQL::SingleQuotedString);
    lexer_->setColor(syntax.number, QsciLexerSQL::Number);
    for (const int style : {QsciLexerSQL::Comment, QsciLexerSQL::CommentLine, QsciLexerSQL::CommentDoc})
        lexer_->setColor(syntax.comment, style);
    setPaper(base);
    setColor(text);
    setCaretForegroundColor(text);
    setSelectionBackgroundColor(colors.color(QPalette::Highlight));
    setSelectionForegroundColor(colors.color(QPalette::HighlightedText));
    setMatchedBraceForegroundColor(text);
    setMatchedBraceBackgroundColor(syntax.columnMark);
    setUnmatchedBraceForegroundColor(syntax.error);
    setUnmatchedBraceBackgroundColor(base);
}

} // namespace mureum::ui
