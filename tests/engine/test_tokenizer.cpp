#include "tests/engine/error_message.h"
#include "engine/core/error.h"
#include "engine/tokenizer/sentencepiece_proto.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"
#include "engine/tokenizer/sentencepiece_training.h"
#include "engine/tokenizer/utf8.h"

#include <QTest>
#include <sentencepiece_processor.h>

#include <random>

using namespace mureum::engine;

namespace {

std::vector<std::string> corpus()
{
    const std::vector<std::string> subjects{"customer", "order", "product", "invoice",
                                            "고객",     "주문",  "상품",    "학생"};
    const std::vector<std::string> verbs{"bought",   "shipped",  "listed",     "counted",
                                         "구매했다", "배송했다", "등록되었다", "조회한다"};
    std::vector<std::string> lines;
    for (const std::string &subject : subjects)
        for (const std::string &verb : verbs)
            for (int n = 0; n < 6; ++n) {
                lines.push_back(subject + " " + verb + " " + std::to_string(n * 137) +
                                " times in city_name " + subject);
                lines.push_back("SELECT COUNT(*) FROM " + subject + " WHERE order_id = " + std::to_string(n) +
                                " GROUP BY city_name");
                lines.push_back("지난달 " + subject + "가 가장 많이 " + verb + "\t매출 상위 5개를 보여줘");
                lines.push_back("<t" + std::to_string(n) + "><c1> " + subject + " <t0>");
            }
    return lines;
}

std::vector<std::string> symbols()
{
    std::vector<std::string> list{"<q>", "<sql>", ",", "\"x\""};
    for (int i = 0; i < 40; ++i)
        list.push_back("<t" + std::to_string(i) + ">");
    for (int i = 0; i < 60; ++i)
        list.push_back("<c" + std::to_string(i) + ">");
    return list;
}

SentencePieceOptions options(bool dummyPrefix = false)
{
    SentencePieceOptions result;
    result.vocabularySize = 700;
    result.symbols = symbols();
    result.addDummyPrefix = dummyPrefix;
    return result;
}

const SentencePieceTokenizer &tokenizer()
{
    static const SentencePieceTokenizer shared(trainSentencePiece(corpus(), options()));
    return shared;
}

} // namespace

class TestTokenizer : public QObject
{
    Q_OBJECT

private slots:
    void layout()
    {
        const Tokenizer &t = tokenizer();
        QCOMPARE(t.size(), 700);
        QCOMPARE(t.unk(), 0);
        QCOMPARE(t.bos(), 1);
        QCOMPARE(t.eos(), 2);
        QCOMPARE(t.pad(), 3);
        const auto list = symbols();
        for (std::size_t i = 0; i < list.size(); ++i) {
            QCOMPARE(t.id(list[i]), static_cast<int>(i) + 4);
            QCOMPARE(t.kind(static_cast<int>(i) + 4), PieceKind::Symbol);
            QCOMPARE(t.encode(list[i]), std::vector<int>{static_cast<int>(i) + 4});
        }
        QCOMPARE(t.kind(t.id("<0x41>")), PieceKind::Byte);
        QCOMPARE(t.tokenBytes(t.id("<0xEA>")), std::string("\xEA"));
        QCOMPARE(t.tokenBytes(t.eos()), std::string());
        QCOMPARE(t.id("no such piece"), -1);
        QCOMPARE(t.piece(t.bos()), std::string("<s>"));
        QCOMPARE(t.encode(""), std::vector<int>{});
    }

