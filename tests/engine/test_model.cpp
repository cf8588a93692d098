#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/formats/gguf_writer.h"
#include "engine/model/model.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"
#include "engine/tokenizer/sentencepiece_training.h"
#include "tests/engine/error_message.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <functional>
#include <random>

using namespace mureum::engine;

namespace {

std::shared_ptr<const Tokenizer> tokenizer()
{
    std::vector<std::string> lines;
    for (int i = 0; i < 200; ++i)
        lines.push_back("select name from shop" + std::to_string(i) + " 고객 <t1> where order by");
    SentencePieceOptions options;
    options.vocabularySize = 400;
    options.symbols = {"<t1>", "<t2>"};
    return std::make_shared<SentencePieceTokenizer>(trainSentencePiece(lines, options));
}

Model sample(bool tied = true)
{
    Model model;
    model.config = {.vocabSize = 400,
                    .dim = 64,
                    .layers = 2,
                    .heads = 4,
                    .kvHeads = 2,
                    .headDim = 32,
                    .ffnDim = 96,
                    .contextLength = 128,
                    .ropeTheta = 5000.0F,
                    .normEpsilon = 1e-6F,
                    .tiedEmbeddings = tied};
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (const TensorSpec &spec : expectedTensors(model.config)) {
        Tensor tensor(spec.shape);
        for (int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = normal(random);
        model.tensors.emplace(spec.name, tensor);
    }
    model.tokenizer = tokenizer();
    model.name = "sample";
    model.promptTemplate = "{schema}\n{question}";
    model.metadata = {{"licence", "none"}, {"trained_on", "고객"}};
    return model;
}

} // namespace

class TestModel : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path(const char *name) const { return folder_.filePath(name).toStdString(); }

private slots:
    void roundTrip_data()
    {
        QTest::addColumn<QByteArray>("storage");
        QTest::addColumn<bool>("tied");
        QTest::addColumn<float>("tolerance");
        QTest::newRow("f32") << QByteArray("f32") << true << 0.0F;
        QTest::newRow("f32 untied") << QByteArray("f32") << false << 0.0F;
        QTest::newRow("bf16") << QByteArray("bf16") << true << 1.0F / 256;
        QTest::newRow("f16") << QByteArray("f16") << true << 1.0F / 2048;
        QTest::newRow("q8_0") << QByteArray("q8_0") << false << 1.0F / 50;
    }

    void roundTrip()
    {
        QFETCH(QByteArray, storage);
        QFETCH(bool, tied);
        QFETCH(float, tolerance);
        const Model before = sample(tied);
        saveModel(path("m.gguf"), before, storage.toStdString());
        const Model after = loadModel(path("m.gguf"));
        QVERIFY(after.config == before.config);
        QCOMPARE(after.name, before.name);
        QCOMPARE(after.promptTemplate, before.promptTemplate);
        QCOMPARE(after.metadata, before.metadata);
        QCOMPARE(after.parameters(), before.parameters());
        QCOMPARE(after.tensors.contains("output.weight"), !tied);
        for (const auto &[name, tensor] : before.tensors) {
            const Tensor loaded = after.tensors.at(name).to(DType::F32);
            const float allowed = tensor.rank() == 1 ? 0.0F : tolerance;
            for (int64_t i = 0; i < tensor.elements(); ++i)
                QVERIFY(std::fabs(loaded.f32()[i] - tensor.f32()[i]) <=
                        allowed * std::max(1.0F, std::fabs(tensor.f32()[i])));
        }
        const std::string text = "select 고객 <t1><t2>  where\xF0\x9F\x98\x80";
        QCOMPARE(after.tokenizer->encode(text), before.tokenizer->encode(text));
        QCOMPARE(after.tokenizer->pad(), 3);
        // A model just loaded can be saved over the file it views.
        saveModel(path("m.gguf"), after, "bf16");
        QVERIFY(loadModel(path("m.gguf")).config == before.config);
    }

    void foreignTokenizerArrays()
    {
        // A file as llama.cpp's converters make it has the arrays only.
        const Model model = sample();
        saveModel(path("full.gguf"), model, "f32");
        const GgufReader full(path("full.gguf"));
        GgufWriter writer;
        for (const std::string &key : full.keys())
            if (!key.starts_with("mureum."))
                writer.add(key, *full.find(key));
        for (const GgufTensorInfo &info : full.tensors())
            writer.add(info.name, full.tensor(info), *info.type);
        writer.write(path("foreign.gguf"));
        const Model foreign = loadModel(path("foreign.gguf"));
        QVERIFY(foreign.metadata.empty());
        QCOMPARE(foreign.tokenizer->bos(), 1);
        QCOMPARE(foreign.tokenizer->eos(), 2);
        for (const char *text : {"select name", "<t1>x 고객", " order  by\n", "\xF0\x9F\x98\x80"})
            QCOMPARE(foreign.tokenizer->encode(text), model.tokenizer->encode(text));
    }

