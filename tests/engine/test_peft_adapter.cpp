#include "engine/formats/safetensors.h"
#include "engine/model/decoder.h"
#include "engine/model/peft_adapter.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <nlohmann/json.hpp>

using namespace mureum::engine;
using namespace mureum::engine::adapter_test;
using nlohmann::json;

namespace {

ModelConfig tiny()
{
    return {.vocabSize = 40,
            .dim = 16,
            .layers = 1,
            .heads = 4,
            .kvHeads = 2,
            .headDim = 8,
            .ffnDim = 24,
            .contextLength = 128,
            .ropeTheta = 1000.0F,
            .tiedEmbeddings = true};
}

using Row = std::vector<double>;

/// One layer's scores in Hugging Face's layout and in double: weights of q and k with their heads' halves
/// apart, rope by "rotate half", adapters beside the weights, from the files' own tensors.
class HuggingFaceReference
{
public:
    HuggingFaceReference(const Model &model, const SafetensorsReader &files, double scale)
        : model_(model), files_(files), scale_(scale), c_(model.config)
    {
    }

    Row scores(const std::vector<int> &tokens) const
    {
        std::vector<Row> x, q, k, v;
        for (std::size_t t = 0; t < tokens.size(); ++t) {
            Row row(static_cast<std::size_t>(c_.dim));
            for (int i = 0; i < c_.dim; ++i)
                row[size_t(i)] = at("token_embd.weight", int64_t{tokens[t]} * c_.dim + i);
            x.push_back(row);
            const Row n = norm(row, "blk.0.attn_norm.weight");
            q.push_back(rotateHalf(linear("attn_q", "self_attn.q_proj", n, true), t));
            k.push_back(rotateHalf(linear("attn_k", "self_attn.k_proj", n, true), t));
            v.push_back(linear("attn_v", "self_attn.v_proj", n, false));
        }
        const std::size_t t = tokens.size() - 1;
        const auto hd = static_cast<std::size_t>(c_.headDim);
        Row out(static_cast<std::size_t>(c_.qDim()), 0.0);
        for (std::size_t h = 0; h < static_cast<std::size_t>(c_.heads); ++h) {
            const std::size_t kh = h / static_cast<std::size_t>(c_.heads / c_.kvHeads);
            Row weights;
            double total = 0;
            for (std::size_t s = 0; s <= t; ++s) {
                double dot = 0;
                for (std::size_t i = 0; i < hd; ++i)
                    dot += q[t][h * hd + i] * k[s][kh * hd + i];
                weights.push_back(std::exp(dot / std::sqrt(static_cast<double>(hd))));
                total += weights.back();
            }
            for (std::size_t s = 0; s <= t; ++s)
                for (std::size_t i = 0; i < hd; ++i)
                    out[h * hd + i] += weights[s] / total * v[s][kh * hd + i];
        }
        Row hidden = x[t];
        add(hidden, linear("attn_output", "self_attn.o_proj", out, false));
        const Row n = norm(hidden, "blk.0.ffn_norm.weight");
        Row gate = linear("ffn_gate", "mlp.gate_proj", n, false);
        const Row up = linear("ffn_up", "mlp.up_proj", n, false);
        for (std::size_t i = 0; i < gate.size(); ++i)
            gate[i] = gate[i] / (1 + std::exp(-gate[i])) * up[i];
        add(hidden, linear("ffn_down", "mlp.down_proj", gate, false));
        const Row last = norm(hidden, "output_norm.weight");
        Row scores(static_cast<std::size_t>(c_.vocabSize), 0.0);
        for (int token = 0; token < c_.vocabSize; ++token)
            for (int i = 0; i < c_.dim; ++i)
                scores[size_t(token)] +=
                    at("token_embd.weight", int64_t{token} * c_.dim + i) * last[size_t(i)];
        return scores;
    }

private:
    double at(const std::string &name, int64_t i) const
    {
        return static_cast<double>(model_.tensors.at(name).f32()[i]);
    }

