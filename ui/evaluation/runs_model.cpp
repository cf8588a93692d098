#include "ui/evaluation/runs_model.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <cmath>

namespace mureum::ui {

QString stateText(JobProcess::State state)
{
    switch (state) {
    case JobProcess::State::Queued:
        return RunsModel::tr("waiting");
    case JobProcess::State::Running:
        return RunsModel::tr("running");
    case JobProcess::State::Stopping:
        return RunsModel::tr("stopping");
    case JobProcess::State::Finished:
        return RunsModel::tr("finished");
    case JobProcess::State::Failed:
        return RunsModel::tr("failed");
    case JobProcess::State::Interrupted:
        return RunsModel::tr("interrupted");
    }
    return {};
}

QString timeLeftText(double seconds)
{
    if (seconds < 0)
        return {};
    const int whole = int(std::lround(seconds));
    if (whole < 60)
        return RunsModel::tr("%1 s").arg(whole);
    if (whole < 3600)
        return RunsModel::tr("%1 min").arg(QLocale().toString(whole / 60.0, 'f', whole < 600 ? 1 : 0));
    return RunsModel::tr("%1 h").arg(QLocale().toString(whole / 3600.0, 'f', 1));
}

RunsModel::RunsModel(JobsStore &jobs, QObject *parent) : QAbstractTableModel(parent), jobs_(jobs)
{
    for (int row = 0; row < jobs_.count(); ++row)
        runs_.push_back(readRunInfo(*jobs_.at(row)));
    connect(&jobs_, &JobsStore::aboutToAdd, this, [this](int row) { beginInsertRows({}, row, row); });
    connect(&jobs_, &JobsStore::added, this, [this](int row) {
        runs_.insert(runs_.begin() + row, readRunInfo(*jobs_.at(row)));
        endInsertRows();
    });
    connect(&jobs_, &JobsStore::aboutToRemove, this, [this](int row) {
        beginRemoveRows({}, row, row);
        runs_.erase(runs_.begin() + row);
    });
    connect(&jobs_, &JobsStore::removed, this, [this] { endRemoveRows(); });
    connect(&jobs_, &JobsStore::stateChanged, this, [this](JobProcess *job) { reload(jobs_.rowOf(job)); });
    connect(&jobs_, &JobsStore::progressed, this, [this](JobProcess *job) {
        const int row = jobs_.rowOf(job);
        followProgress(runs_[std::size_t(row)], *job);
        touch(row);
    });
}

JobProcess *RunsModel::job(const QModelIndex &index) const
{
    return index.isValid() && index.row() < jobs_.count() ? jobs_.at(index.row()) : nullptr;
}

void RunsModel::reload(int row)
{
    if (row < 0 || row >= int(runs_.size()))
        return;
    runs_[std::size_t(row)] = readRunInfo(*jobs_.at(row));
    touch(row);
}

void RunsModel::touch(int row)
{
    emit dataChanged(index(row, 0), index(row, columns - 1));
}

int RunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(runs_.size());
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
    const JobProcess &job = *jobs_.at(row);
    const QLocale locale;
    if (const Rate *one = rate(row, column))
        return percentText(*one);
    switch (column) {
    case Name:
        return run.title;
    case State:
        if (const QJsonObject progress = job.last(QStringLiteral("progress"));
            job.running() && !progress.isEmpty())
            return tr("%1 of %2")
                .arg(locale.toString(progress.value(QLatin1String("done")).toInteger()),
                     locale.toString(progress.value(QLatin1String("total")).toInteger()));
        return stateText(job.state());
    case TimeLeft:
        return timeLeftText(job.secondsLeft());
    case Model:
        return run.model;
    case Data:
        return QFileInfo(run.data).completeBaseName();
    case Count:
        return run.done > 0                     ? locale.toString(run.done)
               : run.total >= 0 && job.active() ? locale.toString(run.total)
                                                : QString();
    case Date:
        return run.date.isValid() ? locale.toString(run.date.toLocalTime(), QLocale::ShortFormat) : QString();
    default:
        return {};
    }
}

QVariant RunsModel::sortValue(int row, int column) const
{
    const RunInfo &run = info(row);
    if (const Rate *one = rate(row, column))
        return one->known() ? one->value : -1.0;
    switch (column) {
    case State:
        return int(jobs_.at(row)->state());
    case TimeLeft:
        return jobs_.at(row)->secondsLeft();
    case Count:
        return run.done;
    case Date:
        return run.date;
    default:
        return display(row, column).toCaseFolded();
    }
}

QVariant RunsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columns)
        return {};
    const int row = index.row(), column = index.column();
    const JobProcess &job = *jobs_.at(row);
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::EditRole:
        return column == Name ? QVariant(info(row).title) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(rate(row, column) || column == Count ? Qt::AlignRight | Qt::AlignVCenter
                                                                        : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (const Rate *one = rate(row, column); one && one->known() && one->right < 0)
            return tr("With 95% confidence between %1").arg(intervalText(*one));
        if (const Rate *one = rate(row, column); one && one->known())
            return tr("%1 of %2 examples; with 95% confidence between %3")
                .arg(one->right)
                .arg(one->count)
                .arg(intervalText(*one));
        if (column == State && !job.error().isEmpty())
            return job.error();
        if (column == Name)
            return job.directory();
        if (column == Model)
            return info(row).modelFile;
        if (column == Data)
            return info(row).data;
        return {};
    case SortRole:
        return sortValue(row, column);
    case FractionRole:
        return column == State && job.running() ? std::max(0.0, job.fraction()) : -1.0;
    case IntervalRole:
        if (const Rate *one = rate(row, column))
            return intervalText(*one);
        return {};
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section >= Count && section <= Suite ? Qt::AlignRight | Qt::AlignVCenter
                                                                        : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
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
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Run");
    case State:
        return tr("State");
    case TimeLeft:
        return tr("Time left");
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
        return {};
    }
}

Qt::ItemFlags RunsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Name)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RunsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString title = value.toString().simplified();
    if (!index.isValid() || role != Qt::EditRole || index.column() != Name || title.isEmpty())
        return false;
    return job(index)->setTitle(title).isEmpty(); // tells of itself: reload() follows
}

} // namespace mureum::ui
