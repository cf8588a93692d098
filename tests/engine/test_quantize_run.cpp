#include "engine/core/threads.h"
#include "engine/formats/gguf_reader.h"
#include "engine/quantize/quantize_model.h"
#include "engine/quantize/score_drift.h"
#include "engine/train/decoder.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <numeric>
#include <stop_token>
#include <sys/resource.h>

using namespace mureum::engine;
using adapter_test::randomModel;

namespace fs = std::filesystem;

namespace {

ModelConfig config(int dim = 64, int ffn = 96)
{
    return {.vocabSize = 60,
            .dim = dim,
            .layers = 3,
            .heads = 4,
            .kvHeads = 2,
            .headDim = 16,
            .ffnDim = ffn,
            .contextLength = 256,
            .tiedEmbeddings = true};
}

CalibrationBatch batchOf(std::size_t length, unsigned seed)
{
    std::mt19937 random(seed);
    CalibrationBatch batch;
    for (std::size_t i = 0; i < length; ++i) {
        batch.tokens.push_back(static_cast<std::int32_t>(random() % 60));
        batch.positions.push_back(static_cast<std::int32_t>(i));
    }
    // A prompt and a branch of its own, as questions share a schema.
    const int half = static_cast<int>(length / 2);
    batch.segments = {{0, half, -1}, {half, static_cast<int>(length) - half, 0}};
    return batch;
}

std::vector<CalibrationBatch> calibration()
{
    std::vector<CalibrationBatch> batches;
    for (unsigned i = 0; i < 10; ++i)
        batches.push_back(batchOf(37 + 5 * i, i + 1));
    return batches;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestQuantizeRun : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::string model_;

    std::string path(const char *name) const { return folder_.filePath(name).toStdString(); }

    QuantizeReport run(const QuantizePlan &plan, const char *name, const QuantizeCallbacks &callbacks = {},
                       bool resume = false, std::stop_token stop = {}) const
    {
        const std::string out = path(name);
        return quantizeModel(model_, plan, calibration(), out, {out + ".work", resume}, callbacks,
                             std::move(stop));
    }

    static QuantizePlan planOf(const char *scheme)
    {
        QuantizePlan plan;
        plan.scheme = scheme;
        plan.group = 32;
        return plan;
    }

private slots:
    void initTestCase()
    {
        model_ = path("model.gguf");
        saveModel(model_, randomModel(config()), "f32");
    }

    /// Layer after layer it gives what training's forward pass gives.
    void forwardIsTheModels()
    {
        const Model model = loadModel(model_);
        const LayerForward forward(model.config, makeCpuBackend());
        const CalibrationBatch batch = batchOf(50, 3);
        CalibrationRows rows = forward.begin(batch, model.tensors.at("token_embd.weight"));
        QCOMPARE(rows.hidden.dim(0), 64);
        for (int i = 0; i < model.config.layers; ++i) {
            LayerMatrices layer;
            const std::string prefix = "blk." + std::to_string(i) + ".";
            for (std::size_t p = 0; p < layerParts; ++p)
                layer.parts[p] = model.tensors.at(prefix + std::string(layerPartNames[p]) + ".weight");
            layer.attentionNorm = model.tensors.at(prefix + "attn_norm.weight");
            layer.ffnNorm = model.tensors.at(prefix + "ffn_norm.weight");
            forward.run(layer, rows);
        }
        Tensor normed(rows.hidden.shape());
        forward.backend().rmsNorm(normed, nullptr, rows.hidden, model.tensors.at("output_norm.weight").f32(),
                                  64, model.config.dim, model.config.normEpsilon);
        const Tensor logits = forward.product(normed, model.tensors.at("token_embd.weight"));
        TrainingDecoder decoder(makeCpuBackend(), model.config, 64, false);
        FrozenWeights weights(model, DType::F32);
        const TrainingDecoder::Pass pass{&weights, nullptr, nullptr, nullptr};
        const Batch prepared = decoder.prepare(
            {batch.tokens, batch.positions, std::vector<int32_t>(50, -1), batch.segments, {}});
        decoder.forward(prepared, pass);
        std::vector<int32_t> all(50);
        std::iota(all.begin(), all.end(), 0);
        std::vector<float> wanted(50 * 60);
        decoder.logits(pass, all, wanted.data());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY(std::abs(wanted[i] - logits.f32()[i]) < 1e-3F);
        for (std::int64_t i = 50 * 64; i < rows.hidden.elements(); ++i)
            QCOMPARE(rows.hidden.f32()[i], 0.0F);
    }

    void everySchemeGivesAModel_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<int>("bits");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("ends"); // of the embeddings, whose rows of 64 are too short for q6_K
        QTest::addColumn<double>("most");
        QTest::newRow("q8_0") << "q8_0" << 4 << "q8_0"
                              << "q8_0" << 0.01;
        QTest::newRow("q4_0") << "q4_0" << 4 << "q4_0"
                              << "q8_0" << 0.5;
        QTest::newRow("int8") << "int8" << 4 << "int8"
                              << "int8" << 0.02;
        QTest::newRow("nf4") << "nf4" << 4 << "nf4_double"
                             << "q8_0" << 0.5;
        QTest::newRow("absmax 8") << "absmax" << 8 << "int8_g32"
                                  << "int8_g32" << 0.01;
        QTest::newRow("absmax 4") << "absmax" << 4 << "int4_g32"
                                  << "q8_0" << 0.5;
        QTest::newRow("zeropoint") << "zeropoint" << 4 << "int4_g32"
                                   << "q8_0" << 0.4;
        QTest::newRow("gptq") << "gptq" << 4 << "int4_g32"
                              << "q8_0" << 0.3;
        QTest::newRow("gptq 8") << "gptq" << 8 << "int8_g32"
                                << "q8_0" << 0.01;
        QTest::newRow("awq") << "awq" << 4 << "int4_g32"
                             << "q8_0" << 0.35;
    }

