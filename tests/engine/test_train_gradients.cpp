#include "tests/engine/op_reference.h"
#include "tests/engine/test_train_support.h"

#include <QTemporaryDir>

using namespace mureum::engine;
using namespace mureum::engine::reference;
using namespace mureum::engine::train_test;

namespace {

/// Row range [begin, begin + length) of `segment` appended to `to` as part of one plain sequence.
void append(Batch &to, const Batch &from, const Segment &segment, bool withTargets)
{
    for (int i = segment.begin; i < segment.begin + segment.length; ++i) {
        const auto row = static_cast<std::size_t>(i);
        to.tokens.push_back(from.tokens[row]);
        to.positions.push_back(static_cast<int32_t>(to.positions.size()));
        to.targets.push_back(withTargets ? from.targets[row] : -1);
    }
}

std::map<std::string, Doubles> copied(const TensorMap &tensors)
{
    std::map<std::string, Doubles> result;
    for (const auto &[name, tensor] : tensors)
        result[name] = valuesOf(tensor);
    return result;
}

} // namespace

class TestTrainGradients : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    int runs_ = 0;

    std::unique_ptr<Trainer> make(const std::string &isa, bool tied, const std::string &precision = "fp32")
    {
        TrainConfig config = smallTraining();
        config.precision = precision;
        config.labelSmoothing = 0.1;
        config.threads = 1; // thousands of tiny passes: waiting for a busy second core would dominate
        auto trainer = std::make_unique<Trainer>(smallModel(tied), config,
                                                 folder_.filePath(QString::number(runs_++)).toStdString(),
                                                 false, TensorMap(), makeCpuBackend(isa));
        return trainer;
    }

private slots:
    void againstFiniteDifferences_data()
    {
        QTest::addColumn<QString>("isa");
        QTest::addColumn<bool>("tied");
        for (const std::string &isa : cpuIsas())
            for (const bool tied : {true, false})
                QTest::addRow("%s %s", isa.c_str(), tied ? "tied" : "untied")
                    << QString::fromStdString(isa) << tied;
    }
    void againstFiniteDifferences()
    {
        QFETCH(QString, isa);
        QFETCH(bool, tied);
        const auto trainer = make(isa.toStdString(), tied);
        const Batch batch = branchedBatch(1);
        trainer->lossAndGradients(batch);
        const auto gradients = copied(trainer->gradients());
        QCOMPARE(gradients.contains("output.weight"), !tied);
        std::mt19937 random(5);
        for (const auto &[name, tensor] : trainer->tensors()) {
            Tensor live = tensor;
            Doubles expected, actual;
            for (int probe = 0; probe < 10; ++probe) {
                const auto i = static_cast<int64_t>(random() % static_cast<unsigned>(live.elements()));
                float &value = live.f32()[i];
                const float kept = value, step = 2e-3F;
                value = kept + step;
                const double above = trainer->loss(batch);
                value = kept - step;
                const double below = trainer->loss(batch);
                value = kept;
                expected.push_back((above - below) / (2.0 * static_cast<double>(step)));
                actual.push_back(gradients.at(name)[static_cast<std::size_t>(i)]);
            }
            const double error = relativeError(actual, expected);
            QVERIFY2(error < 1e-2, qPrintable(QString::fromStdString(name) + ": " + QString::number(error)));
        }
    }

    void packedEqualsSeparate_data() { isaRows(); }
    void packedEqualsSeparate()
    {
        QFETCH(QString, isa);
        const auto trainer = make(isa.toStdString(), true);
        const Batch packed = branchedBatch(2);
        const double loss = trainer->lossAndGradients(packed);
        const auto together = copied(trainer->gradients());

        double lossSum = 0;
        int64_t targets = 0;
        std::map<std::string, Doubles> separate;
        for (const auto &[parent, branch, first] : {std::tuple{0, 1, true}, {0, 2, false}, {3, 4, true}}) {
            Batch one;
            append(one, packed, packed.segments[static_cast<std::size_t>(parent)], first);
            append(one, packed, packed.segments[static_cast<std::size_t>(branch)], true);
            one.segments = {{0, static_cast<int>(one.tokens.size()), -1}};
            const int64_t count = one.targetCount();
            lossSum += trainer->lossAndGradients(one) * static_cast<double>(count);
            targets += count;
            for (const auto &[name, values] : copied(trainer->gradients())) {
                separate[name].resize(values.size());
                for (std::size_t i = 0; i < values.size(); ++i)
                    separate[name][i] += values[i] * static_cast<double>(count);
            }
        }
        QCOMPARE(targets, packed.targetCount());
        QVERIFY(std::abs(lossSum / static_cast<double>(targets) - loss) < 1e-6);
        for (auto &[name, values] : separate) {
            for (double &value : values)
                value /= static_cast<double>(targets);
            VERIFY_CLOSE(together.at(name), values, 1e-5);
        }
    }

    void bf16StaysCloseToFp32_data() { isaRows(); }
    void bf16StaysCloseToFp32()
    {
        QFETCH(QString, isa);
        const auto a = make(isa.toStdString(), true), b = make(isa.toStdString(), true, "bf16");
        const Batch batch = branchedBatch(3);
        const double lossA = a->lossAndGradients(batch), lossB = b->lossAndGradients(batch);
        QVERIFY2(std::abs(lossA - lossB) < 0.03 * lossA, qPrintable(QString::number(lossA - lossB)));
        const auto ga = copied(a->gradients()), gb = copied(b->gradients());
        double difference = 0, size = 0;
        for (const auto &[name, values] : ga)
            for (std::size_t i = 0; i < values.size(); ++i) {
                difference += std::pow(values[i] - gb.at(name)[i], 2);
                size += values[i] * values[i];
            }
        QVERIFY2(std::sqrt(difference / size) < 0.05,
                 qPrintable(QString::number(std::sqrt(difference / size))));
    }

    void paddingChangesNothing()
    {
        const auto trainer = make("auto", true);
        Batch batch = branchedBatch(4);
        const double loss = trainer->loss(batch);
        batch.tokens.insert(batch.tokens.end(), 5, 7);
        batch.positions.insert(batch.positions.end(), 5, 0);
        batch.targets.insert(batch.targets.end(), 5, -1);
        QCOMPARE(trainer->loss(batch), loss);
    }
};

QTEST_GUILESS_MAIN(TestTrainGradients)
#include "test_train_gradients.moc"
