#include "ui/quantization/quantizations_model.h"

#include "ui/quantization/size_text.h"

#include <QLocale>

#include <cmath>

namespace mureum::ui {

Rate exBefore(const QuantizationReport &report)
{
    return report.ex ? Rate::of(std::llround(report.ex->before * double(report.ex->count)), report.ex->count)
                     : Rate();
}

Rate exAfter(const QuantizationReport &report)
{
    return report.ex ? Rate::of(std::llround(report.ex->after * double(report.ex->count)), report.ex->count)
                     : Rate();
}

QuantizationsModel::QuantizationsModel(JobsStore &jobs, QObject *parent) : JobsModel(jobs, parent)
{
    for (int row = 0; row < jobs.count(); ++row)
        runs_.push_back(read(row));
}

QuantizationsModel::Run QuantizationsModel::read(int row) const
{
    Run run{readQuantizationInfo(jobAt(row)), {}, {}};
    if (run.info.report) {
        run.before = exBefore(*run.info.report);
        run.after = exAfter(*run.info.report);
    }
    return run;
}

void QuantizationsModel::insertInfo(int row)
{
    runs_.insert(runs_.begin() + row, read(row));
}

void QuantizationsModel::readInfo(int row)
{
    runs_[std::size_t(row)] = read(row);
}

void QuantizationsModel::eraseInfo(int row)
{
    runs_.erase(runs_.begin() + row);
}

void QuantizationsModel::followInfo(int row)
{
    followQuantization(runs_[std::size_t(row)].info, jobAt(row));
}

int QuantizationsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

const Rate *QuantizationsModel::rate(int row, int column) const
{
    const Run &run = runs_[std::size_t(row)];
    return column == Before ? &run.before : column == After ? &run.after : nullptr;
}

double QuantizationsModel::fraction(int row) const
{
    return jobAt(row).running() ? info(row).fraction() : -1;
}

QString QuantizationsModel::display(int row, int column) const
{
    const QuantizationInfo &run = info(row);
    const QLocale locale;
    switch (column) {
    case State:
        return run.damaged && !jobAt(row).active() ? tr("report damaged") : phaseText(run, jobAt(row));
    case TimeLeft:
        return timeLeftText(run.secondsLeft);
    case Model:
        return run.model;
    case Scheme:
        return run.scheme;
    case SizeBefore:
        return run.report ? sizeText(run.report->bytesBefore) : QString();
    case SizeAfter:
        return run.report ? sizeText(run.report->bytesAfter) : QString();
    case Lost:
        return run.report && run.report->ex ? locale.toString(-100 * run.report->ex->difference + 0.0, 'f', 1)
                                            : QString();
    case Verdict:
        return run.report ? run.report->verdictText() : QString();
    case Date:
        return run.date.isValid() ? locale.toString(run.date.toLocalTime(), QLocale::ShortFormat) : QString();
    default:
        return JobsModel::display(row, column);
    }
}

QVariant QuantizationsModel::sortValue(int row, int column) const
{
    const QuantizationInfo &run = info(row);
    switch (column) {
    case TimeLeft:
        return run.secondsLeft;
    case SizeBefore:
        return run.report ? run.report->bytesBefore : 0;
    case SizeAfter:
        return run.report ? run.report->bytesAfter : 0;
    case Lost:
        return run.report && run.report->ex ? -run.report->ex->difference : -2.0;
    case Date:
        return run.date;
    default:
        return JobsModel::sortValue(row, column);
    }
}

QString QuantizationsModel::toolTip(int row, int column) const
{
    if (column == Model)
        return info(row).modelFile;
    if (column == Verdict && info(row).report)
        return info(row).report->recommendation();
    return column == SizeAfter ? info(row).out : JobsModel::toolTip(row, column);
}

QString QuantizationsModel::heading(int column) const
{
    switch (column) {
    case Model:
        return tr("Model");
    case Scheme:
        return tr("Scheme");
    case SizeBefore:
        return tr("Size before");
    case SizeAfter:
        return tr("Size after");
    case Before:
        return tr("EX before");
    case After:
        return tr("EX after");
    case Lost:
        return tr("EX lost");
    case Verdict:
        return tr("Verdict");
    case Date:
        return tr("Date");
    default:
        return JobsModel::heading(column);
    }
}

QString QuantizationsModel::headingTip(int column) const
{
    switch (column) {
    case Before:
        return tr("Share of questions that the original answers with the right rows");
    case After:
        return tr("The same of the smaller model");
    case Lost:
        return tr("Points of EX that are lost; below zero it gained");
    default:
        return {};
    }
}

} // namespace mureum::ui