    void everySchemeGivesAModel()
    {
        QFETCH(QString, scheme);
        QFETCH(int, bits);
        QFETCH(QString, type);
        QFETCH(QString, ends);
        QFETCH(double, most);
        // nf4 has blocks of 64: every width is a multiple.
        const std::string model = path("wide.gguf");
        saveModel(model, randomModel(config(64, 128)), "f32");
        QuantizePlan plan = planOf(scheme.toUtf8().constData());
        plan.bits = bits;
        plan.actOrder = true;
        const std::string out = path("scheme.gguf");
        const QuantizeReport report = quantizeModel(model, plan, calibration(), out, {out + ".work", false});
        QVERIFY(report.complete);
        QVERIFY(!fs::exists(out + ".work"));
        QCOMPARE(report.tensors.size(), std::size_t{22});
        QVERIFY(report.bytes < report.sourceBytes / 2);
        const GgufReader reader(out);
        QCOMPARE(QString::fromStdString(std::string(reader.findTensor("blk.1.ffn_down.weight")->type->name)),
                 type);
        QCOMPARE(QString::fromStdString(std::string(reader.findTensor("token_embd.weight")->type->name)),
                 ends);
        QVERIFY(reader.findTensor("blk.1.attn_q.weight.order") || scheme != "gptq");
        const auto before = std::make_shared<const Model>(loadModel(model, LoadAs::Stored)),
                   after = std::make_shared<const Model>(loadModel(out, LoadAs::Stored));
        std::vector<ScoredSequence> texts;
        for (unsigned seed = 50; seed < 53; ++seed) {
            const CalibrationBatch batch = batchOf(40, seed);
            texts.push_back({{batch.tokens.begin(), batch.tokens.begin() + 20},
                             {batch.tokens.begin() + 20, batch.tokens.end()},
                             10});
        }
        const ScoreDrift drift = measureScoreDrift(before, after, texts);
        QCOMPARE(drift.all.positions, 60);
        QCOMPARE(drift.answers.positions, 30);
        QVERIFY2(drift.all.meanKl < most && drift.all.meanKl > 0,
                 qPrintable(QString("mean KL %1").arg(drift.all.meanKl)));
        const ScoreDrift same = measureScoreDrift(before, before, texts);
        QVERIFY(same.all.meanKl < 1e-6 && same.all.sameTopToken == 1.0);
        QCOMPARE(same.all.perplexity, same.all.originalPerplexity);
    }

