#include "evaluation_files.h"
#include "ui/evaluation/examples_model.h"
#include "ui/evaluation/examples_panel.h"
#include "ui/evaluation/run_export.h"
#include "ui/evaluation/run_records.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace mureum;
using namespace mureum::ui;
using eval::ErrorKind;
using eval::Verdict;

class TestEvaluationExamples : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto right = files::record(0, "How many categories?", Verdict::Right);
        auto wrong = files::record(1, "가장 비싼 상품은?", Verdict::Wrong, "SELECT name FROM product");
        wrong.language = "ko";
        wrong.hardness = "hard";
        wrong.clauses = {{"select", 2, 1, 1}, {"where", 0, 0, 0}};
        auto failed =
            files::record(2, "Which product is cheap, and which of them is not in a category of ours?",
                          Verdict::Wrong, "SELECT nme FROM product");
        failed.score.failed = true;
        failed.score.kind = ErrorKind::UnknownName;
        failed.score.reason = failed.error = "no such column: nme";
        failed.databaseId = "other";
        auto unclear = files::record(3, "Any?", Verdict::Inconclusive);
        unclear.score.kind = ErrorKind::BothEmpty;
        for (const auto &record : {right, wrong, failed, unclear}) {
            auto example = std::make_shared<RunExample>();
            static_cast<eval::EvaluationRecord &>(*example) = record;
            all_.push_back(example);
        }
        auto judged = std::make_shared<RunExample>(*all_[1]);
        judged->judgement = eval::Judgement{true, {}, 0, 0};
        all_[1] = judged;
    }

    void outcomes()
    {
        QCOMPARE(outcomeOf(*all_[0]), Outcome::Right);
        QCOMPARE(outcomeOf(*all_[1]), Outcome::Wrong);
        QCOMPARE(outcomeOf(*all_[2]), Outcome::Failed);
        QCOMPARE(outcomeOf(*all_[3]), Outcome::Inconclusive);
        for (int kind = 0; kind <= int(ErrorKind::DatabaseError); ++kind)
            QVERIFY2(!errorKindText(ErrorKind(kind)).isEmpty(), QByteArray::number(kind).constData());
    }

    void filters_data()
    {
        QTest::addColumn<ExampleFilter>("filter");
        QTest::addColumn<QList<int>>("numbers");
        using V = ExampleFilter::Verdict;
        const auto row = [](const char *name, auto change, const QList<int> &numbers) {
            ExampleFilter filter;
            change(filter);
            QTest::newRow(name) << filter << numbers;
        };
        row("all", [](ExampleFilter &) {}, {0, 1, 2, 3});
        row("right", [](ExampleFilter &f) { f.verdict = V::Right; }, {0});
        row("wrong holds failed", [](ExampleFilter &f) { f.verdict = V::Wrong; }, {1, 2});
        row("failed", [](ExampleFilter &f) { f.verdict = V::Failed; }, {2});
        row("inconclusive", [](ExampleFilter &f) { f.verdict = V::Inconclusive; }, {3});
        row("judge disagrees", [](ExampleFilter &f) { f.verdict = V::JudgeDisagrees; }, {1});
        row("kind", [](ExampleFilter &f) { f.errorKind = ErrorKind::UnknownName; }, {2});
        row("hardness", [](ExampleFilter &f) { f.hardness = QStringLiteral("hard"); }, {1});
        row("database", [](ExampleFilter &f) { f.database = QStringLiteral("other"); }, {2});
        row("language", [](ExampleFilter &f) { f.language = QStringLiteral("ko"); }, {1});
        row("clause wrong", [](ExampleFilter &f) { f.clause = QStringLiteral("select"); }, {1});
        row("clause absent on both sides", [](ExampleFilter &f) { f.clause = QStringLiteral("where"); }, {});
        row("length", [](ExampleFilter &f) { f.length = QStringLiteral("11-15 words"); }, {2});
        row("words anywhere", [](ExampleFilter &f) { f.text = QStringLiteral("nme COLUMN"); }, {2});
        row("decomposed Hangul",
            [](ExampleFilter &f) {
                f.text = QStringLiteral("상품").normalized(QString::NormalizationForm_D);
            },
            {1});
        row("both",
            [](ExampleFilter &f) {
                f.verdict = V::Wrong;
                f.language = QStringLiteral("en");
            },
            {2});
    }

    void filters()
    {
        QFETCH(ExampleFilter, filter);
        QFETCH(QList<int>, numbers);
        ExamplesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        // Filtered as they come, and filtered later: the same.
        ExamplesModel later;
        model.setFilter(filter);
        model.append(all_, 0, 2);
        model.append(all_, 2, 2);
        later.append(all_, 0, 4);
        later.setFilter(filter);
        for (const ExamplesModel *one : {&model, &later}) {
            QList<int> shown;
            for (int row = 0; row < one->rowCount(); ++row)
                shown.append(one->number(row));
            QCOMPARE(shown, numbers);
            for (int number = 0; number < 4; ++number)
                QCOMPARE(one->rowOfNumber(number), int(numbers.indexOf(number)));
        }
    }

    void panelFiltersByHand()
    {
        ExamplesPanel panel;
        QAbstractItemModelTester tester(panel.model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        panel.resize(340, 500);
        panel.show();
        panel.append(all_, 0, 4);
        QCOMPARE(panel.currentRow(), 0);
        QSignalSpy filters(&panel, &ExamplesPanel::filterChanged);
        QSignalSpy opened(&panel, &ExamplesPanel::opened);

        panel.verdictBox()->setFocus();
        QTest::keyClick(panel.verdictBox(), Qt::Key_Down); // right
        QTest::keyClick(panel.verdictBox(), Qt::Key_Down); // wrong
        QCOMPARE(panel.model()->rowCount(), 2);
        QCOMPARE(filters.count(), 2);
        panel.kindBox()->setCurrentIndex(panel.kindBox()->findData(int(ErrorKind::UnknownName)));
        QCOMPARE(panel.model()->rowCount(), 1);
        QCOMPARE(panel.model()->record(0), all_[2]);
        QTest::keyClicks(panel.searchBox(), QStringLiteral("nothing like it"));
        QCOMPARE(panel.model()->rowCount(), 0);
        QVERIFY(!panel.list()->isVisible());
        panel.setFilter({});
        QCOMPARE(panel.model()->rowCount(), 4);
        QVERIFY(panel.searchBox()->text().isEmpty());

        panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        panel.list()->setFocus();
        panel.selectNumber(1);
        QTest::keyClick(panel.list(), Qt::Key_Down);
        QCOMPARE(panel.currentRow(), 2);
        QTest::keyClick(panel.list(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toInt(), 2);
        QVERIFY(panel.step(1));
        QVERIFY(!panel.step(1)); // at the end
        // What is looked at stays selected where the filter lets it.
        panel.selectNumber(2);
        ExampleFilter wrong;
        wrong.verdict = ExampleFilter::Verdict::Wrong;
        panel.setFilter(wrong);
        QCOMPARE(panel.model()->number(panel.currentRow()), 2);
    }

    void aBarsFieldIsTakenOver()
    {
        ExamplesPanel panel;
        panel.append(all_, 0, 4);
        ExampleFilter bar;
        bar.clause = QStringLiteral("select");
        panel.setDivision(Division::Clause, bar);
        QCOMPARE(panel.model()->rowCount(), 1);
        bar = {};
        bar.language = QStringLiteral("en");
        panel.setDivision(Division::Language, bar);
        QCOMPARE(panel.model()->rowCount(), 0); // the clause still counts
        panel.setDivision(Division::Clause, {});
        QCOMPARE(panel.model()->rowCount(), 3);
    }

    void csvIsExact()
    {
        auto tricky = std::make_shared<RunExample>(*all_[1]);
        tricky->question = "a \"quoted\", question\nof two lines";
        const QByteArray csv = examplesAsCsv({tricky}, true);
        QVERIFY(csv.startsWith("\xef\xbb\xbfnumber,db_id,question,query,prediction,ex,em,"));
        const QByteArray line = csv.mid(csv.indexOf("\r\n") + 2);
        QCOMPARE(
            line,
            QByteArray("2,test_shop,\"a \"\"quoted\"\", question\nof two lines\","
                       "SELECT count(*) FROM category,SELECT name FROM product,wrong,\"\",\"\",yes,hard,ko,"
                       "wrong_values,other values,0.250\r\n"));
        QVERIFY(!examplesAsCsv({}, false).startsWith("\xef\xbb\xbf"));
    }

    void recordsAreReadOnAsTheyAreWritten()
    {
        const QString folder = home_.path("tail");
        const QString file = folder + QStringLiteral("/records.jsonl");
        files::write(file, files::line(*all_[0]));
        RunRecords records(folder);
        QSignalSpy appended(&records, &RunRecords::appended), refreshed(&records, &RunRecords::refreshed),
            cleared(&records, &RunRecords::cleared), judged(&records, &RunRecords::judged);
        records.refresh();
        QTRY_COMPARE(refreshed.count(), 1);
        QCOMPARE(records.examples().size(), std::size_t(1));
        const ExamplePtr first = records.examples()[0];

        const QByteArray next = files::line(*all_[1]);
        files::write(file, next.left(20), true); // half a line is waited for
        records.refresh();
        QTRY_COMPARE(refreshed.count(), 2);
        QCOMPARE(records.examples().size(), std::size_t(1));
        files::write(file, next.mid(20) + "{\"no\":\"record\"}\n" + files::line(*all_[2]), true);
        records.refresh();
        QTRY_COMPARE(refreshed.count(), 3);
        QCOMPARE(records.examples().size(), std::size_t(3));
        QCOMPARE(records.examples()[0], first); // not read twice
        QVERIFY(refreshed.last().first().toString().contains(u'1'));
        QCOMPARE(appended.last(), QList<QVariant>({1, 2}));

        files::write(folder + QStringLiteral("/judge.jsonl"),
                     "{\"index\":0,\"verdict\":\"no\",\"error\":\"\"}\n");
        records.refresh();
        QTRY_COMPARE(judged.count(), 1);
        QCOMPARE(records.examples()[0]->judgement->yes, std::optional<bool>(false));
        QVERIFY(!first->judgement); // what was handed out stays as it was

        files::write(file, files::line(*all_[3])); // begun anew
        records.refresh();
        QTRY_COMPARE(cleared.count(), 1);
        QTRY_COMPARE(records.examples().size(), std::size_t(1));
        QCOMPARE(records.examples()[0]->question, all_[3]->question);
    }

    void tenThousandDoNotFreeze()
    {
        QByteArray lines;
        for (std::size_t i = 0; i < 10000; ++i)
            lines += files::line(files::record(i, "How many products are there in this shop?",
                                               i % 3 ? Verdict::Right : Verdict::Wrong));
        const QString folder = home_.path("many");
        files::write(folder + QStringLiteral("/records.jsonl"), lines);
        RunRecords records(folder);
        ExamplesPanel panel;
        panel.resize(340, 500);
        panel.show();
        qint64 longest = 0;
        connect(&records, &RunRecords::appended, this, [&](int first, int count) {
            QElapsedTimer timer;
            timer.start();
            panel.append(records.examples(), first, count);
            longest = std::max(longest, timer.elapsed());
        });
        records.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(panel.model()->rowCount(), 10000, 20000);
        QElapsedTimer timer;
        timer.start();
        ExampleFilter filter;
        filter.text = QStringLiteral("products shop");
        filter.verdict = ExampleFilter::Verdict::Wrong;
        panel.setFilter(filter);
        QCOMPARE(panel.model()->rowCount(), 3334);
        QVERIFY2(longest < 1500, QByteArray::number(longest).constData());
        QVERIFY2(timer.elapsed() < 3000, QByteArray::number(timer.elapsed()).constData());
    }

private:
    TestHome home_;
    std::vector<ExamplePtr> all_;
};

QTEST_MAIN(TestEvaluationExamples)
#include "test_evaluation_examples.moc"
