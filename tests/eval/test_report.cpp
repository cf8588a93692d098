#include "eval/report/html_report.h"
#include "eval/report/sql_diff.h"
#include "eval/suite/summary.h"

#include <QTest>

#include <QRegularExpression>
#include <QStringDecoder>
#include <QTemporaryDir>
#include <sqlite3.h>

using namespace mureum::eval;
namespace fs = std::filesystem;

namespace {

RunData run()
{
    RunData data;
    data.folder = "/runs/first & best";
    data.total = 4;
    data.complete = true;
    data.config = {{"answerer", {{"model", "/models/small.gguf"}}}};
    const auto add = [&](const char *question, const char *query, const char *prediction, Verdict ex,
                         ErrorKind kind) {
        EvaluationRecord one;
        one.index = data.records.size();
        one.databaseId = one.index % 2 == 0 ? "shop" : "zoo";
        one.question = question;
        one.language = "ko";
        one.hardness = one.index % 2 == 0 ? "easy" : "hard";
        one.query = query;
        one.prediction = prediction;
        one.score = {ex, ex, kind == ErrorKind::None ? "" : "because \x01 <b>", false, kind};
        one.em = ex == Verdict::Right;
        one.clauses = {{"select", 1, 1, ex == Verdict::Right ? 1 : 0}};
        data.records.push_back(one);
    };
    add("서울 고객은 몇 명?", "SELECT count(*) FROM t", "SELECT count(*) FROM t", Verdict::Right,
        ErrorKind::None);
    add("<script>alert(1)</script> & \"quotes\" '", "SELECT a FROM t WHERE a < 3",
        "SELECT b FROM t WHERE a < 3", Verdict::Wrong, ErrorKind::Values);
    add("broken \xFF\xFE bytes \xED\xA0\x80", "SELECT blob_cell FROM t", "SELECT text_cell FROM t",
        Verdict::Wrong, ErrorKind::Values);
    add("nothing", "SELECT 1", "", Verdict::Wrong, ErrorKind::NoAnswer);
    data.summary = summarize(data.records, {{3, "no <query>"}}, 10);
    return data;
}

void verifyPage(const std::string &html)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(QByteArray::fromStdString(html));
    QVERIFY(!decoder.hasError());
    // Nothing from outside, nothing interpreted.
    for (const char *outside : {"http:", "https:", "src=", "@import", "url(", "<link"})
        QVERIFY2(!text.contains(outside), outside);
    QCOMPARE(text.count("<script>"), 1);
    QVERIFY(!text.contains("<b>because") && !text.contains(QChar(1)) && text.startsWith("<!DOCTYPE html>"));
    QVERIFY(text.contains("prefers-color-scheme: dark"));
    // Every element that is opened is closed.
    for (const char *element :
         {"div", "details", "summary", "table", "tr", "td", "svg", "span", "p", "select", "code"}) {
        const QRegularExpression opened(QString("<%1[ >]").arg(element));
        QVERIFY2(text.count(opened) == text.count(QString("</%1>").arg(element)), element);
    }
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

private slots:
    void isOneSafePage()
    {
        const std::string html = htmlReport(run());
        verifyPage(html);
        const QString text = QString::fromStdString(html);
        QVERIFY(text.contains("first &amp; best") && text.contains("small.gguf"));
        QVERIFY(text.contains("25.0%"));
        QVERIFY(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;"));
        // Three failures; the right one is not listed.
        QCOMPARE(text.count("<details data-entry"), 3);
        QVERIFY(!text.contains("서울"));
        QVERIFY(text.contains("data-kind=\"no_answer\"") && text.contains("no &lt;query&gt;"));
        QVERIFY(text.contains("<ins>a </ins>") && text.contains("<del>b </del>"));
    }

    void showsTheRowsOfBoth()
    {
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        for (const char *id : {"shop", "zoo"}) {
            sqlite3 *db = nullptr;
            sqlite3_open((root / (std::string(id) + ".sqlite")).c_str(), &db);
            sqlite3_exec(
                db,
                "CREATE TABLE t(a, b, text_cell, blob_cell);"
                "INSERT INTO t VALUES(1, 'x<y', CAST(x'61ff62' AS TEXT), x'00ff'), (2, '나무', 'z', NULL)",
                nullptr, nullptr, nullptr);
            sqlite3_close(db);
        }
        RunData data = run();
        data.config["about"] = {{"databases", root.string()}};
        const std::string html = htmlReport(data);
        verifyPage(html);
        const QString text = QString::fromStdString(html);
        QVERIFY(text.contains("<td>x&lt;y</td>") && text.contains("<td>나무</td>"));
        QVERIFY(text.contains("<td>a\uFFFDb</td>"));
        HtmlReportOptions without;
        without.results = false;
        without.maxFailures = 1;
        const QString short_ = QString::fromStdString(htmlReport(data, without));
        QVERIFY(!short_.contains("나무") && short_.contains("2 more are in records.jsonl"));
        // A database that went away takes its rows with it, not the report.
        fs::remove(root / "zoo.sqlite");
        verifyPage(htmlReport(data));
    }

    void survivesAnEmptyRun()
    {
        RunData data;
        data.folder = "/runs/new";
        data.config = nlohmann::ordered_json::object();
        data.summary = summarize({}, {}, 0);
        const std::string html = htmlReport(data);
        verifyPage(html);
        QVERIFY(QString::fromStdString(html).contains("not finished"));
    }

    void comparesOnOnePage()
    {
        RunData first = run(), second = run();
        second.folder = "/runs/second";
        second.records[1].score.ex = Verdict::Right;
        second.records[0].score.ex = Verdict::Wrong;
        const std::string html = htmlComparison({first, second});
        verifyPage(html);
        const QString text = QString::fromStdString(html);
        QCOMPARE(text.count("<details data-entry"), 2);
        QVERIFY(text.contains("data-turn=\"ex fixed\"") && text.contains("data-turn=\"ex broken\""));
        QVERIFY(text.contains("서울"));
    }

    void marksDifferencesByWord()
    {
        const auto join = [](const std::vector<DiffPart> &parts) {
            std::string all, marks;
            for (const DiffPart &part : parts) {
                all += part.text;
                marks += part.common ? part.text : "[" + part.text + "]";
            }
            return std::make_pair(all, marks);
        };
        const std::string a = "SELECT  name FROM t WHERE x >= 3 AND s = 'it''s'",
                          b = "select name, age FROM t WHERE x > 3";
        const auto [first, second] = diffSql(a, b);
        QCOMPARE(join(first).first, a);
        QCOMPARE(join(second).first, b);
        QCOMPARE(join(first).second, std::string("SELECT  name FROM t WHERE x [>= ]3 [AND s = 'it''s']"));
        QCOMPARE(join(second).second, std::string("select name[, age ]FROM t WHERE x [> ]3"));
        QVERIFY(diffSql("", "").first.empty());
        const std::string odd = "'never closed \xFF";
        QCOMPARE(join(diffSql(odd, "x").first).first, odd);
        const std::string longText(20000, '(');
        QCOMPARE(join(diffSql(longText, longText).first).second, longText);
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "test_report.moc"
