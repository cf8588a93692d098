#include "datasets/linking/linker.h"
#include "datasets/linking/periods.h"
#include "datasets/linking/values.h"
#include "datasets/prompt/prompt.h"

#include <QtTest>

#include <algorithm>

using namespace mureum::datasets;

namespace {

std::shared_ptr<const PromptDatabase> sample(const char *name)
{
    return openForPrompts(std::string(MUREUM_SOURCE_DIR "/resources/samples/") + name + ".sqlite");
}

/// "table.column" or "table" of every link, in order
QStringList linksOf(const PromptDatabase &database, const char *question)
{
    QStringList names;
    for (const auto &link : readQuestion(database, question).links) {
        const auto &table = database.schema.tables[static_cast<std::size_t>(link.table)];
        auto name = QString::fromStdString(table.name);
        if (link.column >= 0)
            name += "." + QString::fromStdString(table.columns[static_cast<std::size_t>(link.column)].name);
        names << name;
    }
    return names;
}

std::vector<ValueMention> valuesOf(const PromptDatabase &database, const char *question)
{
    return readQuestion(database, question).values;
}

} // namespace

class TestLinking : public QObject
{
    Q_OBJECT

private slots:
    void lemmas_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("other");
        QTest::newRow("plural") << "cities" << "city";
        QTest::newRow("es") << "boxes" << "box";
        QTest::newRow("past") << "priced" << "price";
        QTest::newRow("ing") << "pricing" << "price";
        QTest::newRow("doubled") << "planned" << "plan";
        QTest::newRow("possessive") << "singer's" << "singer";
    }
    void lemmas()
    {
        QFETCH(QString, word);
        QFETCH(QString, other);
        QCOMPARE(lemma(word.toStdString()), lemma(other.toStdString()));
    }

    void keepsApart()
    {
        QVERIFY(lemma("status") == "status");
        QVERIFY(lemma("bus") == "bus");
        QVERIFY(lemma("address") == "address");
        QVERIFY(lemma("name") != lemma("number"));
    }

    void korean_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("particle") << "고객의" << QStringList{"고객"};
        QTest::newRow("compound") << "고객이름을" << QStringList{"고객", "이름"};
        QTest::newRow("suffix noun") << "회원명" << QStringList{"회원", "명"};
        QTest::newRow("unknown") << "므흐랑을" << QStringList{"므흐랑"};
        QTest::newRow("number") << "2024년" << QStringList{"2024", "년"};
    }
    void korean()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        QStringList found;
        for (const auto &word : splitQuestion(text.toStdString(), Thesaurus::builtIn()))
            found << QString::fromStdString(word.text);
        QCOMPARE(found, words);
    }

    void bytesOfWordsAreTheQuestions()
    {
        const std::string question = "서울에 사는 VIP 고객의 이름";
        for (const auto &word : splitQuestion(question, Thesaurus::builtIn())) {
            QVERIFY(word.begin < word.end && word.end <= word.fullEnd && word.fullEnd <= question.size());
            QVERIFY((static_cast<unsigned char>(question[word.begin]) & 0xC0) != 0x80); // a character's first byte
        }
    }

    void findsNames_data()
    {
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("expected");
        QTest::newRow("table") << "shop" << "How many customers are there?" << "customers";
        QTest::newRow("column") << "shop" << "the price of each product" << "products.price";
        QTest::newRow("synonym") << "shop" << "the most expensive products" << "products.price";
        QTest::newRow("order") << "shop" << "the name of the store" << "stores.store_name";
        QTest::newRow("ko table") << "shop" << "고객은 몇 명인가요?" << "customers";
        QTest::newRow("ko column") << "shop" << "상품의 판매가를 보여줘" << "products.price";
        QTest::newRow("ko identifier") << "fitness_club" << "회원의 등급별 수" << "회원.등급";
        QTest::newRow("en to ko identifier") << "fitness_club" << "the grade of each member" << "회원.등급";
        QTest::newRow("erp comment or abbreviation") << "pharmacy_stock" << "약품명을 보여줘" << "TB_DRG.DRG_NM";
        QTest::newRow("pasted identifier") << "pharmacy_stock" << "rows by DRG_NM" << "TB_DRG.DRG_NM";
    }
    void findsNames()
    {
        QFETCH(QString, database);
        QFETCH(QString, question);
        QFETCH(QString, expected);
        const auto links = linksOf(*sample(database.toUtf8()), question.toUtf8());
        QVERIFY2(links.contains(expected), qPrintable(links.join(' ')));
    }

    void linksNothingToStopWords()
    {
        QVERIFY(linksOf(*sample("shop"), "What are they and how many of them?").isEmpty());
    }

    void periods_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("period");
        QTest::newRow("ko month") << "2024년 3월에 가입한" << "2024-03";
        QTest::newRow("ko day") << "2024년 3월 5일" << "2024-03-05";
        QTest::newRow("ko year") << "2023년도 매출" << "2023";
        QTest::newRow("ko quarter") << "2024년 3분기" << "2024-Q3";
        QTest::newRow("ko half") << "2024년 하반기" << "2024-H2";
        QTest::newRow("en month") << "in March 2024" << "2024-03";
        QTest::newRow("en day") << "on March 5th, 2024" << "2024-03-05";
        QTest::newRow("en quarter") << "in Q3 2024" << "2024-Q3";
        QTest::newRow("iso") << "since 2024-03-05" << "2024-03-05";
        QTest::newRow("last month ko") << "지난달 주문" << "now:month:-1";
        QTest::newRow("last month en") << "orders of last month" << "now:month:-1";
        QTest::newRow("this year") << "올해 가입한" << "now:year:0";
        QTest::newRow("recent days") << "최근 30일 주문" << "now:last:30:day";
        QTest::newRow("past months") << "in the past 3 months" << "now:last:3:month";
        QTest::newRow("weeks are days") << "last 2 weeks" << "now:last:14:day";
        QTest::newRow("none") << "the 5 best products" << "";
        QTest::newRow("no such month") << "2024-13-01" << "";
    }
    void periods()
    {
        QFETCH(QString, text);
        QFETCH(QString, period);
        const auto found = findPeriods(text.toStdString());
        QCOMPARE(found.empty() ? QString() : QString::fromStdString(found.front().period), period);
    }

    void numbers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("number");
        QTest::newRow("plain") << "older than 56" << "56";
        QTest::newRow("thousands") << "over 1,200 won" << "1200";
        QTest::newRow("decimal") << "rating above 4.5" << "4.5";
        QTest::newRow("negative") << "below -3 degrees" << "-3";
        QTest::newRow("man") << "2만 원 이상" << "20000";
        QTest::newRow("man cheon") << "2만 3천 원" << "23000";
        QTest::newRow("eok") << "1억 이상" << "100000000";
        QTest::newRow("word") << "the three cheapest" << "3";
        QTest::newRow("ko word") << "상품 다섯 개" << "5";
        QTest::newRow("million") << "2 million people" << "2000000";
    }
    void numbers()
    {
        QFETCH(QString, text);
        QFETCH(QString, number);
        const auto values = findValues(text.toStdString(), splitQuestion(text.toStdString(), Thesaurus::builtIn()), nullptr,
                                       Thesaurus::builtIn());
        QCOMPARE(values.size(), 1u);
        QCOMPARE(QString::fromStdString(values[0].text), number);
        QVERIFY(values[0].kind == ValueMention::Kind::Number);
    }

    void findsCells()
    {
        const auto shop = sample("shop");
        const auto city = shop->schema.tables[static_cast<std::size_t>(shop->schema.find("customers"))].find("city");
        for (const char *question : {"서울에 사는 고객", "customers in 서울", "customers in Seoul"}) {
            const auto values = valuesOf(*shop, question);
            QCOMPARE(values.size(), 1u);
            QVERIFY(values[0].kind == ValueMention::Kind::Cell);
            const bool inCity = std::any_of(values[0].cells.begin(), values[0].cells.end(), [&](const ValueHit &hit) {
                return hit.table == shop->schema.find("customers") && hit.column == city && hit.value == "서울";
            });
            QVERIFY2(inCity, question);
        }
    }

    void inventsNoCells()
    {
        for (const auto &value : valuesOf(*sample("shop"), "customers in Reykjavik"))
            QVERIFY(value.cells.empty());
    }

    void quotedTextIsOneValue()
    {
        const auto values = valuesOf(*sample("shop"), "products whose name contains 'xyz 12'");
        QCOMPARE(values.size(), 1u);
        QCOMPARE(values[0].text, std::string("xyz 12"));
    }

    void valuesNeverOverlap()
    {
        const std::string question = "2024년 3월 5일 서울 VIP 고객 5명의 \"주문 10건\" 3만 원 이상";
        const auto values = valuesOf(*sample("shop"), question.c_str());
        for (std::size_t i = 1; i < values.size(); ++i)
            QVERIFY(values[i - 1].end <= values[i].begin);
    }
};

QTEST_GUILESS_MAIN(TestLinking)
#include "test_linking.moc"
