#include "ui/quantization/report_panel.h"

#include "ui/evaluation/sql_diff_view.h"
#include "ui/quantization/figures_plot.h"
#include "ui/quantization/quantizations_model.h"
#include "ui/quantization/size_text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/reading_table.h"
#include "ui/widgets/value_label.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

QString share(double value, int digits)
{
    return QLocale().toString(value * 100, 'f', digits) + QLocale().percent();
}

/// "-37.7%"
QString changeText(double before, double after)
{
    if (before <= 0)
        return {};
    const double change = after / before - 1;
    return (change > 0 ? QStringLiteral("+") : QString()) + share(change, 1);
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

} // namespace

ReportPanel::ReportPanel(QWidget *parent)
    : QWidget(parent), verdict_(new QLabel), words_(wrappedLabel()), right_(wrappedLabel()),
      noFlips_(wrappedLabel()), use_(new QPushButton(tr("Use this model"))),
      save_(new QPushButton(tr("Save as…"))), discard_(new QPushButton(tr("Discard…"))),
      compare_(new QPushButton(tr("Compare all answers"))), grid_(new QGridLayout), shares_(new FiguresPlot),
      ex_(new FiguresPlot), exTitle_(heading(tr("Questions answered rightly (95% interval)"))),
      table_(readingTable(flips_, tr("Questions whose answer turned"))), answers_(new SqlDiffView)
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    grid_->setHorizontalSpacing(22);
    grid_->setVerticalSpacing(5);
    auto *charts = new QVBoxLayout;
    charts->addWidget(heading(tr("After, as a share of before")));
    charts->addWidget(shares_);
    charts->addWidget(exTitle_);
    charts->addWidget(ex_);
    charts->addStretch(1);
    auto *left = new QVBoxLayout;
    left->addLayout(grid_);
    left->addStretch(1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(28);
    middle->addLayout(left);
    middle->addLayout(charts, 1);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(14);
    layout->addWidget(buildVerdict());
    layout->addLayout(middle);
    layout->addWidget(buildFlips());
    layout->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    connect(use_, &QPushButton::clicked, this, &ReportPanel::useRequested);
    connect(save_, &QPushButton::clicked, this, &ReportPanel::saveRequested);
    connect(discard_, &QPushButton::clicked, this, &ReportPanel::discardRequested);
    connect(compare_, &QPushButton::clicked, this, &ReportPanel::compareRequested);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { showFlip(current.row()); });
}

QWidget *ReportPanel::buildVerdict()
{
    auto *box = new QWidget;
    QFont large = verdict_->font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.25);
    verdict_->setFont(large);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    use_->setIcon(symbolicIcon(QStringLiteral("verified")));
    use_->setToolTip(tr("Answer with this model on the Ask page from now on; the settings change it back"));
    save_->setIcon(symbolicIcon(QStringLiteral("export")));
    save_->setToolTip(tr("Copy the model file to where you like"));
    discard_->setIcon(symbolicIcon(QStringLiteral("delete")));
    discard_->setToolTip(tr("Delete the file and this run"));
    compare_->setIcon(symbolicIcon(QStringLiteral("compare")));
    compare_->setToolTip(tr("Open before and after on the page Evaluate"));
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {use_, save_, compare_, discard_}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(verdict_);
    layout->addWidget(words_);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    return box;
}

QWidget *ReportPanel::buildFlips()
{
    flipsBox_ = new QWidget;
    table_->setFrameShape(QFrame::StyledPanel);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setMinimumHeight(150);
    table_->setMinimumWidth(260);
    table_->horizontalHeader()->resizeSection(FlippedModel::Verdict, 74);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->horizontalHeader()->setSectionResizeMode(FlippedModel::Question, QHeaderView::Stretch);
    answers_->setMinimumHeight(110);
    right_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *detail = new QVBoxLayout;
    detail->addWidget(answers_, 1);
    detail->addWidget(right_);
    sides_ = new QWidget;
    auto *sides = new QHBoxLayout(sides_);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->addWidget(table_, 2);
    sides->addLayout(detail, 3);
    auto *layout = new QVBoxLayout(flipsBox_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading(tr("Questions whose answer turned")));
    layout->addWidget(noFlips_);
    layout->addWidget(sides_, 1);
    noFlips_->setText(tr("None: every question is judged as before."));
    return flipsBox_;
}

