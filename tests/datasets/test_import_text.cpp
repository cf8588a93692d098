#include "datasets/error.h"
#include "datasets/importers/csv.h"
#include "datasets/importers/golds.h"
#include "datasets/importers/json_records.h"
#include "datasets/importers/mapping.h"
#include "datasets/importers/text_encoding.h"
#include "datasets/text/fold.h"

#include <QTest>

#include <random>

using namespace mureum::datasets;
using Cells = std::vector<std::string>;

class TestImportText : public QObject
{
    Q_OBJECT

private slots:
    void encodings()
    {
        const std::string text = "질문,query\n고객은 몇 명?,SELECT 1\n";
        QCOMPARE(decodeText(text).text, text);
        QCOMPARE(decodeText(text).encoding, std::string("UTF-8"));
        QCOMPARE(decodeText("\xEF\xBB\xBF" + text).text, text);

        const QString wide = QString::fromStdString(text);
        std::string little = "\xFF\xFE", big = "\xFE\xFF", bare;
        for (const QChar c : wide) {
            little += {static_cast<char>(c.cell()), static_cast<char>(c.row())};
            big += {static_cast<char>(c.row()), static_cast<char>(c.cell())};
            bare += {static_cast<char>(c.cell()), static_cast<char>(c.row())};
        }
        QCOMPARE(decodeText(little).text, text);
        QCOMPARE(decodeText(little).encoding, std::string("UTF-16LE"));
        QCOMPARE(decodeText(big).text, text);
        QCOMPARE(decodeText(big).encoding, std::string("UTF-16BE"));
        QCOMPARE(decodeText(bare).text, text);

        // "질문,답\n고객" in EUC-KR; 똠 (8C 63) is CP949 only.
        const DecodedText korean = decodeText("\xC1\xFA\xB9\xAE,\xB4\xE4\n\xB0\xED\xB0\xB4\x8C\x63\n");
        QCOMPARE(korean.text, std::string("질문,답\n고객똠\n"));
        QCOMPARE(korean.encoding, std::string("CP949"));
        // One bad byte in a Korean UTF-8 text is damage, not another encoding.
        QCOMPARE(decodeText("고객은 몇 명입니까 \xFF 정말로\n").encoding, std::string("UTF-8"));
    }

    void csvCells()
    {
        const CsvFile file = readCsv("a,b,c\r\n1,\"x, \"\"y\"\"\r\nz\",3\r\n\r\n4,,\"\"\n5,six,7");
        QCOMPARE(file.header, (Cells{"a", "b", "c"}));
        QVERIFY(file.bad.empty());
        QCOMPARE(file.rows.size(), std::size_t{3});
        QCOMPARE(file.rows[0].cells, (Cells{"1", "x, \"y\"\r\nz", "3"}));
        QCOMPARE(file.rows[0].line, std::size_t{2});
        QCOMPARE(file.rows[1].cells, (Cells{"4", "", ""}));
        QCOMPARE(file.rows[1].line, std::size_t{5});
        QCOMPARE(file.rows[2].cells, (Cells{"5", "six", "7"}));
        QCOMPARE(readCsv("a,b\n1,2\n3,4\n", 1).rows.size(), std::size_t{1});
        QCOMPARE(readCsv("a\ta\t\n1\t2\t\n").header, (Cells{"a", "a (2)", "column 3"}));
    }

    void csvDelimiters()
    {
        QCOMPARE(sniffDelimiter("q;sql\n\"a, b\";SELECT a, b, c FROM t\nc;SELECT 1\n"), ';');
        QCOMPARE(sniffDelimiter("q\tsql\nhow many, then?\tSELECT a, b\nx\tSELECT c, d\n"), '\t');
        QCOMPARE(sniffDelimiter("q,sql\nx;y,1\nz,2\n"), ',');
        QCOMPARE(sniffDelimiter(""), ',');
    }

