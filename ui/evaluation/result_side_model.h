#pragma once
#include "ui/evaluation/result_diff.h"

#include <QAbstractTableModel>

namespace mureum::ui {

/// The rows of one side, those without a counterpart marked.
class ResultSideModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { DiffersRole = Qt::UserRole };

    explicit ResultSideModel(QObject *parent = nullptr);
    void setSide(ResultSidePtr side);
    void setOnlyDiffering(bool only);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void fill();

    ResultSidePtr side_;
    std::vector<int> rows_;
    bool only_ = false;
};

} // namespace mureum::ui
