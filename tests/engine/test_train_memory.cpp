#include "engine/train/adapter_objective.h"
#include "engine/train/memory_plan.h"
#include "engine/train/spill.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"
#include "tests/engine/test_train_support.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <cstring>

using namespace mureum::engine;
using namespace mureum::engine::adapter_test;
using namespace mureum::engine::train_test;

namespace {

ModelConfig sized(int size)
{
    ModelConfig config;
    config.vocabSize = 4000;
    config.dim = size == 0 ? 256 : 448;
    config.layers = size == 0 ? 4 : 6;
    config.heads = config.dim / 64;
    config.kvHeads = config.heads;
    config.headDim = 64;
    config.ffnDim = 2 * config.dim;
    config.contextLength = 256;
    return config;
}

FinetuneConfig wanted(const char *tuning, int size)
{
    FinetuneConfig config;
    config.tuning = tuning;
    config.train.batchTokens = size == 0 ? 1536 : 1024;
    config.train.steps = 1;
    config.train.warmupSteps = 0;
    config.train.threads = 2;
    return config;
}

int64_t statusKilobytes(const char *key)
{
    QFile file("/proc/self/status");
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith(key))
            return line.mid(static_cast<qsizetype>(std::strlen(key)))
                .trimmed()
                .split(' ')
                .first()
                .toLongLong();
    return 0;
}

/// One step; prints what the process grew by at most, in bytes.
int measure(const char *tuning, int size, const char *folder)
{
    const Model base = randomModel(sized(size));
    FinetuneConfig config = wanted(tuning, size);
    struct Source : BatchSource
    {
        int64_t rows;
        Batch batch(int64_t) override
        {
            Batch batch;
            for (int64_t begin = 0; begin < rows; begin += 256) {
                batch.segments.push_back({static_cast<int>(begin), 256, -1});
                for (int i = 0; i < 256; ++i) {
                    batch.tokens.push_back((i * 31 + 7) % 4000);
                    batch.positions.push_back(i);
                    batch.targets.push_back(i % 4 == 0 ? i : -1);
                }
            }
            return batch;
        }
    } source;
    source.rows = config.train.batchTokens;
    const int64_t before = statusKilobytes("VmRSS:");
    makeFinetuneTrainer(base, config, folder, false)->run(source);
    std::printf("%lld\n", static_cast<long long>((statusKilobytes("VmHWM:") - before) * 1024));
    return 0;
}

} // namespace

class TestTrainMemory : public QObject
{
    Q_OBJECT

    QTemporaryDir root_;

private slots:
    void plannedBytesAreAllocatedBytes_data()
    {
        QTest::addColumn<bool>("half");
        QTest::addColumn<bool>("recompute");
        QTest::newRow("bf16") << true << false;
        QTest::newRow("fp32, checkpointing") << false << true;
    }
    void plannedBytesAreAllocatedBytes()
    {
        QFETCH(bool, half);
        QFETCH(bool, recompute);
        const auto backend = makeCpuBackend();
        const ModelConfig model = smallModel();
        for (const int64_t rows : {64, 600})
            QCOMPARE(TrainingDecoder(backend, model, rows, half, recompute).bytes(),
                     TrainingDecoder::plannedBytes(model, rows, half, recompute));
        for (const bool head : {false, true}) {
            AdapterConfig adapter = smallAdapter(head);
            adapter.dropout = head ? 0.1 : 0;
            const AdapterLayout layout(model, adapter);
            const DType type = half ? DType::BF16 : DType::F32;
            QCOMPARE(LowRank(backend, model, layout, 64, 512, type, recompute).bytes(),
                     LowRank::plannedBytes(model, layout, 64, 512, type, recompute));
        }
    }

    void trainersSayWhatWasPlanned()
    {
        const Model base = randomModel(sized(0));
        for (const char *tuning : {"lora", "qlora"}) {
            FinetuneConfig config = wanted(tuning, 0);
            config.train.precision = "bf16";
            config.train.batchTokens = 128;
            const MemoryPlan plan = planMemory(base.config, config, {.half = true, .threads = 2});
            const auto trainer =
                makeFinetuneTrainer(base, config, root_.filePath(tuning).toStdString(), false);
            const Trainer::Memory memory = trainer->memory();
            QCOMPARE(plan.parameters, memory.parameters);
            QCOMPARE(plan.gradients, memory.gradients);
            QCOMPARE(plan.moments, memory.moments);
            QVERIFY(std::abs(static_cast<double>(plan.frozen) / static_cast<double>(memory.frozen) - 1) <
                    1e-3);
            QVERIFY(plan.activations > memory.activations);
        }
    }

