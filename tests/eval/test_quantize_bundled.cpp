#include "datasets/examples/example.h"
#include "datasets/training/training_set.h"
#include "engine/core/threads.h"
#include "engine/model/model.h"
#include "engine/quantize/quantize_model.h"
#include "engine/quantize/score_drift.h"
#include "eval/answer/slot_tokens.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

using namespace mureum;
using namespace mureum::engine;

// The schemes that look at calibration data, on the model that is bundled.

namespace {

const std::string modelFile = MUREUM_SOURCE_DIR "/resources/model/mureum-1.gguf";
const std::string samples = MUREUM_SOURCE_DIR "/resources/samples";

/// The sample questions with their answers as they are asked, schema first.
std::vector<std::vector<int>> prompts(const Model &model)
{
    std::map<std::string, datasets::TrainingGroup> groups;
    for (const auto &example : datasets::readExamples(samples + "/examples.jsonl").examples) {
        auto &group = groups[example.databaseId];
        group.file = datasets::databaseFile(samples, example.databaseId);
        group.questions.push_back({example.question, example.query});
    }
    const eval::SlotTokens symbols(*model.tokenizer);
    std::vector<std::vector<int>> result;
    for (auto &[id, group] : groups) {
        group.database = datasets::openForPrompts(group.file);
        for (const auto &question : group.questions)
            for (const auto sample = datasets::encodeQuestions(group, {&question});
                 const auto &branch : sample.branches) {
                std::vector<int> tokens = model.tokenizer->encode(sample.schemaText);
                const auto more = model.tokenizer->encode(branch.questionText),
                           answer = symbols.tokens(branch.answer);
                tokens.insert(tokens.end(), more.begin(), more.end());
                tokens.insert(tokens.end(), answer.begin(), answer.end());
                result.push_back(std::move(tokens));
            }
    }
    return result;
}

CalibrationBatch batchOf(const std::vector<int> &tokens)
{
    CalibrationBatch batch;
    batch.tokens.assign(tokens.begin(), tokens.end());
    batch.positions.resize(tokens.size());
    std::iota(batch.positions.begin(), batch.positions.end(), 0);
    batch.segments = {{0, static_cast<int>(tokens.size()), -1}};
    return batch;
}

LayerMatrices layerOf(const Model &model, int index)
{
    LayerMatrices layer;
    const std::string prefix = "blk." + std::to_string(index) + ".";
    for (std::size_t i = 0; i < layerParts; ++i)
        layer.parts[i] = model.tensor(prefix + std::string(layerPartNames[i]) + ".weight");
    layer.attentionNorm = model.tensor(prefix + "attn_norm.weight");
    layer.ffnNorm = model.tensor(prefix + "ffn_norm.weight");
    return layer;
}

/// Squared differences of what the attention block and the feed-forward block of one layer add.
struct BlockErrors
{
    double attention = 0, feedForward = 0;
};

BlockErrors blockErrors(const LayerForward &forward, const LayerMatrices &a, const LayerMatrices &b,
                        const CalibrationRows &rows)
{
    const auto difference = [](const Tensor &x, const Tensor &y) {
        double sum = 0;
        for (std::int64_t i = 0; i < x.elements(); ++i)
            sum += std::pow(static_cast<double>(x.f32()[i]) - static_cast<double>(y.f32()[i]), 2);
        return sum;
    };
    const auto attention = [&](const LayerMatrices &layer) {
        return forward.product(forward.attention(layer, rows, forward.attentionInput(layer, rows)),
                               layer[LayerPart::Output]);
    };
    CalibrationRows middle = rows;
    middle.hidden = rows.hidden.clone();
    const Tensor added = attention(a);
    forward.addToHidden(middle, added);
    const auto feedForward = [&](const LayerMatrices &layer) {
        return forward.product(forward.gated(layer, forward.feedForwardInput(layer, middle)),
                               layer[LayerPart::Down]);
    };
    return {difference(added, attention(b)), difference(feedForward(a), feedForward(b))};
}

} // namespace