    void csvBadRows()
    {
        const CsvFile file = readCsv("a,b\n1\n2,3,4\n5,6\n7,\"open\n8,9\n");
        QCOMPARE(file.rows.size(), std::size_t{2});
        QCOMPARE(file.rows[0].cells, (Cells{"5", "6"}));
        // The open quote costs its own row, not the rest of the file.
        QCOMPARE(file.rows[1].cells, (Cells{"8", "9"}));
        QCOMPARE(file.bad.size(), std::size_t{3});
        QCOMPARE(file.bad[0].line, std::size_t{2});
        QCOMPARE(file.bad[1].reason, std::string("it has 3 cells, the header has 2"));
        QCOMPARE(file.bad[2].line, std::size_t{5});
        QVERIFY(file.bad[2].reason.find("quote") != std::string::npos);
        QCOMPARE(readCsv("a,b\n\xFF\xFE,1\n2,3\n").bad.size(), std::size_t{1});
        const CsvFile huge = readCsv("a,b\n" + std::string(2 << 20, 'x') + ",1\n2,3\n");
        QCOMPARE(huge.rows.size(), std::size_t{1});
        QCOMPARE(huge.bad.size(), std::size_t{1});
    }

    void json()
    {
        std::vector<BadLine> bad;
        std::vector<std::size_t> lines;
        const auto visit = [&](std::size_t line, nlohmann::json &) {
            lines.push_back(line);
            return true;
        };
        forEachJson("[\n {\"a\": \"]},{\"},\n\n {\"a\": \"x\\\"\"}\n,{bad},\n{\"c\":1},{\"d\": [1", bad,
                    visit);
        QCOMPARE(lines, (std::vector<std::size_t>{2, 4, 6}));
        QCOMPARE(bad.size(), std::size_t{2});
        QCOMPARE(bad[0].line, std::size_t{5});
        QCOMPARE(bad[1].line, std::size_t{6});
        QVERIFY(bad[1].reason.find("cut off") != std::string::npos);

        bad.clear();
        lines.clear();
        const std::string deep = std::string(100000, '[') + std::string(100000, ']');
        forEachJson("{\"a\":1}\n" + deep.substr(1) + "\n{\"a\":" + deep + "}\n\n{\"b\":2}", bad, visit);
        QCOMPARE(lines, (std::vector<std::size_t>{1, 5}));
        QCOMPARE(bad.size(), std::size_t{2});
    }

    void golds()
    {
        QCOMPARE(expandGolds("SELECT a FROM t; SELECT b FROM t WHERE c = 'x;y';"),
                 (Cells{"SELECT a FROM t", "SELECT b FROM t WHERE c = 'x;y'"}));
        QCOMPARE(expandGolds("SELECT {u.id, u.name}, count(*) FROM u GROUP BY {};"),
                 (Cells{"SELECT u.id, count(*) FROM u GROUP BY u.id",
                        "SELECT u.name, count(*) FROM u GROUP BY u.name",
                        "SELECT u.id, u.name, count(*) FROM u GROUP BY u.id, u.name"}));
        QCOMPARE(expandGolds("SELECT {a, max(b, c)} FROM t"),
                 (Cells{"SELECT a FROM t", "SELECT max(b, c) FROM t", "SELECT a, max(b, c) FROM t"}));
        QCOMPARE(expandGolds("SELECT {a,b,c} FROM t").size(), std::size_t{7});
        QCOMPARE(expandGolds("SELECT '{a}' FROM t"), (Cells{"SELECT '{a}' FROM t"}));
        QCOMPARE(expandGolds("SELECT a; SELECT a"), (Cells{"SELECT a"}));
        QVERIFY(expandGolds("  ;; ").empty());
        QVERIFY_THROWS_EXCEPTION(Error, expandGolds("SELECT {a,b,c,d,e,f,g,h,i} FROM t"));
        QVERIFY_THROWS_EXCEPTION(Error, expandGolds("SELECT {} FROM t"));
    }