    static void add(Row &x, const Row &y)
    {
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] += y[i];
    }

    Row linear(const std::string &part, const std::string &path, const Row &x, bool rope) const
    {
        const std::string name = "blk.0." + part + ".weight",
                          prefix = "base_model.model.model.layers.0." + path;
        const Tensor a = files_.tensor(prefix + ".lora_A.weight"),
                     b = files_.tensor(prefix + ".lora_B.weight");
        const int64_t outputs = b.dim(0), rank = b.dim(1), inputs = a.dim(1), hd = c_.headDim;
        Row middle(static_cast<std::size_t>(rank), 0.0), y(static_cast<std::size_t>(outputs), 0.0);
        for (int64_t r = 0; r < rank; ++r)
            for (int64_t i = 0; i < inputs; ++i)
                middle[size_t(r)] += static_cast<double>(a.f32()[r * inputs + i]) * x[size_t(i)];
        for (int64_t o = 0; o < outputs; ++o) {
            // Row o of Hugging Face's weight: of the head's halves, the pair's first numbers come first.
            const int64_t head = o / hd, half = o % hd / (hd / 2), pair = o % (hd / 2);
            const int64_t stored = rope ? head * hd + 2 * pair + half : o;
            for (int64_t i = 0; i < inputs; ++i)
                y[size_t(o)] += at(name, stored * inputs + i) * x[size_t(i)];
            for (int64_t r = 0; r < rank; ++r)
                y[size_t(o)] += scale_ * static_cast<double>(b.f32()[o * rank + r]) * middle[size_t(r)];
        }
        return y;
    }

    Row rotateHalf(Row x, std::size_t position) const
    {
        const auto hd = static_cast<std::size_t>(c_.headDim), half = hd / 2;
        for (std::size_t head = 0; head < x.size() / hd; ++head)
            for (std::size_t i = 0; i < half; ++i) {
                const double angle = static_cast<double>(position) *
                                     std::pow(static_cast<double>(c_.ropeTheta),
                                              -2.0 * static_cast<double>(i) / static_cast<double>(hd));
                double &first = x[head * hd + i], &second = x[head * hd + half + i];
                const double a = first, b = second;
                first = a * std::cos(angle) - b * std::sin(angle);
                second = b * std::cos(angle) + a * std::sin(angle);
            }
        return x;
    }

    Row norm(const Row &x, const std::string &name) const
    {
        double sum = 0;
        for (const double value : x)
            sum += value * value;
        Row y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            y[i] = x[i] /
                   std::sqrt(sum / static_cast<double>(x.size()) + static_cast<double>(c_.normEpsilon)) *
                   at(name, static_cast<int64_t>(i));
        return y;
    }

    const Model &model_;
    const SafetensorsReader &files_;
    double scale_;
    const ModelConfig c_;
};

} // namespace

class TestPeftAdapter : public QObject
{
    Q_OBJECT

    QTemporaryDir root_;
    int folders_ = 0;
    const Model model_ = randomModel(tiny());

    std::filesystem::path folder() { return root_.filePath(QString::number(folders_++)).toStdString(); }

    static json readJson(const std::filesystem::path &path)
    {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
    }
    static void writeJson(const std::filesystem::path &path, const std::string &text)
    {
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), static_cast<qint64>(text.size()));
    }

