#include "eval/perturb/hints.h"
#include "eval/perturb/suite_score.h"
#include "eval/perturb/variants.h"

#include "datasets/error.h"

#include <QTest>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <thread>

using namespace mureum;
using namespace mureum::eval;
namespace fs = std::filesystem;

namespace {

constexpr const char *shop = R"~(
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, age INTEGER CHECK(age BETWEEN 0 AND 150),
                      email TEXT UNIQUE, vip INTEGER);
CREATE TABLE product(code TEXT PRIMARY KEY, title TEXT, price REAL, stock INTEGER);
CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), day TEXT, total REAL);
CREATE TABLE item(order_id INTEGER REFERENCES orders(id), product_code TEXT REFERENCES product(code), amount INTEGER,
                  PRIMARY KEY(order_id, product_code));
CREATE INDEX by_city ON customer(city);
CREATE VIEW adults AS SELECT * FROM customer WHERE age >= 18;
CREATE TRIGGER no_more BEFORE INSERT ON orders WHEN (SELECT count(*) FROM orders) > 6 BEGIN SELECT RAISE(ABORT, 'full'); END;
INSERT INTO customer VALUES(1,'Kim','Seoul',31,'kim@x',1),(2,'Lee','Busan',25,'lee@x',0),(3,'Park','Seoul',47,NULL,0),
                           (4,'Choi','Daegu',17,'choi@x',1),(5,'Jung','Jeju',62,'jung@x',0);
INSERT INTO product VALUES('A1','Apple pie',4.5,10),('B2','Pineapple',3.0,0),('C3','Plum cake',7.25,4),('D4','사과',1.5,80);
INSERT INTO orders VALUES(1,1,'2023-12-30',9.0),(2,1,'2024-01-05',3.0),(3,2,'2024-02-11',14.5),(4,3,'2024-02-20',1.5),
                         (5,5,'2024-03-01',20.0);
INSERT INTO item VALUES(1,'A1',2),(2,'B2',1),(3,'C3',2),(4,'D4',1),(5,'A1',1),(5,'C3',2);
)~";

void makeDatabase(const fs::path &file, const char *sql)
{
    sqlite3 *db = nullptr;
    sqlite3_open(file.c_str(), &db);
    char *message = nullptr;
    sqlite3_exec(db, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr); // quick: nothing to be kept here
    if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK)
        qFatal("%s", message);
    sqlite3_close(db);
}

QByteArray digestOf(const fs::path &file)
{
    QFile in(QString::fromStdString(file.string()));
    if (!in.open(QIODevice::ReadOnly))
        return "missing";
    return QCryptographicHash::hash(in.readAll(), QCryptographicHash::Sha256);
}

std::int64_t number(const fs::path &file, const std::string &sql)
{
    const ResultSet result = SqlRunner(file).run(sql);
    if (result.rows.empty())
        return -1;
    const auto *value = std::get_if<std::int64_t>(&result.rows[0][0]);
    return value ? *value : -1;
}

constexpr RunLimits limits{std::chrono::seconds(5), 100000};

} // namespace

