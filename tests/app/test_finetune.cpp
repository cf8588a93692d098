// Fine-tuning through the command line, with the bundled model on a sample database.

#include "tests/app/files.h"

#include <QtTest>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

namespace {

const QString cli = MUREUM_BIN_DIR "/mureum-cli";
const QString samples = MUREUM_SOURCE_DIR "/resources/samples";
const QString model = MUREUM_SOURCE_DIR "/resources/model/mureum-1.gguf";

} // namespace

class TestFinetune : public QObject
{
    Q_OBJECT

    struct Outcome
    {
        int code = -1;
        QByteArray out, error;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    QTemporaryDir folder_;
    QString path(const char *name) const { return folder_.filePath(name); }

    static QProcessEnvironment environment()
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("MUREUM_RESOURCES"), QStringLiteral(MUREUM_SOURCE_DIR));
        return environment;
    }

    static Outcome run(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(cli, arguments);
        if (!process.waitForFinished(120'000))
            process.kill();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QStringList adaptArguments(const char *out) const
    {
        return {"adapt",
                "--db",
                samples + "/shop.sqlite",
                "--model",
                model,
                "--out",
                path(out),
                "--count",
                "80",
                "--held-out",
                "10",
                "--steps",
                "6",
                "--evaluate-every",
                "3",
                "--checkpoint-every",
                "1",
                "--batch-tokens",
                "768",
                "--rank",
                "4",
                "--candidates",
                "1",
                "--threads",
                "1",
                "--replay",
                path("replay"),
                "--json"};
    }

    QStringList finetuneArguments(const char *out, const char *data = "train.jsonl") const
    {
        return {"finetune", "--data",    path(data), "--databases",
                samples,    "--model",   model,      "--out",
                path(out),  "--steps",   "2",        "--batch-tokens",
                "768",      "--rank",    "2",        "--validation-share",
                "0",        "--threads", "1",        "--json"};
    }

private slots:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        QByteArray rows;
        const std::pair<const char *, const char *> pairs[] = {
            {"How many customers are there?", "SELECT COUNT(*) FROM customers"},
            {"고객은 몇 명인가요?", "SELECT COUNT(*) FROM customers"},
            {"names of customers in 서울", "SELECT name FROM customers WHERE city = '서울'"},
            {"the most expensive product", "SELECT product_name FROM products ORDER BY price DESC LIMIT 1"},
            {"orders by status", "SELECT status, COUNT(*) FROM orders GROUP BY status"},
        };
        for (const auto &[question, query] : pairs)
            rows += QJsonDocument(QJsonObject{{"db_id", "shop"}, {"question", question}, {"query", query}})
                        .toJson(QJsonDocument::Compact) +
                    "\n";
        write(path("train.jsonl"), rows);
        QVERIFY(QDir().mkpath(path("replay")));
        write(path("replay/zoo.sql"),
              "BEGIN TRANSACTION;\nCREATE TABLE animal(id INTEGER PRIMARY KEY, name TEXT, kg REAL);\n"
              "INSERT INTO animal VALUES(1,'bear',300),(2,'hare',4);\nCOMMIT;\n");
        write(path("replay/questions.jsonl"),
              "{\"db_id\":\"zoo\",\"question\":\"How many animals?\",\"question_ko\":\"동물은 몇 마리?\","
              "\"query\":\"SELECT COUNT(*) FROM animal\"}\n");
    }

    void adaptsAndSaysWhatItBrought()
    {
        const QByteArray before = read(samples + "/shop.sqlite");
        const Outcome done = run(adaptArguments("adapter"));
        QVERIFY2(done.code == 0, done.error);
        const QJsonObject json = done.json();
        QVERIFY(json.value("finished").toBool());
        for (const char *side : {"before", "after"}) {
            const QJsonObject summary = json.value(side).toObject();
            QVERIFY2(summary.value("count").toInt() >= 8, done.out);
            QVERIFY(summary.value("ci95").isObject());
        }
        for (const char *name :
             {"adapter/adapter_config.json", "adapter/adapter_model.safetensors", "adapter/report.json",
              "adapter/training.jsonl", "adapter/validation.jsonl", "adapter/evaluations.jsonl",
              "adapter/before/summary.json", "adapter/after/summary.json"})
            QVERIFY2(QFile::exists(path(name)), name);
        QCOMPARE(read(samples + "/shop.sqlite"), before);
        QVERIFY(QFile::exists(path("adapter/replay/zoo.sqlite")));

        // No question judged by asks what training asked with other values.
        const auto queries = [&](const char *name) {
            QSet<QString> all;
            for (const QByteArray &line : read(path(name)).split('\n'))
                if (!line.isEmpty())
                    all.insert(QJsonDocument::fromJson(line).object().value("query").toString());
            return all;
        };
        QVERIFY(!queries("adapter/validation.jsonl").intersects(queries("adapter/training.jsonl")));

        // The adapter serves where adapters are asked for.
        const Outcome evaluated =
            run({"eval", "--model", model, "--adapter", path("adapter"), "--data",
                 path("adapter/validation.jsonl"), "--databases", path("adapter/databases"), "--candidates",
                 "1", "--threads", "1", "--json"});
        QVERIFY2(evaluated.code == 0, evaluated.error);
        QCOMPARE(evaluated.json().value("ex"), json.value("after").toObject().value("ex"));
    }

    void killedRunsGoOnBitForBit()
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(cli, adaptArguments("killed"));
        QVERIFY(process.waitForStarted());
        for (int i = 0; i < 6000 && !QFile::exists(path("killed/checkpoint.bin")); ++i)
            QTest::qWait(10);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished();
        const Outcome again = run(adaptArguments("killed"));
        QCOMPARE(again.code, 2); // not over what is there
        QVERIFY2(again.error.contains("--resume"), again.error);
        const Outcome done = run(adaptArguments("killed") << "--resume");
        QVERIFY2(done.code == 0, done.error);
        QVERIFY(read(path("killed/adapter_model.safetensors")) ==
                read(path("adapter/adapter_model.safetensors")));
        QCOMPARE(done.json().value("after").toObject().value("ex"),
                 QJsonDocument::fromJson(read(path("adapter/report.json")))
                     .object()
                     .value("after")
                     .toObject()
                     .value("ex"));
    }

    void learnsFromAFileInEveryWay()
    {
        QVERIFY(run(finetuneArguments("sft")).code == 0);
        QVERIFY(QFile::exists(path("sft/adapter_model.safetensors")));
        const Outcome full = run(finetuneArguments("full") << "--tuning"
                                                           << "full");
        QVERIFY2(full.code == 0, full.error);
        QVERIFY(QFile::exists(path("full/model.gguf")));
        const Outcome rejection = run(finetuneArguments("rejection") << "--method"
                                                                     << "rejection"
                                                                     << "--samples"
                                                                     << "4");
        QVERIFY2(rejection.code == 0, rejection.error);
        QVERIFY(!read(path("rejection/samples.jsonl")).isEmpty());
        write(
            path("pairs.jsonl"),
            "{\"db_id\":\"shop\",\"question\":\"How many customers are there?\",\"chosen\":\"SELECT COUNT(*) "
            "FROM customers\",\"rejected\":\"SELECT COUNT(*) FROM orders\"}\nnonsense\n");
        const Outcome dpo = run(finetuneArguments("dpo") << "--method"
                                                         << "dpo"
                                                         << "--pairs" << path("pairs.jsonl"));
        QVERIFY2(dpo.code == 0, dpo.error);
        QVERIFY2(dpo.error.contains("line 2"), dpo.error);
        QVERIFY(QFile::exists(path("dpo/adapter_model.safetensors")));
    }

    void saysWhatItWillTake()
    {
        const auto plan = [&](QStringList more) {
            const Outcome said = run(finetuneArguments("plan") << "--plan" << more);
            if (said.code != 0)
                qFatal("%s", said.error.constData());
            return said.json();
        };
        const QJsonObject whole = plan({});
        QVERIFY(!QFile::exists(path("plan")));
        QCOMPARE(whole.value("questions").toInt(), 5);
        QCOMPARE(whole.value("languages").toObject().value("ko").toInt(),
                 2); // by script: one names 서울 only
        QCOMPARE(whole.value("sample").toArray().size(), 5);
        const QJsonObject lengths = whole.value("token_lengths").toObject();
        int counted = 0;
        for (const QJsonValue &count : lengths.value("prompt").toObject().value("counts").toArray())
            counted += count.toInt();
        QCOMPARE(counted + lengths.value("unusable").toInt(), 5);
        QVERIFY(lengths.value("longest").toInt() > 100);
        QVERIFY(whole.value("fits").toBool());
        QVERIFY(whole.value("seconds").toDouble() > 0);
        const QJsonObject memory = whole.value("memory").toObject();
        double sum = 0;
        for (const char *part :
             {"parameters", "frozen", "gradients", "moments", "activations", "kv", "program"})
            sum += memory.value(part).toDouble();
        QCOMPARE(memory.value("total").toDouble(), sum);

        // What does not fit comes with options that do.
        const auto sized = [&](const QStringList &options) {
            QStringList arguments = finetuneArguments("plan");
            const auto at = arguments.indexOf("--batch-tokens");
            arguments.remove(at, 2);
            const Outcome said = run(arguments << "--plan"
                                               << "--memory"
                                               << "120" << options);
            if (said.code != 0)
                qFatal("%s", said.error.constData());
            return said.json();
        };
        const QJsonObject small = sized({"--batch-tokens", "4096"});
        QVERIFY(!small.value("fits").toBool());
        const QJsonObject proposal = small.value("proposal").toObject();
        QStringList changes;
        for (const QJsonValue &argument : proposal.value("arguments").toArray())
            changes << argument.toString();
        QVERIFY2(changes.contains("--batch-tokens"), qPrintable(changes.join(' ')));
        const QJsonObject changed = sized(changes);
        QVERIFY(changed.value("fits").toBool());
        QCOMPARE(changed.value("memory"), proposal.value("memory"));
        QCOMPARE(changed.value("tokens_per_step"), small.value("tokens_per_step"));
    }

    void refusesBadInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        write(path("bare.jsonl"), "{\"db_id\":\"shop\",\"question\":\"how many?\"}\n");
        write(path("unknown.jsonl"),
              "{\"db_id\":\"nowhere\",\"question\":\"how many?\",\"query\":\"SELECT 1\"}\n");
        QTest::newRow("rank 0") << (finetuneArguments("bad") << "--rank"
                                                             << "-1")
                                << "rank";
        QTest::newRow("no gold") << finetuneArguments("bad", "bare.jsonl") << "no question with SQL";
        QTest::newRow("unknown database") << finetuneArguments("bad", "unknown.jsonl") << "nowhere";
        QTest::newRow("unknown layer") << (finetuneArguments("bad") << "--targets"
                                                                    << "z_proj")
                                       << "z_proj";
        QTest::newRow("no teacher") << (finetuneArguments("bad") << "--method"
                                                                 << "distill")
                                    << "teacher";
        QTest::newRow("pairs without dpo")
            << (finetuneArguments("bad") << "--pairs" << path("bare.jsonl")) << "dpo";
        QTest::newRow("too little memory") << (finetuneArguments("bad") << "--memory"
                                                                        << "16")
                                           << "memory";
        QTest::newRow("no file") << finetuneArguments("bad", "missing.jsonl") << "missing.jsonl";
        QVERIFY(QDir().mkpath(path("lost")));
        QVERIFY(QFile::copy(path("replay/questions.jsonl"), path("lost/questions.jsonl")));
        QTest::newRow("replay without its database")
            << QStringList{"adapt",      "--db",      samples + "/shop.sqlite",
                           "--out",      path("bad"), "--replay",
                           path("lost"), "--count",   "40"}
            << "lost/questions.jsonl";
        QTest::newRow("no database") << QStringList{"adapt", "--db", path("none.sqlite"), "--out",
                                                    path("bad")}
                                     << "none.sqlite";
    }
    void refusesBadInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Outcome refused = run(arguments);
        QCOMPARE(refused.code, 2);
        QVERIFY2(QString::fromUtf8(refused.error).contains(says), refused.error);
        QVERIFY(!QFile::exists(path("bad/adapter_model.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestFinetune)
#include "test_finetune.moc"
