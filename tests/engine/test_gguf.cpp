#include "tests/engine/error_message.h"
#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/formats/gguf_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <functional>
#include <random>

using namespace mureum::engine;

namespace {

Tensor randomTensor(std::vector<int64_t> shape, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Tensor tensor(std::move(shape));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.f32()[i] = normal(random);
    return tensor;
}

std::string slurp(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

GgufReader parse(const std::string &bytes)
{
    return GgufReader(std::as_bytes(std::span(bytes)), "memory");
}

/// A file by hand, for cases no writer of ours produces.
struct Bytes
{
    std::string text = "GGUF";
    template <typename T>
    Bytes &put(T value)
    {
        text.append(reinterpret_cast<const char *>(&value), sizeof value);
        return *this;
    }
    Bytes &put(const char *string)
    {
        put<uint64_t>(std::strlen(string));
        text += string;
        return *this;
    }
};

} // namespace

class TestGguf : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path(const char *name) const { return folder_.filePath(name).toStdString(); }

    std::string sample() const
    {
        GgufWriter writer;
        writer.add("general.architecture", GgufValue::string("llama"));
        writer.add("a.u32", GgufValue::u32(4000000000U));
        writer.add("a.u64", GgufValue::u64(1ULL << 63));
        writer.add("a.i32", GgufValue::i32(-7));
        writer.add("a.f32", GgufValue::f32(0.5F));
        writer.add("a.f64", GgufValue::f64(1e300));
        writer.add("a.bool", GgufValue::boolean(true));
        writer.add("a.u8", GgufValue::scalar(GgufKind::U8, "\xC8"));
        writer.add("a.i8", GgufValue::scalar(GgufKind::I8, "\xC8"));
        writer.add("a.i16", GgufValue::scalar(GgufKind::I16, std::string("\xFE\xFF", 2)));
        writer.add("a.strings", GgufValue::strings({"x", "", "고객"}));
        const std::vector<float> floats{1.5F, -2.0F};
        writer.add("a.floats", GgufValue::floats(floats));
        const std::vector<int32_t> ints{1, -2, 3};
        writer.add("a.ints", GgufValue::ints(ints));
        writer.add("a.blob", GgufValue::blob(std::string("a\0b", 3)));
        writer.add("a.nested", GgufValue::arrays({GgufValue::ints(ints), GgufValue::strings({"y"})}));
        writer.add("m", randomTensor({3, 64}, 1), ggufType("f32"));
        writer.add("h", randomTensor({5, 32}, 2), ggufType("f16"));
        writer.add("b", randomTensor({7}, 3).to(DType::BF16), ggufType("bf16"));
        writer.add("q", randomTensor({2, 3, 64}, 4), ggufType("q8_0"));
        writer.write(path("sample.gguf"));
        return path("sample.gguf");
    }

private slots:
    void roundTrip()
    {
        const GgufReader file(sample());
        QCOMPARE(file.version(), 3U);
        QCOMPARE(file.keys().size(), std::size_t(15));
        QCOMPARE(file.keys()[1], std::string("a.u32"));
        QCOMPARE(file.requireString("general.architecture"), std::string("llama"));
        QCOMPARE(file.requireUnsigned("a.u32"), uint64_t(4000000000U));
        QCOMPARE(file.requireUnsigned("a.u64"), uint64_t(1) << 63);
        QCOMPARE(file.find("a.i32")->asInteger(), int64_t(-7));
        QCOMPARE(file.requireNumber("a.f32"), 0.5);
        QCOMPARE(file.requireNumber("a.f64"), 1e300);
        QVERIFY(file.boolOr("a.bool", false));
        QCOMPARE(file.requireUnsigned("a.u8"), uint64_t(200));
        QCOMPARE(file.find("a.i8")->asInteger(), int64_t(-56));
        QCOMPARE(file.find("a.i16")->asInteger(), int64_t(-2));
        QCOMPARE(file.find("a.strings")->asStrings(), (std::vector<std::string>{"x", "", "고객"}));
        QCOMPARE(file.find("a.floats")->asFloats(), (std::vector<float>{1.5F, -2.0F}));
        QCOMPARE(file.find("a.ints")->asIntegers(), (std::vector<int64_t>{1, -2, 3}));
        QCOMPARE(file.find("a.blob")->asBlob(), std::string("a\0b", 3));
        QCOMPARE(file.find("a.nested")->asArrays()[1].asStrings()[0], std::string("y"));
        QVERIFY(!file.find("absent"));
        QCOMPARE(file.unsignedOr("absent", 9), uint64_t(9));

        QCOMPARE(file.tensors().size(), std::size_t(4));
        for (const GgufTensorInfo &info : file.tensors())
            QCOMPARE(info.offset % 32, uint64_t(0));
        const Tensor m = file.tensor(*file.findTensor("m"));
        QCOMPARE(m.shape(), (std::vector<int64_t>{3, 64}));
        const Tensor expected = randomTensor({3, 64}, 1);
        QVERIFY(std::equal(m.f32(), m.f32() + m.elements(), expected.f32()));
        const Tensor b = file.tensor(*file.findTensor("b"));
        QCOMPARE(b.dtype(), DType::BF16);
        const Tensor b0 = randomTensor({7}, 3).to(DType::BF16);
        for (int i = 0; i < 7; ++i)
            QCOMPARE(b.bf16()[i].bits, b0.bf16()[i].bits);
        const Tensor h = file.tensor(*file.findTensor("h")).to(DType::F32);
        const Tensor h0 = randomTensor({5, 32}, 2);
        for (int64_t i = 0; i < h.elements(); ++i)
            QVERIFY(std::fabs(h.f32()[i] - h0.f32()[i]) <= std::fabs(h0.f32()[i]) / 2048 + 1e-7F);
        const Tensor q = file.tensor(*file.findTensor("q"));
        QCOMPARE(q.shape(), (std::vector<int64_t>{2, 3, 64}));
        const Tensor q0 = randomTensor({2, 3, 64}, 4);
        for (int64_t block = 0; block < q.elements(); block += 32) {
            float largest = 0;
            for (int i = 0; i < 32; ++i)
                largest = std::max(largest, std::fabs(q0.f32()[block + i]));
            for (int i = 0; i < 32; ++i)
                QVERIFY(std::fabs(q.f32()[block + i] - q0.f32()[block + i]) <= largest / 127 * 0.56F);
        }
    }

