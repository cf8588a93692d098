#include "fake_ask_service.h"
#include "ui/ask/ask_client.h"
#include "ui/ask/linked_question.h"

#include <QSignalSpy>
#include <QTest>

using namespace mureum;
using ui::AskClient;

class TestAskClient : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        FakeAskService::stopsSeen = 0;
        auto service = std::make_unique<FakeAskService>();
        service->answers[QStringLiteral("quick")] = QStringLiteral("SELECT 1");
        service->answers[QStringLiteral("slow")] =
            QStringLiteral("SELECT ") + QStringLiteral("1 + ").repeated(500);
        fake_ = service.get();
        client_ = std::make_unique<AskClient>(std::move(service));
        client_->loadModel(QString(), 0);
        QTRY_VERIFY(client_->modelReady());
    }
    void cleanup() { client_.reset(); }

    void worksOnAnotherThread() { QVERIFY(fake_->thread() != QThread::currentThread()); }

    void answersWithTheStreamBefore()
    {
        QSignalSpy streamed(client_.get(), &AskClient::sqlStreamed);
        QSignalSpy answered(client_.get(), &AskClient::answered);
        QSignalSpy busy(client_.get(), &AskClient::busyChanged);
        client_->ask(QStringLiteral("quick"), {});
        QVERIFY(client_->busy());
        QTRY_COMPARE(answered.count(), 1);
        QCOMPARE(streamed.last().first().toString(), QStringLiteral("SELECT 1"));
        QCOMPARE(busy.count(), 2);
        QVERIFY(!client_->busy());
    }

    void stopIsImmediateAndReachesTheWorker()
    {
        fake_->perToken = std::chrono::milliseconds(5);
        QSignalSpy answered(client_.get(), &AskClient::answered);
        QSignalSpy stopped(client_.get(), &AskClient::stopped);
        QSignalSpy streamed(client_.get(), &AskClient::sqlStreamed);
        client_->ask(QStringLiteral("slow"), {});
        QTRY_VERIFY(streamed.count() > 3);
        client_->stop();
        QVERIFY(!client_->busy());
        QCOMPARE(stopped.count(), 1);
        QTRY_COMPARE(int(FakeAskService::stopsSeen), 1);
        const qsizetype before = streamed.count();
        QTest::qWait(60);
        QCOMPARE(streamed.count(), before);
        QCOMPARE(answered.count(), 0);
    }

    void aNewQuestionDropsTheOld()
    {
        fake_->perToken = std::chrono::milliseconds(2);
        QSignalSpy answered(client_.get(), &AskClient::answered);
        client_->ask(QStringLiteral("slow"), {});
        QTest::qWait(30);
        client_->ask(QStringLiteral("quick"), {});
        QTRY_COMPARE(answered.count(), 1);
        QCOMPARE(answered.first().first().value<ui::AskResultPtr>()->sql, std::string("SELECT 1"));
    }

    void closingWhileWorkingIsClean()
    {
        fake_->perToken = std::chrono::milliseconds(5);
        client_->ask(QStringLiteral("slow"), {});
        QTest::qWait(30);
        QElapsedTimer timer;
        timer.start();
        client_.reset();
        QVERIFY2(timer.elapsed() < 1000, "the worker did not stop");
        QCOMPARE(int(FakeAskService::alive), 0);
    }

    void databasesOpenOrSayWhyNot()
    {
        QSignalSpy opened(client_.get(), &AskClient::databaseOpened);
        QSignalSpy failed(client_.get(), &AskClient::databaseFailed);
        const QString file = home_.shop();
        client_->openDatabase(file);
        QVERIFY(client_->opening());
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(client_->schema()->find("product") >= 0);

        QFile text(home_.path("notes.db"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("this is not a database, only text that goes on for a while\n");
        text.close();
        client_->openDatabase(text.fileName());
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!failed.first().at(1).toString().isEmpty());
        QCOMPARE(client_->database(), file); // the former stays
    }

    void marksBytesAsCharacters()
    {
        const QString question = QStringLiteral("서울 고객 VIP");
        eval::Link value{0, 6, eval::Link::Kind::Value, "서울"};
        eval::Link table{7, 13, eval::Link::Kind::Table, "customer"};
        eval::Link beyond{14, 99, eval::Link::Kind::Value, "VIP"};
        eval::Link inside{1, 2, eval::Link::Kind::Value, "?"};
        const QList<ui::QuestionSpan> spans = ui::questionSpans(question, {value, table, beyond, inside});
        QCOMPARE(spans.size(), 3);
        QCOMPARE(question.mid(spans[0].begin, spans[0].length), QStringLiteral("서울"));
        QCOMPARE(question.mid(spans[1].begin, spans[1].length), QStringLiteral("고객"));
        QCOMPARE(question.mid(spans[2].begin, spans[2].length), QStringLiteral("VIP"));
    }

private:
    TestHome home_;
    FakeAskService *fake_ = nullptr;
    std::unique_ptr<AskClient> client_;
};

QTEST_MAIN(TestAskClient)
#include "test_ask_client.moc"
