#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "tests/engine/op_reference.h"

#include <cstring>

using namespace mureum::engine;
using namespace mureum::engine::reference;

namespace {

constexpr AttentionShape shape = {4, 2, 10};
constexpr int64_t qDim = 40, kvDim = 20, qkvDim = 80;

/// Two documents with gaps between and after them: a root with two branches (one longer than a block of
/// rows), a lone root, a root with one branch.
const std::vector<Segment> segments = {{0, 33, -1},  {33, 30, 0}, {65, 4, 0},
                                       {70, 11, -1}, {81, 2, -1}, {83, 3, 4}};
constexpr int64_t rowCount = 90;

/// Rows that row r attends to, itself included.
std::vector<int64_t> visibleFrom(int64_t r)
{
    for (const Segment &s : segments) {
        if (r < s.begin || r >= s.begin + s.length)
            continue;
        std::vector<int64_t> keys;
        if (s.parent >= 0) {
            const Segment &p = segments[static_cast<std::size_t>(s.parent)];
            for (int64_t t = p.begin; t < p.begin + p.length; ++t)
                keys.push_back(t);
        }
        for (int64_t t = s.begin; t <= r; ++t)
            keys.push_back(t);
        return keys;
    }
    return {};
}

Doubles attentionOf(const Doubles &qkv)
{
    Doubles out(static_cast<std::size_t>(rowCount * qDim));
    const int group = shape.heads / shape.kvHeads;
    for (int64_t r = 0; r < rowCount; ++r) {
        const std::vector<int64_t> keys = visibleFrom(r);
        for (int h = 0; h < shape.heads && !keys.empty(); ++h) {
            const double *q = qkv.data() + r * qkvDim + h * shape.headDim;
            const int64_t kColumn = qDim + h / group * shape.headDim;
            Doubles scores;
            double top = -INFINITY, total = 0;
            for (const int64_t t : keys) {
                double score = 0;
                for (int d = 0; d < shape.headDim; ++d)
                    score += q[d] * qkv[static_cast<std::size_t>(t * qkvDim + kColumn + d)];
                scores.push_back(score / std::sqrt(static_cast<double>(shape.headDim)));
                top = std::max(top, scores.back());
            }
            for (double &score : scores)
                total += score = std::exp(score - top);
            for (std::size_t i = 0; i < keys.size(); ++i)
                for (int d = 0; d < shape.headDim; ++d)
                    out[static_cast<std::size_t>(r * qDim + h * shape.headDim + d)] +=
                        scores[i] / total *
                        qkv[static_cast<std::size_t>(keys[i] * qkvDim + kColumn + kvDim + d)];
        }
    }
    return out;
}

} // namespace

class TestOpsAttention : public QObject
{
    Q_OBJECT
private slots:
    void forward_data() { isaAndTypeRows(); }
    void forward()
    {
        const auto backend = fetchBackend();
        const Sample qkv({rowCount, qkvDim}, fetchType("in"), 1);
        Tensor out({rowCount, qDim}, fetchType("out")), lse({rowCount, shape.heads});
        std::memset(out.raw(), 0x7f, static_cast<std::size_t>(out.byteSize()));
        backend->attention(out, lse.f32(), qkv.tensor, segments, rowCount, shape);
        VERIFY_CLOSE(valuesOf(out), attentionOf(qkv.values), tolerance(out.dtype()) * 2);
    }

    void backward_data() { isaAndTypeRows(); }
    void backward()
    {
        const auto backend = fetchBackend();
        const Sample qkv({rowCount, qkvDim}, fetchType("in"), 1), dOut({rowCount, qDim}, fetchType("out"), 2);
        Tensor out({rowCount, qDim}), lse({rowCount, shape.heads}), dQkv({rowCount, qkvDim}, fetchType("in"));
        std::memset(dQkv.raw(), 0x7f, static_cast<std::size_t>(dQkv.byteSize()));
        backend->attention(out, lse.f32(), qkv.tensor, segments, rowCount, shape);
        backend->attentionBackward(dQkv, dOut.tensor, out, lse.f32(), qkv.tensor, segments, rowCount, shape);
        const Doubles actual = valuesOf(dQkv);

        // Finite differences of sum(out * dOut) at a spread of places: every column kind, every segment, a
        // gap.
        const auto objective = [&](const Doubles &x) {
            const Doubles y = attentionOf(x);
            double sum = 0;
            for (std::size_t i = 0; i < y.size(); ++i)
                sum += y[i] * dOut.values[i];
            return sum;
        };
        Doubles x = qkv.values, expected, found;
        for (std::size_t i = 0; i < x.size(); i += 97) {
            const double kept = x[i], step = 1e-4;
            x[i] = kept + step;
            const double above = objective(x);
            x[i] = kept - step;
            const double below = objective(x);
            x[i] = kept;
            expected.push_back((above - below) / (2 * step));
            found.push_back(actual[i]);
        }
        VERIFY_CLOSE(found, expected, 2e-5 + tolerance(dQkv.dtype()));
    }