    void q80LayoutByHand()
    {
        // 127 as largest value gives scale 1: f16 1.0 is 0x3C00, the bytes are the values.
        float values[32] = {127, -127, 3.4F, -3.6F};
        std::byte block[34];
        ggufType("q8_0").fromFloat(values, block, 32);
        QCOMPARE(static_cast<int>(block[0]), 0x00);
        QCOMPARE(static_cast<int>(block[1]), 0x3C);
        QCOMPARE(static_cast<int>(static_cast<int8_t>(block[2])), 127);
        QCOMPARE(static_cast<int>(static_cast<int8_t>(block[3])), -127);
        QCOMPARE(static_cast<int>(static_cast<int8_t>(block[4])), 3);
        QCOMPARE(static_cast<int>(static_cast<int8_t>(block[5])), -4);
        float zeros[32] = {};
        ggufType("q8_0").fromFloat(zeros, block, 32);
        ggufType("q8_0").toFloat(block, values, 32);
        QCOMPARE(values[0], 0.0F);
    }

    void headerByHand()
    {
        // The layout of the format's description, written without our writer.
        Bytes file;
        file.put<uint32_t>(3).put<uint64_t>(1).put<uint64_t>(1);
        file.put("general.alignment").put<uint32_t>(4).put<uint32_t>(64);
        file.put("t").put<uint32_t>(2).put<uint64_t>(2).put<uint64_t>(3).put<uint32_t>(0).put<uint64_t>(0);
        file.text.resize((file.text.size() + 63) / 64 * 64);
        for (int i = 0; i < 6; ++i)
            file.put<float>(static_cast<float>(i));
        const GgufReader reader = parse(file.text);
        QCOMPARE(reader.alignment(), uint64_t(64));
        const Tensor t = reader.tensor(reader.tensors()[0]);
        QCOMPARE(t.shape(), (std::vector<int64_t>{3, 2}));
        QCOMPARE(t.f32()[5], 5.0F);
    }

    void wrongTypesNameTheKey()
    {
        const GgufReader file(sample());
        QVERIFY(mentions(messageOf([&] { file.requireString("a.u32"); }), "a.u32"));
        QVERIFY(mentions(messageOf([&] { file.requireUnsigned("a.i32"); }), "a.i32"));
        QVERIFY(mentions(messageOf([&] { file.requireUnsigned("nothing"); }), "nothing"));
        QVERIFY(!messageOf([&] { file.find("a.blob")->asStrings(); }).empty());
        QVERIFY(!messageOf([&] { file.find("a.u64")->asInteger(); }).empty());
    }