class TestPerturb : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
        database_ = root_ / "shop.sqlite";
        makeDatabase(database_, shop);
    }

    void findsWhatRightAnswersLookFor()
    {
        const auto schema = datasets::readSchema(database_);
        const Hints hints =
            hintsOf(schema, {"SELECT T1.name FROM customer T1 JOIN orders T2 ON T1.id = T2.customer_id "
                             "WHERE T1.age > 30 AND city LIKE '%seo%' AND strftime('%Y', day) = '2024'",
                             "SELECT name FROM customer WHERE 18 <= age AND id NOT IN (SELECT customer_id "
                             "FROM orders WHERE total BETWEEN 2 AND 9.5)",
                             "not SQL at all"});
        const int customer = schema.find("customer"), orders = schema.find("orders");
        const auto &tables = schema.tables;
        const auto column = [&](int table, const char *name) {
            return tables[static_cast<std::size_t>(table)].find(name);
        };
        const auto &age = hints.byColumn.at({customer, column(customer, "age")});
        QCOMPARE(age.size(), std::size_t{2});
        QCOMPARE(age[0].op + age[1].op, std::string(">>="));
        QCOMPARE(hints.byColumn.at({orders, column(orders, "day")})[0].op, std::string("YEAR"));
        QCOMPARE(hints.byColumn.at({orders, column(orders, "total")})[0].constants.size(), std::size_t{2});
        QCOMPARE(hints.linked.size(), std::size_t{1});
        QCOMPARE(hints.conditions.at(customer).size(), std::size_t{2});
        const Hints again = hintsOf(schema, {"SELECT 1", "not SQL at all"});
        QVERIFY(again.byColumn.empty() && again.fingerprint() != hints.fingerprint());
    }

    void keepsKeysAndConstraints()
    {
        VariantStore store(root_ / "cache", 7, 5);
        const auto variants = store.of(database_, {"SELECT name FROM customer WHERE age > 200"});
        QCOMPARE(variants->files.size(), std::size_t{5});
        QVERIFY2(variants->notes.empty(), variants->notes.empty() ? "" : variants->notes[0].c_str());
        std::set<std::int64_t> counts;
        for (const fs::path &file : variants->files) {
            QCOMPARE(number(file, "SELECT count(*) FROM customer GROUP BY id ORDER BY 1 DESC"),
                     std::int64_t{1});
            QCOMPARE(
                number(file, "SELECT count(*) FROM customer WHERE name IS NULL OR age NOT BETWEEN 0 AND 150"),
                std::int64_t{0});
            QCOMPARE(number(file, "SELECT count(email) - count(DISTINCT email) FROM customer"),
                     std::int64_t{0});
            QCOMPARE(number(file,
                            "SELECT count(*) FROM orders WHERE customer_id NOT IN (SELECT id FROM customer)"),
                     std::int64_t{0});
            QCOMPARE(number(file,
                            "SELECT count(*) FROM item WHERE product_code NOT IN (SELECT code FROM product) "
                            "OR order_id NOT IN (SELECT id FROM orders)"),
                     std::int64_t{0});
            QCOMPARE(number(file, "SELECT count(*) FROM (SELECT DISTINCT order_id, product_code FROM item)"),
                     number(file, "SELECT count(*) FROM item"));
            QVERIFY(number(file, "SELECT count(*) FROM item") > 2);
            QVERIFY(number(file, "SELECT count(*) FROM adults") > 0);
            counts.insert(number(file, "SELECT count(*) FROM customer"));
        }
        // Row counts tell the variants apart, and from the original.
        QVERIFY(counts.size() > 1);
        QVERIFY(!counts.contains(5));
    }

    void isTheSameForTheSameInput()
    {
        const std::vector<std::string> golds = {"SELECT name FROM customer WHERE age > 30",
                                                "SELECT title FROM product WHERE title LIKE '%apple%'"};
        const QByteArray before = digestOf(database_);
        const auto first = VariantStore(root_ / "a", 3, 3).of(database_, golds);
        const auto second = VariantStore(root_ / "b", 3, 3).of(database_, {golds[1], golds[0], golds[1]});
        const auto other = VariantStore(root_ / "a", 4, 3).of(database_, golds);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(digestOf(first->files[i]), digestOf(second->files[i]));
            QVERIFY(digestOf(first->files[i]) != digestOf(other->files[i]));
        }
        QVERIFY(digestOf(first->files[0]) != digestOf(first->files[1]));
        // Cached: not made again, and nothing half made is left.
        const auto written = fs::last_write_time(first->files[0]);
        QCOMPARE(VariantStore(root_ / "a", 3, 3).of(database_, golds)->files[0], first->files[0]);
        QCOMPARE(fs::last_write_time(first->files[0]), written);
        QCOMPARE(QDir(QString::fromStdString((root_ / "a").string()))
                     .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
                     .size(),
                 2);
        // A copy somebody deleted is made again; a changed original gets new ones.
        fs::remove(first->files[1]);
        const auto mended = VariantStore(root_ / "a", 3, 3).of(database_, golds);
        QCOMPARE(digestOf(mended->files[1]), digestOf(second->files[1]));
        QCOMPARE(digestOf(database_), before);
        QCOMPARE(QDir(folder_->path()).entryList({"shop.sqlite*"}).size(), 1);
        makeDatabase(database_, "UPDATE customer SET city = 'Ulsan' WHERE id = 4");
        QVERIFY(VariantStore(root_ / "a", 3, 3).of(database_, golds)->files[0] != first->files[0]);
    }

    void twoProcessesMayMakeThemAtOnce()
    {
        const std::vector<std::string> golds = {"SELECT name FROM customer WHERE age > 30"};
        std::vector<pid_t> children;
        for (int i = 0; i < 3; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                int code = 1;
                try {
                    code = VariantStore(root_ / "c", 5, 3).of(database_, golds)->files.size() == 3 ? 0 : 1;
                } catch (const std::exception &) {
                    code = 2;
                }
                ::_exit(code);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(WEXITSTATUS(status), 0);
        }
        const auto entries =
            QDir(QString::fromStdString((root_ / "c").string())).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(entries.size(), 1);
        QVERIFY(!entries[0].endsWith(".tmp"));
        // Threads of one process share what the first one makes.
        VariantStore store(root_ / "d", 5, 3);
        std::vector<std::shared_ptr<const Variants>> got(4);
        {
            std::vector<std::jthread> threads;
            for (auto &one : got)
                threads.emplace_back([&] { one = store.of(database_, golds); });
        }
        for (const auto &one : got)
            QCOMPARE(one, got[0]);
    }

    void leavesATableAloneWhoseConstraintsRefuse()
    {
        const fs::path file = root_ / "strict.sqlite";
        makeDatabase(file, "CREATE TABLE day(id INTEGER PRIMARY KEY CHECK(id <= 3), name TEXT);"
                           "INSERT INTO day VALUES(1,'Mon'),(2,'Tue'),(3,'Wed');");
        const auto variants = VariantStore(root_ / "cache", 1, 3).of(file, {"SELECT name FROM day"});
        QVERIFY(!variants->notes.empty());
        QVERIFY2(variants->notes[0].find("day: left as it was") == 0, variants->notes[0].c_str());
        for (const fs::path &one : variants->files)
            QCOMPARE(number(one, "SELECT sum(id) FROM day"), std::int64_t{6});
    }

    void followsKeysInCircles()
    {
        const fs::path file = root_ / "circle.sqlite";
        makeDatabase(
            file,
            "CREATE TABLE team(id INTEGER PRIMARY KEY, head INT NOT NULL REFERENCES person(id));"
            "CREATE TABLE person(id INTEGER PRIMARY KEY, team INT REFERENCES team(id), boss INT REFERENCES "
            "person(id), age INT);"
            "INSERT INTO team VALUES(1,1),(2,3),(3,5);"
            "INSERT INTO person VALUES(1,1,NULL,50),(2,1,1,30),(3,2,1,41),(4,2,3,22),(5,3,1,60),(6,3,5,35);");
        const auto variants =
            VariantStore(root_ / "cache", 1, 5).of(file, {"SELECT id FROM person WHERE age > 40"});
        for (const fs::path &one : variants->files) {
            QVERIFY(number(one, "SELECT count(*) FROM team") > 1);
            QVERIFY(number(one, "SELECT count(*) FROM person WHERE boss IS NOT NULL") > 3);
            QCOMPARE(number(one, "SELECT count(*) FROM team WHERE head NOT IN (SELECT id FROM person)"),
                     std::int64_t{0});
            QCOMPARE(
                number(one,
                       "SELECT count(*) FROM person WHERE boss NOT IN (SELECT id FROM person) OR team NOT IN "
                       "(SELECT id FROM team)"),
                std::int64_t{0});
        }
    }

    void fillsEmptyTables()
    {
        const fs::path file = root_ / "empty.sqlite";
        makeDatabase(
            file,
            "CREATE TABLE head(head_id INT, age INT, born TEXT); CREATE TABLE runs(dept INT, head_id INT)");
        const auto variants =
            VariantStore(root_ / "cache", 1, 3)
                .of(file, {"SELECT count(*) FROM head WHERE age > 56",
                           "SELECT born FROM head T1 JOIN runs T2 ON T1.head_id = T2.head_id"});
        for (const fs::path &one : variants->files) {
            QVERIFY(number(one, "SELECT count(*) FROM head WHERE age > 56") > 0);
            QVERIFY(number(one, "SELECT count(*) FROM head T1 JOIN runs T2 ON T1.head_id = T2.head_id") > 0);
        }
    }

    void refusesWhatIsNoDatabase()
    {
        QFile out(QString::fromStdString((root_ / "text.sqlite").string()));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("nothing of the kind") > 0);
        out.close();
        QVERIFY_THROWS_EXCEPTION(datasets::Error,
                                 VariantStore(root_ / "cache").of(root_ / "text.sqlite", {}));
        QVERIFY_THROWS_EXCEPTION(datasets::Error, VariantStore(root_ / "cache").of(root_ / "no.sqlite", {}));
        QVERIFY_THROWS_EXCEPTION(datasets::Error,
                                 VariantStore(root_ / "text.sqlite" / "x").of(database_, {}));
    }

    /// Pairs that agree on the original: the suite has to tell whether they are the same query.
    void tellsNearlyRightFromRight_data()
    {
        QTest::addColumn<QString>("gold");
        QTest::addColumn<QString>("prediction");
        QTest::addColumn<QString>("verdict");
        golds_.clear();
        const auto wrong = [this](const char *gold, const char *prediction) {
            golds_.emplace_back(gold);
            QTest::newRow(prediction) << gold << prediction << "wrong";
        };
        const auto right = [this](const char *gold, const char *prediction) {
            golds_.emplace_back(gold);
            QTest::newRow(prediction) << gold << prediction << "right";
        };
        wrong("SELECT count(*) FROM customer", "SELECT 5");
        wrong("SELECT count(*) FROM customer", "SELECT count(*) FROM orders");
        wrong("SELECT count(*) FROM customer WHERE age > 30",
              "SELECT count(*) FROM customer WHERE age >= 30");
        wrong("SELECT count(*) FROM customer WHERE age > 30", "SELECT count(*) FROM customer WHERE age > 29");
        wrong("SELECT name FROM customer WHERE age BETWEEN 20 AND 40",
              "SELECT name FROM customer WHERE age < 40 AND age > 20");
        wrong("SELECT name FROM customer WHERE city = 'Seoul'",
              "SELECT name FROM customer WHERE city LIKE '%eoul%'");
        wrong("SELECT name FROM customer WHERE city = 'Jeju'",
              "SELECT name FROM customer WHERE city LIKE 'jeju'");
        wrong("SELECT title FROM product WHERE title LIKE 'Apple%'",
              "SELECT title FROM product WHERE title = 'Apple pie'");
        wrong("SELECT title FROM product WHERE title LIKE '%cake'",
              "SELECT title FROM product WHERE title LIKE '%cake%'");
        wrong("SELECT name FROM customer WHERE age = (SELECT max(age) FROM customer)",
              "SELECT name FROM customer ORDER BY age DESC LIMIT 1");
        wrong("SELECT DISTINCT customer_id FROM orders WHERE total > 3",
              "SELECT customer_id FROM orders WHERE total > 3");
        wrong("SELECT count(DISTINCT customer_id) FROM orders WHERE total > 5",
              "SELECT count(customer_id) FROM orders WHERE total > 5");
        wrong("SELECT count(city) FROM customer", "SELECT count(*) FROM customer");
        wrong("SELECT name FROM customer WHERE vip = 0 OR age < 20",
              "SELECT name FROM customer WHERE vip = 0 OR age = 17");
        wrong("SELECT code, count(order_id) FROM product LEFT JOIN item ON code = product_code GROUP BY code",
              "SELECT code, count(order_id) FROM product JOIN item ON code = product_code GROUP BY code");
        wrong("SELECT min(day) FROM orders", "SELECT day FROM orders ORDER BY id LIMIT 1");
        wrong("SELECT max(total) FROM orders", "SELECT total FROM orders WHERE id = 5");
        wrong("SELECT count(*) FROM orders WHERE strftime('%Y', day) = '2024'",
              "SELECT count(*) FROM orders WHERE day > '2023-12-31' AND day < '2024-03-02'");
        wrong("SELECT sum(amount) FROM item", "SELECT sum(amount) FROM item WHERE amount <= 2");
        wrong("SELECT name FROM customer WHERE id NOT IN (SELECT customer_id FROM orders)",
              "SELECT name FROM customer WHERE age < 18");
        wrong("SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) >= 2",
              "SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) BETWEEN 2 AND 3");
        wrong("SELECT name FROM customer JOIN orders ON customer.id = customer_id GROUP BY customer.id "
              "HAVING count(*) > 3",
              "SELECT name FROM customer JOIN orders ON customer.id = customer_id GROUP BY customer.id "
              "HAVING count(*) >= 3");
        wrong("SELECT name FROM customer WHERE age > (SELECT avg(age) FROM customer)",
              "SELECT name FROM customer WHERE age >= (SELECT avg(age) FROM customer)");
        wrong("SELECT title FROM product WHERE title LIKE '%pie%' OR title LIKE '%cake%'",
              "SELECT title FROM product WHERE title LIKE '%pie' OR title LIKE '%cake%'");
        wrong("SELECT code FROM product WHERE price < stock",
              "SELECT code FROM product WHERE price <= stock");
        wrong("SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) >= 2",
              "SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) = 2");
        right("SELECT count(*) FROM customer WHERE age > 30",
              "SELECT count(*) FROM customer WHERE NOT age <= 30");
        right("SELECT count(*) FROM customer", "SELECT count(id) FROM customer");
        right("SELECT name FROM customer WHERE age BETWEEN 20 AND 40",
              "SELECT name FROM customer WHERE age >= 20 AND age <= 40");
        right("SELECT name FROM customer WHERE id IN (SELECT customer_id FROM orders)",
              "SELECT name FROM customer c WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id)");
        right("SELECT T1.name, T2.day FROM customer T1 JOIN orders T2 ON T1.id = T2.customer_id",
              "SELECT c.name, o.day FROM orders o, customer c WHERE o.customer_id = c.id");
        right("SELECT city, count(*) FROM customer GROUP BY city",
              "SELECT city, count(id) AS n FROM customer GROUP BY 1");
        right("SELECT max(age) FROM customer", "SELECT age FROM customer ORDER BY age DESC LIMIT 1");
        right("SELECT name FROM customer ORDER BY age DESC LIMIT 2",
              "SELECT name FROM (SELECT name, age FROM customer) ORDER BY age DESC LIMIT 2");
        right("SELECT name FROM customer WHERE id NOT IN (SELECT customer_id FROM orders)",
              "SELECT name FROM customer LEFT JOIN orders ON customer.id = customer_id WHERE orders.id IS "
              "NULL");
        right("SELECT name, count(*) FROM customer JOIN orders ON customer.id = customer_id GROUP BY "
              "customer.id",
              "SELECT name, count(*) FROM customer JOIN orders ON customer.id = customer_id GROUP BY "
              "customer_id");
        right("SELECT count(*) FROM customer WHERE city = 'Seoul' AND age > 40",
              "SELECT sum(city = 'Seoul' AND age > 40 AND city IS NOT NULL) FROM customer");
        right("SELECT name FROM customer WHERE age > 100", "SELECT name FROM customer WHERE 100 < age");
    }
    void tellsNearlyRightFromRight()
    {
        QFETCH(QString, gold);
        QFETCH(QString, prediction);
        QFETCH(QString, verdict);
        // Made once, for all pairs: right answers to other questions shape the copies too.
        if (!pairs_) {
            pairsFolder_ = std::make_unique<QTemporaryDir>();
            const fs::path root = pairsFolder_->path().toStdString();
            makeDatabase(root / "shop.sqlite", shop);
            pairs_ = VariantStore(root / "cache", 1, 5).of(root / "shop.sqlite", golds_);
        }
        const auto variants = pairs_;
        const std::vector<std::string> golds = {gold.toStdString()};
        SqlRunner original(database_);
        const ExecutionScore score = scoreExecution(original, {golds[0]}, prediction.toStdString());
        QVERIFY2(score.ex != Verdict::Wrong, "the pair does not agree on the original");
        std::deque<SqlRunner> runners;
        const SuiteScore suite = scoreSuite(
            score, variants->files.size(),
            [&](std::size_t i) {
                SqlRunner &runner = runners.emplace_back(variants->files[i]);
                return VariantGolds{&runner, {std::make_shared<GoldRun>(runGold(runner, golds[0], limits))}};
            },
            prediction.toStdString(), limits);
        QCOMPARE(QString::fromUtf8(std::string(name(suite.verdict)).c_str()), verdict);
        QCOMPARE(suite.verdict == Verdict::Right, suite.reason.empty());
    }

    void seesWhenARightAnswerIsNotDefinite_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("expected");
        QTest::newRow("tie at the limit") << "SELECT a FROM t ORDER BY b LIMIT 1" << true;
        QTest::newRow("tie inside of the limit") << "SELECT a FROM t ORDER BY b LIMIT 2" << false;
        QTest::newRow("no tie") << "SELECT a FROM t ORDER BY a LIMIT 1" << false;
        QTest::newRow("no order") << "SELECT a FROM t LIMIT 1" << true;
        QTest::newRow("in a subquery")
            << "SELECT a FROM t WHERE a = (SELECT a FROM t ORDER BY b LIMIT 1)" << true;
        QTest::newRow("bare column") << "SELECT a, count(*) FROM t GROUP BY b" << true;
        QTest::newRow("grouped column") << "SELECT b, count(*) FROM t GROUP BY b" << false;
        QTest::newRow("column that follows from the group")
            << "SELECT b, count(*) FROM t GROUP BY b + 1" << false;
        QTest::newRow("plain") << "SELECT a FROM t" << false;
        QTest::newRow("several by count")
            << "SELECT b FROM t GROUP BY b ORDER BY count(*) DESC LIMIT 1" << false;
    }
    void seesWhenARightAnswerIsNotDefinite()
    {
        QFETCH(QString, sql);
        QFETCH(bool, expected);
        const fs::path file = root_ / "t.sqlite";
        makeDatabase(file, "CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 5), (2, 5), (3, 7)");
        SqlRunner runner(file);
        QCOMPARE(ambiguous(runner, runGold(runner, sql.toStdString(), limits), limits), expected);
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_, database_;
    std::unique_ptr<QTemporaryDir> pairsFolder_;
    std::vector<std::string> golds_;
    std::shared_ptr<const Variants> pairs_;
};

QTEST_GUILESS_MAIN(TestPerturb)
#include "test_perturb.moc"
