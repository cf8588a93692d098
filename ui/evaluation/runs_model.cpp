#include "ui/evaluation/runs_model.h"

#include <QFileInfo>
#include <QLocale>

namespace mureum::ui {

RunsModel::RunsModel(JobsStore &jobs, QObject *parent) : JobsModel(jobs, parent)
{
    for (int row = 0; row < jobs.count(); ++row)
        runs_.push_back(readRunInfo(*jobs.at(row)));
}

void RunsModel::insertInfo(int row)
{
    runs_.insert(runs_.begin() + row, readRunInfo(jobAt(row)));
}

void RunsModel::readInfo(int row)
{
    runs_[std::size_t(row)] = readRunInfo(jobAt(row));
}

void RunsModel::eraseInfo(int row)
{
    runs_.erase(runs_.begin() + row);
}

void RunsModel::followInfo(int row)
{
    followProgress(runs_[std::size_t(row)], jobAt(row));
}

int RunsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

const Rate *RunsModel::rate(int row, int column) const
{
    const RunInfo &run = info(row);
    switch (column) {
    case Ex:
        return &run.ex;
    case Em:
        return &run.em;
    case Judge:
        return &run.judge;
    case Suite:
        return &run.suite;
    default:
        return nullptr;
    }
}

QString RunsModel::display(int row, int column) const
{
    const RunInfo &run = info(row);
    const QLocale locale;
    switch (column) {
    case Model:
        return run.model;
    case Data:
        return QFileInfo(run.data).completeBaseName();
    case Count:
        return run.done > 0                            ? locale.toString(run.done)
               : run.total >= 0 && jobAt(row).active() ? locale.toString(run.total)
                                                       : QString();
    case Date:
        return run.date.isValid() ? locale.toString(run.date.toLocalTime(), QLocale::ShortFormat) : QString();
    default:
        return JobsModel::display(row, column);
    }
}

QVariant RunsModel::sortValue(int row, int column) const
{
    switch (column) {
    case Count:
        return info(row).done;
    case Date:
        return info(row).date;
    default:
        return JobsModel::sortValue(row, column);
    }
}

QString RunsModel::toolTip(int row, int column) const
{
    if (column == Model)
        return info(row).modelFile;
    return column == Data ? info(row).data : JobsModel::toolTip(row, column);
}

QString RunsModel::headingTip(int column) const
{
    switch (column) {
    case Ex:
        return tr("Execution accuracy: the prediction gives the same rows as the right answer");
    case Em:
        return tr("Exact match: the prediction has the same clauses as the right answer");
    case Judge:
        return tr("What a judging model says");
    case Suite:
        return tr("Execution accuracy that also holds on changed copies of the database");
    default:
        return {};
    }
}

QString RunsModel::heading(int column) const
{
    switch (column) {
    case Model:
        return tr("Model");
    case Data:
        return tr("Data");
    case Count:
        return tr("Count");
    case Ex:
        return QStringLiteral("EX");
    case Em:
        return QStringLiteral("EM");
    case Judge:
        return tr("Judge");
    case Suite:
        return tr("Suite");
    case Date:
        return tr("Date");
    default:
        return JobsModel::heading(column);
    }
}

} // namespace mureum::ui
