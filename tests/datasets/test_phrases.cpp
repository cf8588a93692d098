#include "datasets/error.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/morphology.h"
#include "datasets/synth/slots.h"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <set>

using namespace mureum::datasets;
using namespace mureum::datasets::synth;

class TestPhrases : public QObject
{
    Q_OBJECT

    Grammar grammar_ = Grammar::load(MUREUM_SOURCE_DIR "/datasets/synth/phrases.json");
    nlohmann::json source_;

    void visit(const nlohmann::json &node, const std::function<void(const std::string &)> &each)
    {
        if (node.is_array()) {
            for (const auto &item : node)
                if (item.contains("t"))
                    each(item["t"].get<std::string>());
        } else if (node.is_object()) {
            for (const auto &[key, value] : node.items())
                visit(value, each);
        }
    }

private slots:
    void initTestCase()
    {
        std::ifstream in(MUREUM_SOURCE_DIR "/datasets/synth/phrases.json");
        source_ = nlohmann::json::parse(in);
    }

    void everySlotIsDocumented_data()
    {
        QTest::addColumn<QString>("lang");
        QTest::newRow("English") << "en";
        QTest::newRow("Korean") << "ko";
    }

    void everySlotIsDocumented()
    {
        QFETCH(QString, lang);
        const auto &known = source_["slots"][lang.toStdString()];
        std::set<std::string> modifiers;
        for (const auto &[name, text] : source_["modifiers"][lang.toStdString()].items())
            modifiers.insert(name);
        int seen = 0;
        visit(source_[lang.toStdString()], [&](const std::string &text) {
            for (const Token &token : tokenize(text)) {
                if (!token.slot)
                    continue;
                ++seen;
                std::string name = (token.predicate ? "~" : "") + token.text;
                std::string base = name.ends_with("_1")  ? name.substr(0, name.size() - 2)
                                   : name.ends_with("1") ? name.substr(0, name.size() - 1)
                                                         : name;
                bool conjugated = token.predicate && grammar_.conjugation(token.text);
                QVERIFY2(conjugated || known.contains(name) || known.contains(base), text.c_str());
                for (const std::string &m : token.modifiers)
                    QVERIFY2(modifiers.contains(m), text.c_str());
            }
        });
        QVERIFY(seen > 5000);
    }

    void everyPredicateHasTheFormsJoinersAsk()
    {
        for (const char *name : {"이다", "있다", "없다", "않다", "넘다", "크다", "높다"}) {
            const Forms *forms = grammar_.conjugation(name);
            QVERIFY2(forms, name);
            for (const char *form : {"mod", "conn", "or", "but", "myeo"})
                QVERIFY2(forms->contains(std::string(form)), name);
        }
    }

    void tokenizes()
    {
        std::vector<Token> t = tokenize("{attr|이가} {value}{~이다:conn}, {v:live}");
        QCOMPARE(t.size(), std::size_t(6));
        QCOMPARE(t[0].modifiers[0], std::string("이가"));
        QCOMPARE(t[1].text, std::string(" "));
        QVERIFY(t[3].predicate);
        QCOMPARE(t[3].arg, std::string("conn"));
        QCOMPARE(t[5].arg, std::string("live"));
        QVERIFY_EXCEPTION_THROWN(tokenize("{open"), Error);
    }

