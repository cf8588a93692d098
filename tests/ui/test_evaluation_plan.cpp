#include "evaluation_files.h"
#include "ui/evaluation/new_evaluation_dialog.h"
#include "ui/settings/paths.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace mureum::ui;

class TestEvaluationPlan : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        home_.shop();
        qputenv("MUREUM_CLI", files::script(home_.path("cli.sh"), "echo '  --metrics TEXT:{ex,em,judge}'\n"
                                                                  "echo '  --adapter DIR'")
                                  .toUtf8());
    }

    void commandsAreExact()
    {
        RunPlan plan = good();
        plan.limit = 60;
        const JobCommand command =
            commandOf(plan, QStringLiteral("/bin/mureum-cli"), QStringLiteral("/runs/my run"));
        QCOMPARE(command.shellText(),
                 QStringLiteral(
                     "/bin/mureum-cli eval --model %1 --data %2 --databases %3 --metrics ex,em --limit 60 "
                     "--candidates 6 --run '/runs/my run' --progress json")
                     .arg(plan.model, plan.data, plan.databases));
        QCOMPARE(command.value(QStringLiteral("--limit")), QStringLiteral("60"));
        QCOMPARE(resumed(command).arguments.last(), QStringLiteral("--resume"));
        QCOMPARE(resumed(resumed(command)).arguments.count(QStringLiteral("--resume")), 1);
        const JobCommand judge = judgeCommandOf(
            {QStringLiteral("https://judge.example/v1"), QStringLiteral("big"), 0, 9000},
            QStringLiteral("/bin/mureum-cli"), QStringLiteral("/runs/my run"), QStringLiteral("/db"));
        QCOMPARE(judge.shellText(),
                 QStringLiteral("/bin/mureum-cli judge --run '/runs/my run' --databases /db --endpoint "
                                "https://judge.example/v1 --model big --tpm 9000 --progress json"));
        plan.judged = true;
        plan.judge = {QStringLiteral("https://judge.example/v1"), QStringLiteral("big"), 60, 0};
        const JobCommand both = commandOf(plan, QStringLiteral("/bin/mureum-cli"), QStringLiteral("/runs/1"));
        QCOMPARE(both.value(QStringLiteral("--metrics")), QStringLiteral("ex,em,judge"));
        QCOMPARE(both.value(QStringLiteral("--judge-endpoint")), plan.judge.endpoint);
        QCOMPARE(both.value(QStringLiteral("--judge-rpm")), QStringLiteral("60"));
        QVERIFY(both.value(QStringLiteral("--judge-tpm")).isEmpty());
        QCOMPARE(resumed(judge).arguments, judge.arguments); // goes on by itself
    }

    void aGoodPlanHasNothingAgainstIt() { QVERIFY(check(good()).empty()); }

    void errorsBlock_data()
    {
        QTest::addColumn<RunPlan>("plan");
        QTest::addColumn<QString>("says");
        const auto row = [this](const char *name, auto change, const QString &says) {
            RunPlan plan = good();
            change(plan);
            QTest::newRow(name) << plan << says;
        };
        row(
            "no model", [](RunPlan &p) { p.model.clear(); }, QStringLiteral("model"));
        row(
            "model gone", [](RunPlan &p) { p.model += QStringLiteral("x"); },
            QStringLiteral("does not exist"));
        row(
            "no GGUF", [](RunPlan &p) { p.model = p.data; }, QStringLiteral("not a GGUF"));
        row(
            "no data", [](RunPlan &p) { p.data.clear(); }, QStringLiteral("data file"));
        row(
            "data gone", [](RunPlan &p) { p.data += QStringLiteral("x"); }, QStringLiteral("dev.jsonlx"));
        row(
            "no folder", [](RunPlan &p) { p.databases.clear(); }, QStringLiteral("folder of databases"));
        row(
            "no such folder", [](RunPlan &p) { p.databases += QStringLiteral("/x"); },
            QStringLiteral("not a folder"));
        row(
            "all databases missing", [this](RunPlan &p) { p.databases = home_.path("empty"); },
            QStringLiteral("test_shop"));
        row(
            "judge without address", [](RunPlan &p) { p.judged = true; }, QStringLiteral("https://"));
        row(
            "judge in the clear",
            [](RunPlan &p) {
                p.judged = true;
                p.judge.model = QStringLiteral("m");
                p.judge.endpoint = QStringLiteral("http://judge.example/v1");
            },
            QStringLiteral("https"));
        row(
            "no adapter there", [this](RunPlan &p) { p.adapter = home_.path("empty"); },
            QStringLiteral("adapter_config"));
    }

    void errorsBlock()
    {
        QFETCH(RunPlan, plan);
        QFETCH(QString, says);
        const auto found = check(plan);
        QVERIFY(!found.empty());
        QVERIFY(found.front().error); // errors stand first
        QVERIFY2(found.front().text.contains(says), qPrintable(found.front().text));
        QVERIFY(checkPlan(good(), QString(), false, {}).front().error); // no program
    }

    void warningsDoNot()
    {
        RunPlan plan = good();
        plan.data = home_.path("poor.jsonl");
        files::write(plan.data,
                     R"({"db_id":"test_shop","question":"a","query":"SELECT 1"})"
                     "\nno json\n"
                     R"({"db_id":"test_shop","question":"a","query":"SELECT nothing FROM product"})"
                     "\n"
                     R"({"db_id":"gone","question":"b","query":"SELECT 1"})"
                     "\n");
        plan.judged = true;
        plan.judge.endpoint = QStringLiteral("http://localhost:8080/v1");
        plan.judge.model = QStringLiteral("m");
        const auto found = check(plan);
        QStringList texts;
        for (const Finding &finding : found) {
            QVERIFY2(!finding.error, qPrintable(finding.text));
            texts.append(finding.text);
        }
        const QString all = texts.join(u'\n');
        for (const char *part : {"line 2", "gone", "more than once", "nothing", "No key"})
            QVERIFY2(all.contains(QLatin1String(part)), qPrintable(all));
        QCOMPARE(texts.size(), 5);
        plan.limit = 1; // only what is asked counts
        QCOMPARE(check(plan).size(), std::size_t(2));
    }

    void theDialogLetsOnlyGoodPlansThrough()
    {
        Settings settings(home_.path("dialog.conf"));
        ApiKeys keys;
        NewEvaluationDialog dialog(settings, keys,
                                   [](const QString &title) { return QStringLiteral("/runs/") + title; });
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        QVERIFY(!dialog.startButton()->isEnabled()); // not before it was looked over
        QTRY_VERIFY(dialog.checked());
        QVERIFY(dialog.startButton()->isEnabled()); // the sample questions, the first time
        dialog.dataField()->setText(home_.path("none.jsonl"));
        QTRY_VERIFY(dialog.checked());
        QVERIFY(!dialog.startButton()->isEnabled());
        const RunPlan plan = good();
        dialog.modelField()->setText(plan.model);
        dialog.dataField()->clear();
        QTest::keyClicks(dialog.dataField(), plan.data);
        QCOMPARE(dialog.databasesField()->text(), plan.databases); // found beside the data
        QVERIFY(!dialog.startButton()->isEnabled());
        QTRY_VERIFY(dialog.checked() && dialog.startButton()->isEnabled());
        QVERIFY(dialog.findings().empty());
        QCOMPARE(dialog.plan().title, QStringLiteral("model on dev"));
        QVERIFY(dialog.commandText().contains(QStringLiteral("--run '/runs/model on dev'")));
        QTRY_COMPARE(dialog.plan().metrics, QStringList({QStringLiteral("ex"), QStringLiteral("em")}));

        QSignalSpy chosen(&dialog, &NewEvaluationDialog::chosen);
        QTest::mouseClick(dialog.startButton(), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().value<RunPlan>().data, plan.data);
        QVERIFY(chosen.first().last().toString().isEmpty());
        QVERIFY(!dialog.isVisible());
        QCOMPARE(settings.get(keys::evaluationData), plan.data); // offered again
    }

    void fieldsFollowTheProgram()
    {
        Settings settings(home_.path("fields.conf"));
        ApiKeys keys;
        NewEvaluationDialog dialog(settings, keys, [](const QString &) { return QString(); });
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        RunPlan plan = good();
        plan.adapter = QStringLiteral("/adapter");
        plan.metrics = {QStringLiteral("ex"), QStringLiteral("em"), QStringLiteral("suite")};
        dialog.setHelp(CliHelp(QStringLiteral("  --metrics TEXT:{ex}\n")));
        dialog.setPlan(plan);
        QCOMPARE(dialog.plan().metrics, QStringList{QStringLiteral("ex")});
        QVERIFY(!dialog.commandText().contains(QStringLiteral("--adapter")));
        dialog.setHelp(CliHelp(QStringLiteral("  --metrics TEXT:{ex,em,suite}\n  --adapter DIR  LoRA\n")));
        QCOMPARE(dialog.plan().metrics.size(), 3);
        QVERIFY(dialog.commandText().contains(QStringLiteral("--adapter /adapter")));
    }

    void sessionKeysStayInMemory()
    {
        ApiKeys keys;
        keys.keep(QStringLiteral("https://a/v1"), QStringLiteral("secret"), false);
        QCOMPARE(keys.sessionKey(QStringLiteral("https://a/v1")), QStringLiteral("secret"));
        QCOMPARE(keys.sessionKey(QStringLiteral("https://b/v1")), QString());
    }

private:
    RunPlan good()
    {
        RunPlan plan;
        plan.title = QStringLiteral("x");
        plan.model = home_.path("model.gguf");
        plan.data = home_.path("dev.jsonl");
        plan.databases = home_.folder.path();
        plan.metrics = {QStringLiteral("ex"), QStringLiteral("em")};
        files::write(plan.model, "GGUF....");
        files::write(plan.data,
                     R"({"db_id":"test_shop","question":"How many?","query":"SELECT count(*) FROM product"})"
                     "\n");
        QDir().mkpath(home_.path("empty"));
        return plan;
    }
    static std::vector<Finding> check(const RunPlan &plan)
    {
        return checkPlan(plan, QStringLiteral("/bin/true"), false, {});
    }

    TestHome home_;
};

QTEST_MAIN(TestEvaluationPlan)
#include "test_evaluation_plan.moc"
