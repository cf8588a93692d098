#pragma once
#include "ui/evaluation/example.h"
#include "ui/jobs/background.h"

namespace mureum::ui {

/// The examples of one run as far as they are written. records.jsonl is read on a thread, from where the
/// last reading ended, so that ten thousand examples neither freeze the window nor are read twice.
class RunRecords : public QObject
{
    Q_OBJECT
public:
    explicit RunRecords(const QString &directory, QObject *parent = nullptr);

    const QString &directory() const { return directory_; }
    const std::vector<ExamplePtr> &examples() const { return examples_; }
    /// Reads what was appended, and what a judge said since; signals follow.
    void refresh();
    /// No reading is under way.
    bool settled() const { return !reader_.busy(); }

signals:
    /// The file was begun anew: forget what was known.
    void cleared();
    void appended(int first, int count);
    /// A judge spoke about examples that were known: their pointers are others now.
    void judged();
    /// A refresh is done; `problem` says which lines are no records, else empty.
    void refreshed(const QString &problem);

private:
    struct Slice;
    void take(Slice slice);

    QString directory_;
    std::vector<ExamplePtr> examples_;
    eval::Judgements judgements_;
    qint64 read_ = 0;        ///< bytes, whole lines
    qint64 judgeBytes_ = -1; ///< of judge.jsonl when it was read last
    int badLines_ = 0;
    bool again_ = false;
    Background reader_;
};

} // namespace mureum::ui
