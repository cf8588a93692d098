#pragma once
#include "ui/quantization/wizard/quantization_forecast.h"

#include <QAbstractTableModel>

namespace mureum::ui {

/// What every scheme would make of a model, side by side.
class SchemesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Bits, File, Memory, Losses, Readers, columns };
    using QAbstractTableModel::QAbstractTableModel;

    void setForecast(const QuantizationForecast &forecast);
    const QuantizationForecast &forecast() const { return forecast_; }
    /// The row that is marked; -1: none.
    void setRecommended(int row);
    int recommended() const { return recommended_; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QString text(int row, int column) const;

    QuantizationForecast forecast_;
    int recommended_ = -1;
};

} // namespace mureum::ui
