#include "datasets/error.h"
#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/synth/database.h"
#include "datasets/synth/synth.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <regex>
#include <set>

using namespace mureum::datasets;
using namespace mureum::datasets::synth;

namespace {

const Resources resources = {MUREUM_SOURCE_DIR "/datasets/lexicon", MUREUM_SOURCE_DIR "/datasets/synth"};

QByteArray digest(const std::filesystem::path &file)
{
    QFile f(QString::fromStdString(file.string()));
    if (!f.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(f.readAll(), QCryptographicHash::Sha256);
}

std::string lines(const std::vector<Example> &examples)
{
    std::string out;
    for (const Example &e : examples)
        out += e.language + "|" + e.difficulty + "|" + e.question + "|" + e.query + "\n";
    return out;
}

} // namespace

class TestSynth : public QObject
{
    Q_OBJECT

    QTemporaryDir dir_;
    std::vector<Example> pairs_;
    std::map<std::string, std::filesystem::path> files_;

    std::filesystem::path path(const char *name) const { return dir_.filePath(name).toStdString(); }

private slots:
    void initTestCase()
    {
        Synthesizer synthesizer(7, resources);
        for (int i = 1; i <= 12; ++i) {
            std::filesystem::path file = path(("db" + std::to_string(i) + ".sqlite").c_str());
            for (Example &e : synthesizer.invent(static_cast<std::uint64_t>(i), file, 50, {"ko", "en"})) {
                files_[e.databaseId] = file;
                pairs_.push_back(std::move(e));
            }
        }
    }

    void writesWhatWasAskedFor()
    {
        QCOMPARE(files_.size(), std::size_t(12));
        QVERIFY(pairs_.size() >= 580);
        std::set<std::string> questions;
        int korean = 0;
        for (const Example &e : pairs_) {
            QVERIFY(!e.question.empty());
            QVERIFY2(questions.insert(e.databaseId + e.question).second, e.question.c_str());
            korean += e.language == "ko";
        }
        QVERIFY(korean * 10 > static_cast<int>(pairs_.size()) * 4 &&
                korean * 10 < static_cast<int>(pairs_.size()) * 6);
    }

    void everyQueryRunsAndMostAnswer()
    {
        std::map<std::string, std::unique_ptr<Database>> open;
        int empty = 0;
        for (const Example &e : pairs_) {
            auto &db = open[e.databaseId];
            if (!db)
                db = std::make_unique<Database>(files_[e.databaseId]);
            Database::Answer answer = db->run(e.query);
            QVERIFY2(answer.ran, e.query.c_str());
            empty += !answer.telling;
        }
        QVERIFY2(empty * 10 <= static_cast<int>(pairs_.size()), qPrintable(QString::number(empty)));
    }

    void everyQueryIsReadBackTheSame()
    {
        for (const Example &e : pairs_) {
            sql::Query q = sql::parse(e.query);
            QCOMPARE(sql::print(q), e.query);
            QCOMPARE(std::string(sql::name(sql::hardness(q))), e.difficulty);
        }
    }

    void noTableStandsTwiceInOneFrom()
    {
        for (const Example &e : pairs_) {
            sql::Query q = sql::parse(e.query);
            for (const sql::SelectCore &core : q.cores) {
                std::set<std::string> tables;
                for (const sql::Source &source : core.from)
                    QVERIFY2(tables.insert(source.table).second, e.query.c_str());
            }
        }
    }

    void theMixFollowsSpidersLevels()
    {
        std::map<std::string, int> levels;
        for (const Example &e : pairs_)
            ++levels[e.difficulty];
        double n = static_cast<double>(pairs_.size());
        QVERIFY(levels["easy"] / n > 0.3 && levels["easy"] / n < 0.5);
        QVERIFY(levels["medium"] / n > 0.2 && levels["medium"] / n < 0.42);
        QVERIFY(levels["hard"] / n > 0.1 && levels["hard"] / n < 0.32);
        QVERIFY(levels["extra"] / n > 0.04 && levels["extra"] / n < 0.2);
    }

    void theQuestionNamesTheValuesOfItsQuery()
    {
        // dates and numbers are worded freely, a few texts are translated
        static const std::regex worded("[-0-9: %]*|%.*|now|start of.*|[-+].*|[YN]|true|false");
        int named = 0, all = 0;
        for (const Example &e : pairs_) {
            sql::Query q = sql::parse(e.query);
            sql::forEachExpr(q, [&](const sql::Expr &x) {
                if (x.kind != sql::ExprKind::String || std::regex_match(x.text, worded))
                    return;
                std::string text = x.text, question = e.question;
                std::erase(text, '%');
                for (std::string *s : {&text, &question})
                    for (char &c : *s)
                        c = static_cast<char>(static_cast<unsigned char>(c) < 0x80 ? std::tolower(c) : c);
                ++all;
                named += question.find(text) != std::string::npos;
            });
        }
        QVERIFY(all > 100);
        QVERIFY2(named * 100 >= all * 96, qPrintable(QString("%1 of %2").arg(named).arg(all)));
    }

