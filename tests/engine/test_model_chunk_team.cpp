#include "engine/backend/chunk_team.h"

#include <QTest>

#include <atomic>
#include <vector>

using namespace mureum::engine;

namespace {

/// Phase p adds up what phase p - 1 wrote: any chunk that ran too early, twice or never shows in the end.
class Sums : public ChunkJob
{
public:
    Sums(int phases, int chunkCount)
        : count_(chunkCount), values_(static_cast<std::size_t>(phases) + 1,
                                      std::vector<std::uint64_t>(static_cast<std::size_t>(chunkCount), 1))
    {
    }

    int chunks(int phase) const override { return phase % 3 == 2 ? 1 : count_; }

    void run(int phase, int chunk, int thread, bool first) override
    {
        runs_.fetch_add(1);
        // A thread is told about its first chunk of every phase, and only then.
        int &last = lastPhase_[static_cast<std::size_t>(thread)];
        if (first != (last != phase))
            wrong_ = true;
        last = phase;
        const auto &before = values_[static_cast<std::size_t>(phase)];
        auto &now = values_[static_cast<std::size_t>(phase) + 1];
        std::uint64_t sum = 0;
        for (const std::uint64_t value : before)
            sum = (sum + value) % 1000003;
        const int share = chunks(phase) == 1 ? count_ : 1;
        for (int i = 0; i < share; ++i)
            now[static_cast<std::size_t>(chunk + i)] = sum + static_cast<std::uint64_t>(chunk + i);
    }

    const std::vector<std::uint64_t> &last() const { return values_.back(); }
    int runs() const { return runs_; }
    bool wrong() const { return wrong_; }

private:
    int count_;
    std::vector<std::vector<std::uint64_t>> values_;
    std::vector<int> lastPhase_ = std::vector<int>(8, -1);
    std::atomic<int> runs_{0};
    std::atomic<bool> wrong_{false};
};

} // namespace

class TestModelChunkTeam : public QObject
{
    Q_OBJECT

private slots:
    void phasesFollowOneAnother()
    {
        constexpr int phases = 40, chunkCount = 9;
        Sums alone(phases, chunkCount);
        ChunkTeam one(1);
        QCOMPARE(one.threads(), 1);
        one.run(alone, phases);
        for (const int threads : {2, 3, 5}) {
            ChunkTeam team(threads);
            QCOMPARE(team.threads(), threads);
            for (int call = 0; call < 20; ++call) {
                Sums job(phases, chunkCount);
                team.run(job, phases);
                QCOMPARE(job.last(), alone.last());
                QCOMPARE(job.runs(), alone.runs());
                QVERIFY(!job.wrong());
            }
        }
    }

    void wakesSleepers()
    {
        // Longer apart than workers spin: they sleep in between and must neither miss a call nor block one.
        ChunkTeam team(3);
        for (int call = 0; call < 5; ++call) {
            Sums job(10, 4);
            team.run(job, 10);
            QVERIFY(!job.wrong());
            QTest::qSleep(20);
        }
    }

    void unusedTeamEnds()
    {
        const ChunkTeam team(4);
        QCOMPARE(team.threads(), 4);
    }
};

QTEST_GUILESS_MAIN(TestModelChunkTeam)
#include "test_model_chunk_team.moc"
