#include "datasets/error.h"
#include "datasets/slots/symbols.h"
#include "datasets/sql/parser.h"
#include "engine/core/error.h"
#include "engine/model/model.h"
#include "engine/model/peft_adapter.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"
#include "engine/tokenizer/sentencepiece_training.h"
#include "eval/answer/asker.h"
#include "eval/answer/choose.h"
#include "eval/answer/slot_tokens.h"
#include "eval/answer/text_prompt.h"
#include "tests/engine/test_adapter_support.h"

#include <QtTest>

#include <QTemporaryDir>
#include <cmath>
#include <random>

using namespace mureum;

namespace {

const std::string shop = MUREUM_SOURCE_DIR "/resources/samples/shop.sqlite";

/// A model that has learned nothing: whatever makes its answers good comes from around it.
std::string writeRandomModel(const QTemporaryDir &folder, bool speaksSlots)
{
    std::vector<std::string> text;
    std::mt19937 letters(3);
    for (int i = 0; i < 800; ++i) {
        std::string line = "how many customers 고객의 이름을 보여줘";
        for (int word = 0; word < 6; ++word) {
            line += ' ';
            for (int c = 0; c < 4; ++c)
                line += static_cast<char>('a' + letters() % 26);
        }
        text.push_back(std::move(line));
    }
    engine::SentencePieceOptions options;
    options.vocabularySize = 900;
    if (speaksSlots)
        options.symbols = datasets::allPieces();
    engine::Model model;
    model.tokenizer = std::make_shared<engine::SentencePieceTokenizer>(engine::trainSentencePiece(text, options));
    auto &config = model.config;
    config.vocabSize = model.tokenizer->size();
    config.dim = 32;
    config.layers = 2;
    config.heads = 4;
    config.kvHeads = 2;
    config.headDim = 8;
    config.ffnDim = 48;
    config.contextLength = 1024;
    std::mt19937 random(4);
    for (const auto &spec : engine::expectedTensors(config)) {
        engine::Tensor tensor(spec.shape);
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = spec.shape.size() == 1 ? 1.0f : static_cast<float>(static_cast<double>(random()) / 4294967296.0 - 0.5) * 0.4f;
        model.tensors.emplace(spec.name, std::move(tensor));
    }
    model.name = "random";
    if (speaksSlots)
        model.promptTemplate = eval::slotTemplate;
    const auto file = folder.filePath(speaksSlots ? "slots.gguf" : "text.gguf").toStdString();
    engine::saveModel(file, model, "f32");
    return file;
}

} // namespace

