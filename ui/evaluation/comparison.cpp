#include "ui/evaluation/comparison.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLocale>

#include <cmath>

namespace mureum::ui {

namespace {

QString percent(double value, bool sign = false)
{
    const QLocale locale;
    return (sign && value > 0 ? QStringLiteral("+") : QString()) + locale.toString(value * 100, 'f', 1) +
           (sign ? QString() : QString(locale.percent()));
}

std::vector<ExamplePtr> examplesOf(const eval::RunData &run)
{
    std::vector<ExamplePtr> examples;
    examples.reserve(run.records.size());
    for (const eval::EvaluationRecord &record : run.records) {
        auto example = std::make_shared<RunExample>();
        static_cast<eval::EvaluationRecord &>(*example) = record;
        if (const eval::Judgement *said = run.judgement(record))
            example->judgement = *said;
        examples.push_back(std::move(example));
    }
    return examples;
}

} // namespace

Comparison compareDirectories(const QStringList &directories, const QStringList &titles)
{
    Comparison comparison;
    try {
        const auto load = [&](qsizetype i) {
            return eval::loadRun(std::filesystem::path(directories[i].toStdU16String()));
        };
        const eval::RunData first = load(0);
        comparison.title = titles.value(0);
        comparison.examples = examplesOf(first);
        for (qsizetype i = 1; i < directories.size(); ++i) {
            const eval::RunData second = load(i);
            comparison.others.push_back(
                {titles.value(i), eval::compareRuns(first, second), examplesOf(second)});
        }
    } catch (const std::exception &error) {
        comparison.error = QString::fromUtf8(error.what());
    }
    return comparison;
}

ComparisonModel::ComparisonModel(QObject *parent) : QAbstractTableModel(parent) {}

void ComparisonModel::setComparison(ComparisonPtr comparison)
{
    beginResetModel();
    comparison_ = std::move(comparison);
    rows_.clear();
    if (comparison_)
        for (int other = 0; other < int(comparison_->others.size()); ++other)
            for (int metric = 0; metric < int(comparison_->others[std::size_t(other)].result.metrics.size());
                 ++metric)
                rows_.emplace_back(other, metric);
    endResetModel();
}

const eval::MetricComparison &ComparisonModel::metric(int row) const
{
    const auto [other, metric] = rows_[std::size_t(row)];
    return comparison_->others[std::size_t(other)].result.metrics[std::size_t(metric)];
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

QString ComparisonModel::display(int row, int column) const
{
    const eval::MetricComparison &one = metric(row);
    const QLocale locale;
    switch (column) {
    case Run:
        return comparison_->others[std::size_t(other(row))].title;
    case Measure:
        return measureText(QString::fromStdString(one.metric));
    case First:
        return percent(one.first);
    case Second:
        return percent(one.second);
    case Difference:
        return percent(one.difference, true);
    case Interval:
        return tr("%1 to %2").arg(percent(one.ci95.first, true), percent(one.ci95.second, true));
    case PValue:
        return one.pValue < 0.001 ? QStringLiteral("< ") + locale.toString(0.001, 'f', 3)
                                  : locale.toString(one.pValue, 'f', 3);
    case Fixed:
        return locale.toString(qulonglong(one.counts.fixed));
    case Broken:
        return locale.toString(qulonglong(one.counts.broken));
    case Count:
        return locale.toString(qulonglong(one.counts.total()));
    default:
        return {};
    }
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columns)
        return {};
    const int row = index.row(), column = index.column();
    if (role == Qt::DisplayRole)
        return display(row, column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(column >= First ? Qt::AlignRight | Qt::AlignVCenter
                                                   : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == PValue)
        return metric(row).pValue < 0.05 ? tr("Unlikely to be chance (McNemar's exact test)")
                                         : tr("May well be chance (McNemar's exact test)");
    if (role == Qt::ForegroundRole && column == Difference && metric(row).pValue < 0.05) {
        const SyntaxColors colors = syntaxColors(QApplication::palette());
        return metric(row).difference > 0 ? colors.text : colors.error;
    }
    return {};
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section >= First ? Qt::AlignRight | Qt::AlignVCenter
                                                    : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == First)
        return comparison_ ? QVariant(comparison_->title) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Run:
        return tr("Run");
    case Measure:
        return tr("Measure");
    case First:
        return tr("Before");
    case Second:
        return tr("After");
    case Difference:
        return tr("Difference (points)");
    case Interval:
        return tr("95% interval");
    case PValue:
        return QStringLiteral("p");
    case Fixed:
        return tr("Fixed");
    case Broken:
        return tr("Broken");
    case Count:
        return tr("Examples");
    default:
        return {};
    }
}

FlipsModel::FlipsModel(QObject *parent) : QAbstractListModel(parent) {}

void FlipsModel::setFlips(ComparisonPtr comparison, int other, const std::string &metric)
{
    beginResetModel();
    comparison_ = std::move(comparison);
    other_ = other;
    metric_ = metric;
    fill();
    endResetModel();
}

void FlipsModel::setShow(Show show)
{
    beginResetModel();
    show_ = show;
    fill();
    endResetModel();
}

void FlipsModel::fill()
{
    flips_.clear();
    if (!comparison_ || other_ >= int(comparison_->others.size()))
        return;
    for (const eval::Flip &flip : comparison_->others[std::size_t(other_)].result.flips)
        if (flip.metric == metric_ && (show_ == Show::Both || flip.fixed == (show_ == Show::Fixed)))
            flips_.push_back(flip);
}

std::pair<ExamplePtr, ExamplePtr> FlipsModel::answers(int row) const
{
    if (row < 0 || row >= int(flips_.size()))
        return {};
    const eval::Flip &flip = flips_[std::size_t(row)];
    return {comparison_->examples[flip.first],
            comparison_->others[std::size_t(other_)].examples[flip.second]};
}

int FlipsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(flips_.size());
}

QVariant FlipsModel::data(const QModelIndex &index, int role) const
{
    const ExamplePtr one = index.isValid() ? answers(index.row()).first : nullptr;
    if (!one)
        return {};
    const bool fixed = flips_[std::size_t(index.row())].fixed;
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(one->question).simplified();
    case Qt::ToolTipRole:
        return QString::fromStdString(one->question);
    case FixedRole:
        return fixed;
    case DetailRole:
        return (fixed ? tr("fixed") : tr("broken")) + QStringLiteral(" · ") +
               QString::fromStdString(one->databaseId) + QStringLiteral(" · ") +
               hardnessText(QString::fromStdString(one->hardness));
    default:
        return {};
    }
}

} // namespace mureum::ui
