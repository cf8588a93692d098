// Muon against plain loops in double.

#include "engine/backend/backend.h"
#include "engine/train/muon.h"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace mureum::engine;

namespace {

using Matrix = std::vector<std::vector<double>>;

Matrix product(const Matrix &x, const Matrix &y)
{
    Matrix out(x.size(), std::vector<double>(y[0].size()));
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < y[0].size(); ++j)
            for (std::size_t l = 0; l < y.size(); ++l)
                out[i][j] += x[i][l] * y[l][j];
    return out;
}

Matrix transposed(const Matrix &x)
{
    Matrix out(x[0].size(), std::vector<double>(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x[0].size(); ++j)
            out[j][i] = x[i][j];
    return out;
}

/// Newton-Schulz as published, on whichever side is smaller.
Matrix orthogonal(Matrix x)
{
    const bool tall = x.size() > x[0].size();
    if (tall)
        x = transposed(x);
    double norm = 0;
    for (const auto &row : x)
        for (const double v : row)
            norm += v * v;
    for (auto &row : x)
        for (double &v : row)
            v /= std::sqrt(norm) + 1e-7;
    for (int i = 0; i < 5; ++i) {
        const Matrix gram = product(x, transposed(x)), square = product(gram, gram);
        Matrix factor = gram;
        for (std::size_t r = 0; r < factor.size(); ++r)
            for (std::size_t c = 0; c < factor.size(); ++c)
                factor[r][c] = -4.7750 * gram[r][c] + 2.0315 * square[r][c] + (r == c ? 3.4445 : 0);
        x = product(factor, x);
    }
    return tall ? transposed(x) : x;
}

Matrix randomMatrix(int n, int k, std::uint64_t seed)
{
    Matrix out(static_cast<std::size_t>(n), std::vector<double>(static_cast<std::size_t>(k)));
    std::uint64_t state = seed;
    for (auto &row : out)
        for (double &v : row) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            v = static_cast<double>(state >> 40) / (1 << 24) - 0.5;
        }
    return out;
}

std::vector<float> flat(const Matrix &x)
{
    std::vector<float> out;
    for (const auto &row : x)
        out.insert(out.end(), row.begin(), row.end());
    return out;
}

} // namespace

class TestMuon : public QObject
{
    Q_OBJECT
private slots:
    void stepsAsPublished_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("k");
        QTest::newRow("square") << 24 << 24;
        QTest::newRow("wide") << 17 << 40;
        QTest::newRow("tall") << 48 << 16;
    }
    void stepsAsPublished()
    {
        QFETCH(int, n);
        QFETCH(int, k);
        const auto backend = makeCpuBackend();
        Muon muon(*backend, false);
        const Muon::Settings settings{0.01F, 0.1F, 0.5F};
        Matrix expected = randomMatrix(n, k, 1),
               moment(expected.size(), std::vector<double>(expected[0].size()));
        std::vector<float> parameters = flat(expected), momentum(parameters.size());
        std::vector<BFloat16> shadow(parameters.size());
        for (std::uint64_t step = 0; step < 3; ++step) {
            const Matrix gradient = randomMatrix(n, k, 10 + step);
            const std::vector<float> given = flat(gradient);
            muon.update(parameters.data(), momentum.data(), given.data(), shadow.data(), n, k, settings);
            Matrix ahead = gradient;
            for (std::size_t i = 0; i < ahead.size(); ++i)
                for (std::size_t j = 0; j < ahead[0].size(); ++j) {
                    const double g = gradient[i][j] * 0.5;
                    moment[i][j] = 0.95 * moment[i][j] + 0.05 * g;
                    ahead[i][j] = 0.95 * moment[i][j] + 0.05 * g;
                }
            const Matrix direction = orthogonal(ahead);
            for (std::size_t i = 0; i < ahead.size(); ++i)
                for (std::size_t j = 0; j < ahead[0].size(); ++j)
                    expected[i][j] = expected[i][j] * (1 - 0.01 * 0.1) -
                                     0.01 * 0.2 * std::sqrt(std::max(n, k)) * direction[i][j];
        }
        const std::vector<float> wanted = flat(expected);
        for (std::size_t e = 0; e < wanted.size(); ++e) {
            QVERIFY2(std::abs(wanted[e] - parameters[e]) < 2e-5, qPrintable(QString::number(e)));
            QCOMPARE(shadow[e].bits, BFloat16(parameters[e]).bits);
        }
    }

    /// Whatever the gradient's spectrum, the step's singular values lie around 1, in bf16 too.
    void movesEveryDirectionAlike()
    {
        const auto backend = makeCpuBackend();
        for (const bool half : {false, true}) {
            Muon muon(*backend, half);
            Tensor x({32, 80});
            const Matrix left = randomMatrix(32, 32, 5), right = randomMatrix(32, 80, 6);
            Matrix scaled = right;
            for (std::size_t r = 0; r < scaled.size(); ++r) // a spectrum over two decades
                for (double &v : scaled[r])
                    v *= std::pow(10.0, -2.0 * static_cast<double>(r) / 31.0);
            const std::vector<float> values = flat(product(left, scaled));
            std::copy(values.begin(), values.end(), x.f32());
            muon.orthogonalize(x);
            Matrix out(32, std::vector<double>(80));
            for (std::size_t i = 0; i < 32; ++i)
                for (std::size_t j = 0; j < 80; ++j)
                    out[i][j] = x.f32()[i * 80 + j];
            const Matrix gram = product(out, transposed(out));
            double trace = 0;
            for (std::size_t i = 0; i < 32; ++i)
                trace += gram[i][i];
            QVERIFY2(trace > 32 * 0.5 && trace < 32 * 1.4, qPrintable(QString::number(trace)));
        }
    }
};

QTEST_GUILESS_MAIN(TestMuon)
#include "test_muon.moc"
