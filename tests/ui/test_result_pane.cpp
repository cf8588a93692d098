#include "test_result_files.h"

#include "ui/results/chart_view.h"
#include "ui/results/export_dialog.h"
#include "ui/results/filter_header.h"
#include "ui/results/result_model.h"
#include "ui/results/result_pane.h"
#include "ui/results/result_status.h"
#include "ui/results/result_table.h"
#include "ui/results/result_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>

using namespace mureum;
using namespace mureum::ui;

class TestResultPane : public QObject
{
    Q_OBJECT
    ResultFiles files_;
    std::unique_ptr<ResultPane> pane_;
    ResultView *view_ = nullptr;
    ResultTable *table_ = nullptr;

    void query(const QString &sql)
    {
        QSignalSpy finished(pane_.get(), &ResultPane::finished);
        pane_->showQuery(files_.database(), sql);
        QTRY_COMPARE(finished.size(), 1);
    }
    QString cellText(int row, int column = 0) const
    {
        return view_->rows().index(row, column).data().toString();
    }
    QString status() const { return view_->status()->text(); }
    /// As an input method hands a finished syllable over.
    static void compose(QWidget *field, const QString &text)
    {
        QInputMethodEvent event;
        event.setCommitString(text);
        QCoreApplication::sendEvent(field, &event);
    }
    QPoint headerPoint(int section) const
    {
        FilterHeader *header = table_->filterHeader();
        return {header->sectionViewportPosition(section) + 10, 8};
    }

private slots:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        files_.run("CREATE TABLE city(name TEXT, people INTEGER, note TEXT);"
                   "INSERT INTO city VALUES('서울', 9400000, 'tab\there'), ('부산', 3300000, NULL),"
                   "('대구', 2400000, 'q\"q'), ('인천', 3000000, '')");
    }
    void init()
    {
        pane_ = std::make_unique<ResultPane>();
        pane_->resize(800, 500);
        pane_->show();
        QVERIFY(QTest::qWaitForWindowExposed(pane_.get()));
        view_ = pane_->findChild<ResultView *>();
        table_ = view_->table();
    }
    void cleanup() { pane_.reset(); }

    void showsRows()
    {
        QSignalSpy finished(pane_.get(), &ResultPane::finished);
        pane_->showQuery(files_.database(), "SELECT * FROM city");
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toLongLong(), 4);
        QVERIFY(finished[0][1].toDouble() > 0);
        QVERIFY(finished[0][2].toString().isEmpty());
        QVERIFY(table_->isVisible());
        QVERIFY(status().startsWith("all 4 rows"));
        QCOMPARE(cellText(1, 1), QStringLiteral("3,300,000"));
    }

    void messages()
    {
        auto *message = pane_->findChild<QLabel *>("resultMessage");
        pane_->showMessage("Ask a question");
        QVERIFY(message->isVisible());
        QCOMPARE(message->text(), QStringLiteral("Ask a question"));
        query("SELECT 1");
        QVERIFY(!message->isVisible());
        pane_->clear();
        QVERIFY(message->isVisible());
        QVERIFY(message->text().isEmpty());
        QCOMPARE(view_->rows().columnCount(), 0);
    }

    void errors()
    {
        QSignalSpy finished(pane_.get(), &ResultPane::finished);
        pane_->showQuery(files_.database(), "SELECT nope FROM city");
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(finished[0][2].toString().contains("nope"));
        QTest::qWait(300); // no late word over the error
        QVERIFY(pane_->findChild<QLabel *>("resultMessage")->text().contains("nope"));
    }

    void stopAndReplace()
    {
        QSignalSpy finished(pane_.get(), &ResultPane::finished);
        pane_->showQuery(files_.database(), ResultFiles::counter(1'000'000'000'000, "count(*)"));
        QTRY_VERIFY(pane_->findChild<QLabel *>("resultMessage")->text().contains("Running"));
        QVERIFY(finished.isEmpty());
        pane_->stop();
        QCOMPARE(finished.size(), 1);
        QVERIFY(finished[0][2].toString().isEmpty());
        pane_->stop();
        QCOMPARE(finished.size(), 1);

        pane_->showQuery(files_.database(), ResultFiles::counter(1'000'000'000'000, "count(*)"));
        QTest::qWait(30);
        pane_->showQuery(files_.database(), "SELECT 7");
        QTRY_COMPARE(finished.size(), 2);
        QTest::qWait(50);
        QCOMPARE(finished.size(), 2);
        QCOMPARE(cellText(0), QStringLiteral("7"));
    }

    void clickOnAHeaderSorts()
    {
        query("SELECT name, people FROM city");
        FilterHeader *header = table_->filterHeader();
        const auto click = [&] { QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, headerPoint(1)); };
        click();
        QTRY_COMPARE(cellText(0), QStringLiteral("대구"));
        click();
        QTRY_COMPARE(cellText(0), QStringLiteral("서울"));
        QTRY_COMPARE(cellText(1), QStringLiteral("부산"));
        click(); // as it came
        QTRY_COMPARE(view_->rows().rowOrder().column, -1);
        QTRY_COMPARE(cellText(2), QStringLiteral("대구"));
        // Another query begins unsorted.
        click();
        query("SELECT name, people FROM city");
        QCOMPARE(header->sortIndicatorSection(), -1);
        QCOMPARE(cellText(0), QStringLiteral("서울"));
    }

    void filterRow()
    {
        query("SELECT * FROM city");
        QLineEdit *field = table_->filterHeader()->field(1);
        QVERIFY(field && field->isVisible());
        QTest::keyClicks(field, ">2500000");
        QTRY_COMPARE(view_->rows().rowCount(), 3);
        QTRY_VERIFY(status().startsWith("all 3 rows"));
        QTest::keyClicks(table_->filterHeader()->field(0), "nothing");
        QTRY_COMPARE(view_->rows().rowCount(), 0);
        // Hiding the fields takes the filters back.
        pane_->findChild<QToolButton *>("toggleFilters")->click();
        QTRY_COMPARE(view_->rows().rowCount(), 4);
        QVERIFY(!field->isVisible());
        QVERIFY(field->text().isEmpty());
        // Hangul.
        pane_->findChild<QToolButton *>("toggleFilters")->click();
        compose(table_->filterHeader()->field(0), "부");
        QTRY_COMPARE(view_->rows().rowCount(), 1);
        QCOMPARE(cellText(0), QStringLiteral("부산"));
        // A new query starts without.
        compose(table_->filterHeader()->field(0), "산");
        query("SELECT * FROM city");
        QTest::qWait(400);
        QCOMPARE(view_->rows().rowCount(), 4);
    }

    void useAsFilter()
    {
        query("SELECT * FROM city");
        std::unique_ptr<QMenu> menu(table_->makeMenu(view_->rows().index(1, 2)));
        for (QAction *action : menu->actions())
            if (action->text() == QLatin1String("Use as filter"))
                action->trigger();
        QTRY_COMPARE(view_->rows().rowCount(), 1);
        QTRY_COMPARE(cellText(0), QStringLiteral("부산"));
        QCOMPARE(table_->filterHeader()->field(2)->text(), QStringLiteral("=NULL"));
        menu.reset(table_->makeMenu({}));
        for (QAction *action : menu->actions())
            if (action->text() == QLatin1String("Clear filters"))
                action->trigger();
        QTRY_COMPARE(view_->rows().rowCount(), 4);
    }

    void copies()
    {
        query("SELECT * FROM city");
        QClipboard *clipboard = QGuiApplication::clipboard();
        table_->setCurrentIndex(view_->rows().index(1, 0));
        QTest::keyClick(table_, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard->text(), QStringLiteral("부산"));
        table_->selectAll();
        QTest::keyClick(table_, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(clipboard->text(),
                 QStringLiteral("name\tpeople\tnote\n서울\t9400000\t\"tab\there\"\n부산\t3300000\t\n"
                                "대구\t2400000\t\"q\"\"q\"\n인천\t3000000\t"));
    }

    void copiesMoreThanIsInMemory()
    {
        query(ResultFiles::counter(60'000, "x AS id"));
        QVERIFY(!view_->rows().complete());
        table_->selectAll();
        QTest::keyClick(table_, Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY(view_->status()->jobText().contains("60,000"));
        const QString text = QGuiApplication::clipboard()->text();
        QCOMPARE(text.count('\n'), 59'999);
        QVERIFY(text.startsWith("1\n2\n") && text.endsWith("\n60000"));
        // A value of which the table holds the beginning only.
        query("SELECT printf('%.*c', 100000, 'k') AS t");
        table_->selectAll();
        QTest::keyClick(table_, Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QGuiApplication::clipboard()->text().size(), 100'000);
    }

    void exports()
    {
        query("SELECT name, people FROM city");
        table_->filterHeader()->setFilter(1, ">3,000,000");
        QTRY_COMPARE(view_->rows().rowCount(), 2);
        pane_->findChild<QToolButton *>("exportCsv")->click();
        auto *dialog = pane_->findChild<ExportDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>("exportFile")->setText(files_.path("out.csv"));
        QVERIFY(!dialog->task().byteOrderMark);
        for (QPushButton *button : dialog->findChildren<QPushButton *>())
            if (button->text() == QLatin1String("Export"))
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(view_->status()->jobText().contains("Saved 2 rows"));
        QCOMPARE(ResultFiles::bytes(files_.path("out.csv")),
                 QByteArray("name,people\r\n서울,9400000\r\n부산,3300000\r\n"));
    }

    void exportStops()
    {
        query(ResultFiles::counter(1'000'000'000'000));
        RowStreamTask task;
        task.database = files_.database();
        task.sql = view_->rows().currentSql();
        task.file = files_.path("endless.csv");
        view_->startJob(task);
        auto *stop = pane_->findChild<QToolButton *>("resultStop");
        QTRY_VERIFY(stop->isVisible());
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_VERIFY(view_->status()->jobText().contains("stopped"));
        QVERIFY(!QFile::exists(task.file));
        task.file = "/dev/full";
        view_->startJob(task);
        QTRY_VERIFY(view_->status()->jobText().contains("No space left"));
    }

    void scrollsToTheEndOfMany()
    {
        query(ResultFiles::counter(1'000'000, "x AS id, 'row ' || x AS name"));
        table_->setCurrentIndex(view_->rows().index(0, 1));
        QTest::keyClick(table_, Qt::Key_End, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(status().startsWith("all 1,000,000 rows"), 20000);
        QTRY_COMPARE(table_->currentIndex().row(), 999'999);
        QTRY_COMPARE(cellText(999'999, 1), QStringLiteral("row 1000000"));
        table_->verticalScrollBar()->setValue(500'000);
        QTRY_COMPARE(cellText(500'001, 1), QStringLiteral("row 500002"));
    }

    void chartAndTable()
    {
        query("SELECT name, people FROM city");
        pane_->findChild<QToolButton *>("showChart")->click();
        QVERIFY(view_->chart()->isVisible());
        QCOMPARE(view_->chart()->spec().kind, ChartKind::Bar);
        // Stays on the chart for the next query, which it follows.
        query("SELECT name FROM city");
        QTRY_VERIFY(!view_->chart()->reason().isEmpty());
        query("SELECT '2024-01' AS m, 1 AS n UNION ALL SELECT '2024-02', 2");
        QTRY_COMPARE(view_->chart()->spec().kind, ChartKind::Line);
        query(ResultFiles::counter(50'000, "x AS a, x * x AS b"));
        QTRY_COMPARE(view_->chart()->spec().kind, ChartKind::Scatter);
        // All rows read ahead, also those that came after the first look.
        QTRY_VERIFY(!view_->rows().reading());
        qint64 head = 0;
        for (const RowBlockPtr &block : view_->rows().head())
            head += block->rows();
        QVERIFY(head > 0);
        QTRY_VERIFY(view_->chart()->note().contains(QLocale().toString(head)));
        pane_->findChild<QToolButton *>("showTable")->click();
        QVERIFY(table_->isVisible());
    }
};

QTEST_MAIN(TestResultPane)
#include "test_result_pane.moc"
