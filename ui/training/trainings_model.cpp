#include "ui/training/trainings_model.h"

#include <QFileInfo>
#include <QLocale>

namespace mureum::ui {

TrainingsModel::TrainingsModel(JobsStore &jobs, QObject *parent) : JobsModel(jobs, parent)
{
    for (int row = 0; row < jobs.count(); ++row)
        runs_.push_back(readTrainingInfo(*jobs.at(row)));
}

void TrainingsModel::insertInfo(int row)
{
    runs_.insert(runs_.begin() + row, readTrainingInfo(jobAt(row)));
}

void TrainingsModel::readInfo(int row)
{
    runs_[std::size_t(row)] = readTrainingInfo(jobAt(row));
}

void TrainingsModel::eraseInfo(int row)
{
    runs_.erase(runs_.begin() + row);
}

void TrainingsModel::followInfo(int row)
{
    followTraining(runs_[std::size_t(row)], jobAt(row));
}

int TrainingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

const Rate *TrainingsModel::rate(int row, int column) const
{
    return column == Before ? &info(row).before : column == After ? &info(row).after : nullptr;
}

double TrainingsModel::fraction(int row) const
{
    return jobAt(row).running() ? info(row).fraction() : -1;
}

QString TrainingsModel::display(int row, int column) const
{
    const TrainingInfo &run = info(row);
    const QLocale locale;
    switch (column) {
    case State:
        return phaseText(run, jobAt(row));
    case TimeLeft:
        return timeLeftText(run.secondsLeft);
    case Data:
        return QFileInfo(run.data).completeBaseName();
    case Model:
        return run.model;
    case Method:
        return methodText(run);
    case Steps:
        return run.steps < 0 ? QString()
               : run.step >= run.steps
                   ? locale.toString(run.step)
                   : tr("%1 of %2").arg(locale.toString(run.step), locale.toString(run.steps));
    case Date:
        return run.date.isValid() ? locale.toString(run.date.toLocalTime(), QLocale::ShortFormat) : QString();
    default:
        return JobsModel::display(row, column);
    }
}

QVariant TrainingsModel::sortValue(int row, int column) const
{
    switch (column) {
    case TimeLeft:
        return info(row).secondsLeft;
    case Steps:
        return info(row).step;
    case Date:
        return info(row).date;
    default:
        return JobsModel::sortValue(row, column);
    }
}

QString TrainingsModel::toolTip(int row, int column) const
{
    if (column == Model)
        return info(row).modelFile;
    return column == Data ? info(row).data : JobsModel::toolTip(row, column);
}

QString TrainingsModel::heading(int column) const
{
    switch (column) {
    case Data:
        return tr("Learned from");
    case Model:
        return tr("Model");
    case Method:
        return tr("Method");
    case Steps:
        return tr("Steps");
    case Before:
        return tr("EX before");
    case After:
        return tr("EX after");
    case Date:
        return tr("Date");
    default:
        return JobsModel::heading(column);
    }
}

QString TrainingsModel::headingTip(int column) const
{
    switch (column) {
    case Before:
        return tr("Share of validation questions that the model alone answers with the right rows");
    case After:
        return tr("The same, with what was learned. These questions were kept out of the training.");
    default:
        return {};
    }
}

} // namespace mureum::ui
