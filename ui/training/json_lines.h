#pragma once
#include <QJsonObject>
#include <QList>
#include <QString>

namespace mureum::ui {

/// A growing file of JSON lines, read from where the last reading ended. A line that is still being written
/// waits for the next reading; a file that was replaced or cut is read again from its beginning.
class JsonLines
{
public:
    explicit JsonLines(const QString &file) : file_(file) {}

    struct Fresh
    {
        bool restarted = false; ///< forget what was read before
        QList<QJsonObject> objects;
    };
    Fresh read();

private:
    QString file_;
    qint64 read_ = 0;
    QByteArray last_; ///< the end of what was read, to tell a file that was replaced
};

} // namespace mureum::ui
