#pragma once
#include <QAbstractTableModel>
#include <QJsonObject>

namespace mureum::ui {

/// The settings of one run or several, a row each setting: what config.json of the runs holds, flattened.
class SettingsTable : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    struct Run
    {
        QString name;
        QJsonObject config;
        QList<std::pair<QString, QString>> results = {}; ///< what came out stands above what was set
    };
    void setRuns(const QList<Run> &runs);
    /// Rows in which the runs are alike are left out.
    void setOnlyDifferences(bool only);
    bool onlyDifferences() const { return only_; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        QString name;
        QStringList values; ///< by run
        bool differs = false;
    };
    void choose();

    QList<Run> runs_;
    QList<Row> all_, shown_;
    bool only_ = false;
};

} // namespace mureum::ui
