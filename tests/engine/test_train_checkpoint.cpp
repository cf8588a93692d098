#include "engine/core/error.h"
#include "engine/train/checkpoint.h"
#include "tests/engine/test_train_support.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

using namespace mureum::engine;
using namespace mureum::engine::train_test;

class TestTrainCheckpoint : public QObject
{
    Q_OBJECT

    QTemporaryDir root_;
    const ParameterLayout layout_{smallModel()};
    Tensor p_, m_, v_;
    QByteArray good_;

    std::string path() const { return root_.filePath("checkpoint.bin").toStdString(); }

    void write(int64_t step)
    {
        CheckpointState state;
        state.model = smallModel();
        state.step = step;
        state.tokens = 1000;
        state.targetTokens = 300;
        writeCheckpoint(path(), state, smallTraining(), layout_, p_.f32(), m_.f32(), v_.f32());
    }

    void replace(const QByteArray &bytes)
    {
        QFile file(QString::fromStdString(path()));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }

    QByteArray current() const
    {
        QFile file(QString::fromStdString(path()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    bool readable() const
    {
        Tensor p({layout_.total()}), m({layout_.total()}), v({layout_.total()});
        try {
            readCheckpoint(path(), layout_, p.f32(), m.f32(), v.f32());
            return true;
        } catch (const Error &) {
            return false;
        }
    }

private slots:
    void init()
    {
        p_ = Tensor({layout_.total()});
        m_ = p_.clone();
        v_ = p_.clone();
        initializeParameters(layout_, smallModel(), 1, p_.f32());
        initializeParameters(layout_, smallModel(), 2, m_.f32());
        initializeParameters(layout_, smallModel(), 3, v_.f32());
        write(5);
        good_ = current();
    }

    void roundTrips()
    {
        Tensor p({layout_.total()}), m({layout_.total()}), v({layout_.total()});
        const CheckpointState state = readCheckpoint(path(), layout_, p.f32(), m.f32(), v.f32());
        QCOMPARE(state.step, 5);
        QCOMPARE(state.tokens, 1000);
        QCOMPARE(state.targetTokens, 300);
        QVERIFY(state.model == smallModel());
        const auto bytes = static_cast<std::size_t>(p.byteSize());
        QVERIFY(std::memcmp(p.raw(), p_.raw(), bytes) == 0);
        QVERIFY(std::memcmp(m.raw(), m_.raw(), bytes) == 0);
        QVERIFY(std::memcmp(v.raw(), v_.raw(), bytes) == 0);
        const auto tensors = readCheckpointTensors(path());
        QCOMPARE(tensors.size(), std::size_t{20}); // 9 per layer, the embedding and the last norm
        QCOMPARE(tensors.at("blk.1.attn_k.weight").shape(), (std::vector<int64_t>{12, 24}));
    }

    void truncationIsNoticedEverywhere()
    {
        for (qsizetype size = 0; size < good_.size(); size += good_.size() / 41 + 1) {
            replace(good_.left(size));
            QVERIFY(!readable());
        }
    }

    void flippedBitsAreNoticed()
    {
        for (qsizetype at = 0; at < good_.size(); at += good_.size() / 53 + 1) {
            QByteArray bytes = good_;
            bytes[at] = static_cast<char>(bytes[at] ^ 4);
            replace(bytes);
            QVERIFY2(!readable(), qPrintable(QString::number(at)));
        }
    }

    void randomBytesAreNotACheckpoint()
    {
        std::mt19937 random(1);
        QByteArray bytes(10000, '\0');
        for (char &byte : bytes)
            byte = static_cast<char>(random());
        replace(bytes);
        QVERIFY(!readable());
        bytes.replace(0, 8, "MUREUMT1");
        replace(bytes);
        QVERIFY(!readable());
        QFile::remove(QString::fromStdString(path()));
        QVERIFY(!readable());
    }

    void fullDiskKeepsTheOldOne()
    {
        // A file size limit makes write() fail half way, as a full disk does.
        rlimit old = {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit small = old;
        small.rlim_cur = static_cast<rlim_t>(good_.size() / 2);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        QString message;
        try {
            write(6);
        } catch (const Error &error) {
            message = error.what();
        }
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, handler);
        QVERIFY(message.contains("unchanged"));
        QCOMPARE(current(), good_);
        QVERIFY(!QFile::exists(QString::fromStdString(path()) + ".tmp"));
    }

    void missingFolderIsAnError()
    {
        CheckpointState state;
        state.model = smallModel();
        QVERIFY_EXCEPTION_THROWN(writeCheckpoint(root_.filePath("none/checkpoint.bin").toStdString(), state,
                                                 smallTraining(), layout_, p_.f32(), m_.f32(), v_.f32()),
                                 Error);
    }

    void configurationsRoundTripAsJson()
    {
        TrainConfig config = smallTraining();
        config.labelSmoothing = 0.05;
        QVERIFY(toJson(trainConfigFromJson(toJson(config))) == toJson(config));
        QVERIFY(modelConfigFromJson(toJson(smallModel(false))) == smallModel(false));

        using nlohmann::json;
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(json({{"step", 5}})), Error);
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(json{{"steps", "5"}}), Error);
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(json{{"steps", -5}}), Error);
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(json{{"precision", "fp8"}}), Error);
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(json::array()), Error);
        QVERIFY_EXCEPTION_THROWN(modelConfigFromJson(json{{"dim", 16}}), Error);
    }

    void learningRateWarmsUpAndDecays()
    {
        TrainConfig config;
        config.steps = 110;
        config.warmupSteps = 10;
        config.learningRate = 1.0;
        config.minLearningRate = 0.1;
        QCOMPARE(config.learningRateAt(1), 0.1);
        QCOMPARE(config.learningRateAt(10), 1.0);
        QCOMPARE(config.learningRateAt(60), 0.55);
        QCOMPARE(config.learningRateAt(110), 0.1);
    }
};

QTEST_GUILESS_MAIN(TestTrainCheckpoint)
#include "test_train_checkpoint.moc"