    void choosesParticles_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("pair");
        QTest::addColumn<QString>("particle");
        QTest::newRow("vowel") << "도시"
                               << "은는"
                               << "는";
        QTest::newRow("consonant") << "이름"
                                   << "을를"
                                   << "을";
        QTest::newRow("rieul takes 로") << "서울"
                                        << "으로로"
                                        << "로";
        QTest::newRow("rieul elsewhere") << "서울"
                                         << "이가"
                                         << "이";
        QTest::newRow("quotes are looked through") << "'부산'"
                                                   << "이가"
                                                   << "이";
        QTest::newRow("a gloss is not read") << "서울(Seoul)"
                                             << "과와"
                                             << "과";
        QTest::newRow("percent") << "30%"
                                 << "을를"
                                 << "를";
        QTest::newRow("kilogram") << "5kg"
                                  << "을를"
                                  << "을";
        QTest::newRow("digit 3") << "2023"
                                 << "이가"
                                 << "이";
        QTest::newRow("digit 2") << "2022"
                                 << "이가"
                                 << "가";
    }

    void choosesParticles()
    {
        QFETCH(QString, word);
        QFETCH(QString, pair);
        QFETCH(QString, particle);
        QCOMPARE(QString::fromStdString(particleFor(word.toStdString(), pair.toStdString())), particle);
    }

    void refusesAnUnknownParticle() { QVERIFY_EXCEPTION_THROWN(particleFor("말", "에게"), Error); }

    void makesPlurals_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("many");
        const char *const rows[][2] = {{"customer", "customers"},
                                       {"city", "cities"},
                                       {"box", "boxes"},
                                       {"number of seats", "numbers of seats"},
                                       {"amount paid", "amounts paid"},
                                       {"person", "people"},
                                       {"stock", "stock"},
                                       {"reward points", "reward points"},
                                       {"CUST_NM", "CUST_NM"},
                                       {"day", "days"},
                                       {"status", "statuses"},
                                       {"customer ID", "customer IDs"},
                                       {"date of birth", "dates of birth"}};
        for (const auto &row : rows)
            QTest::newRow(row[0]) << row[0] << row[1];
    }

    void makesPlurals()
    {
        QFETCH(QString, one);
        QFETCH(QString, many);
        QCOMPARE(QString::fromStdString(pluralOf(one.toStdString())), many);
    }

    void putsArticles()
    {
        QCOMPARE(withArticle("age"), std::string("an age"));
        QCOMPARE(withArticle("university"), std::string("a university"));
        QCOMPARE(withArticle("hourly wage"), std::string("an hourly wage"));
        QCOMPARE(withArticle("LTV"), std::string("an LTV"));
        QCOMPARE(withArticle("reward points"), std::string("reward points"));
        QCOMPARE(withArticle("the price"), std::string("the price"));
    }

    void makesVerbsAgree()
    {
        QCOMPARE(thirdPerson("live"), std::string("lives"));
        QCOMPARE(thirdPerson("have parking"), std::string("has parking"));
        QCOMPARE(thirdPerson("are on sale"), std::string("is on sale"));
        QCOMPARE(thirdPerson("fly"), std::string("flies"));
        QCOMPARE(thirdPerson("pass"), std::string("passes"));
    }

    void fillsEnglish()
    {
        Slots s;
        s.set("attr", "reward points");
        s.set("value", "300");
        QCOMPARE(*fill(grammar_, Lang::En, tokenize("whose {attr} is over {value}"), s),
                 std::string("whose reward points are over 300"));
        s.set("np", NounPhrase{"customers", "customer", false});
        QCOMPARE(*fill(grammar_, Lang::En, tokenize("each {np1} of {np|the} {tail} ?"),
                       [&] {
                           s.set("tail", "");
                           return s;
                       }()),
                 std::string("each customer of the customers?"));
        QVERIFY(!fill(grammar_, Lang::En, tokenize("{nothing}"), s));
        s.singular = true;
        QCOMPARE(*fill(grammar_, Lang::En, tokenize("who {v:live} and {have}"), s),
                 std::string("who lives and has"));
    }

    void fillsKorean()
    {
        Slots s;
        s.set("attr", "나이");
        s.set("value", "30세");
        QCOMPARE(*fill(grammar_, Lang::Ko, tokenize("{attr|이가} {value|을를} {~넘다}"), s),
                 std::string("나이가 30세를 넘는"));
        s.form = "conn";
        QCOMPARE(*fill(grammar_, Lang::Ko, tokenize("{attr|이가} {value} {~이상이다}"), s),
                 std::string("나이가 30세 이상이고"));
    }

    void refusesABrokenFile()
    {
        QTemporaryDir dir;
        std::string file = dir.filePath("phrases.json").toStdString();
        QVERIFY_EXCEPTION_THROWN(Grammar::load(file), Error);
        std::ofstream(file) << "{\"en\":{}}";
        QVERIFY_EXCEPTION_THROWN(Grammar::load(file), Error);
    }
};

QTEST_GUILESS_MAIN(TestPhrases)
#include "test_phrases.moc"
