#include "datasets/text/fold.h"

#include <QtTest>

using namespace mureum::datasets;

class TestFold : public QObject
{
    Q_OBJECT
private slots:
    void composesToNfc();
    void repairsInvalidUtf8_data();
    void repairsInvalidUtf8();
    void everyBytePairBecomesValid();
    void foldsCaseAndSpace_data();
    void foldsCaseAndSpace();
    void keepsCodePoints();
    void knowsHangul();
    void particles_data();
    void particles();
    void splitsIdentifiers_data();
    void splitsIdentifiers();
};

void TestFold::composesToNfc()
{
    QCOMPARE(nfc("\u1109\u1165\u110B\u116E\u11AF"), std::string("서울")); // conjoining jamo
    QCOMPARE(nfc("Cafe\u0301"), std::string("Café"));
    QCOMPARE(nfc("Case Stays  "), std::string("Case Stays  "));
    QCOMPARE(nfc(""), std::string());
    QCOMPARE(nfc(std::string_view("a\0b", 3)), std::string("a\0b", 3));
    QCOMPARE(nfc(std::string_view("가\0나", 7)), std::string("가\0나", 7));
}

void TestFold::repairsInvalidUtf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("lone continuation") << QByteArray("a\x80z") << "a\uFFFDz";
    QTest::newRow("cut at the end") << QByteArray("가\xEA\xB0") << "가\uFFFD\uFFFD";
    QTest::newRow("cut in the middle") << QByteArray("\xEA\xB0x") << "\uFFFD\uFFFDx";
    QTest::newRow("overlong slash") << QByteArray("\xC0\xAF") << "\uFFFD\uFFFD";
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << "\uFFFD\uFFFD\uFFFD";
    QTest::newRow("beyond Unicode") << QByteArray("\xF5\x80") << "\uFFFD\uFFFD";
    QTest::newRow("EUC-KR 서울") << QByteArray("\xBC\xAD\xBF\xEF") << "\uFFFD\uFFFD\uFFFD\uFFFD";
}

void TestFold::repairsInvalidUtf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const std::string text = bytes.toStdString();
    QVERIFY(!isValidUtf8(text));
    QCOMPARE(QString::fromStdString(nfc(text)), expected);
    QCOMPARE(QString::fromStdString(fold(text)), expected);
    QCOMPARE(QString::fromStdString(toUtf8(toCodePoints(text))), expected);
}

void TestFold::everyBytePairBecomesValid()
{
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text = {'x', static_cast<char>(first), static_cast<char>(second)};
            QVERIFY(isValidUtf8(nfc(text)));
            QVERIFY(isValidUtf8(fold(text)));
            QCOMPARE(nfc(nfc(text)), nfc(text));
        }
    }
}

void TestFold::foldsCaseAndSpace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("ascii") << "  New\t York\n"
                           << "new york";
    QTest::newRow("German") << "STRASSE Straße"
                            << "strasse strasse";
    QTest::newRow("Greek final sigma") << "ΟΔΟΣ"
                                       << "οδοσ";
    QTest::newRow("ideographic and no-break space") << "서울\u3000\u00A0강남 "
                                                    << "서울 강남";
    QTest::newRow("decomposed") << "E\u0301cole"
                                << "école";
    QTest::newRow("only spaces") << " \u3000 "
                                 << "";
    QTest::newRow("empty") << ""
                           << "";
}

void TestFold::foldsCaseAndSpace()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(fold(text.toStdString())), expected);
    QCOMPARE(fold(expected.toStdString()), expected.toStdString());
}

void TestFold::keepsCodePoints()
{
    const std::u32string points = U"a가😀\u00E9";
    QCOMPARE(toCodePoints("a가😀é"), points);
    QCOMPARE(toUtf8(points), std::string("a가😀é"));
    const char32_t bad[] = {0xD800, 0x110000};
    QCOMPARE(toUtf8({bad, 2}), std::string("\uFFFD\uFFFD"));
}

void TestFold::knowsHangul()
{
    for (const char32_t c : std::u32string_view(U"가힣ㄱㅣᄀ"))
        QVERIFY(isHangul(c));
    for (const char32_t c : std::u32string_view(U"a1漢かé "))
        QVERIFY(!isHangul(c));
}

