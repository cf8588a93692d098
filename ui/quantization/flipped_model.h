#pragma once
#include "ui/quantization/quantization_report.h"

#include <QAbstractTableModel>

namespace mureum::ui {

/// The questions whose verdict turned, those that were lost first.
class FlippedModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Verdict, Question, Database, columns };
    using QAbstractTableModel::QAbstractTableModel;

    void setFlips(const QList<QuantizationReport::Flip> &flips);
    const QuantizationReport::Flip &flip(int row) const { return flips_[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<QuantizationReport::Flip> flips_;
};

} // namespace mureum::ui
