#include "ui/evaluation/run_records.h"

#include <QFile>
#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace mureum::ui {

namespace {

// A step of reading: large enough to be quick, small enough for the first examples to show at once.
constexpr qint64 sliceBytes = 1 << 20;

bool same(const std::optional<eval::Judgement> &known, const eval::Judgement &now)
{
    return known && known->yes == now.yes && known->error == now.error;
}

} // namespace

struct RunRecords::Slice
{
    std::vector<std::shared_ptr<RunExample>> examples;
    std::optional<eval::Judgements> judgements; ///< where the file changed
    qint64 begin = 0, end = 0, judgeBytes = -1;
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
        [folder = directory_, from = read_, judged = judgeBytes_](std::stop_token stop) {
            Slice slice;
            slice.begin = slice.end = from;
            const QString judgeFile = folder + QStringLiteral("/judge.jsonl");
            slice.judgeBytes = QFileInfo::exists(judgeFile) ? QFileInfo(judgeFile).size() : -1;
            if (slice.judgeBytes != judged)
                slice.judgements = eval::readJudgements(std::filesystem::path(judgeFile.toStdU16String()));
            QFile file(folder + QStringLiteral("/records.jsonl"));
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
            for (qsizetype end; (end = bytes.indexOf('\n', begin)) >= 0 && !stop.stop_requested();
                 begin = end + 1) {
                try {
                    auto example = std::make_shared<RunExample>();
                    static_cast<eval::EvaluationRecord &>(*example) = eval::recordFromJson(
                        nlohmann::ordered_json::parse(bytes.constData() + begin, bytes.constData() + end));
                    slice.examples.push_back(std::move(example));
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
        examples_.clear();
        badLines_ = 0;
        emit cleared();
    }
    read_ = slice.end;
    badLines_ += slice.badLines;
    judgeBytes_ = slice.judgeBytes;
    bool changed = false;
    if (slice.judgements) {
        judgements_ = std::move(*slice.judgements);
        for (ExamplePtr &known : examples_) {
            const auto said = judgements_.find(known->index);
            if (said == judgements_.end() ? !known->judgement : same(known->judgement, said->second))
                continue;
            auto fresh = std::make_shared<RunExample>(*known);
            fresh->judgement = said == judgements_.end() ? std::nullopt : std::optional(said->second);
            known = std::move(fresh);
            changed = true;
        }
    }
    const int first = int(examples_.size());
    for (auto &example : slice.examples) {
        // Runs of before records had an index.
        if (example->index == 0)
            example->index = examples_.size();
        if (const auto said = judgements_.find(example->index); said != judgements_.end())
            example->judgement = said->second;
        examples_.push_back(std::move(example));
    }
    if (changed)
        emit judged();
    if (int(examples_.size()) > first)
        emit appended(first, int(examples_.size()) - first);
    if (slice.more || again_) {
        refresh();
        return;
    }
    emit refreshed(badLines_ > 0
                       ? tr("%n line(s) of records.jsonl cannot be read and are left out", nullptr, badLines_)
                       : QString());
}

} // namespace mureum::ui
