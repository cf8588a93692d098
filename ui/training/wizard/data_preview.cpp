#include "ui/training/wizard/data_preview.h"
#include "ui/theme/theme.h"
#include "ui/training/wizard/histogram_plot.h"
#include "ui/widgets/segment_bar.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTableWidget>

namespace mureum::ui {

namespace {

QTableWidget *table(const QStringList &columns, int wide)
{
    auto *table = new QTableWidget(0, int(columns.size()));
    table->setHorizontalHeaderLabels(columns);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setWordWrap(false);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(wide, QHeaderView::Stretch);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 8);
    return table;
}

void put(QTableWidget *table, int row, int column, const QString &text, bool number = false)
{
    auto *item = new QTableWidgetItem(text);
    item->setToolTip(text);
    if (number)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->setItem(row, column, item);
}

/// What mureum-cli says most, in the user's language.
QString reasonText(const QString &reason)
{
    static const QRegularExpression missing(QStringLiteral("^its database (.+) is missing$"));
    if (reason == QLatin1String("it has no SQL"))
        return DataPreview::tr("it has no SQL");
    if (const auto match = missing.match(reason); match.hasMatch())
        return DataPreview::tr("its database %1 is missing").arg(match.captured(1));
    return reason;
}

QLabel *caption(const QString &text)
{
    auto *label = new QLabel(text);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

} // namespace

DataPreview::DataPreview(QWidget *parent)
    : QWidget(parent), split_(new SegmentBar), languages_(new SegmentBar), tabs_(new QTabWidget),
      questions_(table({tr("Language"), tr("Question"), tr("SQL"), tr("Database")}, 1)),
      leftOut_(table({tr("Why"), tr("Questions"), tr("First line")}, 0)), prompt_(new HistogramPlot),
      answer_(new HistogramPlot), lengths_(new QLabel)
{
    split_->setAccessibleName(tr("Split"));
    languages_->setAccessibleName(tr("Languages"));
    questions_->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    auto *bars = new QGridLayout;
    bars->setHorizontalSpacing(6);
    bars->setVerticalSpacing(6);
    bars->setColumnStretch(1, 1);
    captions_ = {caption(tr("Split:")), caption(tr("Languages:"))};
    for (int row = 0; row < captions_.size(); ++row)
        bars->addWidget(captions_[row], row, 0);
    bars->addWidget(split_, 0, 1);
    bars->addWidget(languages_, 1, 1);

    auto *lengths = new QWidget;
    lengths->setBackgroundRole(QPalette::Base);
    lengths->setAutoFillBackground(true);
    auto *grid = new QGridLayout(lengths);
    grid->setHorizontalSpacing(16);
    grid->addWidget(new QLabel(tr("Tokens of schema and question")), 0, 0);
    grid->addWidget(new QLabel(tr("Tokens of the SQL")), 0, 1);
    grid->addWidget(prompt_, 1, 0);
    grid->addWidget(answer_, 1, 1);
    grid->setRowStretch(1, 1);
    grid->addWidget(lengths_, 2, 0, 1, 2);
    lengths_->setWordWrap(true);
    prompt_->setAccessibleName(tr("Tokens of schema and question"));
    answer_->setAccessibleName(tr("Tokens of the SQL"));

    tabs_->setDocumentMode(true);
    tabs_->addTab(questions_, tr("Examples"));
    tabs_->addTab(lengths, tr("Lengths"));
    tabs_->addTab(leftOut_, tr("Left out"));
    tabs_->setMinimumHeight(200);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bars);
    layout->addWidget(tabs_, 1);
    show(nullptr);
}

void DataPreview::show(const PlanReport *report)
{
    const PlanReport none;
    const PlanReport &shown = report ? *report : none;
    const QLocale locale;
    qint64 left = 0;
    for (const PlanReport::LeftOut &one : shown.leftOut)
        left += one.count;
    split_->setSegments({{tr("to learn"), double(shown.questions), locale.toString(shown.questions)},
                         {tr("to judge by"), double(shown.validation), locale.toString(shown.validation)},
                         {tr("left out"), double(left), locale.toString(left)}});
    QList<SegmentBar::Segment> languages;
    for (auto it = shown.languages.begin(); it != shown.languages.end(); ++it)
        languages.append({it.key() == QLatin1String("ko")   ? tr("Korean")
                          : it.key() == QLatin1String("en") ? tr("English")
                                                            : it.key(),
                          double(it.value()), locale.toString(it.value())});
    languages_->setSegments(languages);
    showQuestions(shown);
    showLengths(shown);
    showLeftOut(shown);
    setEnabled(report);
}

void DataPreview::showQuestions(const PlanReport &report)
{
    questions_->setRowCount(int(report.sample.size()));
    for (int row = 0; row < questions_->rowCount(); ++row) {
        const PlanReport::Sample &one = report.sample[std::size_t(row)];
        put(questions_, row, 0, one.language);
        put(questions_, row, 1, one.question);
        put(questions_, row, 2, one.query);
        put(questions_, row, 3, one.database);
    }
}

void DataPreview::showLengths(const PlanReport &report)
{
    prompt_->setHistogram(report.prompt, report.context);
    answer_->setHistogram(report.answer);
    const QLocale locale;
    QString text;
    if (report.context > 0)
        text = tr("The longest takes %1 tokens with its answer; the model reads %2.")
                   .arg(locale.toString(report.longest), locale.toString(report.context));
    lengths_->setText(text);
}

void DataPreview::showLeftOut(const PlanReport &report)
{
    const QLocale locale;
    leftOut_->setRowCount(0);
    const auto add = [&](const QString &reason, qint64 count, qint64 line) {
        const int row = leftOut_->rowCount();
        leftOut_->insertRow(row);
        put(leftOut_, row, 0, reason);
        put(leftOut_, row, 1, locale.toString(count), true);
        put(leftOut_, row, 2, line > 0 ? locale.toString(line) : QString(), true);
    };
    for (const PlanReport::LeftOut &one : report.leftOut)
        add(reasonText(one.reason), one.count, one.firstLine);
    const auto ofLengths = [&](const QString &reason, qint64 count) {
        if (count > 0)
            add(report.counted < report.questions
                    ? tr("%1, of %2 looked at").arg(reason, locale.toString(report.counted))
                    : reason,
                count, 0);
    };
    ofLengths(tr("longer than the model's context"), report.tooLong);
    ofLengths(tr("the model's language cannot say the SQL"), report.unusable);
    const int rows = leftOut_->rowCount();
    tabs_->setTabText(2, rows > 0 ? tr("Left out (%1)").arg(rows) : tr("Left out"));
}

QString DataPreview::lengthsText() const
{
    return lengths_->text();
}

} // namespace mureum::ui