    void overridesAndEnds()
    {
        QuantizePlan plan = planOf("gptq");
        plan.overrides = {{"ffn_down", "q8_0"},
                          {"blk.1", "awq:4:32"},
                          {"blk.2.attn_?", "keep"},
                          {"blk.2.attn_v", "gptq:8"}};
        plan.embeddings = "keep";
        const QuantizeReport report = run(plan, "overrides.gguf");
        QVERIFY(report.complete);
        const GgufReader reader(path("overrides.gguf"));
        const auto type = [&](const char *name) {
            return std::string(reader.findTensor(std::string(name) + ".weight")->type->name);
        };
        QCOMPARE(type("blk.0.ffn_down"), std::string("q8_0"));
        QCOMPARE(type("blk.1.ffn_down"), std::string("int4_g32"));
        QCOMPARE(type("blk.2.attn_q"), std::string("f32"));
        QCOMPARE(type("blk.2.attn_v"), std::string("int8_g32"));
        QCOMPARE(type("token_embd"), std::string("f32"));
        QVERIFY(!report.scales.empty());
        QCOMPARE(reader.requireString("general.name"), std::string("tiny"));
        QVERIFY(reader.requireString("mureum.quantization").find("gptq") != std::string::npos);
        loadModel(path("overrides.gguf"));
    }