    void mapping()
    {
        RecordFile file;
        file.columns = {"Context", "Question", "Answer", "DB ID"};
        QCOMPARE(
            guessMapping(file),
            (ColumnMapping{
                {"context", "Context"}, {"question", "Question"}, {"query", "Answer"}, {"db_id", "DB ID"}}));
        file.columns = {"instruction", "input", "output"};
        QCOMPARE(guessMapping(file),
                 (ColumnMapping{{"question", "instruction"}, {"context", "input"}, {"query", "output"}}));
        file.columns = {"번호", "질문", "정답 SQL", "스키마", "난이도"};
        QCOMPARE(guessMapping(file), (ColumnMapping{{"question", "질문"},
                                                    {"query", "정답 SQL"},
                                                    {"context", "스키마"},
                                                    {"difficulty", "난이도"}}));
        // Names that say nothing: the texts do.
        file.columns = {"x", "y", "z"};
        file.records = {{2, {{"x", "select a from t"}, {"y", "How many?"}, {"z", "CREATE TABLE t (a)"}}, {}}};
        QCOMPARE(guessMapping(file), (ColumnMapping{{"question", "y"}, {"query", "x"}, {"context", "z"}}));
        QCOMPARE(completeMapping(file, {{"question", "z"}}).at("question"), std::string("z"));
        QVERIFY(!completeMapping(file, {{"question", "z"}}).contains("context"));
        QVERIFY_THROWS_EXCEPTION(Error, completeMapping(file, {{"question", "w"}}));
        QVERIFY_THROWS_EXCEPTION(Error, completeMapping(file, {{"quest", "x"}}));
        QCOMPARE(parseMapping({"question=질문, query = 정답", "db_id=d"}),
                 (ColumnMapping{{"question", "질문"}, {"query", "정답"}, {"db_id", "d"}}));
        QVERIFY_THROWS_EXCEPTION(Error, parseMapping({"question"}));
    }

    void records()
    {
        const ColumnMapping mapping{{"question", "q"}, {"query", "a"}, {"db_id", "d"}, {"evidence", "e"}};
        const Example example = exampleOf(
            {7, {{"q", " 몇 명? "}, {"a", "```sql\nSELECT 1;\n```"}, {"d", "shop"}, {"e", "f = x/y"}}, {}},
            mapping);
        QCOMPARE(example.query, std::string("SELECT 1"));
        QCOMPARE(example.question, std::string("몇 명?"));
        QCOMPARE(example.evidence, std::string("f = x/y"));
        QCOMPARE(example.language, std::string("ko"));
        QCOMPARE(example.line, std::size_t{7});
        const auto fails = [&](const Record &record) {
            try {
                exampleOf(record, mapping);
                return std::string();
            } catch (const BadLine &bad) {
                return bad.reason;
            }
        };
        QCOMPARE(fails({1, {{"q", "x"}, {"d", "y"}}, {}}), std::string("no SQL"));
        QCOMPARE(fails({1, {{"a", "x"}, {"d", "y"}}, {}}), std::string("no question"));
        QVERIFY(fails({1, {{"a", "x"}, {"q", "y"}}, {}}).find("neither") == 0);
        QVERIFY(fails({1, {{"a", std::string(2 << 20, 'x')}, {"q", "y"}, {"d", "z"}}, {}}).find("1 MiB") !=
                std::string::npos);
    }

    /// Any bytes: an answer or an Error, nothing else.
    void fuzz()
    {
        std::mt19937 random(1);
        const std::vector<std::string> pieces{"{",
                                              "}",
                                              "[",
                                              "]",
                                              "\"",
                                              ",",
                                              ":",
                                              "\n",
                                              "\r\n",
                                              "\\",
                                              "\\u",
                                              "d83d",
                                              "null",
                                              "1e999",
                                              "\"a\"",
                                              "SELECT",
                                              ";",
                                              "\t",
                                              "\xEF\xBB\xBF",
                                              "\xFF",
                                              "\xC1\xFA",
                                              "질",
                                              std::string(1, '\0'),
                                              "'",
                                              "--",
                                              "/*",
                                              "{}",
                                              "0",
                                              "-"};
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (int at = static_cast<int>(random() % 60); at > 0; --at)
                text += random() % 4 == 0 ? std::string(1, static_cast<char>(random()))
                                          : pieces[random() % pieces.size()];
            const DecodedText decoded = decodeText(text);
            for (const CsvRow &row : readCsv(decoded.text).rows)
                QVERIFY(row.line >= 1);
            std::vector<BadLine> bad;
            forEachJson(decoded.text, bad, [](std::size_t, nlohmann::json &) { return true; });
            try {
                expandGolds(text);
            } catch (const Error &) {
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestImportText)
#include "test_import_text.moc"