void ReportPanel::setInfo(const QuantizationInfo &info)
{
    hasFile_ = info.hasFile;
    setInUse(inUse_);
    if (!info.report) {
        figures_.clear();
        showFigures();
        flips_.setFlips({});
        return;
    }
    const QuantizationReport &report = *info.report;
    const QString verdict = report.verdictText();
    verdict_->setText(verdict.isEmpty() ? tr("Not measured to its end")
                                        : verdict.left(1).toUpper() + verdict.mid(1));
    words_->setText(report.recommendation() +
                    (hasFile_ ? QString() : u' ' + tr("The file itself is no longer there.")));
    collect(report);
    showFigures();
    showCharts(report);
    flips_.setFlips(report.flips);
    flipsBox_->setVisible(report.ex.has_value());
    const bool any = flips_.rowCount() > 0;
    noFlips_->setVisible(!any);
    sides_->setVisible(any);
    compare_->setVisible(report.ex.has_value());
    if (any)
        table_->selectRow(0);
}

void ReportPanel::setInUse(bool inUse)
{
    inUse_ = inUse;
    use_->setEnabled(hasFile_ && !inUse);
    use_->setText(inUse ? tr("In use") : tr("Use this model"));
    save_->setEnabled(hasFile_);
}

void ReportPanel::collect(const QuantizationReport &report)
{
    const QLocale locale;
    figures_.clear();
    const auto add = [this](const QString &label, const QString &before, const QString &after,
                            const QString &change, const QString &tip = {}) {
        figures_.append({label, before, after, change, tip});
    };
    add(tr("File size"), sizeText(report.bytesBefore), sizeText(report.bytesAfter),
        changeText(double(report.bytesBefore), double(report.bytesAfter)));
    if (report.speedBefore && report.speedAfter) {
        const auto &before = *report.speedBefore, &after = *report.speedAfter;
        const auto seconds = [&](double value) {
            return value < 1 ? tr("%1 ms").arg(locale.toString(value * 1000, 'f', 1))
                             : tr("%1 s").arg(locale.toString(value, 'f', 2));
        };
        const auto rate = [&](double value) { return tr("%1 tokens/s").arg(locale.toString(value, 'f', 0)); };
        add(tr("Load time"), seconds(before.loadSeconds), seconds(after.loadSeconds),
            changeText(before.loadSeconds, after.loadSeconds));
        add(tr("Peak memory"), sizeText(before.peakBytes), sizeText(after.peakBytes),
            changeText(double(before.peakBytes), double(after.peakBytes)), tr("Of the whole process"));
        add(tr("Reading a prompt"), rate(before.prefill), rate(after.prefill),
            changeText(before.prefill, after.prefill), tr("Prefill: more is better"));
        add(tr("Writing an answer"), rate(before.decode), rate(after.decode),
            changeText(before.decode, after.decode), tr("Decode: more is better"));
    }
    const auto addDrift = [&](const QString &what, const std::optional<QuantizationReport::Drift> &drift) {
        if (!drift)
            return;
        add(tr("Perplexity, %1").arg(what), locale.toString(drift->perplexityBefore, 'f', 4),
            locale.toString(drift->perplexityAfter, 'f', 4),
            changeText(drift->perplexityBefore, drift->perplexityAfter),
            tr("How surprised the model is by what is right: less is better"));
        add(tr("Mean KL, %1").arg(what), QString(), locale.toString(drift->meanKl, 'f', 5), QString(),
            tr("How far its probabilities are from the original's, in nats: 0 is none"));
        add(tr("Same first choice, %1").arg(what), QString(), share(drift->sameTop, 1), QString(),
            tr("Share of places where it would write the same token as the original"));
    };
    addDrift(tr("answers"), report.answers);
    if (!report.answers)
        addDrift(tr("prompts"), report.prompts);
    addDrift(tr("text"), report.text);
    if (report.ex) {
        const auto points = [&](double value) {
            return (value > 0 ? QStringLiteral("+") : QString()) + locale.toString(value * 100 + 0.0, 'f', 1);
        };
        add(tr("EX"), percentText(exBefore(report)), percentText(exAfter(report)),
            tr("%1 points (%2 to %3)")
                .arg(points(report.ex->difference), points(report.ex->low), points(report.ex->high)),
            tr("Share of questions that get the right rows; the change with its 95% interval"));
    }
}

