#include "test_result_files.h"

#include "ui/results/result_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QFont>
#include <QPalette>

using namespace mureum;
using namespace mureum::ui;

namespace {

/// Resident memory in MiB.
double memory()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    return statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ')[1].toDouble() * 4096 / (1 << 20) : 0;
}

} // namespace

class TestResultModel : public QObject
{
    Q_OBJECT
    ResultFiles files_;

    static void openAndWait(ResultModel &model, const QString &database, const QString &sql)
    {
        QSignalSpy settled(&model, &ResultModel::settled), failed(&model, &ResultModel::failed);
        model.open(database, sql);
        QTRY_VERIFY(settled.size() + failed.size() > 0);
    }
    static QString text(const ResultModel &model, int row, int column = 0)
    {
        return model.index(row, column).data().toString();
    }
    static bool loaded(const ResultModel &model, int row) { return model.cell(row, 0) != nullptr; }

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void showsAllKindsOfValues()
    {
        ResultModel model;
        QAbstractItemModelTester tester(&model);
        openAndWait(
            model, files_.database(),
            "SELECT 1234567 AS amount, 2.5 AS r, '둘째\n줄' AS s, NULL AS n, x'0102' AS b, 1234567 AS id");
        QCOMPARE(model.columns(), QStringList({"amount", "r", "s", "n", "b", "id"}));
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(model.complete());
        QCOMPARE(text(model, 0, 0), QStringLiteral("1,234,567"));
        QCOMPARE(text(model, 0, 1), QStringLiteral("2.5"));
        QCOMPARE(text(model, 0, 2), QStringLiteral("둘째↵줄"));
        QCOMPARE(model.text(0, 2), QStringLiteral("둘째\n줄"));
        QCOMPARE(text(model, 0, 3), QStringLiteral("NULL"));
        QVERIFY(text(model, 0, 4).contains("0102"));
        QCOMPARE(text(model, 0, 5), QStringLiteral("1234567")); // an identifier
        model.setGrouping(false);
        QCOMPARE(text(model, 0, 0), QStringLiteral("1234567"));

        for (const int special : {3, 4}) {
            const QModelIndex index = model.index(0, special);
            QVERIFY(index.data(Qt::FontRole).value<QFont>().italic());
            QCOMPARE(index.data(Qt::ForegroundRole).value<QBrush>().color(),
                     QGuiApplication::palette().color(QPalette::PlaceholderText));
        }
        QVERIFY(!model.index(0, 0).data(Qt::FontRole).isValid());
        QVERIFY(model.index(0, 0).data(Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignRight);
        QVERIFY(model.index(0, 2).data(Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignLeft);
        QVERIFY(model.headerData(0, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>() &
                Qt::AlignRight);
    }

    void cutsLargeValues()
    {
        ResultModel model;
        openAndWait(model, files_.database(),
                    "SELECT printf('%.*c', 1000000, 'k') AS t, zeroblob(5000000) AS b");
        QVERIFY(model.isCut(0, 0));
        QVERIFY(model.isCut(0, 1));
        QVERIFY(text(model, 0, 0).size() < 400 && text(model, 0, 0).endsWith(u'…'));
        QVERIFY(text(model, 0, 1).contains("4.77 MiB"));
    }

    void tenMillionRows()
    {
        const double before = memory();
        ResultModel model;
        QElapsedTimer timer;
        timer.start();
        openAndWait(model, files_.database(), ResultFiles::counter(10'000'000, "x, x * 2 AS y"));
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(model.rowCount() >= 256);
        QVERIFY(!model.complete());
        QCOMPARE(text(model, 0, 1), QStringLiteral("2"));
        QVERIFY(model.canFetchMore({}));

        // As a view that is dragged to the bottom again and again.
        int drags = 0;
        while (!model.complete()) {
            QVERIFY(++drags < 40);
            const int known = model.rowCount();
            model.fetchMore({});
            QTRY_VERIFY_WITH_TIMEOUT(model.complete() || (model.rowCount() >= 2 * known && !model.reading()),
                                     60000);
        }
        QCOMPARE(model.rowsSoFar(), 10'000'000);
        QCOMPARE(model.rowCount(), 10'000'000);
        QTRY_VERIFY(loaded(model, 9'999'999));
        QCOMPARE(text(model, 9'999'999, 1), QStringLiteral("20,000,000"));
        QCOMPARE(model.headerData(9'999'999, Qt::Vertical).toString(), QStringLiteral("10,000,000"));

        // The first rows are still there; those between are stepped to again.
        QVERIFY(loaded(model, 10));
        QVERIFY(!loaded(model, 3'000'000));
        QElapsedTimer there;
        there.start();
        QTRY_VERIFY_WITH_TIMEOUT(loaded(model, 3'000'000), 60000);
        QCOMPARE(text(model, 3'000'000), QStringLiteral("3,000,001"));
        const qint64 wayThere = there.elapsed();
        // What lies just before was passed on the way.
        loaded(model, 2'999'000);
        QElapsedTimer back;
        back.start();
        QTRY_VERIFY(loaded(model, 2'999'000));
        QVERIFY2(back.elapsed() < 100 + wayThere / 4, qPrintable(QString::number(back.elapsed())));
        QCOMPARE(text(model, 2'999'000), QStringLiteral("2,999,001"));
        const double grown = memory() - before;
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory
        QVERIFY2(grown < 120, qPrintable(QString::number(grown)));
#else
        Q_UNUSED(grown)
#endif
    }

    void readsToTheEndAtOnce()
    {
        ResultModel model;
        openAndWait(model, files_.database(), ResultFiles::counter(300'000));
        QVERIFY(!model.complete());
        model.readToEnd();
        QTRY_VERIFY_WITH_TIMEOUT(model.complete(), 20000);
        QCOMPARE(model.rowCount(), 300'000);
        QVERIFY(!model.canFetchMore({}));
    }

    void sortsAndFiltersByAskingAgain()
    {
        ResultModel model;
        QAbstractItemModelTester tester(&model);
        openAndWait(model, files_.database(), ResultFiles::counter(100'000, "x, x % 1000 AS y") + ";");
        QVERIFY(model.refinable());
        QSignalSpy settled(&model, &ResultModel::settled);
        model.sort(0, Qt::DescendingOrder);
        QTRY_COMPARE(settled.size(), 1);
        QCOMPARE(text(model, 0), QStringLiteral("100,000"));
        QCOMPARE(model.columns(), QStringList({"x", "y"}));
        model.setFilters({{1, "=7"}, {0, ">50,000"}});
        QTRY_COMPARE(settled.size(), 2);
        QVERIFY(model.complete());
        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(text(model, 0), QStringLiteral("99,007"));
        model.setFilters({});
        model.sort(-1);
        QTRY_COMPARE(text(model, 0), QStringLiteral("1"));
        model.setFilters({{0, "nothing like it"}});
        QTRY_COMPARE(model.rowCount(), 0);
        QTRY_VERIFY(model.complete());
        QCOMPARE(model.columnCount(), 2);
        model.resetRefinement();
        QTRY_VERIFY(model.rowCount() > 0);
    }

    void pragmasAreShownAsTheyAre()
    {
        ResultModel model;
        openAndWait(model, files_.database(), "PRAGMA table_info(empty)");
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.refinable());
        model.sort(0);
        QTest::qWait(20);
        QCOMPARE(model.rowCount(), 1);
    }

    void stopKeepsTheRows()
    {
        ResultModel model;
        openAndWait(model, files_.database(), ResultFiles::counter(1'000'000'000'000));
        model.readToEnd();
        QTRY_VERIFY(model.rowCount() > 50'000);
        model.stop();
        QVERIFY(!model.reading());
        QTest::qWait(50);
        const int rows = model.rowCount();
        QTest::qWait(50);
        QCOMPARE(model.rowCount(), rows);
        QVERIFY(!model.canFetchMore({}));
        QVERIFY(model.stopped());
        // Rows among those known can still be looked at.
        loaded(model, 20'000);
        QTRY_VERIFY(loaded(model, 20'000));
        QCOMPARE(model.text(20'000, 0), QStringLiteral("20001"));
    }

    void stopsBeforeTheFirstRow()
    {
        ResultModel model;
        QElapsedTimer timer;
        model.open(files_.database(), ResultFiles::counter(1'000'000'000'000, "count(*)"));
        QTest::qWait(50);
        timer.start();
        model.stop();
        QSignalSpy settled(&model, &ResultModel::settled);
        model.open(files_.database(), "SELECT 1");
        QTRY_COMPARE(settled.size(), 1);
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(text(model, 0), QStringLiteral("1"));
    }

    void errors()
    {
        ResultModel model;
        QSignalSpy failed(&model, &ResultModel::failed);
        openAndWait(model, files_.database(), "SELECT 1 AS a");
        openAndWait(model, files_.database(), "SELECT nope FROM empty");
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("nope"));
        QCOMPARE(model.columnCount(), 0);
        openAndWait(model, files_.path("missing.sqlite"), "SELECT 1");
        QCOMPARE(failed.size(), 2);
        // In the middle: the rows before stay.
        openAndWait(model, files_.database(),
                    ResultFiles::counter(
                        50'000, "CASE WHEN x = 20000 THEN abs(-9223372036854775808) ELSE x END AS x"));
        QCOMPARE(failed.size(), 2);
        model.readToEnd();
        QTRY_COMPARE(failed.size(), 3);
        QCOMPARE(model.rowCount(), 19'999);
        QVERIFY(!model.canFetchMore({}));
    }

    void noticesRowsThatWent()
    {
        files_.run(
            "CREATE TABLE big(x); WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < "
            "400000) INSERT INTO big SELECT x FROM c");
        ResultModel model;
        openAndWait(model, files_.database(), "SELECT x FROM big");
        model.readToEnd();
        QTRY_VERIFY(model.complete());
        QTRY_VERIFY(!model.reading());
        files_.run("DELETE FROM big WHERE x > 1000"); // no lock is held any more
        QSignalSpy changed(&model, &ResultModel::changedMeanwhile);
        QVERIFY(!loaded(model, 100'000));
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(!loaded(model, 100'000));
    }

    void destroyedWhileRunning()
    {
        QElapsedTimer timer;
        timer.start();
        {
            ResultModel model;
            model.open(files_.database(), ResultFiles::counter(1'000'000'000'000, "count(*)"));
            QTest::qWait(30);
        }
        QVERIFY(timer.elapsed() < 1000);
    }

    void blockCacheIsBounded()
    {
        BlockCache cache(10'000, 100);
        for (int i = 0; i < 1000; ++i) {
            auto block = std::make_shared<RowBlock>();
            block->index = i;
            std::vector<eval::Cell> row{std::string(1000, 'x')};
            block->append(row);
            cache.insert(block);
        }
        QVERIFY(cache.bytes() <= 10'000);
        QVERIFY(cache.find(999) && !cache.find(0));
        // Used ones stay.
        const RowBlockPtr kept = cache.find(995);
        QVERIFY(kept);
        for (int i = 0; i < 5; ++i) {
            auto block = std::make_shared<RowBlock>();
            block->index = 2000 + i;
            std::vector<eval::Cell> row{std::string(1000, 'x')};
            block->append(row);
            cache.insert(block);
        }
        QVERIFY(cache.find(995) == kept);
    }
};

QTEST_MAIN(TestResultModel)
#include "test_result_model.moc"