class TestAsker : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        model_ = writeRandomModel(folder_, true);
        asker_ = std::make_unique<eval::Asker>(model_, 1);
        asker_->openDatabase(shop);
    }

    /// The constraint's promise: even a model that knows nothing writes SQL that runs.
    void everyAnswerRuns()
    {
        eval::AskOptions options;
        options.candidates = 4;
        for (const char *question : {"How many customers are there?", "서울에 사는 VIP 고객 5명", "지난달 주문", "2024년 3월 이후"}) {
            const auto answer = asker_->ask(question, options);
            QVERIFY2(!answer.sql.empty(), question);
            datasets::sql::parse(answer.sql);
            QVERIFY2(answer.candidates.front().error.empty(), answer.candidates.front().error.c_str());
            QVERIFY(!answer.result.columns.empty());
            QVERIFY(answer.timing.promptTokens > 20);
            QVERIFY(answer.tokenBudget > answer.timing.promptTokens);
        }
    }

    void sameQuestionSameAnswer()
    {
        const auto first = asker_->ask("상품의 판매가"), other = asker_->ask("customers"), again = asker_->ask("상품의 판매가");
        QCOMPARE(first.sql, again.sql);
        QCOMPARE(first.candidates.size(), again.candidates.size());
        for (std::size_t i = 0; i < first.candidates.size(); ++i)
            QCOMPARE(first.candidates[i].sql, again.candidates[i].sql);
        eval::AskOptions sampled;
        sampled.temperature = 1;
        sampled.seed = 9;
        const auto a = asker_->ask("customers", sampled), b = asker_->ask("customers", sampled);
        QCOMPARE(a.sql, b.sql);
    }

    void streams()
    {
        std::vector<std::string> seen;
        const auto answer = asker_->ask("고객의 이름", {}, [&](std::string_view sql) { seen.emplace_back(sql); });
        QVERIFY(!seen.empty());
        for (const auto &sql : seen)
            QVERIFY(!sql.empty());
    }

    void withoutRunningNothingRuns()
    {
        eval::AskOptions options;
        options.run = false;
        const auto answer = asker_->ask("고객의 이름", options);
        QVERIFY(!answer.sql.empty());
        QVERIFY(answer.result.columns.empty());
        QCOMPARE(answer.candidates.front().rows, -1);
    }

    void stopsBeforeItBegins()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto answer = asker_->ask("고객의 이름", {}, {}, stop.get_token());
        QVERIFY(answer.result.rows.empty());
    }

    void badQuestions()
    {
        QVERIFY_EXCEPTION_THROWN(asker_->ask(""), datasets::Error);
        QVERIFY_EXCEPTION_THROWN(asker_->ask(" \n\t "), datasets::Error);
        QVERIFY_EXCEPTION_THROWN(asker_->ask(std::string(100000, 'x')), datasets::Error);
        asker_->ask("\xff\xfe broken bytes \xc3");
    }

    void badFiles()
    {
        QVERIFY_EXCEPTION_THROWN(eval::Asker("/nonexistent.gguf"), engine::Error);
        const auto garbage = folder_.filePath("garbage.gguf");
        QFile file(garbage);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        QVERIFY_EXCEPTION_THROWN(eval::Asker(garbage.toStdString()), engine::Error);
        QVERIFY_EXCEPTION_THROWN(asker_->openDatabase(garbage.toStdString()), datasets::Error);
        QVERIFY(asker_->schema().find("customers") >= 0); // the database that was open still is
        eval::Asker closed(model_, 1);
        QVERIFY_EXCEPTION_THROWN(closed.ask("customers"), datasets::Error);
    }

    void modelsOfSqlText()
    {
        eval::Asker asker(writeRandomModel(folder_, false), 1);
        asker.openDatabase(MUREUM_SOURCE_DIR "/resources/samples/fitness_club.sqlite");
        try {
            const auto answer = asker.ask("회원 수");
            QVERIFY(answer.prompt.find("CREATE TABLE") != std::string::npos);
        } catch (const datasets::Error &error) { // a tiny vocabulary makes long prompts
            QVERIFY(QString(error.what()).contains("context"));
        }
    }

    void linksAreBytesOfTheQuestion()
    {
        const std::string question = "서울에 사는 고객의 이름";
        const auto answer = asker_->ask(question);
        QVERIFY(answer.links.size() >= 3);
        for (const auto &link : answer.links)
            QVERIFY(link.begin < link.end && link.end <= question.size() && !link.target.empty());
    }

    void theDatabaseIsNotTouched()
    {
        QFile file(QString::fromStdString(shop));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto before = file.readAll();
        asker_->ask("고객의 이름");
        file.seek(0);
        QCOMPARE(file.readAll() == before, true);
    }

    void choosesByRows()
    {
        eval::SqlRunner runner(shop);
        auto candidate = [](const char *sql, double probability) {
            eval::Candidate c;
            c.sql = sql;
            c.logProbability = std::log(probability);
            return c;
        };
        eval::ResultSet result;
        // Two ways to say one thing outweigh a likelier single; what fails is out.
        std::vector<eval::Candidate> voting = {candidate("SELECT nothing_here FROM customers", 0.5),
                                               candidate("SELECT MIN(price) FROM products", 0.2),
                                               candidate("SELECT COUNT(*) FROM customers", 0.15),
                                               candidate("SELECT COUNT(customer_id) FROM customers", 0.12)};
        QCOMPARE(eval::chooseByExecution(voting, runner, {}, result, {}), 2);
        QVERIFY(!voting[0].error.empty());
        QCOMPARE(voting[2].rows, 1);
        QCOMPARE(result.rows.size(), 1u);
        // Empty results give way unless much likelier.
        std::vector<eval::Candidate> empty = {candidate("SELECT name FROM customers WHERE city = 'nowhere'", 0.5),
                                              candidate("SELECT name FROM customers WHERE city = '서울'", 0.2)};
        QCOMPARE(eval::chooseByExecution(empty, runner, {}, result, {}), 1);
        empty[0].logProbability = std::log(0.9);
        empty[1].logProbability = std::log(0.01);
        QCOMPARE(eval::chooseByExecution(empty, runner, {}, result, {}), 0);
        std::vector<eval::Candidate> broken = {candidate("SELECT", 0.5), candidate("DROP TABLE customers", 0.4)};
        QCOMPARE(eval::chooseByExecution(broken, runner, {}, result, {}), -1);
    }

    void sqlOutOfText()
    {
        QCOMPARE(eval::sqlInText("SQL: SELECT 1;"), std::string("SELECT 1"));
        QCOMPARE(eval::sqlInText("```sql\nselect a from b\n```\nwhich..."), std::string("select a from b"));
        QCOMPARE(eval::sqlInText("I do not know"), std::string());
        QCOMPARE(eval::sqlInText("WITH t AS (SELECT 1) SELECT * FROM t"), std::string("WITH t AS (SELECT 1) SELECT * FROM t"));
    }

    void slotTokensNeedTheirPieces()
    {
        const auto plain = engine::loadModel(writeRandomModel(folder_, false));
        QVERIFY_EXCEPTION_THROWN(eval::SlotTokens(*plain.tokenizer), engine::Error);
        const auto model = engine::loadModel(model_);
        const eval::SlotTokens tokens(*model.tokenizer);
        for (int symbol = 0; symbol < datasets::symbolCount; ++symbol)
            QCOMPARE(tokens.symbol(tokens.token(symbol)), symbol);
    }

    void adaptersAreSwitchedBetweenQuestions()
    {
        eval::Asker asker(model_, 1);
        asker.openDatabase(shop);
        eval::AskOptions options;
        options.run = false;
        const auto sqls = [&] {
            QStringList all;
            for (const auto &candidate : asker.ask("how many customers are there", options).candidates)
                all.append(QString::fromStdString(candidate.sql));
            return all;
        };
        const auto write = [&](const std::filesystem::path &folder, unsigned seed) {
            const engine::Adapter adapter =
                engine::adapter_test::randomAdapter(asker.model(), engine::adapter_test::smallAdapter(), seed, 1.0F);
            engine::saveAdapter(folder, adapter, asker.model().config);
            return adapter;
        };
        const std::filesystem::path folder = folder_.filePath("adapter").toStdString();
        const auto plain = sqls();
        const engine::Adapter first = write(folder, 7);
        asker.useAdapter(folder);
        const auto adapted = sqls();
        QVERIFY(adapted != plain);
        asker.useAdapter(std::filesystem::path());
        QCOMPARE(sqls(), plain);
        asker.useAdapter(first); // the same numbers from memory
        QCOMPARE(sqls(), adapted);
        const engine::Adapter second = write(folder, 8);
        std::filesystem::last_write_time(folder, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
        asker.useAdapter(second);
        const auto other = sqls();
        QVERIFY(other != adapted);
        asker.useAdapter(folder); // written anew: read anew
        QCOMPARE(sqls(), other);
        eval::Asker fromTheStart(model_, 1, folder);
        fromTheStart.openDatabase(shop);
        QCOMPARE(QString::fromStdString(fromTheStart.ask("how many customers are there", options).candidates.front().sql),
                 other.front());
        QVERIFY_EXCEPTION_THROWN(asker.useAdapter(folder_.filePath("none").toStdString()), engine::Error);
        QCOMPARE(sqls(), other); // a failure changes nothing
    }

    void adaptersOfOtherWeightsAreDoubted()
    {
        eval::Asker asker(model_, 1);
        engine::Adapter adapter =
            engine::adapter_test::randomAdapter(asker.model(), engine::adapter_test::smallAdapter(), 7, 0.1F);
        const auto save = [&](const char *name, const std::string &hash) {
            adapter.base = "another";
            adapter.baseHash = hash;
            const std::filesystem::path folder = folder_.filePath(QLatin1String(name)).toStdString();
            engine::saveAdapter(folder, adapter, asker.model().config);
            return folder;
        };
        const auto own = save("own", engine::modelHash(asker.model())), foreign = save("foreign", "0123456789abcdef"),
                   unknown = save("unknown", "");
        asker.useAdapter(own);
        QCOMPARE(asker.adapterWarning(), std::string());
        asker.useAdapter(foreign);
        QVERIFY(asker.adapterWarning().find("other weights (another)") != std::string::npos);
        asker.useAdapter(unknown); // nobody can tell
        QCOMPARE(asker.adapterWarning(), std::string());
        asker.useAdapter(foreign); // known already
        QVERIFY(!asker.adapterWarning().empty());
        asker.useAdapter(std::filesystem::path());
        QCOMPARE(asker.adapterWarning(), std::string());
    }

private:
    QTemporaryDir folder_;
    std::string model_;
    std::unique_ptr<eval::Asker> asker_;
};

QTEST_GUILESS_MAIN(TestAsker)
#include "test_asker.moc"