class TestQuantizeBundled : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    Model source_;
    std::vector<CalibrationBatch> calibration_;
    std::vector<CalibrationBatch> heldOut_;

    QuantizeReport quantize(const char *scheme, std::string &out) const
    {
        QuantizePlan plan;
        plan.scheme = scheme;
        plan.embeddings = plan.head = "keep";
        out = folder_.filePath(scheme).toStdString() + ".gguf";
        return quantizeModel(modelFile, plan, calibration_, out, {out + ".work", false});
    }

    /// By layer, on questions that calibration did not see.
    std::vector<BlockErrors> errorsOf(const Model &other) const
    {
        const LayerForward forward(source_.config, makeCpuBackend());
        const Tensor embedding = source_.tensor("token_embd.weight");
        std::vector<CalibrationRows> rows;
        for (const CalibrationBatch &batch : heldOut_)
            rows.push_back(forward.begin(batch, embedding));
        std::vector<BlockErrors> result(static_cast<std::size_t>(source_.config.layers));
        for (int i = 0; i < source_.config.layers; ++i) {
            const LayerMatrices original = layerOf(source_, i), layer = layerOf(other, i);
            for (CalibrationRows &one : rows) {
                const BlockErrors errors = blockErrors(forward, original, layer, one);
                result[static_cast<std::size_t>(i)].attention += errors.attention;
                result[static_cast<std::size_t>(i)].feedForward += errors.feedForward;
                forward.run(original, one);
            }
        }
        return result;
    }

private slots:
    void initTestCase()
    {
        source_ = loadModel(modelFile);
        std::vector<std::vector<int>> all = prompts(source_);
        QVERIFY(all.size() >= 30);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i % 3 == 0)
                calibration_.push_back(batchOf(all[i]));
            else if (i % 9 == 1)
                heldOut_.push_back(batchOf(all[i]));
        }
    }

    void gptqAndAwqBeatRounding()
    {
        std::string rounded, gptq, awq;
        quantize("zeropoint", rounded);
        const QuantizeReport byGptq = quantize("gptq", gptq), byAwq = quantize("awq", awq);
        const int layers = source_.config.layers;
        int measured = 0;
        for (const TensorReport &tensor : byGptq.tensors) {
            if (tensor.outputError < 0)
                continue;
            ++measured;
            QVERIFY2(tensor.outputError < tensor.roundingError,
                     qPrintable(QString("%1: %2 against %3")
                                    .arg(QString::fromStdString(tensor.name))
                                    .arg(tensor.outputError)
                                    .arg(tensor.roundingError)));
        }
        QCOMPARE(measured, layers * layerParts);
        QCOMPARE(byAwq.scales.size(), static_cast<std::size_t>(layers * layerInputs));
        for (const ScaleReport &scale : byAwq.scales)
            QVERIFY(scale.error <= scale.plainError);

        setThreadCount(1); // the products are small
        const auto plain = errorsOf(loadModel(rounded)), ofGptq = errorsOf(loadModel(gptq)),
                   ofAwq = errorsOf(loadModel(awq));
        for (std::size_t i = 0; i < plain.size(); ++i) {
            const auto text = [&](double a, double b) {
                return qPrintable(QString("layer %1: %2, %3").arg(i).arg(a).arg(b));
            };
            QVERIFY2(ofGptq[i].attention < plain[i].attention, text(ofGptq[i].attention, plain[i].attention));
            QVERIFY2(ofGptq[i].feedForward < plain[i].feedForward,
                     text(ofGptq[i].feedForward, plain[i].feedForward));
            QVERIFY2(ofAwq[i].attention < plain[i].attention, text(ofAwq[i].attention, plain[i].attention));
            QVERIFY2(ofAwq[i].feedForward < plain[i].feedForward,
                     text(ofAwq[i].feedForward, plain[i].feedForward));
        }

        // And the whole model, through the kernels that serve it.
        std::vector<ScoredSequence> texts;
        for (const CalibrationBatch &batch : heldOut_) {
            const auto split = batch.tokens.end() - 25;
            texts.push_back({{batch.tokens.begin(), split}, {split, batch.tokens.end()}, 0});
        }
        const auto drift = [&](const std::string &file) {
            return measureScoreDrift(std::make_shared<const Model>(loadModel(modelFile, LoadAs::Stored)),
                                     std::make_shared<const Model>(loadModel(file, LoadAs::Stored)), texts)
                .all;
        };
        const DriftSums a = drift(rounded), b = drift(gptq), c = drift(awq);
        qInfo("mean KL: rounded %g, gptq %g, awq %g", a.meanKl, b.meanKl, c.meanKl);
        QVERIFY(b.meanKl < a.meanKl);
        QVERIFY(c.meanKl < a.meanKl);
        setThreadCount(0);
    }
};

QTEST_GUILESS_MAIN(TestQuantizeBundled)
#include "test_quantize_bundled.moc"
