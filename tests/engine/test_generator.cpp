#include "tests/engine/error_message.h"
#include "engine/core/error.h"
#include "engine/generate/generator.h"
#include "engine/generate/text_stream.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"
#include "engine/tokenizer/sentencepiece_training.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>

using namespace mureum::engine;

namespace {

std::shared_ptr<const Tokenizer> tokenizer()
{
    static const auto shared = [] {
        std::vector<std::string> lines;
        for (int i = 0; i < 100; ++i)
            lines.push_back("select name from shop where 고객 order by " + std::to_string(i));
        SentencePieceOptions options;
        options.vocabularySize = 420;
        return std::make_shared<const SentencePieceTokenizer>(trainSentencePiece(lines, options));
    }();
    return shared;
}

/// Random weights give every token a similar score, so that answers wander and any mistake shows.
std::shared_ptr<const Model> model(bool withTokenizer = true, int vocab = 420)
{
    auto result = std::make_shared<Model>();
    result->config = {.vocabSize = vocab,
                      .dim = 32,
                      .layers = 2,
                      .heads = 4,
                      .kvHeads = 2,
                      .headDim = 8,
                      .ffnDim = 48,
                      .contextLength = 256};
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    for (const TensorSpec &spec : expectedTensors(result->config)) {
        Tensor tensor(spec.shape);
        for (int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = spec.shape.size() == 1 ? 1.0F : 0.3F * normal(random);
        result->tensors.emplace(spec.name, tensor);
    }
    if (withTokenizer)
        result->tokenizer = tokenizer();
    return result;
}

std::vector<int> prompt(int count, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::vector<int> tokens(static_cast<std::size_t>(count));
    for (int &token : tokens)
        token = static_cast<int>(random() % 400);
    return tokens;
}

GenerateOptions plain(int tokens = 24)
{
    GenerateOptions options;
    options.maxNewTokens = tokens;
    options.stopAtEos = false;
    return options;
}

/// Allows only words of a language: tokens of the n-th position come from sets[n]; after the last it is
/// finished.
class SetConstraint : public Constraint
{
public:
    explicit SetConstraint(std::vector<std::vector<int>> sets) : sets_(std::move(sets)) {}
    bool allows(int token) const override
    {
        return !finished() && std::count(sets_[at_].begin(), sets_[at_].end(), token) > 0;
    }
    void allowedTokens(std::vector<int> &out) const override
    {
        out = finished() ? std::vector<int>() : sets_[at_];
    }
    void accept(int token) override
    {
        QVERIFY(allows(token));
        ++at_;
    }
    bool finished() const override { return at_ == sets_.size(); }
    std::unique_ptr<Constraint> clone() const override { return std::make_unique<SetConstraint>(*this); }

private:
    std::vector<std::vector<int>> sets_;
    std::size_t at_ = 0;
};

/// Score of a whole continuation, computed from nothing token by token.
double scoreOf(const Model &m, std::vector<int> tokens, const std::vector<int> &continuation)
{
    Decoder decoder(std::make_shared<Model>(m), makeCpuBackend());
    double total = 0;
    for (const int token : continuation) {
        std::vector<float> logits(static_cast<std::size_t>(m.config.vocabSize));
        KvPrefix prefix(decoder.kvLayout());
        decoder.prefill(prefix, std::span(tokens).first(tokens.size() - 1));
        KvPool pool(decoder.kvLayout());
        KvBranch branch(pool);
        const DecodeInput input{&branch, std::span(tokens).last(1)};
        decoder.decode(prefix, {&input, 1}, logits);
        double sum = 0;
        for (const float logit : logits)
            sum += std::exp(static_cast<double>(logit));
        total += static_cast<double>(logits[static_cast<std::size_t>(token)]) - std::log(sum);
        tokens.push_back(token);
    }
    return total;
}

} // namespace

class TestGenerator : public QObject
{
    Q_OBJECT

private slots:
    void greedyFollowsTheScores()
    {
        const auto m = model();
        Generator generator(m, 1);
        const auto result = generator.generate(prompt(70), plain(12));
        QCOMPARE(result.tokens.size(), std::size_t(12));
        QCOMPARE(result.reason, StopReason::MaxTokens);
        QVERIFY(std::fabs(result.logProbability - scoreOf(*m, prompt(70), result.tokens)) < 0.1);
        QCOMPARE(result.timing.promptTokens, 70);
        QCOMPARE(result.text, m->tokenizer->decode(result.tokens));
    }

    void streamingEqualsTheText()
    {
        Generator generator(model(), 1);
        std::string text;
        std::vector<int> tokens;
        const auto result =
            generator.generate(prompt(20), plain(60), nullptr, [&](int token, std::string_view piece) {
                if (token >= 0)
                    tokens.push_back(token);
                text += piece;
            });
        QCOMPARE(text, result.text);
        QCOMPARE(tokens, result.tokens);
    }