    void roundTrips_data()
    {
        QTest::addColumn<QByteArray>("text");
        const std::vector<std::pair<const char *, QByteArray>> rows{
            {"english", "How many customers bought 3 products?"},
            {"korean", "지난달 매출이 가장 높은 상품 5개를 보여줘"},
            {"sql", "SELECT \"name\" FROM t1 WHERE x >= 3.50 AND y LIKE '%a\\_b%' -- ok"},
            {"spaces", "  two  spaces   and trailing  "},
            {"lines", "a\n\tb\r\n"},
            {"emoji", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB done \xF0\x9F\x98\x80"},
            {"hanja", "漢字 かな ñ é Ω"},
            {"symbols", "<t1><c2> <t1>x<c33>y< t1>"},
            {"control text", "<s></s><unk><pad><0x41>"},
        };
        for (const auto &[name, text] : rows)
            QTest::newRow(name) << text;
    }

    void roundTrips()
    {
        QFETCH(QByteArray, text);
        const std::string expected = text.toStdString();
        QCOMPARE(tokenizer().decode(tokenizer().encode(expected)), expected);
    }

    void controlTextGivesNoControlTokens()
    {
        for (const int id : tokenizer().encode("<s></s><unk><pad>"))
            QVERIFY(tokenizer().kind(id) != PieceKind::Control && tokenizer().kind(id) != PieceKind::Unknown);
    }

    void symbolsNeverGlue()
    {
        const Tokenizer &t = tokenizer();
        const int t1 = t.id("<t1>");
        const int c2 = t.id("<c2>");
        for (const std::string neighbour : {"", "a", "SELECT", " ", "고객", "1", "\xF0\x9F\x98\x80"}) {
            std::vector<int> expected = t.encode(neighbour);
            expected.push_back(t1);
            expected.push_back(c2);
            const std::vector<int> after = t.encode(neighbour);
            expected.insert(expected.end(), after.begin(), after.end());
            QCOMPARE(t.encode(neighbour + "<t1><c2>" + neighbour), expected);
        }
        // The longest symbol wins, and one that was not given is ordinary text.
        QCOMPARE(t.encode("<t12>"), std::vector<int>{t.id("<t12>")});
        QVERIFY(t.encode("<t99>").size() > 1);
    }

    void digitsStandAlone()
    {
        const Tokenizer &t = tokenizer();
        for (int id = 0; id < t.size(); ++id) {
            if (t.kind(id) != PieceKind::Normal)
                continue;
            const std::string text = t.tokenBytes(id);
            const auto digits =
                std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
            QVERIFY2(digits == 0 || text.size() == 1, text.c_str());
        }
        QVERIFY(t.encode("1372").size() == 4);
    }

    void commonWordsAreShort()
    {
        QCOMPARE(tokenizer().encode(" customer").size(), std::size_t(1));
        QVERIFY(tokenizer().encode(" SELECT").size() <= 2);
    }

    void unicodeIsNormalised()
    {
        // Decomposed Hangul and e + acute come out, and are encoded, as their composed forms.
        const std::string decomposed =
            "\xE1\x84\x80\xE1\x85\xA9\xE1\x84\x80\xE1\x85\xA2\xE1\x86\xA8 e\xCC\x81";
        QCOMPARE(normalizeNfc(decomposed), std::string("고객 é"));
        QCOMPARE(tokenizer().encode(decomposed), tokenizer().encode("고객 é"));
    }

    void invalidUtf8()
    {
        const std::string replacement = "\xEF\xBF\xBD";
        QCOMPARE(tokenizer().decode(tokenizer().encode("a\xFF"
                                                       "b\xE2\x82")),
                 "a" + replacement + "b" + replacement + replacement);
        QCOMPARE(sanitizeUtf8("\xED\xA0\x80\xC0\x80\xF4\x90\x80\x80").size(), std::size_t(27));
        QCOMPARE(utf8Length("\xF0\x9F\x98\x80", 0), std::size_t(4));
        QCOMPARE(incompleteTail("ab\xF0\x9F\x98"), std::size_t(3));
        QCOMPARE(incompleteTail("ab\xEA\xB0\x80"), std::size_t(0));
        QCOMPARE(incompleteTail("\x80\x80"), std::size_t(0));
        const std::vector<int> half{tokenizer().id("<0xEA>"), tokenizer().id("<0xB0>")};
        QCOMPARE(tokenizer().decode(half), replacement + replacement);
        QCOMPARE(tokenizer().decode(tokenizer().encode(std::string("a\0b", 3))), std::string("a\0b", 3));
    }

    void randomBytes()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 300; ++round) {
            std::string text(random() % 40, '\0');
            for (char &c : text)
                c = static_cast<char>(random());
            const std::string expected = normalizeNfc(text);
            QCOMPARE(tokenizer().decode(tokenizer().encode(text)), expected);
        }
    }

    void paritySentencePiece()
    {
        sentencepiece::SentencePieceProcessor reference;
        QVERIFY(reference.LoadFromSerializedProto(tokenizer().serialized()).ok());
        auto lines = corpus();
        std::mt19937 random(6);
        const std::vector<std::string> parts{"<t1>",  "<t",  " ", "  ", "고객", "가", "Ж",
                                             "order", "ord", "_", "12", "\n",   ",",  "\xF0\x9F\x98\x80"};
        for (int i = 0; i < 300; ++i) {
            std::string line;
            for (int n = 0; n < 12; ++n)
                line += parts[random() % parts.size()];
            lines.push_back(line);
        }
        for (const std::string &line : lines) {
            std::vector<int> ids;
            std::string text;
            QVERIFY(reference.Encode(line, &ids).ok());
            QVERIFY(reference.Decode(ids, &text).ok());
            QCOMPARE(tokenizer().encode(line), ids);
            QCOMPARE(tokenizer().decode(ids), text);
        }
    }

    void concatenation()
    {
        const auto a = tokenizer().encode("고객 수");
        const auto b = tokenizer().encode("SELECT 1");
        auto both = a;
        both.insert(both.end(), b.begin(), b.end());
        QCOMPARE(tokenizer().decode(both), tokenizer().decode(a) + tokenizer().decode(b));
    }

    void dummyPrefix()
    {
        const SentencePieceTokenizer t(trainSentencePiece(corpus(), options(true)));
        QCOMPARE(t.decode(t.encode("customer bought")), std::string("customer bought"));
        QCOMPARE(t.encode("customer").front(), t.id("\xE2\x96\x81"
                                                    "customer"));
    }

    void trainingIsDeterministic()
    {
        QCOMPARE(trainSentencePiece(corpus(), options()), trainSentencePiece(corpus(), options()));
    }

    void protoRoundTrip()
    {
        // A vocabulary stored as plain arrays must encode exactly as the model it came from.
        const SentencePieceTokenizer again(writeSentencePieceProto(tokenizer().proto()));
        QCOMPARE(again.size(), tokenizer().size());
        QCOMPARE(again.pad(), 3);
        for (const std::string &line : corpus())
            QCOMPARE(again.encode(line), tokenizer().encode(line));
        QCOMPARE(again.encode("\xF0\x9F\x98\x80 x"), tokenizer().encode("\xF0\x9F\x98\x80 x"));
    }

    void badInput()
    {
        QVERIFY(messageOf([] { tokenizer().piece(700); }).find("700") != std::string::npos);
        QVERIFY(!messageOf([] { tokenizer().decode(std::vector<int>{-1}); }).empty());
        QVERIFY(!messageOf([] { SentencePieceTokenizer(""); }).empty());
        QVERIFY(!messageOf([] { SentencePieceTokenizer("this is not a model at all"); }).empty());
        QVERIFY(!messageOf([] { trainSentencePiece(std::vector<std::string>{}, options()); }).empty());
        auto large = options();
        large.vocabularySize = 100000;
        QVERIFY(messageOf([&] { trainSentencePiece(corpus(), large); }).find("100000") != std::string::npos);
        auto twice = options();
        twice.symbols = {"<a>", "<a>"};
        QVERIFY(messageOf([&] { trainSentencePiece(corpus(), twice); }).find("<a>") != std::string::npos);
    }

    void mutatedModels()
    {
        const std::string &model = tokenizer().serialized();
        std::mt19937 random(7);
        for (int round = 0; round < 400; ++round) {
            std::string bytes = model;
            for (int i = 0; i < 3; ++i)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            if (round % 4 == 0)
                bytes.resize(random() % bytes.size());
            try {
                const SentencePieceTokenizer t(bytes);
                t.decode(t.encode("SELECT 고객 <t1>"));
            } catch (const Error &) {
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "test_tokenizer.moc"
