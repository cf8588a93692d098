#include "ui/ask/linked_question.h"
#include "ui/theme/theme.h"

#include <QEvent>

namespace mureum::ui {

QString linkKindText(eval::Link::Kind kind)
{
    switch (kind) {
    case eval::Link::Kind::Table:
        return LinkedQuestion::tr("table");
    case eval::Link::Kind::Column:
        return LinkedQuestion::tr("column");
    case eval::Link::Kind::Value:
        return LinkedQuestion::tr("value");
    }
    return {};
}

QColor linkMark(eval::Link::Kind kind, const QPalette &palette)
{
    const SyntaxColors colors = syntaxColors(palette);
    return kind == eval::Link::Kind::Table    ? colors.tableMark
           : kind == eval::Link::Kind::Column ? colors.columnMark
                                              : colors.valueMark;
}

QList<QuestionSpan> questionSpans(const QString &question, const std::vector<eval::Link> &links)
{
    const QByteArray bytes = question.toUtf8();
    const auto toCharacter = [&bytes](std::size_t offset) {
        qsizetype end = qsizetype(std::min<std::size_t>(offset, std::size_t(bytes.size())));
        while (end > 0 && end < bytes.size() && (bytes[end] & 0xC0) == 0x80)
            --end;
        return int(QString::fromUtf8(bytes.constData(), end).size());
    };
    QList<QuestionSpan> spans;
    for (const eval::Link &link : links) {
        const int begin = toCharacter(link.begin), end = toCharacter(link.end);
        if (end > begin)
            spans.append({begin, end - begin, link});
    }
    return spans;
}

LinkedQuestion::LinkedQuestion(int lines, QWidget *parent) : QTextEdit(parent)
{
    setReadOnly(true);
    setAccessibleName(tr("Question"));
    setFixedHeight(fontMetrics().lineSpacing() * lines + 12);
}

void LinkedQuestion::setQuestion(const QString &question, const std::vector<eval::Link> &links)
{
    setPlainText(question);
    spans_ = questionSpans(question, links);
    mark();
}

void LinkedQuestion::mark()
{
    for (const QuestionSpan &span : std::as_const(spans_)) {
        QTextCursor cursor(document());
        cursor.setPosition(span.begin);
        cursor.setPosition(span.begin + span.length, QTextCursor::KeepAnchor);
        QTextCharFormat format;
        format.setBackground(linkMark(span.link.kind, palette()));
        format.setToolTip(linkKindText(span.link.kind) + QStringLiteral(": ") +
                          QString::fromStdString(span.link.target));
        cursor.mergeCharFormat(format);
    }
}

void LinkedQuestion::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        mark();
}

} // namespace mureum::ui
