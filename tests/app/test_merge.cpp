#include "engine/model/peft_adapter.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mureum::engine;
using namespace mureum::engine::adapter_test;

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;
};

Outcome run(const QStringList &arguments)
{
    QProcess process;
    process.start(QString(MUREUM_BIN_DIR) + "/mureum-cli", arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
        qFatal("%s", qPrintable(arguments.join(' ')));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestMerge : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    QString model_, adapter_;
    Model base_;

private slots:
    void initTestCase()
    {
        ModelConfig config{.vocabSize = 60,
                           .dim = 32,
                           .layers = 2,
                           .heads = 4,
                           .kvHeads = 2,
                           .headDim = 8,
                           .ffnDim = 64,
                           .contextLength = 256,
                           .tiedEmbeddings = true};
        base_ = randomModel(config);
        model_ = folder_.filePath("base.gguf");
        saveModel(model_.toStdString(), base_, "f32");
        base_ = loadModel(model_.toStdString());
        Adapter adapter = randomAdapter(base_, smallAdapter());
        adapter.baseHash = modelHash(base_);
        adapter_ = folder_.filePath("adapter");
        saveAdapter(adapter_.toStdString(), adapter, config);
    }

    void writesTheMergedModel()
    {
        const QString out = folder_.filePath("merged.gguf");
        const Outcome outcome = run(
            {"merge", "--model", model_, "--adapter", adapter_, "--out", out, "--storage", "f32", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.err.isEmpty());
        const QJsonObject json = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(json["same_base"].toBool(), true);
        const QJsonObject drift = json["drift"].toObject();
        QVERIFY(drift["positions"].toInt() > 0);
        QVERIFY2(drift["max_absolute"].toDouble(1) < 1e-3, outcome.out.constData());
        QVERIFY(drift["max_kl"].toDouble(1) < 1e-6);
        QCOMPARE(drift["same_top_token"].toDouble(), 1.0);
        const Model merged = loadModel(out.toStdString());
        const Tensor wanted = adaptedWeight(loadAdapter(adapter_.toStdString(), base_.config),
                                            "blk.1.attn_k.weight", base_.tensors.at("blk.1.attn_k.weight"));
        const Tensor &got = merged.tensors.at("blk.1.attn_k.weight");
        for (std::int64_t i = 0; i < wanted.elements(); ++i)
            QCOMPARE(got.f32()[i], wanted.f32()[i]);
    }

    void saysTheDriftInWords()
    {
        const Outcome outcome =
            run({"merge", "--model", model_, "--adapter", adapter_, "--out", folder_.filePath("half.gguf")});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("logit drift") && outcome.out.contains("KL"), outcome.out.constData());
    }

    void badInputIsNamed()
    {
        const Outcome missing =
            run({"merge", "--model", model_, "--adapter", folder_.filePath("none"), "--out", "x.gguf"});
        QCOMPARE(missing.code, 2);
        QVERIFY2(missing.err.contains("error: ") && missing.err.contains("adapter_config.json"),
                 missing.err.constData());
        const Outcome onto = run({"merge", "--model", model_, "--adapter", adapter_, "--out", model_});
        QCOMPARE(onto.code, 2);
        QVERIFY(onto.err.contains("base model itself"));
        const Outcome other =
            run({"merge", "--model", QString(MUREUM_SOURCE_DIR) + "/resources/model/mureum-1.gguf",
                 "--adapter", adapter_, "--out", folder_.filePath("never.gguf")});
        QCOMPARE(other.code, 2);
        QVERIFY2(other.err.contains("lora_a") && other.err.contains("[3, 32]"), other.err.constData());
        QVERIFY(!QFile::exists(folder_.filePath("never.gguf")));
    }
};

QTEST_GUILESS_MAIN(TestMerge)
#include "test_merge.moc"