void TestFold::particles_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("expected"); // the word with 을/를 은/는 이/가 (으)로
    const struct
    {
        const char *word, *object, *topic, *subject, *direction;
    } rows[] = {
        {"고객", "을", "은", "이", "으로"},
        {"나라", "를", "는", "가", "로"},
        {"서울", "을", "은", "이", "로"},
        {"부산", "을", "은", "이", "으로"},
        {"제주", "를", "는", "가", "로"},
        {"상품들", "을", "은", "이", "로"},
        {"값", "을", "은", "이", "으로"},
        {"앎", "을", "은", "이", "으로"},
        {"0", "을", "은", "이", "으로"},
        {"1", "을", "은", "이", "로"},
        {"2", "를", "는", "가", "로"},
        {"3", "을", "은", "이", "으로"},
        {"4", "를", "는", "가", "로"},
        {"5", "를", "는", "가", "로"},
        {"6", "을", "은", "이", "으로"},
        {"7", "을", "은", "이", "로"},
        {"8", "을", "은", "이", "로"},
        {"9", "를", "는", "가", "로"},
        {"10", "을", "은", "이", "으로"},
        {"2,000", "을", "은", "이", "으로"},
        {"1000000000000", "를", "는", "가", "로"}, // 조
        {"100000000", "을", "은", "이", "으로"},   // 억
        {"3.14", "를", "는", "가", "로"},
        {"25%", "를", "는", "가", "로"},
        {"L", "을", "은", "이", "로"},
        {"M", "을", "은", "이", "으로"},
        {"N", "을", "은", "이", "으로"},
        {"R", "을", "은", "이", "로"},
        {"A", "를", "는", "가", "로"},
        {"S", "를", "는", "가", "로"},
        {"VIP", "를", "는", "가", "로"},
        {"SQL", "을", "은", "이", "로"},
        {"ATM", "을", "은", "이", "으로"},
        {"ID", "를", "는", "가", "로"},
        {"Seoul", "을", "은", "이", "로"},
        {"email", "을", "은", "이", "로"},
        {"Kim", "을", "은", "이", "으로"},
        {"name", "을", "은", "이", "으로"},
        {"table", "을", "은", "이", "로"},
        {"code", "를", "는", "가", "로"},
        {"Apple", "을", "은", "이", "로"},
        {"iPhone", "을", "은", "이", "으로"},
        {"marketing", "을", "은", "이", "으로"},
        {"server", "를", "는", "가", "로"},
        {"Facebook", "을", "은", "이", "으로"},
        {"desk", "를", "는", "가", "로"},
        {"market", "을", "은", "이", "으로"},
        {"status", "를", "는", "가", "로"},
        {"group", "을", "은", "이", "으로"},
        {"company", "를", "는", "가", "로"},
        {"'서울'", "을", "은", "이", "로"},
        {"“나라”", "를", "는", "가", "로"},
        {"(고객)", "을", "은", "이", "으로"},
        {"바람(wind)", "을", "은", "이", "으로"},
        {"나라 (country)", "를", "는", "가", "로"},
        {"customer_id2", "를", "는", "가", "로"},
        {"ㄹ", "을", "은", "이", "로"},
        {"ㅏ", "를", "는", "가", "로"},
        {"", "를", "는", "가", "로"},
        {"?!", "를", "는", "가", "로"},
        {"\u1109\u1165\u110B\u116E\u11AF", "을", "은", "이", "로"}, // 서울, decomposed
        {"ＳＱＬ", "을", "은", "이", "로"},
    };
    for (const auto &row : rows)
        QTest::newRow(row.word) << QString::fromUtf8(row.word)
                                << QString::fromUtf8(row.object) + QString::fromUtf8(row.topic) +
                                       QString::fromUtf8(row.subject) + QString::fromUtf8(row.direction);
}

void TestFold::particles()
{
    QFETCH(QString, word);
    QFETCH(QString, expected);
    const std::string text = word.toStdString();
    const bool closed = endsInConsonant(text), rieul = endsInRieul(text);
    QVERIFY(closed || !rieul);
    QString got = closed ? QStringLiteral("을은이") : QStringLiteral("를는가");
    got += closed && !rieul ? QStringLiteral("으로") : QStringLiteral("로");
    QCOMPARE(got, expected);
}

void TestFold::splitsIdentifiers_data()
{
    QTest::addColumn<QString>("identifier");
    QTest::addColumn<QString>("expected");
    QTest::newRow("snake") << "order_item_id"
                           << "order item id";
    QTest::newRow("camel") << "orderItemId"
                           << "order item id";
    QTest::newRow("Pascal") << "OrderItem"
                            << "order item";
    QTest::newRow("acronym first") << "HTTPServer"
                                   << "http server";
    QTest::newRow("acronym last") << "customerID"
                                  << "customer id";
    QTest::newRow("plural acronym") << "userIDs"
                                    << "user ids";
    QTest::newRow("mixed") << "CustOrder_ID2"
                           << "cust order id 2";
    QTest::newRow("digits inside") << "addr2Line"
                                   << "addr 2 line";
    QTest::newRow("ERP") << "TB_DSP.DSP_YMD"
                         << "tb dsp dsp ymd";
    QTest::newRow("Hangul whole") << "고객등급"
                                  << "고객등급";
    QTest::newRow("Hangul snake") << "고객_등급"
                                  << "고객 등급";
    QTest::newRow("Hangul and Latin") << "고객ID"
                                      << "고객 id";
    QTest::newRow("Hangul and digits") << "점수2"
                                       << "점수 2";
    QTest::newRow("decomposed Hangul") << "\u1109\u1165\u110B\u116E\u11AF"
                                       << "서울";
    QTest::newRow("spaces and signs") << "Unit Price ($)"
                                      << "unit price";
    QTest::newRow("accents") << "PrénomClient"
                             << "prénom client";
    QTest::newRow("only separators") << "__ -"
                                     << "";
    QTest::newRow("empty") << ""
                           << "";
}

void TestFold::splitsIdentifiers()
{
    QFETCH(QString, identifier);
    QFETCH(QString, expected);
    QStringList parts;
    for (const std::string &part : identifierParts(identifier.toStdString()))
        parts << QString::fromStdString(part);
    QCOMPARE(parts.join(' '), expected);
}

QTEST_GUILESS_MAIN(TestFold)
#include "test_fold.moc"
