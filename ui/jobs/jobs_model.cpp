#include "ui/jobs/jobs_model.h"

#include <QLocale>

#include <cmath>

namespace mureum::ui {

QString stateText(JobProcess::State state)
{
    switch (state) {
    case JobProcess::State::Queued:
        return JobsModel::tr("waiting");
    case JobProcess::State::Running:
        return JobsModel::tr("running");
    case JobProcess::State::Stopping:
        return JobsModel::tr("stopping");
    case JobProcess::State::Finished:
        return JobsModel::tr("finished");
    case JobProcess::State::Failed:
        return JobsModel::tr("failed");
    case JobProcess::State::Interrupted:
        return JobsModel::tr("interrupted");
    }
    return {};
}

QString timeLeftText(double seconds)
{
    if (seconds < 0)
        return {};
    const int whole = int(std::lround(seconds));
    if (whole < 60)
        return JobsModel::tr("%1 s").arg(whole);
    if (whole < 3600)
        return JobsModel::tr("%1 min").arg(QLocale().toString(whole / 60.0, 'f', whole < 600 ? 1 : 0));
    return JobsModel::tr("%1 h").arg(QLocale().toString(whole / 3600.0, 'f', 1));
}

JobsModel::JobsModel(JobsStore &jobs, QObject *parent)
    : QAbstractTableModel(parent), jobs_(jobs), rows_(jobs.count())
{
    connect(&jobs_, &JobsStore::aboutToAdd, this, [this](int row) { beginInsertRows({}, row, row); });
    connect(&jobs_, &JobsStore::added, this, [this](int row) {
        insertInfo(row);
        ++rows_;
        endInsertRows();
    });
    connect(&jobs_, &JobsStore::aboutToRemove, this, [this](int row) {
        beginRemoveRows({}, row, row);
        eraseInfo(row);
        --rows_;
    });
    connect(&jobs_, &JobsStore::removed, this, [this] { endRemoveRows(); });
    connect(&jobs_, &JobsStore::stateChanged, this, [this](JobProcess *job) { reload(jobs_.rowOf(job)); });
    connect(&jobs_, &JobsStore::progressed, this, [this](JobProcess *job) {
        const int row = jobs_.rowOf(job);
        followInfo(row);
        touch(row);
    });
}

JobProcess *JobsModel::job(const QModelIndex &index) const
{
    return index.isValid() && index.row() < jobs_.count() ? jobs_.at(index.row()) : nullptr;
}

void JobsModel::reload(int row)
{
    if (row < 0 || row >= rows_)
        return;
    readInfo(row);
    touch(row);
}

void JobsModel::touch(int row)
{
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : rows_;
}

QString JobsModel::display(int row, int column) const
{
    const JobProcess &job = jobAt(row);
    const QLocale locale;
    switch (column) {
    case Name:
        return title(row);
    case State:
        if (const QJsonObject progress = job.last(QStringLiteral("progress"));
            job.running() && !progress.isEmpty())
            return tr("%1 of %2")
                .arg(locale.toString(progress.value(QLatin1String("done")).toInteger()),
                     locale.toString(progress.value(QLatin1String("total")).toInteger()));
        return stateText(job.state());
    case TimeLeft:
        return timeLeftText(job.secondsLeft());
    default:
        return {};
    }
}

QVariant JobsModel::sortValue(int row, int column) const
{
    if (const Rate *one = rate(row, column))
        return one->known() ? one->value : -1.0;
    switch (column) {
    case State:
        return int(jobAt(row).state());
    case TimeLeft:
        return jobAt(row).secondsLeft();
    default:
        return display(row, column).toCaseFolded();
    }
}

QString JobsModel::toolTip(int row, int column) const
{
    const Rate *one = rate(row, column);
    if (one && one->known() && one->right < 0)
        return tr("With 95% confidence between %1").arg(intervalText(*one));
    if (one && one->known())
        return tr("%1 of %2 examples; with 95% confidence between %3")
            .arg(one->right)
            .arg(one->count)
            .arg(intervalText(*one));
    if (column == State)
        return jobAt(row).error();
    return column == Name ? jobAt(row).directory() : QString();
}

double JobsModel::fraction(int row) const
{
    return jobAt(row).running() ? std::max(0.0, jobAt(row).fraction()) : -1.0;
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const int row = index.row(), column = index.column();
    const Rate *one = rate(row, column);
    switch (role) {
    case Qt::DisplayRole:
        return one ? percentText(*one) : display(row, column);
    case Qt::EditRole:
        return column == Name ? QVariant(title(row)) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(one || isNumber(column) ? Qt::AlignRight | Qt::AlignVCenter
                                                           : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole: {
        const QString tip = toolTip(row, column);
        return tip.isEmpty() ? QVariant() : tip;
    }
    case SortRole:
        return sortValue(row, column);
    case FractionRole:
        return column == State ? fraction(row) : -1.0;
    case IntervalRole:
        return one ? QVariant(intervalText(*one)) : QVariant();
    default:
        return {};
    }
}

QString JobsModel::heading(int column) const
{
    switch (column) {
    case Name:
        return tr("Run");
    case State:
        return tr("State");
    case TimeLeft:
        return tr("Time left");
    default:
        return {};
    }
}

QString JobsModel::headingTip(int) const
{
    return {};
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(isNumber(section) ? Qt::AlignRight | Qt::AlignVCenter
                                                     : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        const QString tip = headingTip(section);
        return tip.isEmpty() ? QVariant() : tip;
    }
    return role == Qt::DisplayRole ? QVariant(heading(section)) : QVariant();
}

Qt::ItemFlags JobsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Name)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool JobsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().simplified();
    if (!index.isValid() || role != Qt::EditRole || index.column() != Name || name.isEmpty())
        return false;
    return job(index)->setTitle(name).isEmpty(); // tells of itself: reload() follows
}

} // namespace mureum::ui
