#include "tests/app/files.h"

#include <QTest>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

Outcome run(const QStringList &arguments)
{
    QProcess process;
    process.start(QString(MUREUM_BIN_DIR) + "/mureum-cli", arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
        qFatal("%s did not end well", qPrintable(arguments.join(' ')));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestImportCommand : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        data_ = folder_->filePath("data.csv");
        out_ = folder_->filePath("out");
        write(data_, "ddl,어떻게 묻나,sql\n"
                     "\"CREATE TABLE head (age INTEGER, name VARCHAR)\",몇 명?,SELECT COUNT(*) FROM head "
                     "WHERE age > 56\n"
                     "\"CREATE TABLE head (age INTEGER, name VARCHAR)\",누구?,SELECT name FROM head WHERE "
                     "name = '홍길동'\n"
                     "oops,왜?,SELECT 1\n");
    }

    void previewThenImportThenValidate()
    {
        const QStringList source{"import", "--from", data_, "--map", "question=어떻게 묻나"};
        const Outcome preview = run(source + QStringList{"--preview", "1", "--json"});
        QCOMPARE(preview.code, 0);
        QCOMPARE(preview.json()["format"].toString(), QString("csv"));
        QCOMPARE(preview.json()["mapping"].toObject()["question"].toString(), QString("어떻게 묻나"));
        QCOMPARE(preview.json()["files"].toArray()[0].toObject()["examples"].toArray().size(), 1);
        QVERIFY(!QDir(out_).exists());

        const Outcome made = run(source + QStringList{"--out", out_, "--fill", "5", "--json"});
        QCOMPARE(made.code, 0);
        QCOMPARE(made.json()["examples"].toInt(), 2);
        QCOMPARE(made.json()["created"].toInt(), 1);
        QCOMPARE(made.json()["problems"].toArray()[0].toObject()["line"].toInt(), 4);

        const Outcome good = run({"validate", "--data", out_ + "/data.jsonl", "--json"});
        QCOMPARE(good.code, 0);
        QCOMPARE(good.json()["golds_run"].toInt(), 2);
        QCOMPARE(good.json()["warning_count"].toInt(), 0);

        write(out_ + "/bad.jsonl", "{\"db_id\":\"none\",\"question\":\"몇 명?\",\"query\":\"SELECT 1\"}\n");
        const Outcome bad =
            run({"validate", "--data", out_ + "/bad.jsonl", "--against", out_ + "/data.jsonl"});
        QCOMPARE(bad.code, 1);
        QVERIFY(bad.out.contains("missing_database"));
        QVERIFY(bad.out.contains("overlap"));
    }

    void badUse()
    {
        const auto fails = [](const Outcome &outcome) {
            return outcome.code == 2 && outcome.err.startsWith("error: ") && outcome.err.count('\n') == 1;
        };
        QVERIFY(fails(run({"import", "--from", data_})));
        QVERIFY(fails(run({"import", "--from", data_, "--map", "question=nope", "--preview", "1"})));
        QVERIFY(fails(run({"import", "--from", folder_->filePath("none"), "--out", out_})));
        QVERIFY(fails(run({"import", "--from", data_, "--out", folder_->path()})));
        QVERIFY(fails(run({"validate", "--data", folder_->filePath("none")})));
        QVERIFY(fails(run({"validate", "--data", data_, "--databases", folder_->filePath("none")})));
        QVERIFY(!QDir(out_).exists());
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    QString data_, out_;
};

QTEST_APPLESS_MAIN(TestImportCommand)
#include "test_import_command.moc"
