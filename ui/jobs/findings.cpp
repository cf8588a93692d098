#include "ui/jobs/findings.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPlainTextEdit>

namespace mureum::ui {

namespace {

struct Findings
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::Findings)
};

} // namespace

QLabel *reportLabel()
{
    auto *label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setMinimumWidth(100);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPlainTextEdit *commandView()
{
    auto *view = new QPlainTextEdit;
    view->setReadOnly(true);
    view->setFont(editorFont());
    view->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    view->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    view->setFixedHeight(QFontMetrics(editorFont()).lineSpacing() * 4 + 12);
    view->setAccessibleName(Findings::tr("Command"));
    return view;
}

bool showFindings(QLabel *report, const std::vector<Finding> &findings)
{
    const SyntaxColors colors = syntaxColors(report->palette());
    QStringList lines;
    bool free = true;
    for (const Finding &finding : findings) {
        free = free && !finding.error;
        lines.append(QStringLiteral("<b style=\"color:%1\">%2</b> %3")
                         .arg((finding.error ? colors.error : colors.number).name(),
                              finding.error ? Findings::tr("Error:") : Findings::tr("Warning:"),
                              finding.text.toHtmlEscaped()));
    }
    report->setText(lines.isEmpty() ? Findings::tr("Nothing stands against it.")
                                    : lines.join(QStringLiteral("<br>")));
    return free;
}

} // namespace mureum::ui
