#include "tests/engine/error_message.h"
#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/model/decoder.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <random>

using namespace mureum::engine;

namespace {

std::shared_ptr<Model> randomModel(const ModelConfig &config, unsigned seed = 1)
{
    auto model = std::make_shared<Model>();
    model->config = config;
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    for (const TensorSpec &spec : expectedTensors(config)) {
        Tensor tensor(spec.shape);
        for (int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = spec.shape.size() == 1
                                  ? 1.0F + 0.1F * normal(random)
                                  : normal(random) / std::sqrt(static_cast<float>(spec.shape[1]));
        model->tensors.emplace(spec.name, tensor);
    }
    return model;
}

ModelConfig tiny(bool tied = true)
{
    return {.vocabSize = 50,
            .dim = 24,
            .layers = 3,
            .heads = 6,
            .kvHeads = 2,
            .headDim = 8,
            .ffnDim = 40,
            .contextLength = 400,
            .ropeTheta = 1000.0F,
            .normEpsilon = 1e-5F,
            .tiedEmbeddings = tied};
}

/// The whole forward pass in double precision, straight from the definitions, one row per token, no cache.
class Reference
{
public:
    explicit Reference(const Model &model) : model_(model), c_(model.config) {}

    using Row = std::vector<double>;

    /// Scores after every token.
    std::vector<Row> logits(const std::vector<int> &tokens) const
    {
        std::vector<Row> x;
        for (const int token : tokens) {
            Row row(static_cast<std::size_t>(c_.dim));
            for (int i = 0; i < c_.dim; ++i)
                row[size_t(i)] = at("token_embd.weight", token * c_.dim + i);
            x.push_back(row);
        }
        for (int layer = 0; layer < c_.layers; ++layer) {
            const std::string p = "blk." + std::to_string(layer) + ".";
            std::vector<Row> q, k, v;
            for (std::size_t t = 0; t < x.size(); ++t) {
                const Row n = norm(x[t], p + "attn_norm.weight");
                q.push_back(rotated(times(p + "attn_q.weight", n), t));
                k.push_back(rotated(times(p + "attn_k.weight", n), t));
                v.push_back(times(p + "attn_v.weight", n));
            }
            for (std::size_t t = 0; t < x.size(); ++t) {
                Row out(static_cast<std::size_t>(c_.qDim()), 0.0);
                for (int h = 0; h < c_.heads; ++h)
                    attend(q[t], k, v, t, h, out);
                addTo(x[t], times(p + "attn_output.weight", out));
                const Row n = norm(x[t], p + "ffn_norm.weight");
                Row gate = times(p + "ffn_gate.weight", n);
                const Row up = times(p + "ffn_up.weight", n);
                for (std::size_t i = 0; i < gate.size(); ++i)
                    gate[i] = gate[i] / (1 + std::exp(-gate[i])) * up[i];
                addTo(x[t], times(p + "ffn_down.weight", gate));
            }
        }
        std::vector<Row> result;
        for (const Row &row : x)
            result.push_back(times(c_.tiedEmbeddings ? "token_embd.weight" : "output.weight",
                                   norm(row, "output_norm.weight")));
        return result;
    }

private:
    double at(const std::string &name, int64_t i) const
    {
        return static_cast<double>(model_.tensors.at(name).f32()[i]);
    }

    Row times(const std::string &name, const Row &x) const
    {
        const Tensor &w = model_.tensors.at(name);
        Row y(static_cast<std::size_t>(w.dim(0)), 0.0);
        for (std::size_t r = 0; r < y.size(); ++r)
            for (std::size_t i = 0; i < x.size(); ++i)
                y[r] += static_cast<double>(w.f32()[r * x.size() + i]) * x[i];
        return y;
    }

    Row norm(const Row &x, const std::string &name) const
    {
        double sum = 0;
        for (const double value : x)
            sum += value * value;
        const double scale =
            1 / std::sqrt(sum / static_cast<double>(x.size()) + static_cast<double>(c_.normEpsilon));
        Row y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            y[i] = x[i] * scale * at(name, static_cast<int64_t>(i));
        return y;
    }

    Row rotated(Row x, std::size_t position) const
    {
        const auto half = static_cast<std::size_t>(c_.headDim / 2);
        for (std::size_t pair = 0; pair < x.size() / 2; ++pair) {
            const double angle = static_cast<double>(position) *
                                 std::pow(static_cast<double>(c_.ropeTheta),
                                          -2.0 * static_cast<double>(pair % half) / c_.headDim);
            const double a = x[2 * pair], b = x[2 * pair + 1];
            x[2 * pair] = a * std::cos(angle) - b * std::sin(angle);
            x[2 * pair + 1] = a * std::sin(angle) + b * std::cos(angle);
        }
        return x;
    }

    void attend(const Row &q, const std::vector<Row> &k, const std::vector<Row> &v, std::size_t t, int head,
                Row &out) const
    {
        const auto hd = static_cast<std::size_t>(c_.headDim), qh = static_cast<std::size_t>(head) * hd;
        const std::size_t kh = static_cast<std::size_t>(head / (c_.heads / c_.kvHeads)) * hd;
        std::vector<double> weights;
        double total = 0;
        for (std::size_t s = 0; s <= t; ++s) {
            double dot = 0;
            for (std::size_t i = 0; i < hd; ++i)
                dot += q[qh + i] * k[s][kh + i];
            weights.push_back(std::exp(dot / std::sqrt(static_cast<double>(hd))));
            total += weights.back();
        }
        for (std::size_t s = 0; s <= t; ++s)
            for (std::size_t i = 0; i < hd; ++i)
                out[qh + i] += weights[s] / total * v[s][kh + i];
    }

    static void addTo(Row &x, const Row &y)
    {
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] += y[i];
    }

    const Model &model_;
    const ModelConfig &c_;
};

std::vector<int> randomTokens(int count, unsigned seed, int vocab = 50)
{
    std::mt19937 random(seed);
    std::vector<int> tokens(static_cast<std::size_t>(count));
    for (int &token : tokens)
        token = static_cast<int>(random() % static_cast<unsigned>(vocab));
    return tokens;
}

double largestDifference(std::span<const float> got, const Reference::Row &expected)
{
    double largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        largest = std::max(largest, std::fabs(static_cast<double>(got[i]) - expected[i]));
    return largest;
}

/// Scores after the last of `tokens`: prefill of all but it, then a decode.
std::vector<float> scoresAfter(Decoder &decoder, KvPrefix &prefix, std::span<const int> tokens)
{
    decoder.prefill(prefix, tokens.first(tokens.size() - 1));
    KvPool pool(decoder.kvLayout());
    KvBranch branch(pool);
    const DecodeInput input{&branch, tokens.last(1)};
    std::vector<float> logits(static_cast<std::size_t>(decoder.config().vocabSize));
    decoder.decode(prefix, {&input, 1}, logits);
    return logits;
}

} // namespace

