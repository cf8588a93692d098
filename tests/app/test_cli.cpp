#include "engine/model/model.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"
#include "engine/tokenizer/sentencepiece_training.h"
#include "tests/app/files.h"

#include <QTest>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <sqlite3.h>

#include <cmath>
#include <csignal>
#include <random>

using namespace mureum;

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

QString program()
{
    return QString(MUREUM_BIN_DIR) + "/mureum-cli";
}

Outcome run(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(program(), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60000))
        qFatal("%s did not end", qPrintable(arguments.join(' ').left(300)));
    if (process.exitStatus() != QProcess::NormalExit)
        qFatal("%s crashed", qPrintable(arguments.join(' ').left(300)));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void makeDatabase(const QString &path, const char *sql)
{
    sqlite3 *db = nullptr;
    sqlite3_open(path.toUtf8().constData(), &db);
    char *message = nullptr;
    if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK)
        qFatal("%s", message);
    sqlite3_close(db);
}

/// A model of the right form that has learnt nothing: enough for everything but right answers.
void makeModel(const QString &path)
{
    std::vector<std::string> lines;
    for (int i = 0; i < 200; ++i)
        lines.push_back("select name from item" + std::to_string(i) +
                        " where price order by 이름 고객 count");
    engine::SentencePieceOptions options;
    options.vocabularySize = 400;
    engine::Model model;
    model.tokenizer =
        std::make_shared<engine::SentencePieceTokenizer>(engine::trainSentencePiece(lines, options));
    model.config.vocabSize = model.tokenizer->size();
    model.config.dim = 64;
    model.config.layers = 2;
    model.config.heads = 4;
    model.config.kvHeads = 2;
    model.config.headDim = 16;
    model.config.ffnDim = 96;
    model.config.contextLength = 1024;
    std::mt19937 random(5);
    std::normal_distribution<float> normal(0, 0.1F);
    for (const engine::TensorSpec &spec : engine::expectedTensors(model.config)) {
        engine::Tensor tensor(spec.shape);
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = normal(random);
        model.tensors.emplace(spec.name, tensor);
    }
    model.name = "untrained";
    engine::saveModel(path.toStdString(), model);
}

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(program()), qPrintable(program()));
        qunsetenv("MUREUM_MODEL");
        // The build folder may lie anywhere.
        qputenv("MUREUM_RESOURCES", MUREUM_SOURCE_DIR);
        database_ = folder_.filePath("shop.sqlite");
        makeDatabase(database_,
                     "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, price REAL);"
                     "INSERT INTO item VALUES(1,'apple',2.5),(2,'배',3),(3,'plum',NULL);"
                     "CREATE TABLE sale(id INTEGER PRIMARY KEY, item_id INTEGER REFERENCES item(id), "
                     "amount INTEGER, day TEXT);"
                     "INSERT INTO sale VALUES(1,1,3,'2024-01-02'),(2,2,1,'2024-02-03');");
        databaseBytes_ = read(database_);
        model_ = folder_.filePath("model.gguf");
        makeModel(model_);
        data_ = folder_.filePath("data.jsonl");
        write(data_, R"~({"db_id":"shop","question":"names","query":"SELECT name FROM item"}
{"db_id":"shop","question":"몇 개?","query":"SELECT count(*) FROM item"}
oops
{"db_id":"shop","question":"dear","query":"SELECT name FROM item WHERE price > 2 ORDER BY price DESC"}
)~");
    }

    void cleanupTestCase()
    {
        QCOMPARE(read(database_), databaseBytes_);
        const QStringList beside = QDir(folder_.path()).entryList({"shop.sqlite*"}, QDir::Files);
        QCOMPARE(beside, QStringList{"shop.sqlite"});
    }

    void saysItsVersionAndCommands()
    {
        const Outcome version = run({"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("mureum-cli "));
        const Outcome help = run({"--help"});
        QCOMPARE(help.code, 0);
        for (const char *command : {"ask", "eval", "score", "report", "compare", "synth", "generate", "bench",
                                    "perplexity", "inspect"}) {
            QVERIFY(help.out.contains(command));
            QCOMPARE(run({command, "--help"}).code, 0);
        }
    }

    void refusesBadInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const QString text = folder_.filePath("text.sqlite"), empty = folder_.filePath("empty.sqlite"),
                      bare = folder_.filePath("bare.sqlite"), cut = folder_.filePath("cut.sqlite"),
                      cutModel = folder_.filePath("cut.gguf"), noise = folder_.filePath("noise.gguf");
        write(text, QByteArray("name,price\n").repeated(300));
        write(empty, {});
        makeDatabase(bare, "CREATE TABLE gone(a); DROP TABLE gone");
        write(cut, databaseBytes_.left(databaseBytes_.size() - 4000));
        const QByteArray model = read(model_);
        write(cutModel, model.left(model.size() / 2));
        QByteArray random(200000, '\0');
        std::mt19937 generator(9);
        for (char &byte : random)
            byte = static_cast<char>(generator());
        write(noise, random);

        const auto ask = [&](const QString &db, const QString &question, const QString &modelFile) {
            return QStringList{"ask", "--db", db, question, "--model", modelFile};
        };
        QTest::newRow("no command") << QStringList{} << "subcommand";
        QTest::newRow("unknown command") << QStringList{"frobnicate"} << "";
        QTest::newRow("unknown option") << QStringList{"ask", "--wat"} << "";
        QTest::newRow("no question") << QStringList{"ask", "--db", database_} << "question";
        QTest::newRow("bad number") << QStringList{"bench", "-p", "many"} << "";
        QTest::newRow("bad device") << QStringList{"bench", "--device", "abacus"} << "device";
        QTest::newRow("no cuda") << QStringList{"bench", "--device", "cuda", "-m", model_,
                                                "-p",    "8",        "-n",   "8"}
                                 << "";
        QTest::newRow("missing database")
            << ask(folder_.filePath("no.sqlite"), "names", model_) << "no.sqlite";
        QTest::newRow("folder") << ask(folder_.path(), "names", model_) << folder_.path();
        QTest::newRow("not a database") << ask(text, "names", model_) << "text.sqlite";
        QTest::newRow("empty file") << ask(empty, "names", model_) << "empty.sqlite";
        QTest::newRow("no tables") << ask(bare, "names", model_) << "bare.sqlite";
        QTest::newRow("truncated database") << ask(cut, "names", model_) << "cut.sqlite";
        QTest::newRow("empty question") << ask(database_, "", model_) << "question";
        QTest::newRow("blank question") << ask(database_, "  \n ", model_) << "question";
        QTest::newRow("100,000 characters")
            << ask(database_, QString("a").repeated(100000), model_) << "question";
        QTest::newRow("missing model") << ask(database_, "names", folder_.filePath("no.gguf")) << "no.gguf";
        QTest::newRow("truncated model") << ask(database_, "names", cutModel) << "cut.gguf";
        QTest::newRow("random model") << ask(database_, "names", noise) << "noise.gguf";
        QTest::newRow("generate, random model")
            << QStringList{"generate", "-m", noise, "-p", "x"} << "noise.gguf";
        QTest::newRow("generate without a prompt") << QStringList{"generate", "-m", model_} << "prompt";
        QTest::newRow("perplexity without a text")
            << QStringList{"perplexity", "-m", model_, "-f", folder_.filePath("no.txt")} << "no.txt";
        QTest::newRow("perplexity of nothing")
            << QStringList{"perplexity", "-m", model_, "-f", empty} << "empty.sqlite";
        QTest::newRow("perplexity beyond the context")
            << QStringList{"perplexity", "-m", model_, "-f", data_, "--window", "4000"} << "4000";
        QTest::newRow("inspect, random model") << QStringList{"inspect", "-m", noise} << "noise.gguf";
        QTest::newRow("unknown cache")
            << QStringList{"generate", "-m", model_, "-p", "x", "--kv", "q2"} << "q2";
        QTest::newRow("bench beyond the context")
            << QStringList{"bench", "-m", model_, "-p", "4000", "-n", "100"} << "context";
        QTest::newRow("score, no data") << QStringList{"score", "--data",      "no.jsonl",    "--predictions",
                                                       data_,   "--databases", folder_.path()}
                                        << "no.jsonl";
        QTest::newRow("score, too few")
            << QStringList{"score", "--data", data_, "--predictions", model_, "--databases", folder_.path()}
            << "predictions";
        QTest::newRow("eval, no databases")
            << QStringList{"eval", "--data", data_, "--databases", folder_.filePath("nowhere"), "-m", model_}
            << "nowhere";
        QTest::newRow("eval, resume without run")
            << QStringList{"eval", "--data", data_, "--databases", folder_.path(), "--resume"} << "--run";
        QTest::newRow("report, no run") << QStringList{"report", "--run", folder_.path()} << "config.json";
        QTest::newRow("compare, no run")
            << QStringList{"compare", folder_.path(), folder_.path()} << "config.json";
        QTest::newRow("compare, one run") << QStringList{"compare", folder_.path()} << "runs";
        QTest::newRow("score, unknown measure")
            << QStringList{"score",       "--data",       data_,       "--predictions", data_,
                           "--databases", folder_.path(), "--metrics", "bleu"}
            << "bleu";
        QTest::newRow("synth without a source")
            << QStringList{"synth", "--out", folder_.filePath("o.jsonl")} << "--db";
        QTest::newRow("synth, not a database")
            << QStringList{"synth", "--db", text, "--out", folder_.filePath("o.jsonl")} << "text.sqlite";
        QTest::newRow("synth, folder is missing") << QStringList{"synth",
                                                                 "--db",
                                                                 database_,
                                                                 "--count",
                                                                 "5",
                                                                 "--out",
                                                                 folder_.filePath("no/o.jsonl")}
                                                  << "no/o.jsonl";
    }
    void refusesBadInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Outcome outcome = run(arguments);
        QVERIFY2(outcome.code == 2, outcome.err.constData());
        QVERIFY2(outcome.out.isEmpty(), outcome.out.constData());
        QVERIFY2(outcome.err.endsWith('\n'), outcome.err.constData());
        auto lines = outcome.err.trimmed().split('\n');
        while (lines.size() > 1 && lines.first().startsWith("warning: ")) // lines of examples left out
            lines.removeFirst();
        QVERIFY2(lines.size() == 1 && lines.first().startsWith("error: "), outcome.err.constData());
        QVERIFY2(lines.first().contains(says.toUtf8()), outcome.err.constData());
    }

    void refusesALongQuestionFromStandardInput()
    {
        const QStringList arguments = {"ask", "--db", database_, "-", "--model", model_};
        const Outcome outcome = run(arguments, QByteArray("가").repeated(100000));
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.startsWith("error: question"), outcome.err.constData());
        QCOMPARE(run(arguments, "").code, 2);
    }

    void asksWithAnyModel()
    {
        const QStringList arguments = {"ask",     "--db", database_, "names of all items",
                                       "--model", model_, "--json"};
        const Outcome asked = run(arguments);
        QVERIFY2(asked.code == 0 || asked.code == 1, asked.err.constData());
        const QJsonObject json = asked.json();
        for (const char *key : {"sql", "columns", "rows", "row_count", "candidates", "timing"})
            QVERIFY2(json.contains(key), key);
        QVERIFY(json["columns"].isArray() && json["rows"].isArray() && json["candidates"].isArray());
        QVERIFY(json["timing"].toObject()["total"].toDouble() > 0);
        QCOMPARE(asked.code == 1, json.contains("error"));
        QCOMPARE(run(arguments).json()["sql"], json["sql"]);
        const Outcome sqlOnly = run(arguments + QStringList{"--no-run", "--candidates", "1"});
        QVERIFY(sqlOnly.json()["rows"].toArray().isEmpty());
        QVERIFY(sqlOnly.json()["row_count"].isNull());
    }

    void scoresPredictions()
    {
        const QString predictions = folder_.filePath("predictions.txt");
        write(predictions, "SELECT item.name FROM item\nSELECT 2\nDROP TABLE item\n");
        const QString runFolder = folder_.filePath("score run");
        const QStringList arguments = {"score",     "--data",      data_,          "--predictions",
                                       predictions, "--databases", folder_.path(), "--json"};
        const Outcome scored = run(arguments + QStringList{"--run", runFolder});
        QVERIFY2(scored.code == 0, scored.err.constData());
        QVERIFY(scored.err.contains("line 3"));
        const QJsonObject json = scored.json();
        for (const char *key : {"count", "em", "ex", "judge", "by_hardness", "by_database", "by_language",
                                "seconds", "tokens_per_second", "ci95", "inconclusive", "bad_lines"})
            QVERIFY2(json.contains(key), key);
        QCOMPARE(json["count"].toInt(), 3);
        QCOMPARE(json["ex"].toDouble(), 1.0 / 3);
        QCOMPARE(json["failed"].toInt(), 1);
        // Case, spaces and a table's name before a column make no difference to EM.
        QCOMPARE(json["em"].toDouble(), 1.0 / 3);
        QCOMPARE(json["by_database"].toObject()["shop"].toObject()["right"].toInt(), 1);
        QCOMPARE(read(runFolder + "/records.jsonl").count('\n'), 3);
        QVERIFY(QJsonDocument::fromJson(read(runFolder + "/summary.json")).isObject());
        QCOMPARE(run(arguments + QStringList{"--run", runFolder}).code, 2);
        QCOMPARE(run(arguments + QStringList{"--run", runFolder, "--resume"}).json()["ex"], json["ex"]);
        QCOMPARE(run(arguments + QStringList{"--limit", "1"}).json()["count"].toInt(), 1);

        const QByteArray lines = run(arguments.mid(0, 7) + QStringList{"--progress", "json"}).out;
        const QList<QByteArray> events = lines.trimmed().split('\n');
        for (const QByteArray &event : events)
            QVERIFY(QJsonDocument::fromJson(event).isObject());
        QCOMPARE(QJsonDocument::fromJson(events.last()).object()["event"].toString(), QString("done"));
    }

    void scoresOnPerturbedDatabases()
    {
        const QString predictions = folder_.filePath("near.txt"), runFolder = folder_.filePath("suite run");
        write(predictions, "SELECT name FROM item WHERE id <= 3\nSELECT count(id) FROM item\n"
                           "SELECT name FROM item WHERE price >= 2.5 ORDER BY price DESC\n");
        const Outcome scored = run({"score", "--data", data_, "--predictions", predictions, "--databases",
                                    folder_.path(), "--run", runFolder, "--metrics", "ex,suite,efficiency",
                                    "--suite-cache", folder_.filePath("suites"), "--json"});
        QVERIFY2(scored.code == 0, scored.err.constData());
        QCOMPARE(scored.json()["ex"].toDouble(), 1.0);
        QCOMPARE(scored.json()["ex_suite"].toDouble(), 1.0 / 3);
        QCOMPARE(scored.json()["error_kinds"].toObject()["wrong_on_variant"].toInt(), 2);
        QVERIFY(scored.json()["efficiency"].toDouble() > 0);
        QVERIFY(read(runFolder + "/report.html").contains("EX on variants"));
        QVERIFY(read(runFolder + "/config.json").contains("\"variants\": 5"));
        // The same run, but for what it measures, is another one.
        QCOMPARE(run({"score", "--data", data_, "--predictions", predictions, "--databases", folder_.path(),
                      "--run", runFolder, "--resume"})
                     .code,
                 2);
    }

    void reportsAndCompares()
    {
        const QString better = folder_.filePath("better.txt"), worse = folder_.filePath("worse.txt");
        write(better, "SELECT name FROM item\nSELECT count(*) FROM item\nSELECT name FROM item\n");
        write(worse, "SELECT name FROM item\nSELECT 7\nSELECT nix\n");
        for (const QString &predictions : {worse, better}) {
            const Outcome scored = run({"score", "--data", data_, "--predictions", predictions, "--databases",
                                        folder_.path(), "--run", predictions + " run"});
            QVERIFY2(scored.code == 0, scored.err.constData());
            QVERIFY(scored.out.contains("95% interval"));
        }
        const QString page = folder_.filePath("page.html");
        const Outcome report = run({"report", "--run", worse + " run", "--out", page, "--json"});
        QVERIFY2(report.code == 0, report.err.constData());
        QCOMPARE(report.json()["wrong"].toInt(), 2);
        QVERIFY(read(page).startsWith("<!DOCTYPE html>"));
        const QString comparisonPage = folder_.filePath("comparison.html");
        const Outcome compared =
            run({"compare", worse + " run", better + " run", "--json", "--html", comparisonPage});
        QVERIFY2(compared.code == 0, compared.err.constData());
        const QJsonObject ex =
            compared.json()["comparisons"].toArray()[0].toObject()["metrics"].toObject()["ex"].toObject();
        QCOMPARE(ex["fixed"].toInt(), 1);
        QCOMPARE(ex["broken"].toInt(), 0);
        QCOMPARE(ex["p_value"].toDouble(), 1.0);
        QVERIFY(read(comparisonPage).contains("ex fixed"));
        const QByteArray table = run({"compare", worse + " run", better + " run"}).out;
        QVERIFY2(table.contains("fixed") && table.contains("+33.3"), table.constData());
    }

    void killedRunsEndTheSame()
    {
        const QString data = folder_.filePath("many.jsonl"), predictions = folder_.filePath("many.txt");
        QByteArray examples, answers;
        for (int i = 0; i < 150; ++i) {
            examples += "{\"db_id\":\"shop\",\"question\":\"" + QByteArray::number(i) +
                        "\",\"query\":\"SELECT name FROM item WHERE id > " + QByteArray::number(i % 3) +
                        "\"}\n";
            answers += "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 8000) SELECT "
                       "name FROM item "
                       "WHERE id > " +
                       QByteArray::number(i % 4) + " AND (SELECT max(i) FROM n) > 0\n";
        }
        write(data, examples);
        write(predictions, answers);
        const auto arguments = [&](const QString &folder) {
            return QStringList{"score",
                               "--data",
                               data,
                               "--predictions",
                               predictions,
                               "--databases",
                               folder_.path(),
                               "--run",
                               folder,
                               "--metrics",
                               "ex,suite",
                               "--suite-cache",
                               folder_.filePath("suites"),
                               "--json"};
        };
        const auto records = [&](const QString &folder) {
            QList<QJsonObject> out;
            for (const QByteArray &line : read(folder + "/records.jsonl").trimmed().split('\n')) {
                QJsonObject record = QJsonDocument::fromJson(line).object();
                record.remove("seconds");
                out.append(record);
            }
            return out;
        };
        const QString whole = folder_.filePath("whole run"), killed = folder_.filePath("killed run");
        QCOMPARE(run(arguments(whole)).code, 0);
        std::mt19937 random(3);
        int kills = 0;
        for (int done = 0; done < 140 && kills < 6; ++kills) {
            QProcess process;
            process.start(program(),
                          arguments(killed) + (kills > 0 ? QStringList{"--resume"} : QStringList()));
            QVERIFY(process.waitForStarted());
            // Not before anything happened, else nothing is learnt.
            const int wanted = done + 1 + static_cast<int>(random() % 30);
            QElapsedTimer timer;
            timer.start();
            while (process.state() == QProcess::Running && timer.elapsed() < 20000 && done < wanted) {
                process.waitForFinished(2);
                done = static_cast<int>(read(killed + "/records.jsonl").count('\n'));
            }
            process.kill(); // SIGKILL
            QVERIFY(process.waitForFinished(10000));
        }
        QVERIFY(kills >= 2);
        const Outcome resumed = run(arguments(killed) + QStringList{"--resume"});
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        QCOMPARE(records(killed), records(whole));
        QCOMPARE(resumed.json()["ex_suite"],
                 run(arguments(whole) + QStringList{"--resume"}).json()["ex_suite"]);
        QVERIFY(QFile::exists(killed + "/report.html") && !QFile::exists(killed + "/answers.jsonl"));
    }

    void evaluatesAModel()
    {
        const QString runFolder = folder_.filePath("eval run");
        const Outcome outcome = run({"eval", "--data", data_, "--databases", folder_.path(), "--model",
                                     model_, "--candidates", "2", "--run", runFolder, "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()["count"].toInt(), 3);
        QVERIFY(outcome.json()["tokens_per_second"].toDouble() >= 0);
        QCOMPARE(read(runFolder + "/records.jsonl").count('\n'), 3);
        const Outcome text = run({"eval", "--data", data_, "--databases", folder_.path(), "--model", model_,
                                  "--candidates", "1", "--limit", "1"});
        QVERIFY(text.out.contains("95% interval"));
    }

    void generatesText()
    {
        const QStringList arguments = {"generate",    "-m", model_, "-p",
                                       "select name", "-n", "12",   "--ignore-eos"};
        const QJsonObject json = run(arguments + QStringList{"--json"}).json();
        QCOMPARE(json["tokens"].toArray().size(), 12);
        QCOMPARE(json["reason"].toString(), QString("max_tokens"));
        QCOMPARE(QString::fromUtf8(run(arguments).out), json["text"].toString() + "\n");
        const QStringList drawn = arguments + QStringList{"--temperature", "1.5", "--json", "--seed"};
        QCOMPARE(run(drawn + QStringList{"4"}).json()["text"], run(drawn + QStringList{"4"}).json()["text"]);
        QVERIFY(run(drawn + QStringList{"4"}).json()["text"] != run(drawn + QStringList{"5"}).json()["text"]);
    }

    void benches()
    {
        const Outcome outcome =
            run({"bench", "-m", model_, "-p", "64", "-n", "16", "-r", "1", "-t", "1", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        for (const char *pass : {"prefill", "decode"})
            QVERIFY(outcome.json()[pass].toObject()["tokens_per_second"].toDouble() > 0);
        QVERIFY(outcome.json()["prefill"].toObject()["share_of_peak"].toDouble() > 0);
        QVERIFY(outcome.json()["decode"].toObject()["share_of_memory_bandwidth"].toDouble() > 0);
    }

    void quantizedModels()
    {
        engine::Model model = engine::loadModel(model_.toStdString());
        const QString small = folder_.filePath("small.gguf"), text = folder_.filePath("text.txt");
        engine::saveModel(small.toStdString(), model, "q8_0");
        write(text, QByteArray("select name from item3 where price order by 이름 고객 count\n").repeated(30));

        const QJsonObject inspected = run({"inspect", "-m", small, "--json"}).json();
        QCOMPARE(inspected["tensor_count"].toInt(), inspected["tensors"].toArray().size());
        QCOMPARE(inspected["architecture"].toString(), QString("llama"));
        QCOMPARE(inspected["parameters"].toInteger(), model.parameters());
        QVERIFY(inspected["bits_per_weight"].toDouble() > 8.5 && inspected["bits_per_weight"].toDouble() < 9);
        const QJsonObject embedding = inspected["tensors"].toArray().first().toObject();
        QCOMPARE(embedding["type"].toString(), QString("q8_0"));
        QCOMPARE(embedding["bits_per_weight"].toDouble(), 8.5);
        QCOMPARE(inspected["metadata"].toObject()["general.name"].toString(), QString("untrained"));
        QVERIFY(run({"inspect", "-m", small}).out.contains("blk.1.ffn_down.weight"));

        const auto perplexity = [&](const QString &file, const QStringList &more = {}) {
            const Outcome outcome = run(QStringList{"perplexity", "-m", file, "-f", text, "--json"} + more);
            return outcome.code == 0 ? outcome.json()["perplexity"].toDouble() : 0.0;
        };
        const double before = perplexity(model_), after = perplexity(small);
        QVERIFY(before > 1 && std::abs(after / before - 1) < 0.01);
        QVERIFY(std::abs(perplexity(small, {"--kv", "q8"}) / before - 1) < 0.01);
        QVERIFY(std::abs(perplexity(small, {"--window", "64", "--stride", "16"}) / before - 1) < 0.2);
        QCOMPARE(run({"perplexity", "-m", small, "-f", text}).code, 0);

        const Outcome bench =
            run({"bench", "-m", small, "-p", "64", "-n", "16", "-r", "1", "-t", "1", "--kv", "q8", "--json"});
        QVERIFY2(bench.code == 0, bench.err.constData());
        QCOMPARE(bench.json()["kv"].toString(), QString("i8"));
        QVERIFY(bench.json()["peak_memory_bytes"].toInteger() > 0);
        QCOMPARE(run({"generate", "-m", small, "-p", "select", "-n", "4", "--kv", "q8"}).code, 0);
    }

    void synthesizes()
    {
        const QString out = folder_.filePath("pairs.jsonl");
        const QStringList arguments = {"synth",  "--db",  database_, "--count", "6",
                                       "--lang", "ko,en", "--out",   out};
        const Outcome outcome = run(arguments + QStringList{"--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.json()["pairs"].toInt() > 0);
        const QByteArray first = read(out);
        QCOMPARE(first.count('\n'), outcome.json()["pairs"].toInt());
        const QJsonObject pair = QJsonDocument::fromJson(first.split('\n').first()).object();
        QCOMPARE(pair["db_id"].toString(), QString("shop"));
        QVERIFY(!pair["question"].toString().isEmpty() && !pair["query"].toString().isEmpty());
        run(arguments);
        QCOMPARE(read(out), first);
        // What it wrote scores as right against itself.
        QByteArray sql;
        for (const QByteArray &line : first.trimmed().split('\n'))
            sql += QJsonDocument::fromJson(line).object()["query"].toString().toUtf8() + "\n";
        write(folder_.filePath("own.txt"), sql);
        const QJsonObject scored = run({"score", "--data", out, "--predictions", folder_.filePath("own.txt"),
                                        "--databases", folder_.path(), "--json"})
                                       .json();
        QCOMPARE(scored["wrong"].toInt(), 0);
    }

    void stopsOnCtrlC()
    {
        const QString data = folder_.filePath("slow.jsonl"), predictions = folder_.filePath("slow.txt"),
                      runFolder = folder_.filePath("slow run");
        write(data,
              QByteArray("{\"db_id\":\"shop\",\"question\":\"q\",\"query\":\"SELECT 1\"}\n").repeated(200));
        write(predictions,
              "SELECT 1\n" + QByteArray("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
                                        "SELECT max(i) FROM n\n")
                                 .repeated(199));
        QProcess process;
        process.start(program(), {"score", "--data", data, "--predictions", predictions, "--databases",
                                  folder_.path(), "--run", runFolder, "--json"});
        QTRY_VERIFY_WITH_TIMEOUT(read(runFolder + "/records.jsonl").contains('\n'), 20000);
        QElapsedTimer timer;
        timer.start();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20000));
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("--resume"));
    }

    void reportsAFullDisk()
    {
        if (!QFile::exists("/dev/full"))
            QSKIP("no /dev/full here");
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(program(), {"generate", "-m", model_, "-p", "select", "-n", "4", "--json"});
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().startsWith("error: "));
    }

private:
    QTemporaryDir folder_;
    QString database_, model_, data_;
    QByteArray databaseBytes_;
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
