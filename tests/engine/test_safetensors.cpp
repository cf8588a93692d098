#include "engine/formats/safetensors.h"
#include "tests/engine/error_message.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>
#include <random>
#include <sys/resource.h>

using namespace mureum::engine;

namespace {

QByteArray fileOf(const QByteArray &header, const QByteArray &data)
{
    QByteArray bytes(8, '\0');
    const quint64 length = static_cast<quint64>(header.size());
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

SafetensorsReader read(const QByteArray &bytes)
{
    return SafetensorsReader(
        {reinterpret_cast<const std::byte *>(bytes.constData()), static_cast<std::size_t>(bytes.size())},
        "memory");
}

/// Opens the bytes and touches every tensor; false where they are refused.
bool accepts(const QByteArray &bytes)
{
    try {
        const SafetensorsReader reader = read(bytes);
        for (const auto &[name, info] : reader.tensors()) {
            const Tensor tensor = reader.tensor(name);
            volatile char last = 0;
            if (tensor.byteSize() > 0)
                last = static_cast<const char *>(tensor.raw())[tensor.byteSize() - 1];
            (void)last;
        }
        return true;
    } catch (const Error &) {
        return false;
    }
}

} // namespace

class TestSafetensors : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    QString path() const { return folder_.filePath("file.safetensors"); }
    QByteArray current() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(float first = 1.5F)
    {
        const std::vector<float> values = {first, -2, 3, 4, 5, 6};
        writeSafetensors(path().toStdString(),
                         {{"b", Tensor::fromValues({2, 3}, values)},
                          {"a", Tensor::fromValues({1}, std::vector<float>{7}).to(DType::BF16)},
                          {"none", Tensor({0, 4})}},
                         {{"format", "pt"}});
    }

private slots:
    void init() { write(); }

    void roundTrips()
    {
        const SafetensorsReader reader(path().toStdString());
        QCOMPARE(reader.tensors().size(), std::size_t{3});
        QCOMPARE(reader.metadata().at("format"), std::string("pt"));
        const Tensor b = reader.tensor("b");
        QCOMPARE(b.shape(), (std::vector<int64_t>{2, 3}));
        QCOMPARE(b.f32()[0], 1.5F);
        QCOMPARE(b.f32()[5], 6.0F);
        QCOMPARE(reader.tensor("a").dtype(), DType::BF16);
        QCOMPARE(static_cast<float>(reader.tensor("a").bf16()[0]), 7.0F);
        QCOMPARE(reader.tensor("none").elements(), 0);
        QVERIFY(mentions(messageOf([&] { (void)reader.tensor("c"); }), "'c' is missing"));
    }

    /// Bytes as the format's README describes them, made by hand.
    void readsForeignBytes()
    {
        const float value = 0.25F;
        QByteArray data(4, '\0');
        std::memcpy(data.data(), &value, 4);
        // An odd header length: data is not aligned.
        const QByteArray bytes = fileOf(
            R"({"x":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"y":{"dtype":"F64","shape":[0],"data_offsets":[4,4]}} )",
            data);
        const SafetensorsReader reader = read(bytes);
        QCOMPARE(reader.tensor("x").f32()[0], 0.25F);
        QVERIFY(mentions(messageOf([&] { (void)reader.tensor("y"); }), "F64"));
    }

    void everyLengthIsChecked_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("bytes");
        const auto row = [](const char *name, const char *header, int bytes) {
            QTest::newRow(name) << QByteArray(header) << bytes;
        };
        row("no object", "[1]", 0);
        row("no JSON", "{", 0);
        row("entry no object", R"({"x":3})", 0);
        row("no shape", R"({"x":{"dtype":"F32","data_offsets":[0,4]}})", 4);
        row("negative extent", R"({"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4);
        row("fractional extent", R"({"x":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})", 4);
        row("overflow", R"({"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0);
        row("wrong size", R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4);
        row("backwards", R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4);
        row("behind the end", R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 4);
        row("gap",
            R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"y":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
            3);
        row("overlap",
            R"({"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
            3);
        row("trailing bytes", R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 2);
        row("unknown type", R"({"x":{"dtype":"F7","shape":[1],"data_offsets":[0,1]}})", 1);
        row("metadata", R"({"__metadata__":{"a":1}})", 0);
        row("three offsets", R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}})", 1);
    }
    void everyLengthIsChecked()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, bytes);
        const std::string message = messageOf([&] { (void)read(fileOf(header, QByteArray(bytes, '\0'))); });
        QVERIFY2(mentions(message, "memory: "), message.c_str());
    }

    void truncationIsNoticedEverywhere()
    {
        const QByteArray good = current();
        QVERIFY(accepts(good));
        for (qsizetype size = 0; size < good.size(); ++size)
            QVERIFY2(!accepts(good.left(size)), qPrintable(QString::number(size)));
    }

    /// Damage is refused or harmless, never more than that.
    void damagedBytesDoNoHarm()
    {
        const QByteArray good = current();
        std::mt19937 random(1);
        int refused = 0;
        for (int round = 0; round < 5000; ++round) {
            QByteArray bytes = good;
            for (int change = 0; change < 1 + round % 4; ++change)
                bytes[static_cast<qsizetype>(random() % 200)] = static_cast<char>(random());
            refused += !accepts(bytes);
        }
        QVERIFY(refused > 2500);
        for (const quint64 length : {~quint64{0}, quint64{1} << 63, quint64{99'999'999}}) {
            QByteArray bytes = good;
            std::memcpy(bytes.data(), &length, 8);
            QVERIFY(!accepts(bytes));
        }
    }

    void fullDiskKeepsTheOldFile()
    {
        const QByteArray before = current();
        rlimit old = {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit little = old;
        little.rlim_cur = 100;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
        const std::string message = messageOf([&] { write(9); });
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, handler);
        QVERIFY(mentions(message, "nothing was changed"));
        QCOMPARE(current(), before);
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
