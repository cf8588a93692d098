#include "datasets/linking/thesaurus.h"
#include "datasets/synth/derive.h"
#include "datasets/synth/word_book.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sqlite3.h>

using namespace mureum::datasets;
using namespace mureum::datasets::synth;

class TestSynthWords : public QObject
{
    Q_OBJECT

    Lexicon lexicon_ = Lexicon::load(MUREUM_SOURCE_DIR "/datasets/lexicon");
    Grammar grammar_ = Grammar::load(MUREUM_SOURCE_DIR "/datasets/synth/phrases.json");
    WordBook book_{lexicon_, Thesaurus::builtIn()};

    World derived(const char *script)
    {
        QTemporaryDir dir;
        std::string file = dir.filePath("shop.sqlite").toStdString();
        sqlite3 *db = nullptr;
        sqlite3_open(file.c_str(), &db);
        int rc = sqlite3_exec(db, script, nullptr, nullptr, nullptr);
        sqlite3_close(db);
        if (rc != SQLITE_OK)
            qFatal("bad script");
        return deriveWorld(lexicon_, grammar_, file);
    }

    static const Attribute *find(const World &w, const char *table, const char *column)
    {
        for (const Entity &e : w.entities)
            if (e.table == table)
                for (const Attribute &a : e.attributes)
                    if (a.column == column)
                        return &a;
        return nullptr;
    }

private slots:
    void readsIdentifiers_data()
    {
        QTest::addColumn<QString>("identifier");
        QTest::addColumn<QString>("english");
        QTest::newRow("snake") << "customer_name"
                               << "customer name";
        QTest::newRow("camel") << "orderDate"
                               << "order date";
        QTest::newRow("ERP") << "CUST_NM"
                             << "customer name";
        QTest::newRow("glued") << "CUSTNM"
                               << "customer name";
        QTest::newRow("count first") << "num_employees"
                                     << "number of employees";
        QTest::newRow("key") << "customer_id"
                             << "customer ID";
    }

    void readsIdentifiers()
    {
        QFETCH(QString, identifier);
        QFETCH(QString, english);
        QCOMPARE(QString::fromStdString(book_.english(book_.read(identifier.toStdString()))), english);
    }

    void knowsTheKorean()
    {
        QVERIFY(
            QString::fromStdString(book_.korean(book_.read("customer_id")).value_or("")).startsWith("고객"));
        QVERIFY(!book_.korean(book_.read("qzx_vrrp")).has_value());
        QCOMPARE(book_.korean(book_.readTable("TB_CUST")).value_or(""), std::string("고객"));
    }

    void makesSingulars()
    {
        QCOMPARE(singularOf("cities"), std::string("city"));
        QCOMPARE(singularOf("boxes"), std::string("box"));
        QCOMPARE(singularOf("address"), std::string("address"));
        QCOMPARE(singularOf("warehouses"), std::string("warehouse"));
        QCOMPARE(singularOf("people"), std::string("person"));
    }

    void derivesRolesAndRelations()
    {
        World w = derived("CREATE TABLE members(id INTEGER PRIMARY KEY, full_name TEXT, city TEXT, "
                          "birth_date DATE, age INTEGER,"
                          " is_active INTEGER, notes BLOB);"
                          "CREATE TABLE groups(id INTEGER PRIMARY KEY, title TEXT, founded_year INTEGER);"
                          "CREATE TABLE membership(member_id INTEGER REFERENCES members(id), group_id "
                          "INTEGER REFERENCES groups(id),"
                          " PRIMARY KEY(member_id, group_id));"
                          "CREATE TABLE payments(id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES "
                          "members(id), amount REAL, paid_at TEXT,"
                          " method TEXT);"
                          "INSERT INTO members VALUES(1,'Ann Lee','Seoul','1990-01-02',35,1,NULL),(2,'Bo "
                          "Kim','Busan','1985-05-06',40,0,NULL),"
                          "(3,'Cy Oh','Seoul','1979-09-10',46,1,NULL);"
                          "INSERT INTO groups VALUES(1,'Chess',1999),(2,'Hiking',2010);"
                          "INSERT INTO membership VALUES(1,1),(1,2),(2,1);"
                          "INSERT INTO payments VALUES(1,1,10.5,'2024-01-02 "
                          "10:00:00','card'),(2,1,20,'2024-02-03 11:00:00','cash'),"
                          "(3,2,30,'2024-02-04 12:00:00','card'),(4,2,31,'2024-02-05 12:00:00','card');");
        QCOMPARE(find(w, "members", "full_name")->role, Role::Name);
        QCOMPARE(find(w, "members", "city")->role, Role::Place);
        QCOMPARE(find(w, "members", "birth_date")->role, Role::Time);
        QCOMPARE(find(w, "members", "age")->role, Role::Measure);
        QVERIFY(!find(w, "members", "age")->summable);
        QCOMPARE(find(w, "members", "is_active")->role, Role::Flag);
        QVERIFY2(find(w, "members", "is_active")->trueEn.ends_with("active"),
                 find(w, "members", "is_active")->trueEn.c_str());
        QVERIFY(find(w, "groups", "founded_year")->year);
        QCOMPARE(find(w, "payments", "amount")->role, Role::Measure);
        QVERIFY(find(w, "payments", "amount")->summable);
        QCOMPARE(find(w, "payments", "method")->role, Role::Category);
        int direct = 0, over = 0;
        for (const Link &l : w.links)
            (l.manyToMany() ? over : direct) += 1;
        QCOMPARE(direct, 1); // payments -> members
        QCOMPARE(over, 2);   // members <-> groups
    }

    void readsKoreanSchemas()
    {
        World w = derived("CREATE TABLE 고객(고객번호 INTEGER PRIMARY KEY, 고객명 TEXT, 등급 TEXT, 가입일 "
                          "DATE, 활성여부 TEXT);"
                          "INSERT INTO 고객 "
                          "VALUES(1,'김민수','골드','2024-01-02','Y'),(2,'이서연','실버','2023-01-02','N'),"
                          "(3,'박지훈','골드','2022-01-02','Y');");
        QCOMPARE(w.entities[0].ko[0], std::string("고객"));
        QCOMPARE(find(w, "고객", "가입일")->role, Role::Time);
        QCOMPARE(find(w, "고객", "활성여부")->role, Role::Flag);
        QCOMPARE(find(w, "고객", "활성여부")->trueCell.text, std::string("Y"));
        QCOMPARE(find(w, "고객", "등급")->role, Role::Category);
    }
};

QTEST_GUILESS_MAIN(TestSynthWords)
#include "test_synth_words.moc"