    void theMeasuredPeakIsNear_data()
    {
        QTest::addColumn<QString>("tuning");
        QTest::addColumn<int>("size");
        QTest::newRow("small lora") << "lora" << 0;
        QTest::newRow("larger lora") << "lora" << 1;
        QTest::newRow("larger full") << "full" << 1;
    }
    void theMeasuredPeakIsNear()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("AddressSanitizer's own memory counts");
#endif
        QFETCH(QString, tuning);
        QFETCH(int, size);
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
                      {"--measure", tuning, QString::number(size),
                       root_.filePath("run-" + tuning + QString::number(size))});
        QVERIFY(process.waitForFinished(100000));
        const auto measured = process.readAllStandardOutput().trimmed().toDouble();
        const FinetuneConfig config = wanted(tuning.toUtf8().constData(), size);
        const auto planned = static_cast<double>(
            planMemory(sized(size), config, {.half = makeCpuBackend()->fastBf16(), .threads = 2}).total());
        QVERIFY2(
            measured > 0 && std::abs(planned / measured - 1) < 0.15,
            qPrintable(
                QString("planned %1 MiB, measured %2 MiB").arg(planned / 1048576).arg(measured / 1048576)));
    }

    void plansFitTheLimit()
    {
        const ModelConfig model = sized(1);
        FinetuneConfig config = wanted("lora", 1);
        config.train.batchTokens = 4096;
        const PlanOptions options{.half = true, .threads = 2};
        const int64_t whole = planMemory(model, config, options).total();
        const ProposedPlan same = proposePlan(model, config, whole, 256, options);
        QVERIFY(same.changes.empty());
        int64_t limit = whole;
        QSet<QString> seen;
        for (;; limit = limit * 9 / 10) {
            try {
                const ProposedPlan plan = proposePlan(model, config, limit, 256, options, "/var/tmp");
                QVERIFY(plan.memory.total() <= limit);
                QCOMPARE(plan.memory.total(), planMemory(model, plan.config, options).total());
                QCOMPARE(plan.config.train.batchTokens * plan.config.train.accumulation, 4096);
                QVERIFY(plan.config.train.batchTokens >= 256);
                for (const std::string &change : plan.changes)
                    seen.insert(QString::fromStdString(change).section(' ', 0, 0));
            } catch (const Error &error) {
                QVERIFY2(mentions(error.what(), "MiB are needed"), error.what());
                break;
            }
        }
        QVERIFY2(seen.contains("batches") && seen.contains("activations") && seen.contains("the"),
                 qPrintable(QStringList(seen.values()).join(' ')));
    }

    void spilledMomentsTrainTheSame()
    {
        const Model base = randomModel(smallModel());
        FinetuneConfig config;
        config.train = smallTraining();
        config.adapter = smallAdapter();
        RandomSource source;
        const auto plain = makeFinetuneTrainer(base, config, root_.filePath("plain").toStdString(), false);
        plain->run(source);
        config.train.spill = root_.filePath("moments").toStdString();
        const auto spilled =
            makeFinetuneTrainer(base, config, root_.filePath("spilled").toStdString(), false);
        QCOMPARE(spilled->memory().moments, 0);
        spilled->run(source);
        const TensorMap a = plain->tensors(), b = spilled->tensors();
        for (const auto &[name, tensor] : a)
            QVERIFY(std::memcmp(tensor.raw(), b.at(name).raw(),
                                static_cast<std::size_t>(tensor.byteSize())) == 0);
        QVERIFY(QDir(root_.filePath("moments")).isEmpty()); // nameless
    }

    void noSpaceForMomentsIsAnError()
    {
        QVERIFY(mentions(messageOf([] { (void)spilledTensor("/proc/none", {10}); }), "/proc/none"));
        // More than any disk of a test machine has.
        QVERIFY(mentions(
            messageOf([this] { (void)spilledTensor(root_.path().toStdString(), {int64_t{1} << 50}); }),
            "no space"));
    }
};

int main(int argc, char **argv)
{
    if (argc == 5 && std::string_view(argv[1]) == "--measure")
        return measure(argv[2], std::atoi(argv[3]), argv[4]);
    QCoreApplication application(argc, argv);
    TestTrainMemory test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_train_memory.moc"
