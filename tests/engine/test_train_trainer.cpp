#include "engine/core/error.h"
#include "engine/train/checkpoint.h"
#include "tests/engine/test_train_support.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>

using namespace mureum::engine;
using namespace mureum::engine::train_test;

namespace {

bool sameBits(const TensorMap &a, const TensorMap &b)
{
    if (a.size() != b.size())
        return false;
    for (const auto &[name, tensor] : a)
        if (std::memcmp(tensor.raw(), b.at(name).raw(), static_cast<std::size_t>(tensor.byteSize())) != 0)
            return false;
    return true;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<int> loggedSteps(const QString &folder)
{
    QList<int> steps;
    for (const QByteArray &line : bytesOf(folder + "/metrics.jsonl").split('\n'))
        if (!line.isEmpty())
            steps.append(nlohmann::json::parse(line.toStdString()).at("step").get<int>());
    return steps;
}

/// `mode`: "whole", "resume", or the step after whose metrics the process kills itself. Returns the step
/// it started from.
int train(const char *path, const char *precision, const std::string &mode)
{
    TrainConfig config = smallTraining();
    config.precision = precision;
    config.accumulation = 2;
    RandomSource source;
    Trainer trainer(smallModel(), config, path, mode == "resume");
    const auto start = static_cast<int>(trainer.step());
    TrainCallbacks callbacks;
    callbacks.onMetrics = [&](const TrainMetrics &metrics) {
        if (std::to_string(metrics.step) == mode)
            std::raise(SIGKILL);
    };
    return trainer.run(source, callbacks) == TrainEnd::finished ? start : 100;
}

/// Runs train() in a process of its own: its return value, or minus the signal that killed it.
int trainInChild(const QString &path, const QString &precision, const QString &mode)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(QCoreApplication::applicationFilePath(), {"--train", path, precision, mode});
    if (!process.waitForFinished(60000))
        return 101;
    return process.exitStatus() == QProcess::CrashExit ? -SIGKILL : process.exitCode();
}

} // namespace

class TestTrainTrainer : public QObject
{
    Q_OBJECT

    QTemporaryDir root_;
    int folders_ = 0;
    QString folder() { return root_.filePath(QString::number(folders_++)); }

private slots:
    void learns()
    {
        TrainConfig config = smallTraining();
        config.steps = 150;
        RandomSource source;
        Trainer trainer(smallModel(), config, folder().toStdString(), false);
        const double before = trainer.loss(source.batch(0));
        QVERIFY2(std::abs(before - std::log(50.0)) < 1.0, qPrintable(QString::number(before)));
        QCOMPARE(trainer.run(source), TrainEnd::finished);
        const double after = trainer.loss(source.batch(0));
        QVERIFY2(after < 0.7, qPrintable(QString::number(after)));
    }

    void killedRunResumesBitForBit_data()
    {
        QTest::addColumn<QString>("precision");
        QTest::newRow("fp32") << "fp32";
        QTest::newRow("auto") << "auto";
    }
    void killedRunResumesBitForBit()
    {
        QFETCH(QString, precision);
        const QString whole = folder(), broken = folder();

        QCOMPARE(trainInChild(broken, precision, "12"), -SIGKILL);
        QCOMPARE(loggedSteps(broken).last(), 12);
        QCOMPARE(trainInChild(broken, precision, "resume"), 10); // it continued from step 10
        QCOMPARE(trainInChild(whole, precision, "whole"), 0);

        QCOMPARE(bytesOf(broken + "/checkpoint.bin"), bytesOf(whole + "/checkpoint.bin"));
        QList<int> steps;
        for (int step = 1; step <= 20; ++step)
            steps.append(step);
        QCOMPARE(loggedSteps(broken), steps);
    }

    void stopRequestCheckpointsAndEnds()
    {
        RandomSource source;
        const QString path = folder();
        std::stop_source stop;
        TrainCallbacks callbacks;
        callbacks.onMetrics = [&](const TrainMetrics &metrics) {
            if (metrics.step == 7)
                stop.request_stop();
        };
        int64_t saved = 0;
        callbacks.onCheckpoint = [&](int64_t step, const TensorMap &) { saved = step; };
        Trainer trainer(smallModel(), smallTraining(), path.toStdString(), false);
        QCOMPARE(trainer.run(source, callbacks, stop.get_token()), TrainEnd::stopped);
        QCOMPARE(saved, 7);
        QCOMPARE(readCheckpointState((path + "/checkpoint.bin").toStdString()).step, 7);
    }

