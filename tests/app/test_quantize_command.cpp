#include "engine/formats/gguf_reader.h"
#include "tests/app/files.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

const QString program = QString(MUREUM_BIN_DIR) + "/mureum-cli";
const QString model = QString(MUREUM_SOURCE_DIR) + "/resources/model/mureum-1.gguf";
const QString samples = QString(MUREUM_SOURCE_DIR) + "/resources/samples";

Outcome run(const QStringList &arguments)
{
    QProcess process;
    process.start(program, QStringList{"quantize"} + arguments);
    if (!process.waitForFinished(110000) || process.exitStatus() != QProcess::NormalExit)
        qFatal("%s", qPrintable(arguments.join(' ')));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestQuantizeCommand : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;

    QString file(const char *name) const { return folder_.filePath(name); }

private slots:
    /// The whole way on the bundled model: file, losses, report.
    void tellsWhatWasLost()
    {
        write(file("text.txt"),
              QByteArray("the average price of all orders in every city of the country ").repeated(30));
        const QString out = file("small.gguf");
        const Outcome outcome = run({"--model", model, "--scheme", "q6_K", "--out", out, "--eval",
                                     samples + "/examples.jsonl", "--databases", samples, "--limit", "8",
                                     "--candidates", "1", "--text", file("text.txt"), "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        QCOMPARE(json["finished"].toBool(), true);
        QCOMPARE(json["sizes"].toObject()["after"].toDouble(), double(QFileInfo(out).size()));
        QVERIFY(json["sizes"].toObject()["after"].toDouble() < json["sizes"].toObject()["before"].toDouble());
        QVERIFY(outcome.err.contains("warning: the model is stored as q8_0 already"));
        for (const char *which : {"before", "after"}) {
            const QJsonObject speed = json["speed"].toObject()[which].toObject();
            QVERIFY(speed["load_seconds"].toDouble() > 0);
            QVERIFY(speed["peak_bytes"].toDouble() > 1e7);
            QVERIFY(speed["prefill_tokens_per_second"].toDouble() > 0);
            QVERIFY(speed["decode_tokens_per_second"].toDouble() > 0);
        }
        for (const char *which : {"answers", "prompts", "text"}) {
            const QJsonObject drift = json["drift"].toObject()[which].toObject();
            QVERIFY2(drift["positions"].toInt() > 20, which);
            QVERIFY(drift["mean_kl"].toDouble(1) < 0.05);
            QVERIFY(drift["same_top_token"].toDouble() > 0.8);
            QVERIFY(drift["perplexity_after"].toDouble() > 1);
        }
        const QJsonObject ex = json["ex"].toObject();
        QCOMPARE(ex["count"].toInt(), 8);
        const QJsonArray flips = json["flips"].toArray();
        QCOMPARE(flips.size(), ex["fixed"].toInt() + ex["broken"].toInt());
        QVERIFY(!json["recommendation"].toObject()["text"].toString().isEmpty());
        QCOMPARE(json["quantization"].toObject()["tensors"].toArray().size(), 58);
        const QJsonObject report = QJsonDocument::fromJson(read(out + ".run/report.json")).object();
        QVERIFY(report == json);
        QVERIFY(QFileInfo::exists(out + ".run/before/records.jsonl"));
        QVERIFY(QFileInfo::exists(out + ".run/after/summary.json"));
        QVERIFY(!QFileInfo::exists(out + ".run/layers"));
    }

    void progressAndResume()
    {
        const QStringList arguments = {
            "--model",      model,          "--scheme",   "gptq", "--calibration-tokens", "4000", "--out",
            file("g.gguf"), "--no-measure", "--progress", "json"};
        QProcess process;
        process.start(program, QStringList{"quantize"} + arguments);
        QVERIFY(process.waitForStarted());
        QByteArray seen;
        QElapsedTimer clock;
        clock.start();
        while (!seen.contains("blk.2.ffn_down") && clock.elapsed() < 100000 &&
               process.state() == QProcess::Running) {
            process.waitForReadyRead(200);
            seen += process.readAllStandardOutput();
        }
        ::kill(pid_t(process.processId()), SIGKILL); // as a lost machine would
        process.waitForFinished();
        QVERIFY(!QFileInfo::exists(file("g.gguf")));
        const QJsonObject event = QJsonDocument::fromJson(seen.split('\n').at(3)).object();
        QCOMPARE(event["event"].toString(), "progress");
        QCOMPARE(event["phase"].toString(), "quantizing");
        QVERIFY(event["seconds_left"].toDouble() > 0);

        const Outcome resumed = run(arguments + QStringList{"--resume"});
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        const QJsonObject done = QJsonDocument::fromJson(resumed.out.trimmed().split('\n').last()).object();
        QCOMPARE(done["event"].toString(), "done");
        QVERIFY(done["quantization"].toObject()["resumed_layers"].toInt() >= 2);
        QCOMPARE(done["calibration"].toString(), "sample questions");
        const mureum::engine::GgufReader reader(file("g.gguf").toStdString());
        QCOMPARE(std::string(reader.findTensor("blk.7.attn_q.weight")->type->name), std::string("int4_g128"));
        // Resumed once more, nothing is left to do.
        const Outcome again = run(arguments + QStringList{"--resume"});
        QCOMPARE(again.code, 0);
        QVERIFY(!again.out.contains("\"progress\""));
    }

    /// What is foretold is what comes out.
    void foretellsSizes()
    {
        const Outcome plan = run({"--model", model, "--scheme", "q4_0", "--plan", "--json"});
        QVERIFY2(plan.code == 0, plan.err.constData());
        const QJsonObject json = plan.json();
        QCOMPARE(json["model"].toObject()["bytes"].toDouble(), double(QFileInfo(model).size()));
        const QString out = file("foretold.gguf");
        QCOMPARE(run({"--model", model, "--scheme", "q4_0", "--out", out, "--no-measure"}).code, 0);
        QVERIFY(std::abs(json["bytes"].toDouble() - double(QFileInfo(out).size())) <
                2000); // the plan stands in the file
        QVERIFY(json["memory_bytes"].toDouble() > 0);
        const QJsonArray schemes = json["schemes"].toArray();
        QCOMPARE(schemes.size(), 11);
        for (const QJsonValue &one : schemes)
            QVERIFY(one["error"].isNull() && one["bytes"].toDouble() > 3e6);
        const Outcome words = run({"--model", model, "--scheme", "gptq", "--group", "64", "--plan"});
        QVERIFY2(words.code == 0 && words.out.contains("gptq 4"), words.err.constData());
    }

    void saysWhatToGive()
    {
        const auto refuses = [&](const QStringList &arguments, const char *part) {
            const Outcome outcome = run(arguments);
            QCOMPARE(outcome.code, 2);
            QVERIFY2(outcome.err.contains(part) && outcome.err.contains("error: "), outcome.err.constData());
            QCOMPARE(outcome.err.trimmed().count("error:"), 1);
        };
        const QByteArray before = read(model);
        refuses({"--model", model, "--scheme", "q4_0"}, "--out");
        refuses({"--model", model, "--scheme", "q9", "--out", file("x.gguf")}, "--scheme");
        refuses({"--model", model, "--out", model}, "the model itself");
        refuses({"--model", file("none.gguf"), "--out", file("x.gguf")}, "none.gguf");
        refuses({"--model", model, "--override", "ffn_down", "--out", file("x.gguf")}, "PATTERN=SCHEME");
        refuses({"--model", model, "--override", "ffn_dawn=q4_0", "--out", file("x.gguf")}, "ffn_dawn");
        refuses({"--model", model, "--scheme", "gptq", "--calibration", samples + "/examples.jsonl", "--out",
                 file("x.gguf")},
                "--databases");
        write(file("short.txt"), "hello");
        refuses({"--model", model, "--scheme", "awq", "--calibration", file("short.txt"), "--out",
                 file("x.gguf")},
                "too few");
        refuses({"--model", model, "--scheme", "q8_0", "--out", file("none") + "/x.gguf"}, "none");
        QVERIFY(QDir().mkpath(file("mine")));
        write(file("mine/before"), "my own");
        refuses({"--model", model, "--run", file("mine"), "--out", file("x.gguf")}, "other files");
        QCOMPARE(read(file("mine/before")), QByteArray("my own"));
        QVERIFY(!QFileInfo::exists(file("x.gguf")));
        QVERIFY(!QFileInfo::exists(file("x.gguf.run")));
        QVERIFY(read(model) == before);
    }

    void speaksInWords()
    {
        const Outcome outcome = run({"--model", model, "--scheme", "nf4", "--out", file("words.gguf"),
                                     "--no-speed", "--candidates", "1", "--limit", "6"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        for (const char *part : {"size", "perplexity, answers", "same first choice", "execution accuracy",
                                 "former size", "report.json"})
            QVERIFY2(outcome.out.contains(part), outcome.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestQuantizeCommand)
#include "test_quantize_command.moc"
