#pragma once
#include "datasets/examples/example.h"

#include <QObject>
#include <QSet>
#include <QString>

namespace mureum::ui {

/// Questions with answers the user vouches for, in a file of the user's own ($XDG_DATA_HOME/mureum/
/// verified.jsonl): example lines (docs/formats.md) with "database", the file they were checked on. Later
/// fine-tuning reads it. Lines of other making are kept as they are.
class VerifiedPairs : public QObject
{
    Q_OBJECT
public:
    explicit VerifiedPairs(const QString &file, QObject *parent = nullptr);

    const QString &file() const { return file_; }
    /// Adds or replaces the pair of that database and question. What went wrong, or empty.
    QString save(const datasets::Example &example, const QString &database);
    bool contains(const std::string &databaseId, const std::string &question) const;
    int count() const { return int(known_.size()); }

signals:
    void changed();

private:
    void load();

    QString file_;
    QSet<QByteArray> known_;
};

} // namespace mureum::ui