    void wordingLeavesNothingOpen()
    {
        for (const Example &e : pairs_) {
            for (const char *bad : {"{", "}", "  ", "을를", "으로로", "|을", "|the"})
                QVERIFY2(e.question.find(bad) == std::string::npos, e.question.c_str());
            QCOMPARE(guessLanguage(e.question) == "ko" || e.language == "en", true);
        }
    }

    void sameSeedSamePairs()
    {
        auto once = [&](std::uint64_t seed, const char *name) {
            Synthesizer s(seed, resources);
            return lines(s.invent(3, path(name), 30, {"ko", "en"}));
        };
        std::string first = once(7, "same.sqlite");
        QByteArray bytes = digest(path("same.sqlite"));
        QCOMPARE(once(7, "same.sqlite"), first);
        QCOMPARE(digest(path("same.sqlite")), bytes);
        QVERIFY(once(8, "other.sqlite") != first);
    }

    void revenueIsQuantityTimesPriceOfWhatWasSold()
    {
        const std::filesystem::path shop = MUREUM_SOURCE_DIR "/resources/samples/shop.sqlite";
        const std::regex money("\\b(revenue|turnover|sales)\\b|매출|판매액|판매 금액");
        int products = 0, dated = 0;
        for (const Example &e : Synthesizer(3, resources).fromDatabase(shop, 1500, {"ko", "en"})) {
            if (!std::regex_search(e.question, money) || e.query.find("SUM(") == std::string::npos)
                continue;
            const bool lines = e.query.find("order_items") != std::string::npos;
            products += lines &&
                        std::regex_search(e.query,
                                          std::regex("SUM\\((T\\d\\.|order_items\\.)?"
                                                     "(quantity \\* (T\\d\\.|order_items\\.)?unit_price|"
                                                     "unit_price \\* (T\\d\\.|order_items\\.)?quantity)\\)"));
            dated += lines && e.query.find("order_date") != std::string::npos;
            QVERIFY2(e.query.find("released_on") == std::string::npos, e.query.c_str());
        }
        QVERIFY(products >= 10);
        QVERIFY(dated >= 2);
    }

    void asksAboutAnyDatabaseAndLeavesItAlone()
    {
        std::filesystem::path file = files_.begin()->second;
        QByteArray before = digest(file);
        Synthesizer s(5, resources);
        std::vector<Example> pairs = s.fromDatabase(file, 40, {"en"});
        QVERIFY(pairs.size() >= 35);
        for (const Example &e : pairs)
            QCOMPARE(e.language, std::string("en"));
        QCOMPARE(lines(Synthesizer(5, resources).fromDatabase(file, 40, {"en"})), lines(pairs));
        QCOMPARE(digest(file), before);
    }

    void worksOffAJob()
    {
        SynthOptions o;
        o.resources = resources;
        o.invent = 3;
        o.count = 10;
        o.databases = path("many");
        o.output = path("many.jsonl");
        std::vector<int> steps;
        SynthReport report = synthesize(o, [&](const SynthProgress &p) { steps.push_back(p.databases); });
        QCOMPARE(steps, (std::vector<int>{1, 2, 3}));
        ExampleFile file = readExamples(o.output);
        QVERIFY(file.bad.empty());
        QCOMPARE(static_cast<int>(file.examples.size()), report.pairs);
        for (const Example &e : file.examples)
            QVERIFY(std::filesystem::exists(databaseFile(o.databases, e.databaseId)));
    }

    void stopsWhenTold()
    {
        SynthOptions o;
        o.resources = resources;
        o.invent = 50;
        o.count = 5;
        o.databases = path("stopped");
        o.output = path("stopped.jsonl");
        std::stop_source source;
        SynthReport report = synthesize(
            o,
            [&](const SynthProgress &p) {
                if (p.databases == 2)
                    source.request_stop();
            },
            source.get_token());
        QVERIFY(report.stopped);
        QCOMPARE(report.databases, 2);
    }

    void saysWhatIsMissing()
    {
        SynthOptions o;
        o.resources = resources;
        o.output = path("x.jsonl");
        QVERIFY_EXCEPTION_THROWN(synthesize(o), Error); // neither a database nor a number
        o.database = path("absent.sqlite");
        QVERIFY_EXCEPTION_THROWN(synthesize(o), Error);
        o.languages = {"fr"};
        QVERIFY_EXCEPTION_THROWN(synthesize(o), Error);
        QVERIFY_EXCEPTION_THROWN(Synthesizer(1, Resources{"/nowhere", "/nowhere"}), Error);
    }
};

QTEST_GUILESS_MAIN(TestSynth)
#include "test_synth.moc"
