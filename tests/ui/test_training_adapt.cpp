#include "finetuning_files.h"
#include "ui/ask/ask_page.h"
#include "ui/settings/translations.h"
#include "ui/training/active_adapters.h"
#include "ui/training/adapt_dialog.h"
#include "ui/training/adapt_panel.h"
#include "ui/widgets/message_bar.h"

#include <QCheckBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestTrainingAdapt : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }

    void init()
    {
        root_ = home_.path("runs") + QString::number(++number_);
        QFile::remove(home_.path("a.conf"));
        settings_ = std::make_unique<Settings>(home_.path("a.conf"));
        jobs_ = std::make_unique<JobsStore>(root_);
        for (const char *file : {"test_shop.sqlite", "other.sqlite"})
            QFile::remove(home_.path(file));
        database_ = home_.shop();
        cli("24", "30");
    }
    void cleanup()
    {
        for (JobProcess *job : jobs_->active())
            job->kill();
        jobs_.reset();
    }

    void asksAndSwitchesOnWhatHelps()
    {
        files::write(home_.path("data/mureum/verified.jsonl"), "{\"db_id\":\"test_shop\"}\n");
        files::write(home_.path("history.sqlite"), "x");
        AdaptPanel panel(*jobs_, *settings_, home_.path("history.sqlite"));
        QVERIFY(!panel.ask()); // no database yet
        panel.setDatabase(database_);
        QVERIFY(panel.text().isEmpty());
        QTest::qWait(300); // what the program takes is asked meanwhile
        AdaptDialog *dialog = panel.ask();
        QVERIFY(dialog);
        dialog->choosePreset(QStringLiteral("quick"));
        dialog->languageBox(QStringLiteral("ko"))->click();
        QVERIFY(dialog->startButton()->isEnabled());
        dialog->languageBox(QStringLiteral("en"))->click();
        QVERIFY(!dialog->startButton()->isEnabled()); // in no language
        dialog->languageBox(QStringLiteral("en"))->click();
        QTest::mouseClick(dialog->startButton(), Qt::LeftButton);
        QCOMPARE(jobs_->count(), 1);
        JobProcess *job = jobs_->at(0);
        const JobCommand command = job->file().command;
        QCOMPARE(command.arguments.first(), QStringLiteral("adapt"));
        QCOMPARE(command.value(QStringLiteral("--db")), database_);
        QCOMPARE(command.value(QStringLiteral("--out")), job->directory());
        QCOMPARE(command.value(QStringLiteral("--preset")), QStringLiteral("quick"));
        QCOMPARE(command.value(QStringLiteral("--lang")), QStringLiteral("en"));
        QCOMPARE(command.value(QStringLiteral("--verified")), home_.path("data/mureum/verified.jsonl"));
        QCOMPARE(command.value(QStringLiteral("--history")), home_.path("history.sqlite"));
        QVERIFY(panel.text().startsWith(QStringLiteral("Adapting to test_shop")));
        QVERIFY(!panel.ask()); // once is enough
        files::write(home_.path("go"), {});
        QTRY_COMPARE(job->state(), JobProcess::State::Finished);
        QVERIFY(panel.text().contains(QStringLiteral("EX 60.0% → 75.0% on 40 question")));
        QCOMPARE(ActiveAdapters(*settings_).of(database_), job->directory());
        // Whoever switches it off wants it off.
        ActiveAdapters(*settings_).switchOff(database_);
        panel.setDatabase(database_);
        QCOMPARE(ActiveAdapters(*settings_).of(database_), QString());
        QVERIFY(panel.text().isEmpty());
    }

    void whatDoesNotHelpMayGo()
    {
        cli("24", "22");
        AdaptPanel panel(*jobs_, *settings_, QString());
        panel.setDatabase(database_);
        TrainingPlan plan;
        plan.database = database_;
        JobProcess *job = panel.start(plan);
        const QString folder = job->directory();
        files::write(home_.path("go"), {});
        QTRY_VERIFY(panel.text().contains(QStringLiteral("did not help")));
        QCOMPARE(ActiveAdapters(*settings_).of(database_), QString());
        QVERIFY(QFileInfo::exists(folder));
        QTest::mouseClick(panel.deleteButton(), Qt::LeftButton);
        QVERIFY(!QFileInfo::exists(folder));
        QCOMPARE(jobs_->count(), 0);
        QVERIFY(panel.text().isEmpty());
    }

    void whatEndedMeanwhileIsTold()
    {
        QString folder;
        {
            AdaptPanel panel(*jobs_, *settings_, QString());
            panel.setDatabase(database_);
            TrainingPlan plan;
            plan.database = database_;
            folder = panel.start(plan)->directory();
        }
        jobs_.reset(); // the window is closed
        files::write(home_.path("go"), {});
        QTRY_VERIFY(QFileInfo::exists(folder + QStringLiteral("/ended")));
        jobs_ = std::make_unique<JobsStore>(root_);
        QTRY_COMPARE(jobs_->find(folder)->state(), JobProcess::State::Finished);
        AdaptPanel panel(*jobs_, *settings_, QString());
        panel.setDatabase(home_.shop("other.sqlite"));
        QVERIFY(panel.text().isEmpty());
        panel.setDatabase(database_);
        QVERIFY(panel.text().contains(QStringLiteral("60.0% → 75.0%")));
        QCOMPARE(ActiveAdapters(*settings_).of(database_), folder);
    }

    void aFailureIsTold()
    {
        qputenv("MUREUM_CLI",
                files::script(home_.path("fails.sh"), "echo 'error: database: it is empty' >&2; exit 2")
                    .toUtf8());
        AdaptPanel panel(*jobs_, *settings_, QString());
        panel.setDatabase(database_);
        TrainingPlan plan;
        plan.database = database_;
        panel.start(plan);
        QTRY_VERIFY(panel.text().contains(QStringLiteral("it is empty")));
        QTest::mouseClick(panel.closeButton(), Qt::LeftButton);
        panel.setDatabase(database_);
        QVERIFY(panel.text().isEmpty()); // told once
    }

    void theAskPageUsesIt()
    {
        const QString adapter = root_ + QStringLiteral("/one"), bad = root_ + QStringLiteral("/bad");
        files::training(adapter);
        HistoryStore history(home_.path("history2.sqlite"));
        AskClient client(std::make_unique<FakeAskService>());
        AskPage page(client, history, *settings_, QStringLiteral("en"), new QMenu);
        page.resize(1000, 700);
        page.show();
        ActiveAdapters active(*settings_);
        active.use(database_, adapter);
        page.openDatabase(database_);
        QTRY_COMPARE(client.adapter(), adapter);
        QVERIFY(page.adapterBadge()->isVisible());
        QCOMPARE(page.adapterBadge()->text(), QStringLiteral("With adapter: one"));
        QVERIFY(page.adapterBadge()->toolTip().contains(QStringLiteral("60.0% → 67.5%")));
        QSignalSpy adapt(&page, &AskPage::adaptRequested);
        QVERIFY(page.adaptButton()->isEnabled());
        QTest::mouseClick(page.adaptButton(), Qt::LeftButton);
        QCOMPARE(adapt.count(), 1);
        // Another database is not its business.
        page.openDatabase(home_.shop("other.sqlite"));
        QTRY_COMPARE(client.adapter(), QString());
        QVERIFY(!page.adapterBadge()->isVisible());
        page.openDatabase(database_);
        QTRY_COMPARE(client.adapter(), adapter);
        // A database that cannot be opened leaves the former one with its own.
        page.openDatabase(home_.path("none.sqlite"));
        QTRY_VERIFY(!page.messageBar()->text().isEmpty());
        QTRY_COMPARE(client.adapter(), adapter);
        page.adapterBadge()->menu()->actions().first()->trigger(); // switch off
        QTRY_COMPARE(client.adapter(), QString());
        QVERIFY(!page.adapterBadge()->isVisible());
        active.use(database_, bad);
        QTRY_VERIFY(page.messageBar()->text().contains(QStringLiteral("it does not fit")));
        QCOMPARE(client.adapter(), QString());
        QVERIFY(!page.adapterBadge()->isVisible());
    }

