#include "fake_ask_service.h"
#include "ui/ask/ask_page.h"
#include "ui/ask/explanation_view.h"
#include "ui/ask/prompt_inspector.h"
#include "ui/ask/question_box.h"
#include "ui/ask/sql_pane.h"
#include "ui/editor/sql_editor.h"
#include "ui/history/history_view.h"
#include "ui/results/result_pane.h"
#include "ui/widgets/choice_list.h"
#include "ui/widgets/message_bar.h"

#include <QInputMethodEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace mureum;

class TestAskPage : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        file_ = home_.shop();
        settings_ = std::make_unique<ui::Settings>(home_.path("test.conf"));
        history_ = std::make_unique<ui::HistoryStore>(home_.path("history.sqlite"));
        auto service = std::make_unique<FakeAskService>();
        service->answers = {
            {QStringLiteral("상품 수는?"), QStringLiteral("SELECT count(*) FROM product")},
            {QStringLiteral("broken"), QStringLiteral("SELECT missing FROM nowhere")},
            {QStringLiteral("slow"), QStringLiteral("SELECT 1 -- ").leftJustified(400, u'x')}};
        eval::Candidate other, failing, unlikely;
        unlikely.sql = "SELECT 'noise'";
        unlikely.rows = 1;
        unlikely.logProbability = -30;
        other.sql = "SELECT name FROM product";
        other.rows = 3;
        failing.sql = "SELECT nonsense";
        failing.error = "no such column: nonsense";
        service->others = {other, failing, unlikely};
        fake_ = service.get();
        client_ = std::make_unique<ui::AskClient>(std::move(service));
        page_ = std::make_unique<ui::AskPage>(*client_, *history_, *settings_, QStringLiteral("en"), nullptr);
        page_->resize(1100, 700);
        page_->show();
        client_->loadModel(QString(), 0);
        page_->openDatabase(file_);
        QTRY_COMPARE(client_->database(), file_);
        QTRY_VERIFY(client_->modelReady());
    }
    void cleanup()
    {
        page_.reset();
        client_.reset();
        history_.reset();
        settings_.reset();
        for (const char *name :
             {"test_shop.sqlite", "history.sqlite", "history.sqlite-wal", "history.sqlite-shm", "test.conf"})
            QFile::remove(home_.path(name));
    }

    void askingShowsSqlAndRowsAndRemembers()
    {
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        QSignalSpy timing(page_.get(), &ui::AskPage::timingChanged);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(page_->sqlPane()->sql(), QStringLiteral("SELECT count(*) FROM product"));
        QCOMPARE(page_->sqlPane()->error(), QString());
        QVERIFY(!timing.last().first().toString().isEmpty());
        QVERIFY(!page_->busy());
        const QList<ui::HistoryEntry> entries = history_->find({}, 10);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].question, QStringLiteral("상품 수는?"));
        QCOMPARE(entries[0].rows, 1);
        QCOMPARE(entries[0].database, file_);
    }

    void sqlIsExplainedInWords()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        auto *explanation = page_->sqlPane()->explanation();
        QVERIFY(!explanation->isVisible());
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_VERIFY(explanation->isVisible());
        QCOMPARE(explanation->text(),
                 QStringLiteral("<b>Shows</b> number of rows &nbsp;·&nbsp; <b>From</b> product"));
        page_->sqlPane()->editor()->setSql(
            QStringLiteral("SELECT name FROM product WHERE name LIKE '%<b>%'"));
        QTRY_VERIFY(explanation->text().contains(QStringLiteral("contains '&lt;b&gt;'")));
        page_->sqlPane()->editor()->setSql(QStringLiteral("SELECT name FROM"));
        QTRY_VERIFY(!explanation->isVisible());
    }

    void theButtonAsksAndStops()
    {
        fake_->perToken = std::chrono::milliseconds(5);
        page_->questionBox()->setQuestion(QStringLiteral("slow"));
        QCOMPARE(page_->askButton()->text(), QStringLiteral("Ask"));
        QTest::mouseClick(page_->askButton(), Qt::LeftButton);
        QCOMPARE(page_->askButton()->text(), QStringLiteral("Stop"));
        QVERIFY(page_->sqlPane()->editor()->isReadOnly());
        QTRY_VERIFY(page_->sqlPane()->sql().size() > 5);
        QTest::mouseClick(page_->askButton(), Qt::LeftButton);
        QVERIFY(!page_->busy());
        QVERIFY(!page_->sqlPane()->editor()->isReadOnly());
        QVERIFY(!page_->sqlPane()->sql().isEmpty()); // as far as it came
    }

    void escapeStopsFromTheQuestion()
    {
        fake_->perToken = std::chrono::milliseconds(5);
        askByKeys(QStringLiteral("slow"));
        QVERIFY(page_->busy());
        QTest::keyClick(page_->questionBox(), Qt::Key_Escape);
        QVERIFY(!page_->busy());
    }

    void failingSqlShowsTheErrorLine()
    {
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("broken"));
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY2(page_->sqlPane()->error().contains(QStringLiteral("nowhere")),
                 qPrintable(page_->sqlPane()->error()));
        QVERIFY(!history_->find({}, 1).first().error.isEmpty());
        // Mended by hand and run again.
        page_->sqlPane()->editor()->setSql(QStringLiteral("SELECT 1"));
        QTest::keyClick(page_->sqlPane()->editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(page_->sqlPane()->error(), QString());
        QCOMPARE(history_->find({}, 1).first().sql, QStringLiteral("SELECT 1"));
        QCOMPARE(history_->find({}, 1).first().question, QStringLiteral("broken"));
    }

    void anUnanswerableQuestionSaysSo()
    {
        askByKeys(QStringLiteral("never heard of"));
        QTRY_VERIFY(!page_->sqlPane()->error().isEmpty());
        QVERIFY(!page_->busy());
    }

    void overlongAndEmptyQuestionsAreNotSent()
    {
        QSignalSpy busy(page_.get(), &ui::AskPage::busyChanged);
        page_->ask();
        page_->questionBox()->setQuestion(QStringLiteral("가").repeated(100000));
        page_->ask();
        QVERIFY(page_->sqlPane()->error().contains(QStringLiteral("2,000")));
        QCOMPARE(busy.count(), 0);
    }

    void alternativesAreOneClickAway()
    {
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
        ui::ChoiceList *others = page_->sqlPane()->alternatives();
        QCOMPARE(others->count(), 1); // neither the failing candidate nor the unlikely one
        QTest::mouseClick(others->row(0), Qt::LeftButton);
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(page_->sqlPane()->sql(), QStringLiteral("SELECT name FROM product"));
        QCOMPARE(finished.last().first().toLongLong(), 3);
        QCOMPARE(others->count(), 1); // the first answer can be taken back
    }

    void historyRestoresAcrossDatabases()
    {
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
        const QString second = home_.database("second.sqlite", "CREATE TABLE t(x); INSERT INTO t VALUES(1);");
        page_->openDatabase(second);
        QTRY_COMPARE(client_->database(), second);
        QCOMPARE(page_->sqlPane()->sql(), QString());
        emit page_->historyView()->restoreRequested(history_->find({}, 1).first());
        QTRY_COMPARE(client_->database(), file_);
        QCOMPARE(page_->questionBox()->question(), QStringLiteral("상품 수는?"));
        QCOMPARE(page_->sqlPane()->sql(), QStringLiteral("SELECT count(*) FROM product"));
    }

    void historyCanBeSwitchedOff()
    {
        settings_->set(ui::keys::keepHistory, false);
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(history_->find({}, 1).isEmpty());
    }

    void aBadFileLeavesTheDatabaseOpen()
    {
        page_->openDatabase(home_.path("missing.sqlite"));
        QTRY_VERIFY(page_->messageBar()->text().contains(QStringLiteral("missing.sqlite")));
        QCOMPARE(client_->database(), file_);
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
    }

    void inspectorOpensWithAnAnswer()
    {
        page_->showInspector();
        QVERIFY(!page_->findChild<ui::PromptInspector *>());
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
        page_->showInspector();
        auto *inspector = page_->findChild<ui::PromptInspector *>();
        QVERIFY(inspector && inspector->isVisible());
        QTest::keyClick(inspector, Qt::Key_Escape);
        QVERIFY(!inspector->isVisible());
    }

    void theDatabaseFileNeverChanges()
    {
        const QByteArray before = bytes();
        QSignalSpy finished(page_->results(), &ui::ResultPane::finished);
        askByKeys(QStringLiteral("상품 수는?"));
        QTRY_COMPARE(finished.count(), 1);
        page_->sqlPane()->editor()->setSql(QStringLiteral("DELETE FROM product"));
        page_->runSql(page_->sqlPane()->sql());
        QTRY_COMPARE(finished.count(), 2);
        QVERIFY(!page_->sqlPane()->error().isEmpty());
        QCOMPARE(bytes(), before);
        QVERIFY(!QFile::exists(file_ + QStringLiteral("-journal")));
    }

private:
    void askByKeys(const QString &question)
    {
        page_->questionBox()->setFocus();
        page_->questionBox()->setQuestion(question);
        QTest::keyClick(page_->questionBox(), Qt::Key_Return);
    }
    QByteArray bytes() const
    {
        QFile file(file_);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    TestHome home_;
    QString file_;
    std::unique_ptr<ui::Settings> settings_;
    std::unique_ptr<ui::HistoryStore> history_;
    FakeAskService *fake_ = nullptr;
    std::unique_ptr<ui::AskClient> client_;
    std::unique_ptr<ui::AskPage> page_;
};

QTEST_MAIN(TestAskPage)
#include "test_ask_page.moc"