class TestModelDecoder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { setThreadCount(2); }

    void matchesReference_data()
    {
        QTest::addColumn<QByteArray>("isa");
        QTest::addColumn<bool>("half");
        QTest::addColumn<bool>("tied");
        for (const std::string &isa : cpuIsas())
            for (const bool half : {false, true})
                QTest::addRow("%s %s", isa.c_str(), half ? "bf16" : "f32")
                    << QByteArray(isa.c_str()) << half << !half;
        QTest::newRow("untied") << QByteArray("generic") << false << false;
    }

    void matchesReference()
    {
        QFETCH(QByteArray, isa);
        QFETCH(bool, half);
        QFETCH(bool, tied);
        const auto model = randomModel(tiny(tied));
        if (half)
            for (auto &[name, tensor] : model->tensors)
                tensor = tensor.to(DType::BF16).to(DType::F32); // the weights themselves are then exact
        Decoder decoder(model, makeCpuBackend(isa.toStdString()), half ? DType::BF16 : DType::F32);
        const double tolerance = half ? 0.08 : 2e-4;
        const std::vector<int> tokens = randomTokens(140, 7);
        const auto expected = Reference(*model).logits(tokens);
        std::vector<float> logits(50);
        // Around the edges of the pieces: below one, one, over one, two and more.
        for (const int length : {1, 2, 63, 64, 65, 130}) {
            KvPrefix prefix(decoder.kvLayout());
            logits = scoresAfter(decoder, prefix, std::span(tokens).first(static_cast<std::size_t>(length)));
            QCOMPARE(prefix.length(), length - 1);
            QVERIFY2(largestDifference(logits, expected[static_cast<std::size_t>(length) - 1]) < tolerance,
                     std::to_string(largestDifference(logits, expected[static_cast<std::size_t>(length) - 1]))
                         .c_str());
        }
        // Decoding what follows, token by token and several at once.
        KvPool pool(decoder.kvLayout());
        for (const std::size_t step : {std::size_t(1), std::size_t(7)}) {
            const std::size_t start = 70;
            KvPrefix prefix(decoder.kvLayout());
            decoder.prefill(prefix, std::span(tokens).first(start));
            KvBranch branch(pool);
            std::vector<float> rows(50 * step);
            for (std::size_t t = start; t + step <= tokens.size(); t += step) {
                const DecodeInput input{&branch, std::span(tokens).subspan(t, step)};
                decoder.decode(prefix, {&input, 1}, rows);
                for (std::size_t i = 0; i < step; ++i)
                    QVERIFY2(largestDifference(std::span(rows).subspan(i * 50, 50), expected[t + i]) <
                                 tolerance,
                             std::to_string(
                                 largestDifference(std::span(rows).subspan(i * 50, 50), expected[t + i]))
                                 .c_str());
            }
        }
    }

    void batchInvariance()
    {
        // Forty branches, more than one group, of different lengths: each must be bit for bit as it is alone.
        const auto model = randomModel(tiny());
        Decoder decoder(model, makeCpuBackend());
        const auto prompt = randomTokens(100, 3);
        std::vector<float> logits(50 * 64);
        KvPrefix prefix(decoder.kvLayout());
        decoder.prefill(prefix, prompt);
        KvPool pool(decoder.kvLayout());
        const auto tokens = randomTokens(40 * 3, 4);

        std::vector<std::vector<float>> alone;
        for (std::size_t b = 0; b < 40; ++b) {
            KvBranch branch(pool);
            std::vector<float> row(50);
            for (std::size_t s = 0; s <= b % 3; ++s) {
                const DecodeInput input{&branch, std::span(tokens).subspan(b * 3 + s, 1)};
                decoder.decode(prefix, {&input, 1}, row);
            }
            alone.push_back(row);
        }
        std::vector<KvBranch> branches(40, KvBranch(pool));
        std::vector<std::vector<float>> together(40);
        for (std::size_t s = 0; s < 3; ++s) {
            std::vector<DecodeInput> inputs;
            std::vector<std::size_t> owners;
            for (std::size_t b = 0; b < 40; ++b)
                if (s <= b % 3) {
                    inputs.push_back({&branches[b], std::span(tokens).subspan(b * 3 + s, 1)});
                    owners.push_back(b);
                }
            decoder.decode(prefix, inputs, logits);
            for (std::size_t i = 0; i < owners.size(); ++i)
                together[owners[i]].assign(logits.begin() + static_cast<int>(i) * 50,
                                           logits.begin() + static_cast<int>(i + 1) * 50);
        }
        for (std::size_t b = 0; b < 40; ++b)
            QVERIFY(alone[b] == together[b]);
    }

    void continuedPrefixIsExact()
    {
        // A prompt continued from a piece boundary equals one computed from nothing, bit for bit.
        const auto model = randomModel(tiny());
        Decoder decoder(model, makeCpuBackend());
        auto first = randomTokens(150, 3);
        auto second = first;
        for (std::size_t i = 140; i < second.size(); ++i)
            second[i] = (second[i] + 1) % 50;
        second.resize(145);
        KvPrefix a(decoder.kvLayout()), b(decoder.kvLayout());
        const std::vector<float> fresh = scoresAfter(decoder, a, second);
        scoresAfter(decoder, b, first);
        b = b.copy(128);
        QVERIFY(scoresAfter(decoder, b, second) == fresh);
        b.setLength(64);
        QVERIFY(scoresAfter(decoder, b, second) == fresh);
        // What was computed behind a shorter prompt's end does not show either.
        KvPrefix c(decoder.kvLayout());
        scoresAfter(decoder, c, std::span(second).first(70));
        c.setLength(64);
        QVERIFY(scoresAfter(decoder, c, second) == fresh);
    }

    void threadsDoNotMatter()
    {
        // Large enough to be shared out: decoding must not depend on the number of threads at all.
        ModelConfig config = tiny(false);
        config.dim = 128;
        config.ffnDim = 1000;
        config.vocabSize = 3001;
        const auto model = randomModel(config);
        const auto tokens = randomTokens(90, 5, 3001);
        std::vector<std::vector<float>> results;
        for (const int threads : {1, 2, 3}) {
            setThreadCount(threads);
            Decoder decoder(model, makeCpuBackend(), DType::BF16);
            KvPrefix empty(decoder.kvLayout());
            KvPool pool(decoder.kvLayout());
            KvBranch branch(pool);
            std::vector<float> logits(3001 * 15);
            for (std::size_t at = 0; at < 90; at += 15) {
                const DecodeInput input{&branch, std::span(tokens).subspan(at, 15)};
                decoder.decode(empty, {&input, 1}, logits);
            }
            results.push_back(logits);
            KvPrefix prefix(decoder.kvLayout());
            const auto scores = scoresAfter(decoder, prefix, tokens);
            for (std::size_t i = 0; i < scores.size(); ++i)
                QVERIFY(std::fabs(scores[i] - logits[3001 * 14 + i]) < 0.1F);
        }
        setThreadCount(2);
        QVERIFY(results[0] == results[1]);
        QVERIFY(results[0] == results[2]);
    }

    void branchesDoNotDisturbEachOther()
    {
        const auto model = randomModel(tiny());
        Decoder decoder(model, makeCpuBackend());
        std::vector<float> logits(50), expected(50);
        KvPrefix prefix(decoder.kvLayout());
        const auto prompt = randomTokens(20, 9);
        decoder.prefill(prefix, prompt);
        KvPool pool(decoder.kvLayout());
        const auto run = [&](KvBranch &branch, std::vector<int> tokens, std::vector<float> &out) {
            for (const int token : tokens) {
                const DecodeInput input{&branch, {&token, 1}};
                decoder.decode(prefix, {&input, 1}, out);
            }
        };
        KvBranch plain(pool);
        run(plain, randomTokens(21, 1), expected);
        KvBranch stem(pool);
        auto tokens = randomTokens(21, 1);
        run(stem, {tokens.begin(), tokens.begin() + 20}, logits);
        KvBranch other = stem;
        run(other, randomTokens(30, 2), logits);
        run(stem, {tokens.back()}, logits);
        QVERIFY(logits == expected);
    }

    void stopEndsThePrompt()
    {
        const auto model = randomModel(tiny());
        Decoder decoder(model, makeCpuBackend());
        std::vector<float> logits(50);
        KvPrefix prefix(decoder.kvLayout());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!decoder.prefill(prefix, randomTokens(100, 1), stop.get_token()));
        QCOMPARE(prefix.length(), 0);
        QVERIFY(decoder.prefill(prefix, randomTokens(100, 1)));
    }

    void badInput()
    {
        const auto model = randomModel(tiny());
        Decoder decoder(model, makeCpuBackend());
        std::vector<float> logits(50);
        KvPrefix prefix(decoder.kvLayout());
        const std::vector<int> wrong{3, 50};
        QVERIFY(messageOf([&] { decoder.prefill(prefix, wrong); }).find("token 50") != std::string::npos);
        QVERIFY(messageOf([&] { decoder.prefill(prefix, randomTokens(401, 1)); }).find("401") !=
                std::string::npos);
        KvPool pool(decoder.kvLayout());
        KvBranch branch(pool);
        const DecodeInput nothing{&branch, {}};
        QVERIFY(!messageOf([&] { decoder.decode(prefix, {&nothing, 1}, logits); }).empty());
        decoder.prefill(prefix, randomTokens(400, 1));
        const int token = 1;
        const DecodeInput input{&branch, {&token, 1}};
        QVERIFY(!messageOf([&] { decoder.decode(prefix, {&input, 1}, logits); }).empty());
        auto broken = randomModel(tiny());
        broken->tensors.erase("blk.2.ffn_up.weight");
        QVERIFY(messageOf([&] { Decoder(broken, makeCpuBackend()); }).find("blk.2.ffn_up") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestModelDecoder)
#include "test_model_decoder.moc"