    void stopTokensAndEos()
    {
        Generator generator(model(), 1);
        const auto all = generator.generate(prompt(20), plain());
        const int stopAt = all.tokens[5];
        const auto firstUse = std::find(all.tokens.begin(), all.tokens.end(), stopAt) - all.tokens.begin();
        auto options = plain();
        options.stopTokens = {stopAt};
        const auto cut = generator.generate(prompt(20), options);
        QCOMPARE(cut.reason, StopReason::StopToken);
        QCOMPARE(cut.tokens, std::vector<int>(all.tokens.begin(), all.tokens.begin() + firstUse));
        // Forcing eos through a constraint: it ends the answer and is not part of it.
        SetConstraint constraint({{7, 8}, {2}, {9}});
        options = plain();
        options.stopAtEos = true;
        const auto ended = generator.generate(prompt(20), options, &constraint);
        QCOMPARE(ended.reason, StopReason::StopToken);
        QCOMPARE(ended.tokens.size(), std::size_t(1));
    }

    void stopStrings()
    {
        const auto m = model();
        Generator generator(m, 1);
        // A text known in advance: every token is forced.
        const auto tokens = m->tokenizer->encode("select name from shop; order by");
        std::vector<std::vector<int>> sets;
        for (const int token : tokens)
            sets.push_back({token});
        auto options = plain(100);
        options.stopStrings = {"never", "shop; o", "om shop;"};
        std::string streamed;
        SetConstraint constraint(sets);
        const auto result = generator.generate(prompt(10), options, &constraint,
                                               [&](int, std::string_view piece) { streamed += piece; });
        QCOMPARE(result.reason, StopReason::StopString);
        QCOMPARE(result.text, std::string("select name fr"));
        QCOMPARE(streamed, result.text);
    }

    void textStreamHoldsBack()
    {
        const auto t = tokenizer();
        TextStream stream(*t, {"abab!"});
        std::string shown;
        const auto feed = [&](const std::string &text) {
            for (const int id : t->encode(text))
                shown += stream.push(id);
        };
        feed("xab");
        QCOMPARE(shown, std::string("x"));
        feed("ab");
        QCOMPARE(shown, std::string("x"));
        feed("ab");
        QCOMPARE(shown, std::string("xab"));
        feed("!");
        QVERIFY(stream.stopped());
        QCOMPARE(shown, std::string("xab"));
        QCOMPARE(stream.text(), std::string("xab"));

        TextStream bytes(*t, {});
        std::string emoji;
        const auto ids = t->encode("\xF0\x9F\x98\x80");
        QCOMPARE(ids.size(), std::size_t(4));
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string piece = bytes.push(ids[i]);
            QVERIFY(i == 3 || piece.empty());
            emoji += piece;
        }
        QCOMPARE(emoji, std::string("\xF0\x9F\x98\x80"));
        bytes.push(ids[0]);
        QCOMPARE(bytes.finish(), std::string("\xEF\xBF\xBD"));
    }

    void prefixCacheChangesNothing()
    {
        // Questions on two schemas, in turns, against a generator that forgets everything.
        const auto m = model();
        Generator cached(m, 1);
        Generator fresh(m, 1);
        const auto schemaA = prompt(140, 10), schemaB = prompt(100, 11);
        int reused = 0;
        for (unsigned round = 0; round < 8; ++round) {
            auto tokens = round % 2 ? schemaB : schemaA;
            const auto question = prompt(static_cast<int>(3 + 9 * round), 20 + round);
            tokens.insert(tokens.end(), question.begin(), question.end());
            fresh.clearCache();
            const auto expected = fresh.generate(tokens, plain());
            const auto result = cached.generate(tokens, plain());
            QCOMPARE(result.tokens, expected.tokens);
            QCOMPARE(result.logProbability, expected.logProbability);
            QCOMPARE(expected.timing.cachedTokens, 0);
            reused += result.timing.cachedTokens;
            if (round >= 2)
                QCOMPARE(result.timing.cachedTokens, round % 2 ? 64 : 128);
            const auto again = cached.generate(tokens, plain());
            QCOMPARE(again.tokens, expected.tokens);
        }
        QVERIFY(reused > 0);
        // A third prompt pushes the oldest out; a short common beginning does not destroy an entry.
        auto other = prompt(200, 12);
        cached.generate(other, plain(1));
        QCOMPARE(cached.generate(schemaB, plain(1)).timing.cachedTokens, 64);
    }

