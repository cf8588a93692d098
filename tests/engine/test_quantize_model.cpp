#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/generate/perplexity.h"
#include "engine/generate/scores.h"
#include "engine/model/decoder.h"
#include "engine/train/training_weights.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace mureum::engine;
using adapter_test::randomAdapter;
using adapter_test::randomModel;
using adapter_test::smallAdapter;

namespace {

constexpr int vocab = 48;

ModelConfig config()
{
    return {.vocabSize = vocab,
            .dim = 256,
            .layers = 2,
            .heads = 4,
            .kvHeads = 2,
            .headDim = 64,
            .ffnDim = 256,
            .contextLength = 300,
            .ropeTheta = 1000.0F,
            .normEpsilon = 1e-5F,
            .tiedEmbeddings = true};
}

/// All matrices in `type`; with "mixed", every one in another.
Model quantizedModel(const std::string &type, bool tied = true)
{
    ModelConfig c = config();
    c.tiedEmbeddings = tied;
    Model model = randomModel(c);
    const char *const some[] = {"q4_k", "q8_0", "bf16", "nf4_double", "int8", "q6_k", "int4_g64"};
    std::size_t next = 0;
    Model result = model;
    for (const auto &[name, tensor] : model.tensors) {
        if (tensor.rank() != 2)
            continue;
        const std::string chosen = type == "mixed" ? some[next++ % std::size(some)] : type;
        if (chosen == "bf16") {
            result.tensors.at(name) = tensor.to(DType::BF16);
            continue;
        }
        result.tensors.erase(name);
        result.quantized.emplace(name, quantizeMatrix(tensor, ggufType(chosen)));
    }
    return result;
}

std::vector<int> someTokens(int count, unsigned seed = 3)
{
    std::mt19937 random(seed);
    std::vector<int> tokens(static_cast<std::size_t>(count));
    for (int &token : tokens)
        token = static_cast<int>(random() % vocab);
    return tokens;
}

/// Scores after each of the last `rows` tokens, the others prefilled.
std::vector<float> scores(Decoder &decoder, std::span<const int> tokens, std::size_t rows = 3)
{
    KvPrefix prefix(decoder.kvLayout());
    decoder.prefill(prefix, tokens.first(tokens.size() - rows));
    KvPool pool(decoder.kvLayout());
    KvBranch branch(pool);
    std::vector<float> logits(rows * vocab);
    const DecodeInput input{&branch, tokens.last(rows)};
    decoder.decode(prefix, {&input, 1}, logits);
    return logits;
}

double difference(const std::vector<float> &a, const std::vector<float> &b)
{
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!std::isfinite(a[i]))
            return INFINITY;
        worst = std::max(worst, static_cast<double>(std::abs(a[i] - b[i])));
    }
    return worst;
}

std::shared_ptr<const Model> shared(Model model)
{
    return std::make_shared<const Model>(std::move(model));
}

} // namespace

class TestQuantizeModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { setThreadCount(2); }

    void sameAsFloats_data()
    {
        QTest::addColumn<QByteArray>("isa");
        QTest::addColumn<QByteArray>("type");
        for (const std::string &isa : cpuIsas())
            for (const char *type : {"mixed", "q4_k", "q8_0", "nf4_double", "int8"})
                if (isa == cpuIsas().back() || std::string(type) == "mixed")
                    QTest::addRow("%s %s", isa.c_str(), type) << QByteArray(isa.c_str()) << QByteArray(type);
    }
    /// What the matrices stand for, computed in floats.
    void sameAsFloats()
    {
        QFETCH(QByteArray, isa);
        QFETCH(QByteArray, type);
        const bool tied = type != "q4_k";
        const auto model = shared(quantizedModel(type.toStdString(), tied));
        Decoder quantized(model, makeCpuBackend(isa.toStdString()), DType::F32);
        Decoder floats(shared(dequantized(*model)), makeCpuBackend(isa.toStdString()), DType::F32);
        QCOMPARE(floats.baseWeights().storage(), std::string("f32"));
        if (type != "mixed")
            QCOMPARE(quantized.baseWeights().storage(), type.toStdString());
        for (const int length : {4, 133}) {
            const auto tokens = someTokens(length);
            const auto got = scores(quantized, tokens), expected = scores(floats, tokens);
            // Logits of this model spread over about 1; activations are rounded to 8 bits.
            QVERIFY2(difference(got, expected) < 0.12,
                     qPrintable(QString::number(difference(got, expected))));
            // Bit for bit the same one by one: nothing depends on what is computed beside it.
            KvPrefix prefix(quantized.kvLayout());
            quantized.prefill(prefix, std::span(tokens).first(tokens.size() - 3));
            KvPool pool(quantized.kvLayout());
            KvBranch branch(pool);
            std::vector<float> row(vocab);
            for (std::size_t i = 0; i < 3; ++i) {
                const DecodeInput input{&branch, std::span(tokens).subspan(tokens.size() - 3 + i, 1)};
                quantized.decode(prefix, {&input, 1}, row);
                QVERIFY(
                    std::equal(row.begin(), row.end(), got.begin() + static_cast<std::ptrdiff_t>(i) * vocab));
            }
        }
    }

    void threadsDoNotMatter()
    {
        const auto model = shared(quantizedModel("mixed"));
        const auto tokens = someTokens(16);
        std::vector<float> one;
        for (const int threads : {1, 2, 3}) {
            setThreadCount(threads);
            Decoder decoder(model, makeCpuBackend());
            const auto got = scores(decoder, tokens, 16);
            if (threads == 1)
                one = got;
            QVERIFY(got == one);
        }
        setThreadCount(2);
    }

    /// GPTQ's column orders: the same matrices, stored differently.
    void columnOrders()
    {
        Model straight = quantizedModel("int8_g32");
        Model ordered = straight;
        std::mt19937 random(4);
        for (auto &[name, matrix] : ordered.quantized) {
            if (!name.ends_with("attn_q.weight") && !name.ends_with("ffn_down.weight"))
                continue;
            std::vector<int32_t> order(static_cast<std::size_t>(matrix.columns()));
            std::iota(order.begin(), order.end(), 0);
            std::shuffle(order.begin(), order.end(), random);
            const Tensor floats = matrix.dequantize();
            Tensor moved(floats.shape());
            for (int64_t r = 0; r < matrix.rows(); ++r)
                for (int64_t j = 0; j < matrix.columns(); ++j)
                    moved.f32()[r * matrix.columns() + j] =
                        floats.f32()[r * matrix.columns() + order[static_cast<std::size_t>(j)]];
            matrix = quantizeMatrix(moved, ggufType("int8_g32"));
            matrix.setOrder(order);
        }
        Decoder one(shared(straight), makeCpuBackend(), DType::F32),
            two(shared(ordered), makeCpuBackend(), DType::F32);
        const auto tokens = someTokens(80);
        QVERIFY2(difference(scores(one, tokens), scores(two, tokens)) < 0.1,
                 qPrintable(QString::number(difference(scores(one, tokens), scores(two, tokens)))));
    }

    /// Beside the quantized products, op by op, or in floats as of any small model.
    void adapters_data()
    {
        QTest::addColumn<bool>("head");
        QTest::addColumn<bool>("beside");
        QTest::newRow("layers, beside") << false << true;
        QTest::newRow("head too, beside") << true << true;
        QTest::newRow("head too, as floats") << true << false;
    }
    void adapters()
    {
        QFETCH(bool, head);
        QFETCH(bool, beside);
        const auto base = shared(quantizedModel("q8_0"));
        const Adapter adapter = randomAdapter(*base, smallAdapter(head));
        Decoder decoder(base, makeCpuBackend(), DType::F32);
        Decoder merged(shared(mergeAdapter(*base, adapter)), makeCpuBackend(), DType::F32);
        const auto tokens = someTokens(90);
        const auto plain = scores(decoder, tokens);
        const AdapterId id = decoder.addAdapter(adapter, beside);
        QCOMPARE(scores(decoder, tokens), plain);
        decoder.useAdapter(id);
        const auto adapted = scores(decoder, tokens);
        QVERIFY(difference(adapted, plain) > 0.2);
        QVERIFY2(difference(adapted, scores(merged, tokens)) < 0.25,
                 qPrintable(QString::number(difference(adapted, scores(merged, tokens)))));
        if (!beside)
            QCOMPARE(adapted, scores(merged, tokens));
        decoder.useAdapter(0);
        QCOMPARE(scores(decoder, tokens), plain);
        decoder.useAdapter(id);
        QCOMPARE(scores(decoder, tokens), adapted);
        decoder.removeAdapter(id);
        QCOMPARE(scores(decoder, tokens), plain);
        // An adapter knows its base by the numbers, however they are held.
        QCOMPARE(modelHash(*base), modelHash(dequantized(*base)));
    }

    void int8Cache_data()
    {
        QTest::addColumn<QByteArray>("isa");
        QTest::addColumn<bool>("half");
        QTest::addColumn<bool>("quantized");
        for (const std::string &isa : cpuIsas())
            for (const bool half : {false, true})
                for (const bool quantized : {false, true})
                    QTest::addRow("%s %s %s", isa.c_str(), half ? "bf16" : "f32",
                                  quantized ? "q8_0" : "float")
                        << QByteArray(isa.c_str()) << half << quantized;
    }
    void int8Cache()
    {
        QFETCH(QByteArray, isa);
        QFETCH(bool, half);
        QFETCH(bool, quantized);
        const auto model = shared(quantized ? quantizedModel("q8_0") : randomModel(config()));
        const DType dtype = half ? DType::BF16 : DType::F32;
        Decoder exact(model, makeCpuBackend(isa.toStdString()), dtype);
        Decoder small(model, makeCpuBackend(isa.toStdString()), dtype, true);
        QVERIFY(small.kvLayout().rowBytes() * 10 < exact.kvLayout().rowBytes() * (half ? 6 : 3));
        for (const int length : {5, 70}) {
            const auto tokens = someTokens(length);
            const double worst = difference(scores(small, tokens), scores(exact, tokens));
            QVERIFY2(worst < 0.15, qPrintable(QString::number(worst)));
            QVERIFY(worst > 0);
        }
        // Token by token from an empty cache, across pieces of the pool.
        const auto tokens = someTokens(40);
        KvPrefix none(small.kvLayout());
        KvPool pool(small.kvLayout());
        KvBranch branch(pool);
        std::vector<float> logits(vocab);
        for (const int &token : tokens) {
            const DecodeInput input{&branch, std::span(&token, 1)};
            small.decode(none, {&input, 1}, logits);
        }
        QVERIFY(difference(logits, scores(exact, tokens, 1)) < 0.15);
    }

    void perplexityByHand()
    {
        const auto model = shared(quantizedModel("q8_0"));
        Decoder decoder(model, makeCpuBackend(), DType::F32);
        const auto tokens = someTokens(230);
        // Every token after the first from the whole text before it, one long window.
        const PerplexityResult whole = measurePerplexity(decoder, tokens, {.window = 300});
        QCOMPARE(whole.tokens, int64_t{229});
        QCOMPARE(whole.windows, 1);
        const auto all = scores(decoder, std::span(tokens).first(16), 16);
        double sum = 0;
        for (std::size_t i = 0; i < 15; ++i) {
            const std::span<const float> row(all.data() + i * vocab, vocab);
            sum += static_cast<double>(row[static_cast<std::size_t>(tokens[i + 1])]) - logSumExp(row);
        }
        const PerplexityResult first = measurePerplexity(decoder, std::span(tokens).first(16));
        QVERIFY(std::abs(first.logLikelihood - sum) < 1e-6);
        QVERIFY(std::abs(first.perplexity() - std::exp(-sum / 15)) < 1e-6);
        // Windows: the same tokens, all scored once, with less before them.
        const PerplexityResult windows = measurePerplexity(decoder, tokens, {.window = 100, .stride = 40});
        QCOMPARE(windows.tokens, int64_t{229});
        QCOMPARE(windows.windows, 5); // ends at 100, 140, 180, 220, 230
        const PerplexityResult begin = measurePerplexity(decoder, std::span(tokens).first(100));
        const PerplexityResult second = measurePerplexity(decoder, std::span(tokens).subspan(40, 100));
        const PerplexityResult secondStart = measurePerplexity(decoder, std::span(tokens).subspan(40, 60));
        const PerplexityResult two =
            measurePerplexity(decoder, std::span(tokens).first(140), {.window = 100, .stride = 40});
        QVERIFY2(std::abs(two.logLikelihood -
                          (begin.logLikelihood + second.logLikelihood - secondStart.logLikelihood)) < 0.25,
                 qPrintable(QString::number(two.logLikelihood)));
        QCOMPARE(measurePerplexity(decoder, tokens, {.window = 100, .bos = 1}).tokens, int64_t{229});
        // llama.cpp's count: 229 / 64 = 3 windows, of each the tokens behind the 33rd.
        const PerplexityResult halves = measurePerplexity(decoder, tokens, {.window = 64, .halves = true});
        QCOMPARE(halves.windows, 3);
        QCOMPARE(halves.tokens, int64_t{3 * 31});
        const PerplexityResult piece = measurePerplexity(decoder, std::span(tokens).subspan(64, 64));
        const PerplexityResult start = measurePerplexity(decoder, std::span(tokens).subspan(64, 33));
        const PerplexityResult one =
            measurePerplexity(decoder, std::span(tokens).subspan(64, 70), {.window = 64, .halves = true});
        QVERIFY(std::abs(one.logLikelihood - (piece.logLikelihood - start.logLikelihood)) < 1e-6);
        const std::vector<int> none, foreign = {1, vocab};
        QVERIFY(mentions(messageOf([&] { measurePerplexity(decoder, none); }), "0 tokens"));
        QVERIFY(mentions(messageOf([&] { measurePerplexity(decoder, foreign); }), "vocabulary"));
        QVERIFY(mentions(messageOf([&] { measurePerplexity(decoder, tokens, {.window = 301}); }), "301"));
        QVERIFY(mentions(messageOf([&] { measurePerplexity(decoder, tokens, {.window = 50, .stride = 50}); }),
                         "50"));
        std::stop_source source;
        source.request_stop();
        QVERIFY(!measurePerplexity(decoder, tokens, {}, {}, source.get_token()).complete);
    }

    void training()
    {
        // A frozen base is expanded; it must hold the numbers that inference sees.
        const Model base = quantizedModel("q4_k");
        FrozenWeights frozen(base, DType::F32);
        const Tensor down = base.quantized.at("blk.1.ffn_down.weight").dequantize();
        const ConstMat got = frozen.product(1, Product::Down);
        QVERIFY(std::equal(down.f32(), down.f32() + down.elements(), static_cast<const float *>(got.data)));
    }
};

QTEST_GUILESS_MAIN(TestQuantizeModel)
#include "test_quantize_model.moc"
