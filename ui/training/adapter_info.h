#pragma once
#include "ui/jobs/rate.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QMap>
#include <QStringList>

namespace mureum::ui {

/// An adapter folder as far as a list shows it; the weights are not read.
struct AdapterInfo
{
    QString folder;
    QString name, note;
    QString base, baseHash; ///< empty where the folder does not say
    QString database;       ///< file it was adapted to; empty: to none, or unknown
    int rank = 0;
    double alpha = 0;
    QStringList targets;
    qint64 bytes = 0;   ///< of the weights
    Rate before, after; ///< EX when it was made
    QDateTime date;
    QString problem; ///< why it cannot be used; empty where nothing is known to be wrong

    Q_DECLARE_TR_FUNCTIONS(mureum::ui::AdapterInfo)
};
bool holdsAdapter(const QString &folder);
AdapterInfo readAdapterInfo(const QString &folder);

/// Free strings in mureum_adapter.json; all else there stays as it is. What went wrong, or empty.
QString writeAdapterMetadata(const QString &folder, const QMap<QString, QString> &values);
/// Copies the adapter's files, and what is known of it, to a new folder. What went wrong, or empty.
QString exportAdapter(const AdapterInfo &adapter, const QString &to);
/// Deletes the adapter's files; a folder that is empty then goes, too. What went wrong, or empty.
QString deleteAdapter(const QString &folder);

} // namespace mureum::ui
