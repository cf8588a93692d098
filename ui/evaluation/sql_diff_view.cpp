#include "ui/evaluation/sql_diff_view.h"
#include "ui/theme/theme.h"

#include <QEvent>

namespace mureum::ui {

namespace {

QString htmlOf(const std::vector<SqlPiece> &pieces, const SyntaxColors &colors, const QColor &mark)
{
    QString html;
    bool marked = false;
    const auto end = [&] {
        if (std::exchange(marked, false))
            html += QStringLiteral("</span>");
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const SqlPiece &piece = pieces[i];
        if (!piece.differs)
            end();
        if (piece.spaceBefore && i > 0)
            html += u' ';
        // Underlined as well: a colour alone is not seen by everybody.
        if (piece.differs && !marked) {
            html += QStringLiteral("<span style=\"background-color:%1; text-decoration:underline\">")
                        .arg(mark.name());
            marked = true;
        }
        QColor color = colors.name;
        switch (piece.kind) {
        case SqlPiece::Kind::Keyword:
            color = colors.keyword;
            break;
        case SqlPiece::Kind::Text:
            color = colors.text;
            break;
        case SqlPiece::Kind::Number:
            color = colors.number;
            break;
        case SqlPiece::Kind::Name:
        case SqlPiece::Kind::Operator:
            break;
        }
        html += QStringLiteral("<span style=\"color:%1\">%2</span>")
                    .arg(color.name(), piece.text.toHtmlEscaped());
    }
    end();
    return html.isEmpty() ? QStringLiteral("&nbsp;") : html;
}

} // namespace

SqlDiffView::SqlDiffView(QWidget *parent) : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("Right answer and prediction"));
    setLineWrapMode(QTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

void SqlDiffView::setSql(const QString &leftTitle, const QString &left, const QString &rightTitle,
                         const QString &right)
{
    leftTitle_ = leftTitle;
    rightTitle_ = rightTitle;
    rows_ = alignSql(left, right);
    draw();
}

void SqlDiffView::draw()
{
    const QPalette colors = palette();
    const SyntaxColors syntax = syntaxColors(colors);
    const QString quiet = secondaryText(colors).name();
    const QFont font = editorFont();
    QString html = QStringLiteral("<table width=\"100%\" cellspacing=\"0\" cellpadding=\"2\"><tr>");
    for (const QString &title : {leftTitle_, rightTitle_})
        html +=
            QStringLiteral("<td width=\"50%\" style=\"color:%1\">%2</td>").arg(quiet, title.toHtmlEscaped());
    html += QStringLiteral("</tr>");
    const QString cell = QStringLiteral("<td width=\"50%\" style=\"font-family:'%1'; font-size:%2pt\">")
                             .arg(font.family())
                             .arg(font.pointSizeF());
    for (const SqlRow &row : rows_)
        html += QStringLiteral("<tr>") + cell + htmlOf(row.left, syntax, syntax.valueMark) +
                QStringLiteral("</td>") + cell + htmlOf(row.right, syntax, markBehindErrors(colors)) +
                QStringLiteral("</td></tr>");
    html += QStringLiteral("</table>");
    setHtml(html);
}

void SqlDiffView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

} // namespace mureum::ui
