#include "ui/main/about_dialog.h"
#include "ui/theme/icons.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

struct Library
{
    const char *name, *licence, *home;
};
constexpr Library libraries[] = {
    {"Qt", "LGPL-3.0-only / GPL-3.0-only", "https://www.qt.io"},
    {"QScintilla", "GPL-3.0-only", "https://riverbankcomputing.com/software/qscintilla"},
    {"QCustomPlot", "GPL-3.0-or-later", "https://www.qcustomplot.com"},
    {"QtKeychain", "BSD-2-Clause", "https://github.com/frankosterfeld/qtkeychain"},
    {"SQLite", "public domain", "https://sqlite.org"},
    {"SentencePiece", "Apache-2.0", "https://github.com/google/sentencepiece"},
    {"oneDNN", "Apache-2.0", "https://github.com/oneapi-src/oneDNN"},
    {"utf8proc", "MIT", "https://juliastrings.github.io/utf8proc"},
    {"JSON for Modern C++", "MIT", "https://json.nlohmann.me"},
    {"{fmt}", "MIT", "https://fmt.dev"},
    {"spdlog", "MIT", "https://github.com/gabime/spdlog"},
    {"CLI11", "BSD-3-Clause", "https://github.com/CLIUtils/CLI11"},
    {"libcurl", "curl", "https://curl.se"},
};

QDialogButtonBox *closeButton(QDialog *dialog, const QString &text)
{
    auto *buttons = new QDialogButtonBox;
    QPushButton *close = buttons->addButton(text, QDialogButtonBox::RejectRole);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::reject);
    return buttons;
}

} // namespace

AboutDialog::AboutDialog(QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Mureum"));
    resize(520, 460);

    auto *icon = new QLabel;
    icon->setPixmap(applicationIcon().pixmap(72, 72));
    auto *text =
        new QLabel(QStringLiteral("<h2>Mureum %1</h2><p>%2</p><p>%3</p>")
                       .arg(QStringLiteral(MUREUM_VERSION),
                            tr("Ask a database in Korean or English, on your own machine.").toHtmlEscaped(),
                            tr("Free software under the GNU General Public License, version 3 or later. "
                               "It comes without any warranty. Nothing leaves this machine unless you "
                               "name a server yourself, and your databases are only ever read.")
                                .toHtmlEscaped()));
    text->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->addWidget(icon, 0, Qt::AlignTop);
    head->addWidget(text, 1);

    QString rows;
    for (const Library &library : libraries)
        rows += QStringLiteral("<tr><td><a href=\"%3\">%1</a></td><td>&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(QLatin1String(library.name), QLatin1String(library.licence),
                         QLatin1String(library.home));
    auto *list = new QTextBrowser;
    list->setOpenExternalLinks(true);
    list->setAccessibleName(tr("Libraries and their licences"));
    list->setHtml(QStringLiteral("<table>%1</table>").arg(rows));

    auto *layout = new QVBoxLayout(this);
    layout->addLayout(head);
    layout->addWidget(new QLabel(tr("Built on:")));
    layout->addWidget(list, 1);
    layout->addWidget(closeButton(this, tr("Close")));
}

KeysDialog::KeysDialog(QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    const std::pair<QString, QString> keys[] = {
        {tr("Enter, Ctrl+Enter"), tr("in the question: ask")},
        {tr("Shift+Enter"), tr("in the question: new line")},
        {tr("Ctrl+Enter, F5"), tr("in the SQL: run it")},
        {tr("Ctrl+Space"), tr("in the SQL: complete names")},
        {tr("Esc"), tr("stop")},
        {tr("Ctrl+L"), tr("to the question")},
        {tr("Ctrl+E"), tr("to the SQL")},
        {tr("Ctrl+F"), tr("search the schema, or the examples of a run")},
        {tr("Ctrl+H"), tr("search the history")},
        {tr("Ctrl+I"), tr("what the model saw")},
        {tr("Ctrl+B"), tr("show or hide the side panel")},
        {tr("Ctrl+O"), tr("open a database")},
        {tr("Ctrl+1 … Ctrl+4"), tr("to the pages Ask, Evaluate, Train and Shrink")},
        {tr("Ctrl+N"), tr("on the pages Evaluate and Train: new evaluation, new training")},
        {tr("Alt+Up, Alt+Down"), tr("in a run: previous and next example")},
        {tr("Alt+Left"), tr("in a run: back to the runs")},
        {tr("Ctrl+,"), tr("settings")},
    };
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(24);
    for (const auto &[key, meaning] : keys) {
        auto *label = new QLabel(key);
        QFont bold = label->font();
        bold.setBold(true);
        label->setFont(bold);
        form->addRow(label, new QLabel(meaning));
    }
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(closeButton(this, tr("Close")));
}

} // namespace mureum::ui
