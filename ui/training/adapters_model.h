#pragma once
#include "ui/training/active_adapters.h"
#include "ui/training/adapter_info.h"

#include <QAbstractTableModel>

namespace mureum::ui {

/// The adapters there are: name and note may be changed.
class AdaptersModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Use, Note, Base, Rank, Size, Before, After, Date, columns };
    enum Role { SortRole = Qt::UserRole, IntervalRole = Qt::UserRole + 2 }; ///< the latter as of JobsModel

    explicit AdaptersModel(Settings &settings, QObject *parent = nullptr);

    void setFolders(const QStringList &folders);
    /// Of the model in use: adapters of other weights are told. Empty: not known.
    void setModelHash(const QString &hash);
    const AdapterInfo &adapter(int row) const { return adapters_[row]; }
    int rowOf(const QString &folder) const;
    /// Made beside other weights than those of the model in use.
    bool isForeign(int row) const;
    /// Databases it answers about, for people; empty where it is switched off.
    QString useText(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

signals:
    void failed(const QString &problem);

private:
    QString display(const AdapterInfo &adapter, int row, int column) const;
    QVariant sortValue(int row, int column) const;
    QString toolTip(int row, int column) const;

    Settings &settings_;
    QList<AdapterInfo> adapters_;
    QString modelHash_;
};

} // namespace mureum::ui