    void doesNotDependOnThreads_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::newRow("gptq") << "gptq";
        QTest::newRow("awq") << "awq";
    }

    void doesNotDependOnThreads()
    {
        QFETCH(QString, scheme);
        const QuantizePlan plan = planOf(scheme.toUtf8().constData());
        setThreadCount(1);
        run(plan, "one.gguf");
        setThreadCount(3);
        run(plan, "three.gguf");
        setThreadCount(0);
        const QByteArray one = bytesOf(folder_.filePath("one.gguf"));
        QVERIFY(!one.isEmpty());
        QVERIFY(one == bytesOf(folder_.filePath("three.gguf")));
    }

    void goesOnWhereItStopped_data() { doesNotDependOnThreads_data(); }

    void goesOnWhereItStopped()
    {
        QFETCH(QString, scheme);
        const QuantizePlan plan = planOf(scheme.toUtf8().constData());
        run(plan, "whole.gguf");
        fs::remove_all(path("parts.gguf.work"));
        fs::remove(path("parts.gguf"));
        std::stop_source stop;
        QuantizeCallbacks callbacks;
        callbacks.progress = [&](std::int64_t, std::int64_t, const std::string &what) {
            if (what.starts_with("blk.1.ffn"))
                stop.request_stop();
        };
        const QuantizeReport stopped = run(plan, "parts.gguf", callbacks, false, stop.get_token());
        QVERIFY(!stopped.complete);
        QVERIFY(!fs::exists(path("parts.gguf")));
        QVERIFY(fs::exists(path("parts.gguf.work")));
        // Another plan is not mixed in.
        QuantizePlan other = plan;
        other.bits = 8;
        QVERIFY(mentions(messageOf([&] { run(other, "parts.gguf", {}, true); }), "another plan"));
        const QuantizeReport resumed = run(plan, "parts.gguf", {}, true);
        QVERIFY(resumed.complete);
        QCOMPARE(resumed.resumedLayers, 1);
        QCOMPARE(resumed.tensors.size(), std::size_t{22});
        QVERIFY(bytesOf(folder_.filePath("whole.gguf")) == bytesOf(folder_.filePath("parts.gguf")));
        QVERIFY(!fs::exists(path("parts.gguf.work")));
    }

    void refusesBadInput()
    {
        const auto refuses = [&](const QuantizePlan &plan, const char *part) {
            fs::remove(path("bad.gguf"));
            const std::string message = messageOf([&] { run(plan, "bad.gguf"); });
            QVERIFY2(mentions(message, part), message.c_str());
            QVERIFY(!fs::exists(path("bad.gguf")));
        };
        refuses(planOf("q5_1"), "unknown");
        QuantizePlan plan = planOf("gptq");
        plan.group = 64;
        refuses(plan, "do not divide the 96 columns of 'blk.0.ffn_down.weight'");
        refuses(planOf("q4_K"), "blocks of 256");
        plan = planOf("q8_0");
        plan.overrides = {{"ffn_done", "q4_0"}};
        refuses(plan, "'ffn_done' matches no matrix");
        plan.overrides = {{"ffn_down", "gptq:x"}};
        refuses(plan, "gptq:x");
        plan.overrides = {{"token_embd", "gptq"}};
        refuses(plan, "'token_embd.weight' cannot be quantized by gptq");
        plan.overrides.clear();
        plan.scheme = "gptq";
        plan.group = 32;
        plan.bits = 3;
        refuses(plan, "3 bits");

        const QByteArray before = bytesOf(QString::fromStdString(model_));
        const std::string few = messageOf([&] {
            quantizeModel(model_, planOf("gptq"), {batchOf(100, 1)}, path("bad.gguf"), {path("work"), false});
        });
        QVERIFY2(mentions(few, "100 tokens") && mentions(few, "at least 192"), few.c_str());
        const std::string itself = messageOf([&] {
            quantizeModel(model_, planOf("q8_0"), {}, model_, {path("work"), false});
        });
        QVERIFY2(mentions(itself, "the model itself"), itself.c_str());
        const std::string nowhere = messageOf([&] {
            quantizeModel(model_, planOf("q8_0"), {}, path("none/out.gguf"), {path("work"), false});
        });
        QVERIFY2(!nowhere.empty(), "a folder that is not there");
        CalibrationBatch wrong = batchOf(200, 1);
        wrong.tokens[7] = 60;
        const std::string token = messageOf([&] {
            quantizeModel(model_, planOf("awq"), {wrong}, path("bad.gguf"), {path("work"), false});
        });
        QVERIFY2(mentions(token, "token 60"), token.c_str());
        QVERIFY(before == bytesOf(QString::fromStdString(model_)));
    }

    void whatIsQuantizedAlready()
    {
        run(planOf("q4_0"), "four.gguf");
        const std::string message = messageOf([&] {
            quantizeModel(path("four.gguf"), planOf("q8_0"), {}, path("again.gguf"), {path("work"), false});
        });
        QVERIFY2(mentions(message, "already"), message.c_str());
        QVERIFY(!fs::exists(path("again.gguf")));
        run(planOf("q8_0"), "eight.gguf");
        const QuantizeReport report =
            quantizeModel(path("eight.gguf"), planOf("q4_0"), {}, path("again.gguf"), {path("work"), false});
        QVERIFY(report.complete);
        QCOMPARE(report.warnings.size(), std::size_t{1});
        QVERIFY(mentions(report.warnings.front(), "q8_0"));
    }

    void fullDisk()
    {
        // Files may not grow beyond a limit: writing fails as it does where a disk is full.
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        for (const rlim_t limit :
             {rlim_t{20'000}, rlim_t{60'000}}) { // within a layer's file, and the last one
            rlimit small = before;
            small.rlim_cur = limit;
            setrlimit(RLIMIT_FSIZE, &small);
            fs::remove_all(path("full.gguf.work"));
            const std::string message = messageOf([&] { run(planOf("q8_0"), "full.gguf"); });
            setrlimit(RLIMIT_FSIZE, &before);
            QVERIFY2(mentions(message, limit < 30'000 ? "layer_0000.gguf" : "full.gguf"), message.c_str());
            QVERIFY(!fs::exists(path("full.gguf")));
            for (const auto &entry : fs::directory_iterator(folder_.path().toStdString())) {
                const std::string name = entry.path().filename().string();
                QVERIFY2(!name.starts_with("full.gguf") || name == "full.gguf.work", name.c_str());
            }
        }
        std::signal(SIGXFSZ, handler);
    }
};

QTEST_GUILESS_MAIN(TestQuantizeRun)
#include "test_quantize_run.moc"
