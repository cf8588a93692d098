#include "engine/generate/generator.h"
#include "engine/model/decoder.h"
#include "engine/train/merge_drift.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace mureum::engine;
using namespace mureum::engine::adapter_test;

namespace {

ModelConfig tiny(bool tied = true)
{
    return {.vocabSize = 50,
            .dim = 24,
            .layers = 2,
            .heads = 6,
            .kvHeads = 2,
            .headDim = 8,
            .ffnDim = 40,
            .contextLength = 400,
            .tiedEmbeddings = tied};
}

std::vector<int> someTokens(int count)
{
    std::vector<int> tokens;
    for (int i = 0; i < count; ++i)
        tokens.push_back((i * 13 + 5) % 50);
    return tokens;
}

/// Scores behind a prompt, by prefill and one decode.
std::vector<float> scores(Decoder &decoder, const std::vector<int> &tokens)
{
    KvPrefix prefix(decoder.kvLayout());
    KvPool pool(decoder.kvLayout());
    KvBranch branch(pool);
    decoder.prefill(prefix, std::span(tokens).first(tokens.size() - 1));
    std::vector<float> logits(static_cast<std::size_t>(decoder.config().vocabSize));
    const DecodeInput last{&branch, std::span(tokens).last(1)};
    decoder.decode(prefix, {&last, 1}, logits);
    return logits;
}

double largestDifference(const std::vector<float> &a, const std::vector<float> &b)
{
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return most;
}

} // namespace

class TestAdapterInference : public QObject
{
    Q_OBJECT
private slots:
    void adapterEqualsMergedModel_data()
    {
        QTest::addColumn<bool>("tied");
        QTest::addColumn<bool>("head");
        QTest::newRow("tied") << true << false;
        QTest::newRow("tied, head") << true << true;
        QTest::newRow("untied, head") << false << true;
    }
    void adapterEqualsMergedModel()
    {
        QFETCH(bool, tied);
        QFETCH(bool, head);
        const auto base = std::make_shared<Model>(randomModel(tiny(tied)));
        const Adapter one = randomAdapter(*base, smallAdapter(head), 2),
                      two = randomAdapter(*base, smallAdapter(), 3);
        const auto merged = std::make_shared<Model>(mergeAdapter(*base, one));
        QCOMPARE(merged->config.tiedEmbeddings, tied && !head);
        Decoder decoder(base, makeCpuBackend(), DType::F32), reference(merged, makeCpuBackend(), DType::F32);
        const auto tokens = someTokens(90);
        const auto plain = scores(decoder, tokens);
        const AdapterId first = decoder.addAdapter(one), second = decoder.addAdapter(two);
        QCOMPARE(scores(decoder, tokens), plain); // adding is not using
        decoder.useAdapter(first);
        const auto adapted = scores(decoder, tokens);
        QVERIFY(largestDifference(adapted, plain) > 0.05);
        QCOMPARE(adapted, scores(reference, tokens));
        decoder.useAdapter(second);
        const auto other = scores(decoder, tokens);
        QVERIFY(largestDifference(adapted, other) > 0.05);
        decoder.useAdapter(0);
        QCOMPARE(scores(decoder, tokens), plain);
        decoder.useAdapter(first);
        QCOMPARE(scores(decoder, tokens), adapted);
        decoder.removeAdapter(first);
        QCOMPARE(scores(decoder, tokens), plain);
        QVERIFY(mentions(messageOf([&] { decoder.useAdapter(first); }), "not loaded"));
        QVERIFY(decoder.addAdapter(one) != first);
    }

    /// Products beside the base's give the same as products with merged weights.
    void mergingEqualsRunningUnmerged()
    {
        QTemporaryDir folder;
        const Model base = randomModel(tiny());
        AdapterConfig config = smallAdapter(true);
        config.rankStabilized = true;
        const Adapter adapter = randomAdapter(base, config);
        const std::vector<std::vector<int>> prompts = {someTokens(70), someTokens(1)};
        const MergeDrift exact = measureMergeDrift(base, adapter, mergeAdapter(base, adapter), prompts);
        QCOMPARE(exact.positions, 71);
        QVERIFY2(exact.maxAbsolute < 1e-4, qPrintable(QString::number(exact.maxAbsolute)));
        QVERIFY(exact.maxKl < 1e-8);
        QCOMPARE(exact.sameTopToken, 1.0);

        const std::string file = folder.filePath("merged.gguf").toStdString();
        saveModel(file, mergeAdapter(base, adapter), "bf16");
        const MergeDrift rounded = measureMergeDrift(base, adapter, loadModel(file), prompts);
        QVERIFY(rounded.maxAbsolute > exact.maxAbsolute);
        QVERIFY2(rounded.meanAbsolute < 0.1, qPrintable(QString::number(rounded.meanAbsolute)));
        const MergeDrift without = measureMergeDrift(base, adapter, base, prompts);
        QVERIFY(without.meanKl > 100 * rounded.meanKl);
    }

    void promptsAreKeptByAdapter()
    {
        const auto base = std::make_shared<Model>(randomModel(tiny()));
        GeneratorOptions options;
        options.dtype = DType::F32;
        GenerateOptions generate;
        generate.maxNewTokens = 12;
        const auto tokens = someTokens(200);
        Generator generator(base, 1, options), fresh(base, 1, options);
        const Adapter adapter = randomAdapter(*base, smallAdapter());
        const auto plain = generator.generate(tokens, generate).tokens;
        const AdapterId id = generator.addAdapter(adapter);
        generator.useAdapter(id);
        const auto adapted = generator.generate(tokens, generate);
        QCOMPARE(adapted.timing.cachedTokens, 0);
        fresh.useAdapter(fresh.addAdapter(adapter));
        QCOMPARE(adapted.tokens, fresh.generate(tokens, generate).tokens);
        generator.useAdapter(0);
        const auto again = generator.generate(tokens, generate);
        QCOMPARE(again.timing.cachedTokens, 192);
        QCOMPARE(again.tokens, plain);
        generator.useAdapter(id);
        const auto adaptedAgain = generator.generate(tokens, generate);
        QCOMPARE(adaptedAgain.timing.cachedTokens, 192);
        QCOMPARE(adaptedAgain.tokens, adapted.tokens);
    }

    void misfitsNameTensorAndShapes()
    {
        const auto base = std::make_shared<Model>(randomModel(tiny()));
        ModelConfig other = tiny();
        other.ffnDim = 48;
        const Adapter adapter = randomAdapter(randomModel(other), smallAdapter());
        Decoder decoder(base, makeCpuBackend(), DType::F32);
        const std::string message = messageOf([&] { decoder.addAdapter(adapter); });
        QVERIFY2(mentions(message, "ffn_gate.weight.lora_b") && mentions(message, "[48, 3]") &&
                     mentions(message, "[40, 3]"),
                 message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestAdapterInference)
#include "test_adapter_inference.moc"
