#pragma once

#include "engine/backend/backend.h"

#include <QTest>

#include <cmath>
#include <random>
#include <string>
#include <vector>

/// Naive double-precision references and helpers that the tests of ops share.
namespace mureum::engine::reference {

using Doubles = std::vector<double>;

inline std::vector<float> randomFloats(int64_t count, unsigned seed, float scale = 1.0F)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(0.0F, scale);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float &value : values)
        value = normal(generator);
    return values;
}

/// A tensor of the given dtype, and the exact values it holds as doubles.
struct Sample
{
    Tensor tensor;
    Doubles values;

    Sample(std::vector<int64_t> shape, DType dtype, unsigned seed, float scale = 1.0F)
    {
        Tensor single(shape);
        const std::vector<float> numbers = randomFloats(single.elements(), seed, scale);
        std::copy(numbers.begin(), numbers.end(), single.f32());
        tensor = single.to(dtype);
        const Tensor back = tensor.to(DType::F32);
        values.assign(back.f32(), back.f32() + back.elements());
    }
    double operator[](int64_t i) const { return values[static_cast<std::size_t>(i)]; }
};

inline Doubles valuesOf(const Tensor &tensor)
{
    const Tensor single = tensor.to(DType::F32);
    return Doubles(single.f32(), single.f32() + single.elements());
}

/// Largest |a - b| relative to the largest |b|.
inline double relativeError(const Doubles &actual, const Doubles &expected)
{
    if (actual.size() != expected.size())
        return INFINITY;
    double worst = 0, scale = 1e-30;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if (!std::isfinite(actual[i]))
            return INFINITY;
        worst = std::max(worst, std::abs(actual[i] - expected[i]));
        scale = std::max(scale, std::abs(expected[i]));
    }
    return worst / scale;
}

/// What rounding allows for a result stored in `dtype`.
inline double tolerance(DType dtype)
{
    return dtype == DType::BF16 ? 6e-3 : 2e-6;
}

#define VERIFY_CLOSE(actual, expected, limit)                                                                \
    do {                                                                                                     \
        const double error_ = ::mureum::engine::reference::relativeError(actual, expected);                  \
        QVERIFY2(error_ <= (limit),                                                                          \
                 qPrintable(QString("relative error %1 above %2").arg(error_).arg(limit)));                  \
    } while (false)

/// One row per instruction set of this CPU and dtype combination; column "isa", "in", "out".
inline void isaAndTypeRows()
{
    QTest::addColumn<QString>("isa");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    for (const std::string &isa : cpuIsas())
        for (const DType in : {DType::F32, DType::BF16})
            for (const DType out : {DType::F32, DType::BF16})
                QTest::addRow("%s %s->%s", isa.c_str(), dtypeName(in).data(), dtypeName(out).data())
                    << QString::fromStdString(isa) << static_cast<int>(in) << static_cast<int>(out);
}

inline void isaRows()
{
    QTest::addColumn<QString>("isa");
    for (const std::string &isa : cpuIsas())
        QTest::addRow("%s", isa.c_str()) << QString::fromStdString(isa);
}

inline std::shared_ptr<Backend> fetchBackend()
{
    return makeCpuBackend(
        (*static_cast<QString *>(QTest::qData("isa", qMetaTypeId<QString>()))).toStdString());
}

inline DType fetchType(const char *column)
{
    return static_cast<DType>(*static_cast<int *>(QTest::qData(column, qMetaTypeId<int>())));
}

} // namespace mureum::engine::reference
