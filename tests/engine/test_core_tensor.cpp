#include "engine/core/error.h"
#include "engine/core/tensor.h"
#include "engine/core/threads.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <limits>

using namespace mureum::engine;

class TestCoreTensor : public QObject
{
    Q_OBJECT
private slots:
    void ownsZeroedAlignedMemory()
    {
        const Tensor tensor({3, 5}, DType::BF16);
        QCOMPARE(tensor.elements(), 15);
        QCOMPARE(tensor.byteSize(), 30);
        QCOMPARE(reinterpret_cast<uintptr_t>(tensor.raw()) % 64, uintptr_t{0});
        for (int i = 0; i < 15; ++i)
            QCOMPARE(tensor.bf16()[i].bits, uint16_t{0});
        QCOMPARE(tensor.describe(), std::string("[3, 5] bf16"));
        QCOMPARE(tensor.dim(-1), 5);
    }

    void impossibleShapesThrow()
    {
        QVERIFY_EXCEPTION_THROWN(Tensor({2, -1}), Error);
        const int64_t huge = std::numeric_limits<int64_t>::max() / 2;
        QVERIFY_EXCEPTION_THROWN(Tensor({huge, huge}), Error);
        QVERIFY_EXCEPTION_THROWN(Tensor({int64_t{1} << 56}), Error);
        const Tensor tensor({4, 2});
        QVERIFY_EXCEPTION_THROWN((void)tensor.dim(2), Error);
        QVERIFY_EXCEPTION_THROWN((void)tensor.bf16(), Error);
        QVERIFY_EXCEPTION_THROWN((void)tensor.reshaped({3, 3}), Error);
        QVERIFY_EXCEPTION_THROWN((void)tensor.rows(3, 2), Error);
        QVERIFY_EXCEPTION_THROWN((void)tensor.rows(-1, 1), Error);
    }

    void viewsShareAndClonesDoNot()
    {
        Tensor tensor = Tensor::fromValues({3, 2}, std::vector<float>{1, 2, 3, 4, 5, 6});
        Tensor row = tensor.rows(1, 1);
        row.f32()[0] = 30;
        QCOMPARE(tensor.f32()[2], 30.0F);
        Tensor copy = tensor.clone();
        copy.f32()[0] = 10;
        QCOMPARE(tensor.f32()[0], 1.0F);
        tensor = Tensor();
        QCOMPARE(row.f32()[1], 4.0F); // the row keeps the memory alive
    }

    void bf16RoundsToNearestEven()
    {
        QCOMPARE(static_cast<float>(BFloat16(1.00390625F)), 1.0F);
        QCOMPARE(static_cast<float>(BFloat16(1.01171875F)), 1.015625F);
        QCOMPARE(static_cast<float>(BFloat16(-2.5F)), -2.5F);
        QVERIFY(std::isnan(static_cast<float>(BFloat16(std::numeric_limits<float>::signaling_NaN()))));
        QVERIFY(std::isinf(static_cast<float>(BFloat16(3.4e38F))));
    }

    void f16RoundTripsEveryBitPattern()
    {
        for (uint32_t bits = 0; bits < 65536; ++bits) {
            Float16 half;
            half.bits = static_cast<uint16_t>(bits);
            const float value = static_cast<float>(half);
            if (std::isnan(value))
                QVERIFY(std::isnan(static_cast<float>(Float16(value))));
            else
                QCOMPARE(Float16(value).bits, half.bits);
        }
        QCOMPARE(Float16(65519.0F).bits, uint16_t{0x7bff}); // largest finite
        QCOMPARE(Float16(65520.0F).bits, uint16_t{0x7c00}); // rounds to infinity
        QCOMPARE(Float16(1.0F + 1.0F / 2048).bits, Float16(1.0F).bits);
        QCOMPARE(Float16(std::ldexp(1.0F, -25)).bits, uint16_t{0}); // half of the smallest, to even
        QCOMPARE(Float16(std::ldexp(1.5F, -25)).bits, uint16_t{1});
    }

    void convertsBetweenFloatTypes()
    {
        const Tensor tensor = Tensor::fromValues({2}, std::vector<float>{0.5F, -3.0F});
        for (const DType type : {DType::F32, DType::BF16, DType::F16}) {
            const Tensor back = tensor.to(type).to(DType::F32);
            QCOMPARE(back.f32()[0], 0.5F);
            QCOMPARE(back.f32()[1], -3.0F);
        }
        QVERIFY_EXCEPTION_THROWN((void)Tensor({2}, DType::I8).to(DType::F32), Error);
    }

    void parallelForRunsEachOnceAndRethrows()
    {
        setThreadCount(2);
        std::vector<std::atomic<int>> counts(100);
        parallelFor(100, [&](int64_t i) { ++counts[static_cast<std::size_t>(i)]; });
        for (const std::atomic<int> &count : counts)
            QCOMPARE(count.load(), 1);
        QVERIFY_EXCEPTION_THROWN(parallelFor(10,
                                             [](int64_t i) {
                                                 if (i == 3)
                                                     throw Error("three");
                                             }),
                                 Error);
        setThreadCount(0);
        QVERIFY(threadCount() >= 1);
        QCOMPARE(threadCount(), availableCores());
    }
};

QTEST_GUILESS_MAIN(TestCoreTensor)
#include "test_core_tensor.moc"