    void accumulationWeighsByTargets()
    {
        // One batch of two documents equals the two documents as two accumulated batches.
        struct Split : BatchSource
        {
            bool apart;
            explicit Split(bool value) : apart(value) {}
            Batch batch(int64_t index) override
            {
                std::mt19937 random(3);
                Batch whole, first, second;
                addSegment(first, random, 20, -1, 0);
                addSegment(second, random, 8, -1, 0);
                if (apart)
                    return index % 2 == 0 ? first : second;
                random.seed(3);
                addSegment(whole, random, 20, -1, 0);
                addSegment(whole, random, 8, -1, 0);
                return whole;
            }
        };
        TrainConfig config = smallTraining();
        config.precision = "fp32";
        config.steps = 3;
        Trainer one(smallModel(), config, folder().toStdString(), false);
        Split whole(false), apart(true);
        one.run(whole);
        config.accumulation = 2;
        Trainer two(smallModel(), config, folder().toStdString(), false);
        two.run(apart);
        const TensorMap a = one.tensors(), b = two.tensors();
        for (const auto &[name, tensor] : a)
            for (int64_t i = 0; i < tensor.elements(); ++i)
                QVERIFY(std::abs(tensor.f32()[i] - b.at(name).f32()[i]) < 2e-4F);
    }

    void initialTensorsReplaceTheRandomOnes()
    {
        TrainConfig config = smallTraining();
        const Trainer first(smallModel(), config, folder().toStdString(), false);
        config.seed = 2;
        const Trainer other(smallModel(), config, folder().toStdString(), false);
        QVERIFY(!sameBits(first.tensors(), other.tensors()));
        const Trainer continued(smallModel(), config, folder().toStdString(), false, first.tensors());
        QVERIFY(sameBits(first.tensors(), continued.tensors()));

        TensorMap lacking = first.tensors();
        lacking.erase("blk.1.ffn_up.weight");
        QVERIFY_EXCEPTION_THROWN(Trainer(smallModel(), config, folder().toStdString(), false, lacking),
                                 Error);
        TensorMap wrong = first.tensors();
        wrong["output_norm.weight"] = Tensor({23});
        QVERIFY_EXCEPTION_THROWN(Trainer(smallModel(), config, folder().toStdString(), false, wrong), Error);
    }

    void divergenceStopsAndKeepsTheCheckpoint()
    {
        const QString path = folder();
        TrainConfig config = smallTraining();
        config.steps = 5;
        RandomSource source;
        {
            Trainer trainer(smallModel(), config, path.toStdString(), false);
            trainer.run(source);
        }
        const QByteArray before = bytesOf(path + "/checkpoint.bin");
        config.steps = 10;
        Trainer trainer(smallModel(), config, path.toStdString(), true);
        trainer.tensors().at("output_norm.weight").f32()[0] = NAN;
        QVERIFY_EXCEPTION_THROWN(trainer.run(source), Error);
        QCOMPARE(bytesOf(path + "/checkpoint.bin"), before);
    }

    void badBatchesAreNamed()
    {
        struct Broken : BatchSource
        {
            int kind;
            explicit Broken(int value) : kind(value) {}
            Batch batch(int64_t) override
            {
                Batch batch = branchedBatch(1);
                if (kind == 0)
                    batch.tokens[3] = 50;
                else if (kind == 1)
                    batch.positions.pop_back();
                else if (kind == 2)
                    batch.positions[2] = 64;
                else if (kind == 3)
                    batch.segments[1].parent = 2;
                else
                    throw std::runtime_error("source is gone");
                return batch;
            }
        };
        for (int kind = 0; kind < 5; ++kind) {
            Broken source(kind);
            Trainer trainer(smallModel(), smallTraining(), folder().toStdString(), false);
            QVERIFY_EXCEPTION_THROWN(trainer.run(source), std::runtime_error);
        }
    }

    void existingRunNeedsResume()
    {
        const QString path = folder();
        TrainConfig config = smallTraining();
        config.steps = 1;
        RandomSource source;
        Trainer(smallModel(), config, path.toStdString(), false).run(source);
        QVERIFY_EXCEPTION_THROWN(Trainer(smallModel(), config, path.toStdString(), false), Error);
        ModelConfig other = smallModel();
        other.ffnDim = 24;
        QVERIFY_EXCEPTION_THROWN(Trainer(other, config, path.toStdString(), true), Error);
        Trainer(smallModel(), config, path.toStdString(), true);
    }
};

int main(int argc, char **argv)
{
    if (argc == 5 && std::string_view(argv[1]) == "--train")
        return train(argv[2], argv[3], argv[4]);
    QCoreApplication application(argc, argv);
    TestTrainTrainer test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_train_trainer.moc"