    void prefixCacheUnit()
    {
        PrefixCache cache({1, 1, 2, DType::F32}, 2);
        const auto use = [&](std::vector<int> tokens) {
            auto &entry = cache.prepare(tokens);
            const int reused = entry.kv.length();
            entry.kv.reserve(static_cast<int>(tokens.size()));
            entry.kv.setLength(static_cast<int>(tokens.size()));
            cache.settle(entry, tokens);
            return reused;
        };
        const auto a = prompt(300, 1);
        QCOMPARE(use(a), 0);
        QCOMPARE(use(a), 256);
        QCOMPARE(use({a.begin(), a.begin() + 256}), 256);
        QCOMPARE(use(a), 256);
        // Shares 64 of 300: a copy, and the first stays.
        auto b = prompt(300, 2);
        std::copy_n(a.begin(), 100, b.begin());
        QCOMPARE(use(b), 64);
        QCOMPARE(use(a), 256);
        QCOMPARE(use(b), 256);
        QCOMPARE(use(prompt(300, 3)), 0); // drops a
        QCOMPARE(use(b), 256);
        QCOMPARE(use(a), 64);
        cache.clear();
        QCOMPARE(use(b), 0);
    }

    void seedsRepeat()
    {
        Generator generator(model(), 1);
        auto options = plain();
        options.sampling.temperature = 1;
        options.sampling.seed = 3;
        const auto first = generator.generate(prompt(20), options);
        QCOMPARE(generator.generate(prompt(20), options).tokens, first.tokens);
        options.sampling.seed = 4;
        QVERIFY(generator.generate(prompt(20), options).tokens != first.tokens);
    }

    void constraintIsRespected()
    {
        const auto m = model();
        Generator generator(m, 1);
        std::mt19937 random(1);
        for (int round = 0; round < 10; ++round) {
            std::vector<std::vector<int>> sets;
            for (int n = 0; n < 20; ++n) {
                std::set<int> set;
                while (set.size() < (random() % 3 == 0 ? 1 + random() % 6 : 1))
                    set.insert(static_cast<int>(random() % 400) + 4);
                sets.emplace_back(set.begin(), set.end());
            }
            auto options = plain(100);
            options.sampling.temperature = round % 2 ? 1.0 : 0.0;
            SetConstraint constraint(sets);
            const auto result = generator.generate(prompt(30), options, &constraint);
            QCOMPARE(result.reason, StopReason::ConstraintFinished);
            QCOMPARE(result.tokens.size(), std::size_t(20));
            for (std::size_t n = 0; n < 20; ++n)
                QVERIFY(std::count(sets[n].begin(), sets[n].end(), result.tokens[n]) == 1);
            // Runs without a choice are computed together: the score must be that of one by one.
            QVERIFY(std::fabs(result.logProbability - scoreOf(*m, prompt(30), result.tokens)) < 0.15);
        }
        SetConstraint dead({{5}, {}, {6}});
        QCOMPARE(generator.generate(prompt(30), plain(), &dead).reason, StopReason::DeadEnd);
    }

    void cancelling()
    {
        Generator generator(model(), 1);
        std::stop_source stop;
        int seen = 0;
        const auto result = generator.generate(
            prompt(20), plain(100), nullptr,
            [&](int token, std::string_view) {
                if (token >= 0 && ++seen == 3)
                    stop.request_stop();
            },
            stop.get_token());
        QCOMPARE(result.reason, StopReason::Cancelled);
        QCOMPARE(result.tokens.size(), std::size_t(3));
        const auto none = generator.generate(prompt(200, 5), plain(), nullptr, {}, stop.get_token());
        QCOMPARE(none.reason, StopReason::Cancelled);
        QVERIFY(none.tokens.empty());
        QVERIFY(generator.search(prompt(20), 3, 10, nullptr, 2, {}, stop.get_token()).empty());
        std::stop_source later;
        int steps = 0;
        const auto cut = generator.search(
            prompt(20), 3, 10, nullptr, -1,
            [&](std::span<const int>) {
                if (++steps == 4)
                    later.request_stop();
            },
            later.get_token());
        QCOMPARE(steps, 4);
        QCOMPARE(cut.front().tokens.size(), std::size_t(4));
        QVERIFY(!cut.front().finished);
    }

    void contextLimit()
    {
        Generator generator(model(), 1);
        const auto result = generator.generate(prompt(250), plain(100));
        QCOMPARE(result.reason, StopReason::ContextFull);
        QCOMPARE(result.tokens.size(), std::size_t(6));
        QCOMPARE(generator.generate(prompt(256), plain(100)).reason, StopReason::ContextFull);
        QVERIFY(messageOf([&] { generator.generate(prompt(257), plain()); }).find("257") !=
                std::string::npos);
        QVERIFY(!messageOf([&] { generator.generate({}, plain()); }).empty());
        QCOMPARE(generator.search(prompt(250), 2, 100, nullptr, -1).front().tokens.size(), std::size_t(6));
        // An error leaves the generator usable.
        QCOMPARE(generator.generate(prompt(10), plain(3)).tokens.size(), std::size_t(3));
    }

