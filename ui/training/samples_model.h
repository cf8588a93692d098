#pragma once
#include "ui/training/training_log.h"

#include <QAbstractTableModel>

namespace mureum::ui {

/// Answers given during a training, the latest first.
class SamplesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Step, Verdict, Question, Sql, columns };
    using QAbstractTableModel::QAbstractTableModel;

    void setSamples(const QList<TrainingSample> &samples);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<TrainingSample> samples_;
};

} // namespace mureum::ui