private slots:
    void roundTrips()
    {
        Adapter adapter = randomAdapter(model_, smallAdapter(true));
        adapter.config.rankStabilized = true;
        adapter.config.dropout = 0.25;
        adapter.baseHash = modelHash(model_);
        adapter.metadata["note"] = "메모";
        const auto path = folder();
        saveAdapter(path, adapter, model_.config);
        const Adapter read = loadAdapter(path, model_.config);
        QVERIFY(read.config == adapter.config);
        QCOMPARE(read.base, std::string("tiny"));
        QCOMPARE(read.baseHash, adapter.baseHash);
        QVERIFY(read.metadata == adapter.metadata);
        QCOMPARE(read.tensors.size(), adapter.tensors.size());
        for (const auto &[name, tensor] : adapter.tensors)
            QVERIFY(std::memcmp(tensor.raw(), read.tensors.at(name).raw(),
                                static_cast<std::size_t>(tensor.byteSize())) == 0);
    }

    void filesAreAsPeftHasThem()
    {
        const auto path = folder();
        saveAdapter(path, randomAdapter(model_, smallAdapter(true)), model_.config);
        const json config = readJson(path / "adapter_config.json");
        QVERIFY(config["peft_type"] == "LORA");
        QVERIFY(config["task_type"] == "CAUSAL_LM");
        QVERIFY(config["r"] == 3);
        QVERIFY(config["lora_alpha"] == 5.0);
        QVERIFY(config["use_rslora"] == false);
        QVERIFY(config["fan_in_fan_out"] == false);
        QVERIFY(config["bias"] == "none");
        QVERIFY(config["base_model_name_or_path"] == "tiny");
        QCOMPARE(config["target_modules"].size(), std::size_t{8});
        QVERIFY(!config.contains("base_hash")); // PEFT refuses keys it does not know
        const SafetensorsReader reader((path / "adapter_model.safetensors").string());
        QCOMPARE(reader.tensors().size(), std::size_t{16});
        QCOMPARE(reader.tensors().at("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight").shape,
                 (std::vector<int64_t>{3, 16}));
        QCOMPARE(reader.tensors().at("base_model.model.model.layers.0.mlp.down_proj.lora_B.weight").shape,
                 (std::vector<int64_t>{16, 3}));
        QCOMPARE(reader.tensors().at("base_model.model.lm_head.lora_B.weight").shape,
                 (std::vector<int64_t>{40, 3}));
        QCOMPARE(reader.metadata().at("format"), std::string("pt"));
    }

    void agreesWithHuggingFacesLayout()
    {
        const Adapter adapter = randomAdapter(model_, smallAdapter());
        const auto path = folder();
        saveAdapter(path, adapter, model_.config);
        const SafetensorsReader reader((path / "adapter_model.safetensors").string());
        const HuggingFaceReference reference(model_, reader, adapter.config.scale());
        std::vector<int> tokens;
        for (int i = 0; i < 9; ++i)
            tokens.push_back((i * 11 + 3) % 40);
        const Row expected = reference.scores(tokens);

        Decoder decoder(std::make_shared<Model>(model_), makeCpuBackend(), DType::F32);
        decoder.useAdapter(decoder.addAdapter(loadAdapter(path, model_.config)));
        KvPrefix prefix(decoder.kvLayout());
        KvPool pool(decoder.kvLayout());
        KvBranch branch(pool);
        decoder.prefill(prefix, std::span(tokens).first(8));
        std::vector<float> logits(40);
        const DecodeInput last{&branch, std::span(tokens).last(1)};
        decoder.decode(prefix, {&last, 1}, logits);
        for (std::size_t i = 0; i < logits.size(); ++i)
            QVERIFY2(std::abs(static_cast<double>(logits[i]) - expected[i]) < 1e-4,
                     qPrintable(QString("%1: %2, expected %3").arg(i).arg(logits[i]).arg(expected[i])));
    }

    /// What other writers put into the files.
    void foreignVariants()
    {
        const Adapter adapter = randomAdapter(model_, smallAdapter());
        const auto path = folder();
        saveAdapter(path, adapter, model_.config);
        std::filesystem::remove(path / "mureum_adapter.json");
        json config = readJson(path / "adapter_config.json");
        config["target_modules"] = "all-linear";
        config["eva_config"] = nullptr;
        config["rank_pattern"] = json::object();
        config["megatron_core"] = "megatron.core";
        config["lora_alpha"] = 5;
        writeJson(path / "adapter_config.json", config.dump());
        const SafetensorsReader reader((path / "adapter_model.safetensors").string());
        std::map<std::string, Tensor> half;
        for (const auto &[name, info] : reader.tensors())
            half.emplace(name, reader.tensor(name).to(DType::F16));
        writeSafetensors((path / "adapter_model.safetensors").string(), half);
        const Adapter read = loadAdapter(path, model_.config);
        QVERIFY(read.baseHash.empty());
        const Tensor &a = adapter.tensors.at("blk.0.attn_k.weight.lora_b"),
                     &b = read.tensors.at("blk.0.attn_k.weight.lora_b");
        for (int64_t i = 0; i < a.elements(); ++i)
            QVERIFY(std::abs(a.f32()[i] - b.f32()[i]) < 1e-3F);
    }

    void whatWeCannotDoIsRefused_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *change, const char *says) {
            QTest::newRow(change) << change << says;
        };
        row(R"({"r": 0})", "rank 0");
        row(R"({"r": "3"})", "'r' has the wrong type");
        row(R"({"r": 4})", "asks for [4, 16]");
        row(R"({"peft_type": "IA3"})", "only LORA");
        row(R"({"use_dora": true})", "use_dora");
        row(R"({"bias": "all"})", "bias");
        row(R"({"modules_to_save": ["lm_head"]})", "modules_to_save");
        row(R"({"rank_pattern": {"q_proj": 2}})", "rank_pattern");
        row(R"({"target_modules": ["c_attn"]})", "c_attn");
        row(R"({"target_modules": "q.*"})", "target_modules");
        row(R"({"target_modules": []})", "no target layers");
        row(R"({"target_modules": ["q_proj"]})", "has no place");
        row(R"({"target_modules": ["q_proj","k_proj","v_proj","o_proj","gate_proj","up_proj","down_proj","lm_head"]})",
            "output.weight.lora_a' [3, 16] is missing");
        row(R"({"lora_alpha": 0})", "alpha");
        row(R"({"fan_in_fan_out": true})", "fan_in_fan_out");
    }
    void whatWeCannotDoIsRefused()
    {
        QFETCH(QString, change);
        QFETCH(QString, says);
        const auto path = folder();
        saveAdapter(path, randomAdapter(model_, smallAdapter()), model_.config);
        json config = readJson(path / "adapter_config.json");
        config.update(json::parse(change.toStdString()));
        writeJson(path / "adapter_config.json", config.dump());
        const std::string message = messageOf([&] { loadAdapter(path, model_.config); });
        QVERIFY2(mentions(message, says.toStdString()), message.c_str());
    }

    void missingAndDamagedFiles()
    {
        QVERIFY(mentions(messageOf([&] { loadAdapter(folder(), model_.config); }), "adapter_config.json"));
        const auto path = folder();
        saveAdapter(path, randomAdapter(model_, smallAdapter()), model_.config);
        ModelConfig larger = tiny();
        larger.dim = 32;
        const std::string message = messageOf([&] { loadAdapter(path, larger); });
        QVERIFY2(mentions(message, "blk.0.attn_q.weight.lora_a") && mentions(message, "[3, 16]") &&
                     mentions(message, "[3, 32]"),
                 message.c_str());
        writeJson(path / "adapter_config.json", "{\"r\": ");
        QVERIFY(mentions(messageOf([&] { loadAdapter(path, model_.config); }), "no JSON object"));
        std::filesystem::remove(path / "adapter_model.safetensors");
        saveAdapter(path, randomAdapter(model_, smallAdapter()), model_.config);
        std::filesystem::resize_file(path / "adapter_model.safetensors", 300);
        QVERIFY(!messageOf([&] { loadAdapter(path, model_.config); }).empty());
        std::filesystem::remove(path / "adapter_model.safetensors");
        QVERIFY(mentions(messageOf([&] { loadAdapter(path, model_.config); }), "safetensors"));
    }
};

QTEST_GUILESS_MAIN(TestPeftAdapter)
#include "test_peft_adapter.moc"
