#include "engine/model/peft_adapter.h"
#include "engine/train/checkpoint.h"
#include "engine/train/finetune.h"
#include "engine/train/preference.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"
#include "tests/engine/test_train_support.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

using namespace mureum::engine;
using namespace mureum::engine::adapter_test;
using namespace mureum::engine::train_test;

namespace {

FinetuneConfig small(const char *precision = "fp32", bool head = false)
{
    FinetuneConfig config;
    config.train = smallTraining();
    config.train.precision = precision;
    config.train.weightDecay = 0;
    config.adapter = smallAdapter(head);
    return config;
}

/// Pairs of answers to two prompts.
Batch pairedBatch(unsigned seed)
{
    Batch batch = branchedBatch(seed);
    std::mt19937 random(seed + 100);
    addSegment(batch, random, 4, 3, 6);
    batch.pairs = {{1, 2}, {5, 4}};
    return batch;
}

double relative(const std::vector<double> &actual, const std::vector<double> &expected)
{
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        difference += std::pow(actual[i] - expected[i], 2);
        size += std::pow(expected[i], 2);
    }
    return std::sqrt(difference / std::max(size, 1e-30));
}

class PairSource : public BatchSource
{
public:
    Batch batch(int64_t index) override { return pairedBatch(static_cast<unsigned>(index % 4)); }
};

} // namespace

class TestTrainAdapter : public QObject
{
    Q_OBJECT

    QTemporaryDir root_;
    int folders_ = 0;
    std::string folder() { return root_.filePath(QString::number(folders_++)).toStdString(); }

