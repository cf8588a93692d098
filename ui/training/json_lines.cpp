#include "ui/training/json_lines.h"

#include <QFile>
#include <QJsonDocument>

namespace mureum::ui {

JsonLines::Fresh JsonLines::read()
{
    constexpr qsizetype remembered = 256;
    Fresh fresh;
    QFile file(file_);
    if (!file.open(QIODevice::ReadOnly)) {
        fresh.restarted = read_ > 0;
        read_ = 0;
        last_.clear();
        return fresh;
    }
    const qint64 before = read_ - last_.size();
    if (file.size() < read_ || !file.seek(before) || file.read(last_.size()) != last_) {
        fresh.restarted = read_ > 0;
        read_ = 0;
        last_.clear();
        file.seek(0);
    }
    const QByteArray bytes = file.readAll();
    const qsizetype whole = bytes.lastIndexOf('\n') + 1;
    for (qsizetype begin = 0; begin < whole;) {
        const qsizetype end = bytes.indexOf('\n', begin);
        const QJsonObject object = QJsonDocument::fromJson(bytes.mid(begin, end - begin)).object();
        if (!object.isEmpty())
            fresh.objects.append(object);
        begin = end + 1;
    }
    read_ += whole;
    if (whole > 0)
        last_ = (last_ + bytes.left(whole)).right(remembered);
    return fresh;
}

} // namespace mureum::ui
