#include "engine/core/error.h"
#include "engine/model/kv_cache.h"

#include <QTest>

#include <cstring>

using namespace mureum::engine;

namespace {

const KvLayout layout{2, 2, 4, DType::F32}; // rows of 16 floats

void fill(void *row, float value)
{
    std::fill_n(static_cast<float *>(row), 16, value);
}

float first(const void *row)
{
    return *static_cast<const float *>(row);
}

} // namespace

class TestKvCache : public QObject
{
    Q_OBJECT

private slots:
    void chunkLayout()
    {
        float row[16] = {};
        const KvChunk chunk = layout.chunk(row, 3);
        QCOMPARE(chunk.keys, static_cast<const void *>(row));
        QCOMPARE(chunk.values, static_cast<const void *>(row + 8));
        QCOMPARE(chunk.length, 3);
        QCOMPARE(chunk.tokenStride, int64_t(16));
        QCOMPARE(chunk.headStride, int64_t(4));
    }

    void prefixGrowsAndKeeps()
    {
        KvPrefix prefix(layout);
        prefix.reserve(4);
        for (int layer = 0; layer < 2; ++layer)
            for (int t = 0; t < 4; ++t)
                fill(prefix.row(layer, t), static_cast<float>(10 * layer + t));
        prefix.setLength(4);
        prefix.reserve(1000);
        QCOMPARE(first(prefix.row(1, 3)), 13.0F);
        const KvPrefix copy = prefix.copy(3);
        QCOMPARE(copy.length(), 3);
        fill(prefix.row(1, 2), 99);
        QCOMPARE(first(copy.row(1, 2)), 12.0F);
        QVERIFY_THROWS_EXCEPTION(Error, prefix.setLength(5000));
        QVERIFY_THROWS_EXCEPTION(Error, prefix.copy(5));
    }

    void branchesShareUntilWritten()
    {
        KvPool pool(layout);
        {
            KvBranch a(pool);
            a.extend(20);
            QCOMPARE(pool.used(), 2);
            for (int t = 0; t < 20; ++t)
                fill(a.row(0, t), static_cast<float>(t));
            KvBranch b = a;
            KvBranch c = a;
            QCOMPARE(pool.used(), 2);
            b.extend(1); // its own copy of the half-full block, the full one stays shared
            QCOMPARE(pool.used(), 3);
            fill(b.row(0, 20), 100);
            QCOMPARE(first(b.row(0, 19)), 19.0F);
            QCOMPARE(b.row(0, 15), a.row(0, 15));
            c.extend(1);
            a.extend(1); // the last owner writes in place
            QCOMPARE(pool.used(), 4);
            fill(a.row(0, 20), 200);
            fill(c.row(0, 20), 300);
            QCOMPARE(first(a.row(0, 20)), 200.0F);
            QCOMPARE(first(b.row(0, 20)), 100.0F);
            std::vector<KvChunk> chunks;
            a.chunks(0, chunks);
            QCOMPARE(chunks.size(), std::size_t(2));
            QCOMPARE(chunks[0].length, 16);
            QCOMPARE(chunks[1].length, 5);
            b = c;
            QCOMPARE(first(b.row(0, 20)), 300.0F);
            b.truncate(16);
            QCOMPARE(b.length(), 16);
            b.extend(1);
            QCOMPARE(first(c.row(0, 16)), 16.0F);
            KvBranch moved = std::move(c);
            QCOMPARE(moved.length(), 21);
            a = moved;
        }
        QCOMPARE(pool.used(), 0);
    }

    void fullBlocksAreNotCopied()
    {
        KvPool pool(layout);
        KvBranch a(pool);
        a.extend(16);
        KvBranch b = a;
        b.extend(1);
        QCOMPARE(pool.used(), 2);
        QCOMPARE(a.row(1, 3), b.row(1, 3));
    }
};

QTEST_GUILESS_MAIN(TestKvCache)
#include "test_kv_cache.moc"