    std::unique_ptr<Trainer> trainerWith(const Model &base, const FinetuneConfig &config,
                                         const Adapter *initial)
    {
        return makeFinetuneTrainer(base, config, folder(), false, initial);
    }

private slots:
    void againstFiniteDifferences_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<bool>("tied");
        QTest::addColumn<bool>("head");
        QTest::addColumn<double>("dropout");
        QTest::addColumn<bool>("checkpointing");
        QTest::newRow("plain") << "sft" << true << false << 0.0 << false;
        QTest::newRow("head on untied") << "sft" << false << true << 0.0 << false;
        QTest::newRow("head on tied") << "sft" << true << true << 0.0 << true;
        QTest::newRow("dropout") << "sft" << true << true << 0.3 << false;
        QTest::newRow("dropout, checkpointing") << "sft" << true << false << 0.3 << true;
        QTest::newRow("dpo") << "dpo" << true << false << 0.0 << false;
        QTest::newRow("dpo, checkpointing, head") << "dpo" << false << true << 0.0 << true;
    }
    void againstFiniteDifferences()
    {
        QFETCH(QString, method);
        QFETCH(bool, tied);
        QFETCH(bool, head);
        QFETCH(double, dropout);
        QFETCH(bool, checkpointing);
        const Model base = randomModel(smallModel(tied));
        FinetuneConfig config = small("fp32", head);
        config.train.threads = 1;
        config.method = method.toStdString();
        config.beta = 0.5;
        config.adapter.dropout = dropout;
        config.checkpointing = checkpointing;
        const Adapter start = randomAdapter(base, config.adapter);
        const auto trainer = trainerWith(base, config, &start);
        const Batch batch = pairedBatch(1);
        trainer->lossAndGradients(batch);
        TensorMap gradients;
        for (const auto &[name, tensor] : trainer->gradients())
            gradients.emplace(name, tensor.clone());
        QCOMPARE(gradients.size(), head ? std::size_t{30} : std::size_t{28});
        std::mt19937 random(5);
        for (const auto &[name, tensor] : trainer->tensors()) {
            Tensor live = tensor;
            std::vector<double> expected, actual;
            for (int probe = 0; probe < 3; ++probe) {
                const auto i = static_cast<int64_t>(random() % static_cast<unsigned>(live.elements()));
                float &value = live.f32()[i];
                const float kept = value, step = 4e-3F;
                // Only lossAndGradients has dropout.
                const auto loss = [&] {
                    return dropout > 0 ? trainer->lossAndGradients(batch) : trainer->loss(batch);
                };
                value = kept + step;
                const double above = loss();
                value = kept - step;
                const double below = loss();
                value = kept;
                expected.push_back((above - below) / (2.0 * static_cast<double>(step)));
                actual.push_back(static_cast<double>(gradients.at(name).f32()[i]));
            }
            const double error = relative(actual, expected);
            QVERIFY2(error < 1.5e-2,
                     qPrintable(QString::fromStdString(name) + ": " + QString::number(error)));
        }
    }

    /// The gradients of A and B follow from that of the whole weight W + s B A, which the full trainer has:
    /// dB = s dW A^T, dA = s B^T dW. And the step is AdamW's.
    void stepEqualsPlainMatrices()
    {
        const Model base = randomModel(smallModel(false));
        FinetuneConfig config = small("fp32", true);
        config.train.steps = 1;
        config.train.warmupSteps = 0;
        config.train.clipNorm = 0;
        const Adapter start = randomAdapter(base, config.adapter);
        struct One : BatchSource
        {
            Batch batch(int64_t) override { return branchedBatch(2); }
        } source;
        const auto trainer = trainerWith(base, config, &start);
        const double loss = trainer->loss(branchedBatch(2));

        const Model merged = mergeAdapter(base, start);
        Trainer full(merged.config, config.train, folder(), false, merged.tensors);
        QVERIFY(std::abs(full.lossAndGradients(branchedBatch(2)) - loss) < 1e-5);
        const TensorMap whole = full.gradients();
        const double s = config.adapter.scale();
        QCOMPARE(s, 5.0 / 3.0);
        QCOMPARE(trainer->run(source), TrainEnd::finished);
        const TensorMap after = trainer->tensors();
        for (const AdapterSpec &spec : adapterSpecs(config.adapter, base.config)) {
            const Tensor &dw = whole.at(spec.tensor), &a = start.tensors.at(spec.tensor + ".lora_a"),
                         &b = start.tensors.at(spec.tensor + ".lora_b");
            const int64_t rank = config.adapter.rank;
            const auto check = [&](const Tensor &before, const Tensor &now, int64_t rows, int64_t columns,
                                   auto gradient) {
                for (int64_t r = 0; r < rows; ++r)
                    for (int64_t c = 0; c < columns; ++c) {
                        const double g = gradient(r, c);
                        if (std::abs(g) < 1e-4)
                            continue; // the first step is about the gradient's sign
                        // m = (1-b1) g, v = (1-b2) g^2, both corrected: the step is g / (|g| + epsilon).
                        const double step =
                            config.train.learningRateAt(1) * g / (std::abs(g) + config.train.epsilon);
                        const double wanted = static_cast<double>(before.f32()[r * columns + c]) - step;
                        QVERIFY2(std::abs(static_cast<double>(now.f32()[r * columns + c]) - wanted) < 1e-6,
                                 spec.tensor.c_str());
                    }
            };
            check(a, after.at(spec.tensor + ".lora_a"), rank, spec.inputs, [&](int64_t r, int64_t i) {
                double sum = 0;
                for (int64_t o = 0; o < spec.outputs; ++o)
                    sum += static_cast<double>(b.f32()[o * rank + r]) *
                           static_cast<double>(dw.f32()[o * spec.inputs + i]);
                return s * sum;
            });
            check(b, after.at(spec.tensor + ".lora_b"), spec.outputs, rank, [&](int64_t o, int64_t r) {
                double sum = 0;
                for (int64_t i = 0; i < spec.inputs; ++i)
                    sum += static_cast<double>(dw.f32()[o * spec.inputs + i]) *
                           static_cast<double>(a.f32()[r * spec.inputs + i]);
                return s * sum;
            });
        }
    }

    void freshAdapterChangesNothing()
    {
        const Model base = randomModel(smallModel());
        const auto trainer = trainerWith(base, small(), nullptr);
        Trainer full(base.config, small().train, folder(), false, base.tensors);
        QCOMPARE(trainer->loss(branchedBatch(3)), full.loss(branchedBatch(3)));
        double most = 0;
        for (const auto &[name, tensor] : trainer->tensors())
            for (int64_t i = 0; i < tensor.elements(); ++i) {
                const auto value = static_cast<double>(tensor.f32()[i]);
                if (name.ends_with(".lora_b"))
                    QCOMPARE(value, 0.0);
                else
                    most = std::max(most, std::abs(value) * std::sqrt(static_cast<double>(tensor.dim(1))));
            }
        QVERIFY(most > 0.95 && most <= 1.0);
    }

    void learns_data()
    {
        QTest::addColumn<QString>("precision");
        QTest::newRow("fp32") << "fp32";
        QTest::newRow("auto") << "auto";
    }
    void learns()
    {
        QFETCH(QString, precision);
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small(precision.toUtf8().constData());
        config.train.steps = 150;
        config.train.learningRate = 0.02;
        RandomSource source;
        const auto trainer = trainerWith(base, config, nullptr);
        const double before = trainer->loss(source.batch(0));
        trainer->run(source);
        const double after = trainer->loss(source.batch(0));
        QVERIFY2(after < 0.5 * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
    }

    void preferencesAreLearned()
    {
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small("auto");
        config.method = "dpo";
        config.train.steps = 40;
        PairSource source;
        const auto trainer = trainerWith(base, config, nullptr);
        QVERIFY(std::abs(trainer->loss(source.batch(0)) - std::log(2.0)) < 1e-6); // nothing preferred yet
        trainer->run(source);
        QVERIFY2(trainer->loss(source.batch(0)) < 0.2,
                 qPrintable(QString::number(trainer->loss(source.batch(0)))));
    }

    /// Numbers worked out by hand: the policy prefers the chosen answer by 1 more than the reference does.
    void preferenceLossByHand()
    {
        const PairScores policy{-10, -12.5}, reference{-11, -12.5};
        // z = 0.5 * ((-10 + 11) - (-12.5 + 12.5)) = 0.5; -log sigmoid(0.5) = log(1 + e^-0.5)
        QVERIFY(std::abs(preferenceLoss(policy, reference, 0.5) - 0.474076984) < 1e-8);
        // -0.5 * sigmoid(-0.5) = -0.5 * 0.377540669
        QVERIFY(std::abs(preferenceSlope(policy, reference, 0.5) + 0.188770334) < 1e-8);
        QVERIFY(std::abs(preferenceLoss(reference, reference, 0.1) - std::log(2.0)) < 1e-12);
        QCOMPARE(preferenceLoss({0, -20000}, {0, 0}, 0.1), 0.0);
        QCOMPARE(preferenceLoss({-20000, 0}, {0, 0}, 0.1), 2000.0); // no overflow
        QCOMPARE(preferenceSlope({-20000, 0}, {0, 0}, 0.1), -0.1);
    }

    void preferenceNeedsPairs()
    {
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small();
        config.method = "dpo";
        const auto trainer = trainerWith(base, config, nullptr);
        QVERIFY(mentions(messageOf([&] { trainer->loss(branchedBatch(1)); }), "pairs"));
        Batch batch = pairedBatch(1);
        batch.pairs.push_back({1, 9});
        QVERIFY(mentions(messageOf([&] { trainer->loss(batch); }), "impossible"));
        batch.pairs.back() = {2, 2};
        QVERIFY(mentions(messageOf([&] { trainer->loss(batch); }), "impossible"));
    }

    /// 1 x 32 equals 32 x 1: documents of different lengths, in one batch or one at a time.
    void accumulationWeighsByTargets_data()
    {
        QTest::addColumn<QString>("method");
        QTest::newRow("sft") << "sft";
        QTest::newRow("dpo") << "dpo";
    }
    void accumulationWeighsByTargets()
    {
        QFETCH(QString, method);
        struct Split : BatchSource
        {
            explicit Split(int64_t count) : documents(count) {}
            int64_t documents;
            Batch batch(int64_t index) override
            {
                Batch batch;
                for (int64_t d = 0; d < documents; ++d) {
                    const auto document = static_cast<unsigned>((index * documents + d) % 32);
                    std::mt19937 random(document);
                    const auto first = static_cast<int>(batch.segments.size());
                    addSegment(batch, random, 3 + static_cast<int>(document % 7), -1, 0);
                    addSegment(batch, random, 3 + static_cast<int>(document % 5), -1, 0);
                    batch.pairs.push_back({first, first + 1});
                }
                return batch;
            }
        };
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small();
        config.method = method.toStdString();
        config.train.steps = 3;
        config.train.batchTokens = 400;
        const auto one = trainerWith(base, config, nullptr);
        config.train.accumulation = 32;
        config.train.batchTokens = 32;
        const auto many = trainerWith(base, config, nullptr);
        Split together(32), apart(1);
        one->run(together);
        many->run(apart);
        const TensorMap a = one->tensors(), b = many->tensors();
        for (const auto &[name, tensor] : a)
            for (int64_t i = 0; i < tensor.elements(); ++i)
                QVERIFY2(std::abs(tensor.f32()[i] - b.at(name).f32()[i]) < 3e-4F, name.c_str());
    }

    void notFiniteStopsAndKeepsTheCheckpoint()
    {
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small();
        config.train.steps = 5;
        RandomSource source;
        const std::string path = folder();
        makeFinetuneTrainer(base, config, path, false)->run(source);
        const auto step = [&] { return readCheckpointState(path + "/checkpoint.bin").step; };
        QCOMPARE(step(), 5);
        config.train.steps = 10;
        const auto trainer = makeFinetuneTrainer(base, config, path, true);
        trainer->tensors().at("blk.0.attn_q.weight.lora_b").f32()[0] = INFINITY;
        QVERIFY(mentions(messageOf([&] { trainer->run(source); }), "not finite"));
        QCOMPARE(step(), 5);
        config.adapter.rank = 0;
        QVERIFY(mentions(messageOf([&] { makeFinetuneTrainer(base, config, folder(), false); }), "rank 0"));
    }

    void resumedRunEqualsUnbroken_data() { learns_data(); }
    void resumedRunEqualsUnbroken()
    {
        QFETCH(QString, precision);
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small(precision.toUtf8().constData());
        config.adapter.dropout = 0.2;
        config.train.accumulation = 2;
        RandomSource source;
        const std::string whole = folder(), broken = folder();
        makeFinetuneTrainer(base, config, whole, false)->run(source);
        std::stop_source stop;
        TrainCallbacks callbacks;
        callbacks.onMetrics = [&](const TrainMetrics &metrics) {
            if (metrics.step == 7)
                stop.request_stop();
        };
        QCOMPARE(makeFinetuneTrainer(base, config, broken, false)->run(source, callbacks, stop.get_token()),
                 TrainEnd::stopped);
        const auto resumed = makeFinetuneTrainer(base, config, broken, true);
        QCOMPARE(resumed->step(), 7);
        QCOMPARE(resumed->run(source), TrainEnd::finished);
        const auto bytes = [](const std::string &path) {
            QFile file(QString::fromStdString(path + "/checkpoint.bin"));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(!bytes(whole).isEmpty());
        QCOMPARE(bytes(broken), bytes(whole));

        config.adapter.rank = 4;
        QVERIFY(mentions(messageOf([&] { makeFinetuneTrainer(base, config, whole, true); }), "rank"));
        QVERIFY(mentions(messageOf([&] { Trainer(base.config, config.train, whole, true); }), "adapter"));
    }

    void checkpointingGivesTheSameGradients_data() { learns_data(); }
    void checkpointingGivesTheSameGradients()
    {
        QFETCH(QString, precision);
        const Model base = randomModel(smallModel());
        for (const char *tuning : {"lora", "full"}) {
            FinetuneConfig config = small(precision.toUtf8().constData());
            config.tuning = tuning;
            config.adapter.dropout = 0.1;
            const Adapter start = randomAdapter(base, config.adapter);
            const auto plain = trainerWith(base, config, &start);
            config.checkpointing = true;
            const auto again = trainerWith(base, config, &start);
            QVERIFY(again->memory().activations < plain->memory().activations);
            QCOMPARE(again->lossAndGradients(branchedBatch(1)), plain->lossAndGradients(branchedBatch(1)));
            const TensorMap a = plain->gradients(), b = again->gradients();
            for (const auto &[name, tensor] : a)
                for (int64_t i = 0; i < tensor.elements(); ++i)
                    QVERIFY2(std::abs(tensor.f32()[i] - b.at(name).f32()[i]) <=
                                 1e-6F * (1 + std::abs(tensor.f32()[i])),
                             name.c_str());
        }
    }

    void bestAdapterAndEarlyStopping()
    {
        const Model base = randomModel(smallModel());
        FinetuneConfig config = small();
        config.train.evaluateEvery = 2;
        config.train.patience = 3;
        RandomSource source;
        TrainCallbacks callbacks;
        QList<int> evaluated, best;
        callbacks.onEvaluate = [&](int64_t step, const TensorMap &) {
            evaluated.append(static_cast<int>(step));
            return step <= 6 ? static_cast<double>(step) : 1.0;
        };
        callbacks.onBest = [&](const TrainEvaluation &evaluation, const TensorMap &tensors) {
            best.append(static_cast<int>(evaluation.step));
            const Adapter adapter = makeAdapter(base, config, tensors);
            QCOMPARE(adapter.baseHash, modelHash(base));
        };
        const std::string path = folder();
        const auto trainer = makeFinetuneTrainer(base, config, path, false);
        QCOMPARE(trainer->run(source, callbacks), TrainEnd::earlyStopped);
        QCOMPARE(evaluated, (QList<int>{2, 4, 6, 8, 10, 12}));
        QCOMPARE(best, (QList<int>{2, 4, 6}));
        const auto resumed = makeFinetuneTrainer(base, config, path, true);
        QCOMPARE(resumed->run(source, callbacks), TrainEnd::earlyStopped);
        QCOMPARE(evaluated.size(), 6);
    }

    void configurationsRoundTripAsJson()
    {
        FinetuneConfig config = small();
        config.adapter.rankStabilized = true;
        config.method = "dpo";
        QVERIFY(toJson(finetuneConfigFromJson(toJson(config))) == toJson(config));
        for (const char *text :
             {R"({"rank": 0})", R"({"rank": "16"})", R"({"targets": ["q"]})", R"({"rnak": 4})", R"([])",
              R"({"tuning": "full", "method": "dpo"})", R"({"dropout": 1})", R"({"train": {"step": 1}})",
              R"({"alpha": -1})", R"({"targets": ["q_proj", "q_proj"]})", R"({"tuning": "lo"})"})
            QVERIFY2(!messageOf([&] { finetuneConfigFromJson(nlohmann::json::parse(text)); }).empty(), text);
    }
};

QTEST_GUILESS_MAIN(TestTrainAdapter)
#include "test_train_adapter.moc"