    void standardKeys()
    {
        saveModel(path("m.gguf"), sample(), "q8_0");
        const GgufReader file(path("m.gguf"));
        QCOMPARE(file.requireString("general.architecture"), std::string("llama"));
        QCOMPARE(file.requireUnsigned("llama.attention.head_count_kv"), uint64_t(2));
        QCOMPARE(file.requireUnsigned("llama.rope.dimension_count"), uint64_t(32));
        QCOMPARE(file.requireString("tokenizer.ggml.model"), std::string("llama"));
        QCOMPARE(file.find("tokenizer.ggml.tokens")->count(), std::size_t(400));
        QCOMPARE(file.find("tokenizer.ggml.token_type")->asIntegers()[4], int64_t(4));
        QCOMPARE(file.findTensor("blk.1.ffn_down.weight")->type->name, std::string_view("q8_0"));
        QCOMPARE(file.findTensor("blk.1.ffn_norm.weight")->type->name, std::string_view("f32"));
    }

    void wrongTensorsAreNamed()
    {
        Model model = sample();
        model.tensors.erase("blk.1.attn_k.weight");
        const std::string missing = messageOf([&] { saveModel(path("bad.gguf"), model, "f32"); });
        QVERIFY(mentions(missing, "blk.1.attn_k.weight") && mentions(missing, "[64, 64]"));

        // The same in a file: written tensor by tensor.
        saveModel(path("good.gguf"), sample(), "f32");
        const GgufReader good(path("good.gguf"));
        const auto rewritten = [&](const std::string &name, const Tensor &replacement,
                                   const std::string &extra) {
            GgufWriter writer;
            for (const std::string &key : good.keys())
                writer.add(key, *good.find(key));
            for (const GgufTensorInfo &info : good.tensors()) {
                if (info.name != name)
                    writer.add(info.name, good.tensor(info), *info.type);
                else if (!replacement.empty())
                    writer.add(info.name, replacement, ggufType("f32"));
            }
            if (!extra.empty())
                writer.add(extra, Tensor({4}), ggufType("f32"));
            writer.write(path("bad.gguf"));
            return messageOf([&] { loadModel(path("bad.gguf")); });
        };
        const std::string absent = rewritten("blk.0.ffn_up.weight", {}, "");
        QVERIFY(mentions(absent, "blk.0.ffn_up.weight") && mentions(absent, "[96, 64]"));
        const std::string misshaped = rewritten("blk.0.ffn_up.weight", Tensor({64, 96}), "");
        QVERIFY(mentions(misshaped, "[64, 96]") && mentions(misshaped, "[96, 64]"));
        QVERIFY(mentions(rewritten("", {}, "blk.0.attn_q.bias"), "attn_q.bias"));
        QVERIFY(rewritten("", {}, "").empty());
    }

    void badFiles()
    {
        QVERIFY(mentions(messageOf([&] { loadModel(path("absent.gguf")); }), "absent.gguf"));
        QVERIFY(!messageOf([&] { loadModel(folder_.path().toStdString()); }).empty());
        QVERIFY(mentions(messageOf([&] { saveModel(path("x.gguf"), sample(), "q4_1"); }), "q4_1"));
        QVERIFY(mentions(messageOf([&] { saveModel(path("x.gguf"), sample(), "nf5"); }), "nf5"));
        QVERIFY(!QFile::exists(folder_.filePath("x.gguf")));
    }

    void mutatedFiles()
    {
        saveModel(path("m.gguf"), sample(), "q8_0");
        std::ifstream file(path("m.gguf"), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        const std::size_t head = bytes.size() - GgufReader(path("m.gguf")).tensors().front().bytes;
        std::mt19937 random(5);
        for (int round = 0; round < 150; ++round) {
            std::string copy = bytes;
            for (unsigned i = 0; i <= random() % 6; ++i)
                copy[random() % (round % 2 ? head : 600)] = static_cast<char>(random());
            if (round % 5 == 0)
                copy.resize(random() % copy.size());
            std::ofstream(path("mutant.gguf"), std::ios::binary) << copy;
            messageOf([&] { loadModel(path("mutant.gguf")); });
        }
    }
};

QTEST_GUILESS_MAIN(TestModel)
#include "test_model.moc"
