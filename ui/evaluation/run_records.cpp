#include "ui/evaluation/run_records.h"

#include <QFile>

#include <nlohmann/json.hpp>

namespace mureum::ui {

namespace {
// A step of reading: large enough to be quick, small enough for the first examples to show at once.
constexpr qint64 sliceBytes = 1 << 20;
} // namespace

struct RunRecords::Slice
{
    std::vector<RecordPtr> records;
    qint64 begin = 0, end = 0; ///< bytes of the file
    int badLines = 0;
    bool more = false, shrunk = false;
};

RunRecords::RunRecords(const QString &directory, QObject *parent)
    : QObject(parent), directory_(directory), reader_(QStringLiteral("records"))
{
}

void RunRecords::refresh()
{
    if (reader_.busy()) {
        again_ = true;
        return;
    }
    again_ = false;
    reader_.run(
        [path = directory_ + QStringLiteral("/records.jsonl"), from = read_](std::stop_token stop) {
            Slice slice;
            slice.begin = slice.end = from;
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return slice;
            if (file.size() < from) {
                slice.shrunk = true;
                slice.begin = slice.end = 0;
            }
            file.seek(slice.begin);
            QByteArray bytes = file.read(sliceBytes);
            // A line longer than a slice: all of it.
            if (bytes.size() == sliceBytes && !bytes.contains('\n'))
                bytes += file.readLine();
            qsizetype begin = 0;
            for (qsizetype end; (end = bytes.indexOf('\n', begin)) >= 0 && !stop.stop_requested(); begin = end + 1) {
                try {
                    slice.records.push_back(std::make_shared<const eval::EvaluationRecord>(eval::recordFromJson(
                        nlohmann::json::parse(bytes.constData() + begin, bytes.constData() + end))));
                } catch (const std::exception &) {
                    ++slice.badLines;
                }
            }
            slice.end = slice.begin + begin;
            slice.more = begin > 0 && file.size() > slice.end;
            return slice;
        },
        [this](Slice slice) { take(std::move(slice)); });
}

void RunRecords::take(Slice slice)
{
    if (slice.shrunk) {
        records_.clear();
        badLines_ = 0;
        emit cleared();
    }
    read_ = slice.end;
    badLines_ += slice.badLines;
    if (!slice.records.empty()) {
        const int first = int(records_.size());
        records_.insert(records_.end(), slice.records.begin(), slice.records.end());
        emit appended(first, int(slice.records.size()));
    }
    if (slice.more || again_) {
        refresh();
        return;
    }
    emit refreshed(badLines_ > 0 ? tr("%n line(s) of records.jsonl cannot be read and are left out", nullptr, badLines_)
                                 : QString());
}

} // namespace mureum::ui