    void withoutTokenizer()
    {
        Generator generator(model(false), 1);
        const auto result = generator.generate(prompt(10), plain(5));
        QCOMPARE(result.tokens.size(), std::size_t(5));
        QVERIFY(result.text.empty());
        auto options = plain();
        options.stopStrings = {";"};
        QVERIFY(!messageOf([&] { generator.generate(prompt(10), options); }).empty());
    }

    void oneBeamIsGreedy()
    {
        Generator generator(model(), 1);
        const auto greedy = generator.generate(prompt(40), plain(15));
        const auto beams = generator.search(prompt(40), 1, 15, nullptr, -1);
        QCOMPARE(beams.size(), std::size_t(1));
        QCOMPARE(beams[0].tokens, greedy.tokens);
        QVERIFY(std::fabs(beams[0].logProbability - greedy.logProbability) < 1e-4);
    }

    void wideSearchIsExhaustive()
    {
        // Three positions of a few tokens: enough beams must find every sequence, in exact order.
        const auto m = model();
        Generator generator(m, 1);
        const std::vector<std::vector<int>> sets{{5, 6, 7}, {10, 20}, {30, 31, 32}};
        const SetConstraint constraint(sets);
        const auto found = generator.search(prompt(33), 40, 10, &constraint, -1);
        QCOMPARE(found.size(), std::size_t(18));
        std::set<std::vector<int>> different;
        for (std::size_t i = 0; i < found.size(); ++i) {
            QVERIFY(found[i].finished);
            QVERIFY(i == 0 || found[i - 1].logProbability >= found[i].logProbability);
            QVERIFY(std::fabs(found[i].logProbability - scoreOf(*m, prompt(33), found[i].tokens)) < 0.05);
            different.insert(found[i].tokens);
        }
        QCOMPARE(different.size(), std::size_t(18));
        // A narrow search finds a subset of them, with the same scores.
        const auto narrow = generator.search(prompt(33), 4, 10, &constraint, -1);
        QCOMPARE(narrow.size(), std::size_t(4));
        for (const Hypothesis &hypothesis : narrow) {
            const auto same = std::find_if(found.begin(), found.end(), [&](const Hypothesis &h) {
                return h.tokens == hypothesis.tokens;
            });
            QVERIFY(same != found.end() && same->logProbability == hypothesis.logProbability);
        }
    }

    void searchEndsWithEos()
    {
        const auto m = model();
        Generator generator(m, 1);
        const SetConstraint constraint({{5, 6, 2}, {7, 2}, {2}});
        std::vector<int> last;
        const auto found =
            generator.search(prompt(12), 8, 10, &constraint, 2,
                             [&](std::span<const int> tokens) { last.assign(tokens.begin(), tokens.end()); });
        QCOMPARE(found.size(), std::size_t(5)); // "", 5, 6, 5 7, 6 7
        std::map<std::vector<int>, double> scores;
        for (const Hypothesis &hypothesis : found) {
            QVERIFY(hypothesis.finished);
            QVERIFY(std::count(hypothesis.tokens.begin(), hypothesis.tokens.end(), 2) == 0);
            scores[hypothesis.tokens] = hypothesis.logProbability;
        }
        QVERIFY(std::fabs(scores.at({5, 7}) - scoreOf(*m, prompt(12), {5, 7, 2})) < 0.05);
        QVERIFY(scores.contains({}));
        QCOMPARE(last, found.front().tokens);
    }

    void searchWithoutConstraint()
    {
        const auto m = model();
        Generator generator(m, 1);
        const auto found = generator.search(prompt(12), 6, 8, nullptr, 2);
        QCOMPARE(found.size(), std::size_t(6));
        std::set<std::vector<int>> different;
        for (const Hypothesis &hypothesis : found)
            different.insert(hypothesis.tokens);
        QCOMPARE(different.size(), std::size_t(6));
        QVERIFY(found.front().logProbability >=
                generator.search(prompt(12), 1, 8, nullptr, 2).front().logProbability);
        // Whatever was asked in between, the answer stays the same.
        generator.generate(prompt(77, 8), plain());
        const auto again = generator.search(prompt(12), 6, 8, nullptr, 2);
        for (std::size_t i = 0; i < 6; ++i) {
            QCOMPARE(again[i].tokens, found[i].tokens);
            QCOMPARE(again[i].logProbability, found[i].logProbability);
        }
        QVERIFY(!messageOf([&] { generator.search(prompt(5), 0, 5, nullptr, 2); }).empty());
    }
};

QTEST_GUILESS_MAIN(TestGenerator)
#include "test_generator.moc"
