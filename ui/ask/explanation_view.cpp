#include "ui/ask/explanation_view.h"

#include "datasets/error.h"
#include "datasets/explain/explain.h"
#include "datasets/sql/parser.h"

#include <QLocale>
#include <QTimer>

namespace mureum::ui {

namespace {

// Parsing takes microseconds for what people write; a pasted book is not read out.
constexpr int longestSql = 20'000;

} // namespace

ExplanationView::ExplanationView(QWidget *parent) : QLabel(parent), later_(new QTimer(this))
{
    setWordWrap(true);
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("The SQL in words"));
    setContentsMargins(8, 4, 8, 4);
    hide();
    later_->setSingleShot(true);
    later_->setInterval(250);
    connect(later_, &QTimer::timeout, this, &ExplanationView::read);
}

void ExplanationView::setSchema(SchemaPtr schema)
{
    schema_ = std::move(schema);
    later_->start();
}

void ExplanationView::setSql(const QString &sql)
{
    if (sql == sql_)
        return;
    sql_ = sql;
    later_->start();
}

void ExplanationView::read()
{
    QStringList parts;
    if (!sql_.trimmed().isEmpty() && sql_.size() <= longestSql) {
        try {
            static const datasets::Schema none;
            const auto language = QLocale().language() == QLocale::Korean
                                      ? datasets::ReadingLanguage::Korean
                                      : datasets::ReadingLanguage::English;
            for (const auto &[label, text] : datasets::explain(datasets::sql::parse(sql_.toStdString()),
                                                               schema_ ? *schema_ : none, language))
                parts.append(QStringLiteral("<b>%1</b> %2")
                                 .arg(QString::fromStdString(label).toHtmlEscaped(),
                                      QString::fromStdString(text).toHtmlEscaped()));
        } catch (const datasets::Error &) {
            parts.clear(); // SQL being typed
        }
    }
    setText(parts.join(QStringLiteral(" &nbsp;·&nbsp; ")));
    setVisible(!parts.isEmpty());
}

} // namespace mureum::ui