    void cached_data() { isaAndTypeRows(); }
    void cached()
    {
        // The cache of one document cut in chunks must give what the packed segments give.
        const auto backend = fetchBackend();
        const DType type = fetchType("in");
        const Sample qkv({rowCount, qkvDim}, type, 1);
        const Doubles expected = attentionOf(qkv.values);
        const auto chunk = [&](int begin, int length) {
            const char *row = static_cast<const char *>(qkv.tensor.raw()) + begin * qkvDim * dtypeSize(type);
            return KvChunk{row + qDim * dtypeSize(type),
                           row + (qDim + kvDim) * dtypeSize(type),
                           type,
                           length,
                           qkvDim,
                           shape.headDim};
        };
        Tensor out({rowCount, qDim}, fetchType("out"));
        // Prefill of the root in two steps, both branches whole, then one decoded row and a few rows.
        const std::vector<CachedSpan> spans = {
            {0, 20, {chunk(0, 20)}},
            {20, 13, {chunk(0, 20), chunk(20, 13)}},
            {33, 30, {chunk(0, 33), chunk(33, 30)}},
            {65, 3, {chunk(0, 33), chunk(65, 3)}},
            {68, 1, {chunk(0, 33), chunk(65, 4)}},
            {70, 11, {chunk(70, 11)}},
            {81, 2, {chunk(81, 2)}},
            {83, 3, {chunk(81, 2), chunk(83, 3)}},
        };
        backend->cachedAttention(out, {qkv.tensor.raw(), type, qkvDim}, spans, shape);
        VERIFY_CLOSE(valuesOf(out), expected, tolerance(out.dtype()) * 2);
    }

    void cachedRowsDoNotDependOnTheBatch_data() { isaRows(); }
    void cachedRowsDoNotDependOnTheBatch()
    {
        const auto backend = fetchBackend();
        const Sample qkv({rowCount, qkvDim}, DType::F32, 1);
        const float *base = qkv.tensor.f32();
        const auto span = [&](int row) {
            return CachedSpan{
                row, 1, {{base + qDim, base + qDim + kvDim, DType::F32, row + 1, qkvDim, shape.headDim}}};
        };
        std::vector<CachedSpan> all;
        for (int row = 0; row < rowCount; ++row)
            all.push_back(span(row));
        Tensor together({rowCount, qDim}), alone({rowCount, qDim});
        backend->cachedAttention(together, ConstMat(base, qkvDim), all, shape);
        for (const CachedSpan &one : all)
            backend->cachedAttention(alone, ConstMat(base, qkvDim), {&one, 1}, shape);
        QVERIFY(std::memcmp(together.raw(), alone.raw(), static_cast<std::size_t>(alone.byteSize())) == 0);
    }

    void threadsDoNotChangeTheResult()
    {
        const auto backend = makeCpuBackend();
        const Sample qkv({rowCount, qkvDim}, DType::F32, 1), dOut({rowCount, qDim}, DType::F32, 2);
        std::vector<Tensor> results;
        for (const int threads : {1, 3}) {
            setThreadCount(threads);
            Tensor out({rowCount, qDim}), lse({rowCount, shape.heads}), dQkv({rowCount, qkvDim});
            backend->attention(out, lse.f32(), qkv.tensor, segments, rowCount, shape);
            backend->attentionBackward(dQkv, dOut.tensor, out, lse.f32(), qkv.tensor, segments, rowCount,
                                       shape);
            results.push_back(dQkv);
        }
        setThreadCount(0);
        QVERIFY(std::memcmp(results[0].raw(), results[1].raw(),
                            static_cast<std::size_t>(results[0].byteSize())) == 0);
    }

    void badSegments_data()
    {
        QTest::addColumn<QList<int>>("numbers");
        QTest::newRow("beyond the rows") << QList<int>{0, 91, -1};
        QTest::newRow("empty") << QList<int>{0, 0, -1};
        QTest::newRow("overlap") << QList<int>{0, 5, -1, 4, 2, -1};
        QTest::newRow("own parent") << QList<int>{0, 5, 0};
        QTest::newRow("later parent") << QList<int>{0, 5, 1, 5, 5, -1};
        QTest::newRow("two levels") << QList<int>{0, 5, -1, 5, 5, 0, 10, 5, 1};
        QTest::newRow("negative begin") << QList<int>{-1, 5, -1};
        QTest::newRow("parent below -1") << QList<int>{0, 5, -2};
    }
    void badSegments()
    {
        QFETCH(QList<int>, numbers);
        std::vector<Segment> bad;
        for (qsizetype i = 0; i < numbers.size(); i += 3)
            bad.push_back({numbers[i], numbers[i + 1], numbers[i + 2]});
        QVERIFY_EXCEPTION_THROWN(validateSegments(bad, rowCount), Error);
    }
};

QTEST_GUILESS_MAIN(TestOpsAttention)
#include "test_ops_attention.moc"
