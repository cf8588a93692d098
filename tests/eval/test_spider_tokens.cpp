#include "eval/score/spider_tokens.h"

#include <QTest>

#include <cmath>

using namespace mureum::eval::spider;

class TestSpiderTokens : public QObject
{
    Q_OBJECT

private slots:
    /// As Spider's tokenize() with NLTK 3.8 gives them, joined by |.
    void tokenizes_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *sql, const char *expected) {
            QTest::newRow(name) << QByteArray(sql) << QByteArray(expected);
        };
        row("case", "SELECT T1.Name FROM Singer", "select|t1.name|from|singer");
        row("quoted", "x = 'It Is, so' AND y", "x|=|\"It Is, so\"|and|y");
        row("both quotes", "'a\" b \"c'", "\"a\"|b|\"c\"");
        row("glued quote", "like'%x%' y", "like__val_4_8__|y");
        row("two quoted", "'a''b'", "__val_0_2____val_3_5__");
        row("operators", "a >= 1 b > = 2 c ! = 3 d <> 4", "a|>=|1|b|>=|2|c|!=|3|d|<|>|4");
        row("glued operators", "a=5 b>6 c>=7 d!=8 e !=9", "a=5|b|>|6|c|>|=7|d|!|=8|e|!|=9");
        row("arithmetic", "a-b c - d e*f g/h --x", "a-b|c|-|d|e|*|f|g/h|--|x");
        row("commas", "a,b c,1 1,2 d ,e f, g", "a|,|b|c,1|1,2|d|,|e|f|,|g");
        row("commas in a row", "a,,b ,", "a|,|,b|,");
        row("colons", "a:b :1", "a|:|b|:1");
        row("brackets", "count(*)<[x]{y}", "count|(|*|)|<|[|x|]|{|y|}");
        row("full stops", "t.a b. c .", "t.a|b.|c|.");
        row("final stop", "from t.", "from|t|.");
        row("final stop in brackets", "(from t.) ", "(|from|t|.|)");
        row("dots", "a..b c...", "a|..|b|c|...");
        row("final decimal", "x > 3.5", "x|>|3.5");
        row("semicolons", "a;b ;;", "a|;|b|;|;");
        row("contractions", "cannot t.gimme gonnas gotta lemme wanna",
            "can|not|t.|gim|me|gonnas|got|ta|lem|me|wan|na");
        row("inside a name", "cannot_x xcannot", "cannot_x|xcannot");
        row("back quotes", "`a` ```b", "`|a|`|``|`|b");
        row("typographic", "“a” «b»", "“|a|”|«|b|»");
        row("wide spaces", "a\u00a0b\u3000c\td", "a|b|c|d");
        row("signs", "a@b#c$d%e&f?g", "a|@|b|#|c|$|d|%|e|&|f|?|g");
        row("empty", " ", "");
    }

    void tokenizes()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, expected);
        const auto tokens = tokenize(sql.toStdString());
        QVERIFY(tokens.has_value());
        QByteArrayList list;
        for (const std::string &token : *tokens)
            list << QByteArray::fromStdString(token);
        QCOMPARE(list.join('|'), expected);
    }

    void refusesAnOpenQuote()
    {
        QVERIFY(!tokenize("a = 'x").has_value());
        QVERIFY(!tokenize("a = \"it's\"").has_value());
    }

    /// As Python's float() and int() read them.
    void readsNumbers()
    {
        const std::pair<const char *, double> numbers[] = {
            {"5", 5},      {"-5", -5},     {"+5", 5},       {"2.5", 2.5},   {".5", 0.5},  {"5.", 5},
            {"1e3", 1000}, {"1E-2", 0.01}, {"1_000", 1000}, {"-.5e+1", -5}, {"1e-999", 0}};
        for (const auto &[word, value] : numbers) {
            QVERIFY2(toNumber(word).has_value(), word);
            QCOMPARE(*toNumber(word), value);
        }
        QVERIFY(std::isinf(*toNumber("-inf")) && std::isinf(*toNumber("Infinity")) &&
                std::isinf(*toNumber("1e999")));
        QVERIFY(std::isnan(*toNumber("nan")));
        for (const char *word :
             {"x", "-", "", "1,2", "1__0", "_1", "1_", "e5", "1e", "0x10", ".", "5.5.5", "infx"})
            QVERIFY2(!toNumber(word), word);
        QCOMPARE(toInteger("007"), std::optional<std::string>("7"));
        QCOMPARE(toInteger("-0"), std::optional<std::string>("0"));
        QCOMPARE(toInteger("1_0"), std::optional<std::string>("10"));
        QCOMPARE(toInteger("-12"), std::optional<std::string>("-12"));
        for (const char *word : {"1.0", "1e3", "", "-", "x", "1,2"})
            QVERIFY2(!toInteger(word), word);
    }
};

QTEST_GUILESS_MAIN(TestSpiderTokens)
#include "test_spider_tokens.moc"
