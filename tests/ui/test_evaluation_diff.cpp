#include "evaluation_files.h"
#include "ui/evaluation/result_diff.h"
#include "ui/evaluation/result_pair_view.h"
#include "ui/evaluation/result_side_model.h"
#include "ui/evaluation/sql_diff.h"
#include "ui/evaluation/sql_diff_view.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace mureum;
using namespace mureum::ui;

namespace {

QString text(const std::vector<SqlPiece> &pieces)
{
    QString all;
    for (const SqlPiece &piece : pieces)
        all += (piece.spaceBefore && !all.isEmpty() ? QStringLiteral(" ") : QString()) + piece.text;
    return all;
}

QStringList marked(const std::vector<SqlPiece> &pieces)
{
    QStringList all;
    for (const SqlPiece &piece : pieces)
        if (piece.differs)
            all.append(piece.text);
    return all;
}

ResultSide side(const std::vector<std::string> &columns, const std::vector<std::vector<eval::Cell>> &rows)
{
    ResultSide one;
    one.rows.columns = columns;
    one.rows.rows = rows;
    return one;
}

QList<int> differing(const ResultSidePtr &one)
{
    QList<int> rows;
    for (int row = 0; row < int(one->rowDiffers.size()); ++row)
        if (one->rowDiffers[std::size_t(row)])
            rows.append(row);
    return rows;
}

const std::int64_t one = 1, two = 2, three = 3;

} // namespace

class TestEvaluationDiff : public QObject
{
    Q_OBJECT
private slots:
    void clausesStandBesideEachOther()
    {
        const auto rows = alignSql(
            QStringLiteral("SELECT name, age FROM member WHERE age > 20 ORDER BY age"),
            QStringLiteral("SELECT name FROM member m JOIN club c ON c.id = m.club ORDER BY age DESC"));
        QCOMPARE(rows.size(), std::size_t(5));
        QCOMPARE(text(rows[0].left), QStringLiteral("SELECT name, age"));
        QCOMPARE(text(rows[0].right), QStringLiteral("SELECT name"));
        QCOMPARE(marked(rows[0].left), QStringList({QStringLiteral(","), QStringLiteral("age")}));
        QVERIFY(marked(rows[0].right).isEmpty());
        QCOMPARE(marked(rows[1].right), QStringList{QStringLiteral("m")});
        // A clause one side lacks stands alone, all of it marked.
        QVERIFY((rows[2].left.empty() && text(rows[2].right).startsWith(QStringLiteral("JOIN"))) ||
                (rows[2].right.empty() && text(rows[2].left).startsWith(QStringLiteral("WHERE"))));
        QCOMPARE(text(rows[4].left), QStringLiteral("ORDER BY age"));
        QCOMPARE(marked(rows[4].right), QStringList{QStringLiteral("DESC")});
    }

    void writingDoesNotCount()
    {
        for (const SqlRow &row : alignSql(QStringLiteral("select  Name from \"Member\" where x='a'"),
                                          QStringLiteral("SELECT name\nFROM member WHERE x = 'a'"))) {
            QVERIFY(marked(row.left).isEmpty());
            QVERIFY(marked(row.right).isEmpty());
        }
        const auto rows =
            alignSql(QStringLiteral("SELECT 1 WHERE x = 'a'"), QStringLiteral("SELECT 1 WHERE x = 'A'"));
        QCOMPARE(marked(rows[1].left), QStringList{QStringLiteral("'a'")}); // values do
    }

    void subqueriesStayInTheirClause()
    {
        const auto rows = alignSql(QStringLiteral("SELECT a FROM t WHERE a IN (SELECT b FROM u WHERE c = 1)"),
                                   QStringLiteral("SELECT a FROM t WHERE a IN (SELECT b FROM u)"));
        QCOMPARE(rows.size(), std::size_t(3));
        QCOMPARE(marked(rows[2].left).join(u' '), QStringLiteral("WHERE c = 1"));
    }

    void joinsAreWhole()
    {
        const auto rows = alignSql(QStringLiteral("SELECT a FROM t LEFT OUTER JOIN u ON t.x = u.x"),
                                   QStringLiteral("SELECT a FROM t JOIN u ON t.x = u.x"));
        QCOMPARE(rows.size(), std::size_t(3));
        QCOMPARE(marked(rows[2].left).join(u' '), QStringLiteral("LEFT OUTER"));
    }

    void brokenSqlIsShownAsItIs()
    {
        const auto rows = alignSql(QStringLiteral("SELECT 1"), QStringLiteral("SELECT 'never closed"));
        QString right;
        for (const SqlRow &row : rows)
            right += text(row.right);
        QCOMPARE(right, QStringLiteral("SELECT 'never closed"));
        QVERIFY(alignSql({}, {}).empty());
        SqlDiffView view;
        view.setSql(QStringLiteral("gold"), QStringLiteral("SELECT '<b>&한글' FROM t"),
                    QStringLiteral("pred"), QString());
        QVERIFY(view.toPlainText().contains(QStringLiteral("'<b>&한글'"))); // no markup comes through
    }

    void equalResultsAreUnmarked()
    {
        // Another order of rows and columns is the same.
        const ResultPair pair =
            diffResults(side({"a", "b"}, {{one, std::string("x")}, {two, std::string("y")}}),
                        side({"b", "a"}, {{std::string("y"), two}, {std::string("x"), one}}));
        QVERIFY(pair.same);
        QVERIFY(differing(pair.gold).isEmpty() && differing(pair.predicted).isEmpty());
    }

