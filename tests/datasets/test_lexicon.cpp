#include "datasets/error.h"
#include "datasets/lexicon/lexicon.h"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

using namespace mureum::datasets;

class TestLexicon : public QObject
{
    Q_OBJECT

    static std::string refusal(const std::string &line)
    {
        QTemporaryDir dir;
        std::ofstream(dir.filePath("part.jsonl").toStdString()) << line << "\n";
        try {
            Lexicon::load(dir.path().toStdString());
        } catch (const Error &e) {
            return e.what();
        }
        return {};
    }

    static std::string entity(const std::string &attribute)
    {
        return R"({"domain":"d","entity":"thing","en":["thing"],"en_plural":"things","ko":["것"],"tables":["things"],"attributes":[)" +
               attribute + R"(],"relations":[]})";
    }

private slots:
    void readsTheBundledLexicon()
    {
        Lexicon lexicon = Lexicon::load(MUREUM_SOURCE_DIR "/datasets/lexicon");
        QCOMPARE(lexicon.entities().size(), std::size_t(220));
        const LexiconEntity *customer = lexicon.find("customer");
        QVERIFY(customer);
        QCOMPARE(customer->ko[0], std::string("고객"));
        QCOMPARE(customer->plural, std::string("customers"));
        QVERIFY(!lexicon.find("nothing_of_that_name"));
        int attributes = 0, related = 0;
        for (const LexiconEntity &e : lexicon.entities()) {
            attributes += static_cast<int>(e.attributes.size());
            for (const LexiconRelation &r : e.relations)
                related += lexicon.find(r.to) != nullptr;
        }
        QCOMPARE(attributes, 2479);
        QVERIFY(related > 300);
    }

    void readsRangesAndFlags()
    {
        Lexicon lexicon = Lexicon::load(MUREUM_SOURCE_DIR "/datasets/lexicon");
        for (const LexiconAttribute &a : lexicon.find("customer")->attributes) {
            if (a.key == "points") {
                QCOMPARE(a.high, 250000.0);
                QCOMPARE(a.unitKo, std::string("점"));
            }
            if (a.key == "joined_on")
                QCOMPARE(a.from, std::string("2015-01-01"));
            if (a.key == "is_dormant")
                QCOMPARE(a.whenTrue.second, std::string("휴면 상태인"));
        }
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("word");
        QTest::newRow("not JSON") << "{"
                                  << "line 1";
        QTest::newRow("field missing") << R"({"domain":"d"})"
                                       << "entity";
        QTest::newRow("unknown role")
            << QString::fromStdString(entity(
                   R"({"key":"a","en":["a"],"ko":["가"],"columns":["a"],"type":"text","role":"odd","values":[["x","엑스"]]})"))
            << "role 'odd'";
        QTest::newRow("unknown type")
            << QString::fromStdString(entity(
                   R"({"key":"a","en":["a"],"ko":["가"],"columns":["a"],"type":"blob","role":"text","values":[["x","엑스"]]})"))
            << "type 'blob'";
        QTest::newRow("empty range")
            << QString::fromStdString(entity(
                   R"({"key":"a","en":["a"],"ko":["가"],"columns":["a"],"type":"integer","role":"count","range":[5,5]})"))
            << "empty range";
        QTest::newRow("dates turned round")
            << QString::fromStdString(entity(
                   R"({"key":"a","en":["a"],"ko":["가"],"columns":["a"],"type":"date","role":"time","range":["2025-01-01","2024-01-01"]})"))
            << "bad range";
        QTest::newRow("no values")
            << QString::fromStdString(entity(
                   R"({"key":"a","en":["a"],"ko":["가"],"columns":["a"],"type":"text","role":"name"})"))
            << "no values";
        QTest::newRow("empty phrase")
            << QString::fromStdString(entity(
                   R"({"key":"a","en":[""],"ko":["가"],"columns":["a"],"type":"text","role":"name","values":[["x","엑스"]]})"))
            << "'en' is empty";
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QString, line);
        QFETCH(QString, word);
        QString message = QString::fromStdString(refusal(line.toStdString()));
        QVERIFY2(message.contains(word), qPrintable(message));
        QVERIFY2(message.contains("part.jsonl"), qPrintable(message));
        QVERIFY(!message.contains('\n'));
    }

    void refusesAnEntityGivenTwice()
    {
        std::string line = entity(
            R"({"key":"a","en":["a"],"ko":["가"],"columns":["a"],"type":"text","role":"name","values":[["x","엑스"]]})");
        QVERIFY(QString::fromStdString(refusal(line + "\n" + line)).contains("line 2"));
    }

    void refusesAFolderWithoutFiles()
    {
        QTemporaryDir dir;
        QVERIFY_EXCEPTION_THROWN(Lexicon::load(dir.path().toStdString()), Error);
        QVERIFY_EXCEPTION_THROWN(Lexicon::load("/nowhere/at/all"), Error);
    }
};

QTEST_GUILESS_MAIN(TestLexicon)
#include "test_lexicon.moc"
