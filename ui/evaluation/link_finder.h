#pragma once
#include "eval/answer/links.h"
#include "ui/jobs/background.h"

#include <QString>

#include <filesystem>

namespace mureum::ui {

/// What a question is found to mention in a database, in the background. The database read last is kept.
class LinkFinder : public QObject
{
    Q_OBJECT
public:
    explicit LinkFinder(QObject *parent = nullptr);
    void find(const QString &database, const QString &question);
    void cancel() { worker_.cancel(); }

signals:
    /// Not emitted where the database cannot be read.
    void found(const QString &question, const std::vector<mureum::eval::Link> &links);

private:
    struct Cache;
    std::shared_ptr<Cache> cache_; ///< touched on the worker's thread only
    Background worker_;
};

} // namespace mureum::ui