    void rowsCountAsABag()
    {
        const ResultPair pair =
            diffResults(side({"a"}, {{one}, {one}, {two}}), side({"a"}, {{two}, {one}, {three}}));
        QVERIFY(!pair.same);
        QCOMPARE(differing(pair.gold).size(), 1); // one of the two ones
        QCOMPARE(differing(pair.predicted), QList<int>{2});
        QCOMPARE(pair.gold->differing, 1);
    }

    void realsAreComparedLoosely()
    {
        const ResultPair pair =
            diffResults(side({"a"}, {{1.0 / 3}, {5.0}}), side({"a"}, {{0.33333333334}, {std::int64_t(6)}}));
        QCOMPARE(differing(pair.gold), QList<int>{1});
        QCOMPARE(differing(pair.predicted), QList<int>{1});
    }

    void missingColumnsAreTold()
    {
        const ResultPair pair =
            diffResults(side({"id", "name"}, {{one, std::string("x")}, {two, std::string("y")}}),
                        side({"name"}, {{std::string("y")}, {std::string("x")}}));
        QVERIFY(!pair.same);
        QVERIFY(pair.gold->columnDiffers[0]);
        QVERIFY(!pair.gold->columnDiffers[1]);
        // By what they share, the rows are the same.
        QVERIFY(differing(pair.gold).isEmpty());
        const ResultPair apart = diffResults(side({"a"}, {{one}}), side({"a", "b"}, {{two, two}}));
        QCOMPARE(differing(apart.gold), QList<int>{0});
    }

    void sidesRunReadOnly()
    {
        const QString database = home_.shop("read_only.sqlite");
        const ResultPair pair = runBoth(database.toStdString(), QStringLiteral("SELECT id FROM product"),
                                        QStringLiteral("DELETE FROM product"), 2, {});
        QCOMPARE(pair.gold->rows.rows.size(), std::size_t(2));
        QVERIFY(pair.gold->rows.truncated);
        QVERIFY(!pair.predicted->error.isEmpty());
        QVERIFY(differing(pair.gold).isEmpty()); // nothing to compare with
        QVERIFY(!runBoth(home_.path("none.sqlite").toStdString(), QStringLiteral("SELECT 1"),
                         QStringLiteral("SELECT 1"), 2, {})
                     .gold->error.isEmpty());
    }

    void modelShowsWhatDiffers()
    {
        ResultSideModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const ResultPair pair =
            diffResults(side({"a"}, {{one}, {two}, {eval::Cell()}}), side({"a"}, {{one}, {eval::Cell()}}));
        model.setSide(pair.gold);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(1, 0).data(ResultSideModel::DiffersRole).toBool(), true);
        QVERIFY(model.index(1, 0).data(Qt::BackgroundRole).isValid());
        QVERIFY(!model.index(0, 0).data(Qt::BackgroundRole).isValid());
        model.setOnlyDiffering(true);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("2"));
        QCOMPARE(model.headerData(0, Qt::Vertical).toInt(), 2); // the row's own number
        model.setSide(nullptr);
        QCOMPARE(model.columnCount(), 0);
    }

    void viewRunsBoth()
    {
        ResultPairView view;
        view.resize(600, 300);
        view.show();
        QSignalSpy finished(&view, &ResultPairView::finished);
        view.compare(home_.shop(), QStringLiteral("SELECT name FROM product"),
                     QStringLiteral("SELECT name FROM category"));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(view.goldModel().rowCount(), 3);
        QCOMPARE(view.predictedModel().rowCount(), 2);
        QTest::mouseClick(view.onlyDiffering(), Qt::LeftButton, {},
                          QPoint(8, view.onlyDiffering()->height() / 2));
        QVERIFY(view.onlyDiffering()->isChecked());
        QCOMPARE(view.goldModel().rowCount(), 3);
        // A later one wins over one that is still running.
        view.compare(
            home_.path("test_shop.sqlite"),
            QStringLiteral(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"),
            QStringLiteral("SELECT 1"));
        QTest::qWait(50);
        view.compare(home_.path("test_shop.sqlite"), QStringLiteral("SELECT 1"), QStringLiteral("SELECT 1"));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 2, 8000);
        QCOMPARE(view.predictedModel().rowCount(), 0); // nothing differs
    }

    void sidesScrollTogether()
    {
        ResultPairView view;
        view.resize(600, 200);
        view.show();
        QSignalSpy finished(&view, &ResultPairView::finished);
        view.compare(
            home_.shop("scroll.sqlite"),
            QStringLiteral(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) SELECT i FROM n"),
            QStringLiteral(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40) SELECT i FROM n"));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(view.goldModel().rowCount(), 300);
        QCOMPARE(view.predictedModel().rowCount(), 40);
        QScrollBar *left = nullptr, *right = nullptr;
        for (const QTableView *table : view.findChildren<QTableView *>())
            (table->model() == &view.goldModel() ? left : right) = table->verticalScrollBar();
        QVERIFY(left && right);
        QTRY_VERIFY(left->maximum() > 250 && right->maximum() > 10);
        left->setValue(8);
        QCOMPARE(right->value(), 8);
        left->setValue(200); // beyond the shorter side
        QCOMPARE(left->value(), 200);
        QCOMPARE(right->value(), right->maximum());
        right->setValue(3);
        QCOMPARE(left->value(), 3);
    }

private:
    TestHome home_;
};

QTEST_MAIN(TestEvaluationDiff)
#include "test_evaluation_diff.moc"