    void badFiles()
    {
        QVERIFY(mentions(messageOf([&] { GgufReader(path("absent.gguf")); }), "absent.gguf"));
        QVERIFY(mentions(messageOf([&] { GgufReader(folder_.path().toStdString()); }), "regular"));
        QVERIFY(mentions(messageOf([] { parse(""); }), "byte 0"));
        QVERIFY(mentions(messageOf([] { parse("SQLite format 3"); }), "byte 0"));
        QVERIFY(mentions(messageOf([] { parse(Bytes().put<uint32_t>(0x03000000).text); }), "byte 4"));
        const uint64_t huge = UINT64_MAX / 2;
        const auto head = [](uint64_t tensors, uint64_t values) {
            return Bytes().put<uint32_t>(3).put<uint64_t>(tensors).put<uint64_t>(values);
        };
        QVERIFY(mentions(messageOf([&] { parse(head(huge, 0).text); }), "byte 8"));
        QVERIFY(mentions(messageOf([&] { parse(head(0, huge).text); }), "byte 16"));
        QVERIFY(
            mentions(messageOf([&] { parse(head(0, 1).put<uint64_t>(huge).put(huge).text); }), "byte 24"));
        for (const uint32_t element : {0U, 8U, 9U, 12U})
            QVERIFY(mentions(
                messageOf([&] { parse(head(0, 1).put("k").put<uint32_t>(9).put(element).put(huge).text); }),
                "byte 37"));
        QVERIFY(
            mentions(messageOf([&] { parse(head(0, 1).put("k").put<uint32_t>(13).put(huge).text); }), "13"));
        // A tensor whose size overflows, and one that lies behind the end.
        QVERIFY(mentions(messageOf([&] {
                             parse(head(1, 0)
                                       .put("t")
                                       .put<uint32_t>(2)
                                       .put<uint64_t>(1ULL << 40)
                                       .put<uint64_t>(1ULL << 40)
                                       .put<uint32_t>(0)
                                       .put<uint64_t>(0)
                                       .text);
                         }),
                         "'t'"));
        QVERIFY(mentions(messageOf([&] {
                             parse(head(1, 0)
                                       .put("t")
                                       .put<uint32_t>(1)
                                       .put<uint64_t>(64)
                                       .put<uint32_t>(0)
                                       .put<uint64_t>(32)
                                       .text);
                         }),
                         "'t'"));
        Bytes deep = head(0, 1).put("k").put<uint32_t>(9);
        for (int i = 0; i < 1000; ++i)
            deep.put<uint32_t>(9).put<uint64_t>(1);
        QVERIFY(mentions(messageOf([&] { parse(deep.text); }), "deep"));
    }

    void everyTruncation()
    {
        const std::string bytes = slurp(sample());
        const GgufReader whole = parse(bytes);
        const auto &last = whole.tensors().back();
        for (std::size_t size = 0; size < last.offset + last.bytes; ++size)
            QVERIFY2(mentions(messageOf([&] { parse(bytes.substr(0, size)); }), "byte "),
                     std::to_string(size).c_str());
    }

    void mutations()
    {
        const std::string bytes = slurp(sample());
        std::mt19937 random(11);
        int refused = 0;
        for (int round = 0; round < 5000; ++round) {
            std::string copy = bytes;
            for (unsigned i = 0; i <= random() % 4; ++i)
                copy[random() % std::min<std::size_t>(copy.size(), 900)] =
                    static_cast<char>(random() % 3 ? random() : 0xFF);
            try {
                const GgufReader file = parse(copy);
                for (const GgufTensorInfo &info : file.tensors())
                    if (info.type->toFloat)
                        file.tensor(info);
            } catch (const Error &) {
                ++refused;
            }
        }
        QVERIFY(refused > 1000);
        for (int round = 0; round < 500; ++round) {
            std::string noise(random() % 300, '\0');
            for (char &c : noise)
                c = static_cast<char>(random());
            noise.replace(0, std::min<std::size_t>(noise.size(), 8), "GGUF\3\0\0\0",
                          std::min<std::size_t>(noise.size(), 8));
            messageOf([&] { parse(noise); });
        }
    }

    void writerRefuses()
    {
        GgufWriter writer;
        writer.add("k", GgufValue::u32(1));
        QVERIFY(!messageOf([&] { writer.add("k", GgufValue::u32(1)); }).empty());
        QVERIFY(mentions(messageOf([&] {
                             writer.add("t", randomTensor({2, 33}, 1), ggufType("q8_0"));
                         }),
                         "'t'"));
        QVERIFY(mentions(messageOf([] { ggufType("q9"); }), "q8_0"));
    }

    void failedWriteLeavesTheOldFile()
    {
        const std::string file = sample();
        const std::string before = slurp(file);
        GgufWriter writer;
        writer.add("t", randomTensor({4}, 1), ggufType("f32"));
        QVERIFY(mentions(messageOf([&] { writer.write(path("no/such/folder.gguf")); }), "folder.gguf"));
        // A folder in the target's place: everything is written, the rename fails.
        QVERIFY(QDir(folder_.path()).mkpath("taken.gguf/inside"));
        QVERIFY(!messageOf([&] { writer.write(path("taken.gguf")); }).empty());
        QCOMPARE(slurp(file), before);
        QCOMPARE(QDir(folder_.path()).entryList(QDir::Files).size(), 1);
        writer.write(file);
        QCOMPARE(GgufReader(file).tensors().size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestGguf)
#include "test_gguf.moc"