void ReportPanel::showFigures()
{
    while (QLayoutItem *item = grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (figures_.isEmpty())
        return;
    grid_->addWidget(heading(tr("Before")), 0, 1, Qt::AlignRight);
    grid_->addWidget(heading(tr("After")), 0, 2, Qt::AlignRight);
    grid_->addWidget(heading(tr("Change")), 0, 3, Qt::AlignRight);
    int row = 1;
    for (const Figure &figure : std::as_const(figures_)) {
        int column = 0;
        for (const QString &text : {figure.label, figure.before, figure.after, figure.change}) {
            auto *label = new QLabel(text);
            label->setTextFormat(Qt::PlainText);
            label->setToolTip(figure.tip);
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
            grid_->addWidget(label, row, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
            ++column;
        }
        ++row;
    }
}

void ReportPanel::showCharts(const QuantizationReport &report)
{
    QList<FiguresPlot::Row> rows;
    const auto add = [&rows](const QString &label, double before, double after) {
        if (before > 0)
            rows.append({label, after / before, -1, -1, share(after / before, 0), true});
    };
    add(tr("File size"), double(report.bytesBefore), double(report.bytesAfter));
    if (report.speedBefore && report.speedAfter) {
        add(tr("Peak memory"), double(report.speedBefore->peakBytes), double(report.speedAfter->peakBytes));
        add(tr("Reading"), report.speedBefore->prefill, report.speedAfter->prefill);
        add(tr("Writing"), report.speedBefore->decode, report.speedAfter->decode);
    }
    if (report.answers)
        add(tr("Perplexity"), report.answers->perplexityBefore, report.answers->perplexityAfter);
    shares_->setRows(tr("After, as a share of before"), rows, 1);
    for (QWidget *widget : {static_cast<QWidget *>(ex_), static_cast<QWidget *>(exTitle_)})
        widget->setVisible(report.ex.has_value());
    if (report.ex) {
        const Rate before = exBefore(report), after = exAfter(report);
        ex_->setRows(exTitle_->text(),
                     {{tr("Before"), before.value, before.low, before.high, percentText(before), false},
                      {tr("After"), after.value, after.low, after.high, percentText(after), true}});
    }
}

void ReportPanel::showFlip(int row)
{
    if (row < 0 || row >= flips_.rowCount())
        return;
    const QuantizationReport::Flip &flip = flips_.flip(row);
    answers_->setSql(flip.fixed ? tr("Before, wrong") : tr("Before, right"), flip.before,
                     flip.fixed ? tr("After, right") : tr("After, wrong"), flip.after);
    right_->setText(tr("A right answer: %1").arg(flip.query));
}

QString ReportPanel::verdictText() const
{
    return verdict_->text();
}

QString ReportPanel::recommendationText() const
{
    return words_->text();
}

QString ReportPanel::figureText(int row) const
{
    if (row < 0 || row >= figures_.size())
        return {};
    const Figure &figure = figures_[row];
    return QStringLiteral("%1: %2 -> %3 (%4)").arg(figure.label, figure.before, figure.after, figure.change);
}

} // namespace mureum::ui
