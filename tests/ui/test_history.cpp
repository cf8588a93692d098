#include "fake_ask_service.h"
#include "ui/history/history_view.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace mureum::ui;

class TestHistory : public QObject
{
    Q_OBJECT
private slots:
    void init() { file_ = home_.path("history.sqlite"); }
    void cleanup()
    {
        for (const char *end : {"", "-wal", "-shm", ".broken"})
            QFile::remove(file_ + QLatin1String(end));
    }

    void outlivesTheProgram()
    {
        HistoryEntry written = entry("지난달 매출은?", "SELECT sum(amount) FROM 매출", 1);
        written.time = QDateTime(QDate(2024, 2, 29), QTime(12, 30, 1, 250), Qt::UTC);
        {
            HistoryStore store(file_);
            QVERIFY(store.problem().isEmpty());
            QVERIFY(store.add(written) > 0);
        }
        HistoryStore store(file_);
        const QList<HistoryEntry> entries = store.find({}, 10);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].question, written.question);
        QCOMPARE(entries[0].sql, written.sql);
        QCOMPARE(entries[0].database, written.database);
        QCOMPARE(entries[0].time, written.time);
        QCOMPARE(entries[0].rows, 1);
    }

    void findsEveryWordInAnyScript()
    {
        HistoryStore store(file_);
        store.add(entry("지난달 매출은?", "SELECT sum(amount) FROM sales", 1));
        store.add(entry("How many ÉCLAIRS?", "SELECT count(*) FROM cake", 1));
        QCOMPARE(store.find(QStringLiteral("매출 SALES"), 10).size(), 1);
        QCOMPARE(store.find(QStringLiteral("매출").normalized(QString::NormalizationForm_D), 10).size(), 1);
        QCOMPARE(store.find(QStringLiteral("éclairs"), 10).size(), 1);
        QCOMPARE(store.find(QStringLiteral("매출 cake"), 10).size(), 0);
        QCOMPARE(store.find(QStringLiteral("100%"), 10).size(), 0); // no pattern characters
        QCOMPARE(store.find(QStringLiteral("mine"), 10).size(), 2); // by database
    }

    void askingTheSameAgainRenews()
    {
        HistoryStore store(file_);
        const qint64 first = store.add(entry("a", "SELECT 1", 1));
        QCOMPARE(store.add(entry("a", "SELECT 1", 7)), first);
        QCOMPARE(store.entry(first)->rows, 7);
        QVERIFY(store.add(entry("a", "SELECT 2", 1)) != first);
        QCOMPARE(store.find({}, 10).size(), 2);
    }

    void aDamagedFileIsMovedAside()
    {
        QFile damaged(file_);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(QByteArray("not a database at all, and long enough to be read as one\n").repeated(100));
        damaged.close();
        HistoryStore store(file_);
        QVERIFY(store.problem().isEmpty());
        QVERIFY(store.add(entry("q", "SELECT 1", 1)) > 0);
        QVERIFY(QFile::exists(file_ + QStringLiteral(".broken")));
    }

    void anUnwritableFolderKeepsItInMemory()
    {
        HistoryStore store(QStringLiteral("/proc/no/such/history.sqlite"));
        QVERIFY(!store.problem().isEmpty());
        QVERIFY(store.add(entry("q", "SELECT 1", 1)) > 0);
        QCOMPARE(store.find({}, 10).size(), 1);
    }

    void modelPagesThroughMany()
    {
        HistoryStore store(file_);
        for (int i = 0; i < 250; ++i)
            store.add(entry(qPrintable(QStringLiteral("question %1").arg(i)), "SELECT 1", i));
        HistoryModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        while (model.canFetchMore({}))
            model.fetchMore({});
        QCOMPARE(model.rowCount(), 250);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("question 249"));
        QCOMPARE(model.index(249).data().toString(), QStringLiteral("question 0"));
        model.removeEntry(model.index(0));
        QCOMPARE(model.rowCount(), 249);
        QCOMPARE(store.find({}, 1).first().question, QStringLiteral("question 248"));
        model.setSearch(QStringLiteral("question 17"));
        QCOMPARE(model.rowCount(), 13); // each word anywhere: 17, 117, 217, 170..179
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(store.find({}, 1).isEmpty());
    }

    void clickRestoresAndDeleteRemoves()
    {
        HistoryStore store(file_);
        store.add(entry("first", "SELECT 1", 1));
        store.add(entry("second", "SELECT 2", 1));
        HistoryView view(store);
        view.resize(300, 400);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view)); // shortcuts need it
        QSignalSpy restored(&view, &HistoryView::restoreRequested);
        const QModelIndex first = view.model()->index(1);
        QTest::mouseClick(view.list()->viewport(), Qt::LeftButton, {},
                          view.list()->visualRect(first).center());
        QCOMPARE(restored.count(), 1);
        QCOMPARE(restored.first().first().value<HistoryEntry>().question, QStringLiteral("first"));
        view.list()->setFocus();
        QTest::keyClick(view.list(), Qt::Key_Delete);
        QTRY_COMPARE(view.model()->rowCount(), 1);
        QCOMPARE(store.find({}, 10).first().question, QStringLiteral("second"));
        QTest::keyClicks(view.searchBox(), QStringLiteral("nothing like it"));
        QVERIFY(view.list()->isHidden());
    }

private:
    HistoryEntry entry(const char *question, const char *sql, qint64 rows) const
    {
        HistoryEntry entry;
        entry.database = QStringLiteral("/data/mine.sqlite");
        entry.question = QString::fromUtf8(question);
        entry.sql = QString::fromUtf8(sql);
        entry.rows = rows;
        return entry;
    }
    TestHome home_;
    QString file_;
};

QTEST_MAIN(TestHistory)
#include "test_history.moc"