private:
    /// One that "adapts" once it may, with these right answers of 40 before and after.
    void cli(const char *before, const char *after)
    {
        QFile::remove(home_.path("go"));
        qputenv("MUREUM_TEST_GO", home_.path("go").toUtf8());
        const QString text = QStringLiteral(R"sh(
[ "$2" = --help ] && { echo '  --history TEXT  Questions asked'; exit 0; }
out=""; previous=""
for word; do [ "$previous" = --out ] && out="$word"; previous="$word"; done
echo '{"event":"measuring","phase":"before","done":1,"total":40}'
while [ ! -e "$MUREUM_TEST_GO" ]; do sleep 0.05; done
cat > "$out/report.json" <<END
{"step": 9, "before": {"right": %1, "wrong": $((40 - %1))}, "after": {"right": %2, "wrong": $((40 - %2))}}
END
echo '{"peft_type":"LORA","r":8}' > "$out/adapter_config.json"
echo '{"event":"done","finished":true}'
touch "$out/ended"
)sh")
                                 .arg(QLatin1String(before), QLatin1String(after));
        qputenv("MUREUM_CLI", files::script(home_.path("adapt.sh"), text.toUtf8().constData()).toUtf8());
    }

    TestHome home_;
    QString root_, database_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<JobsStore> jobs_;
    int number_ = 0;
};

QTEST_MAIN(TestTrainingAdapt)
#include "test_training_adapt.moc"
