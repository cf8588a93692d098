#include "datasets/error.h"
#include "eval/judge/answer.h"
#include "eval/judge/judge.h"
#include "tests/eval/hostile_server.h"
#include "tests/eval/judge_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace mureum;
using eval::JudgeOptions;
using eval::JudgeResult;
using eval::Verdict;
using Reply = HostileServer::Reply;
using Request = HostileServer::Request;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

namespace {

const std::string yes = R"({"resolve_yn": "yes"})", no = R"({"resolve_yn": "no"})";
const std::string key = "sk-judge-0123456789";

std::string errorOf(const std::function<void()> &work)
{
    try {
        work();
    } catch (const datasets::Error &error) {
        return error.what();
    }
    return {};
}

#define HAS(text, part) QVERIFY2((text).find(part) != std::string::npos, (text).c_str())

/// Six records of which the judge has to be asked about four.
std::vector<eval::EvaluationRecord> sixRecords()
{
    return {makeRecord("q0", "SELECT 1", "SELECT 1", Verdict::Right),
            makeRecord("q1", "SELECT 1", "SELECT 2"),
            makeRecord("q2", "SELECT name FROM item", ""),
            makeRecord("q3", "SELECT 1", "SELECT 1.0", Verdict::Right),
            makeRecord("질문 4", "SELECT 1", "SELECT 3", Verdict::Inconclusive),
            makeRecord("q5", "SELECT 1", "SELECT 4", Verdict::Right)};
}

bool asksAbout(const Request &request, const std::string &question)
{
    return request.userMessage().find("Question: " + question + "\n") != std::string::npos;
}

} // namespace

class TestJudge : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> dir_;
    fs::path run_;

    JudgeOptions optionsFor(const HostileServer &server) const
    {
        JudgeOptions options;
        options.runDirectory = run_;
        options.databases = run_.parent_path();
        options.chat.endpoint = eval::parseEndpoint(server.url());
        options.chat.model = "judge-1";
        options.chat.apiKey = key;
        options.chat.firstDelay = milliseconds(5);
        options.chat.longestDelay = milliseconds(20);
        options.chat.maxRetries = 2;
        return options;
    }

    std::vector<nlohmann::json> lines() const { return readJsonLines(run_ / "judge.jsonl"); }

private slots:
    void init()
    {
        dir_ = std::make_unique<QTemporaryDir>();
        const fs::path folder(dir_->path().toStdString());
        makeDatabase(folder / "shop.sqlite", "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT);"
                                             "INSERT INTO item VALUES (1, '{question} 사과'), (2, NULL)");
        run_ = folder / "run";
        writeRecords(run_, sixRecords());
    }

    void judges()
    {
        HostileServer server([](const Request &request) {
            return HostileServer::says(asksAbout(request, "q1") || asksAbout(request, "q5") ? no : yes, 90,
                                       6);
        });
        std::vector<eval::JudgeProgress> steps;
        const JudgeResult result = eval::judgeRun(
            optionsFor(server), [&](const eval::JudgeProgress &progress) { steps.push_back(progress); });
        QVERIFY(result.complete);
        QCOMPARE(server.count(), std::size_t(4));
        const auto &summary = result.summary;
        QCOMPARE(summary["count"].get<int>(), 6);
        QCOMPARE(summary["yes"].get<int>(), 3); // q0 unasked, q3, 4
        QCOMPARE(summary["no"].get<int>(), 3);  // q1, q2 unasked, q5
        QCOMPARE(summary["errors"].get<int>(), 0);
        QCOMPARE(summary["asked"].get<int>(), 4);
        QCOMPARE(summary["judge"].get<double>(), 0.5);
        QCOMPARE(summary["prompt_tokens"].get<int>(), 360);
        QCOMPARE(summary["completion_tokens"].get<int>(), 24);
        QVERIFY(summary["cost"].is_null());
        const auto &agreement = summary["agreement"]; // 4 is inconclusive
        QCOMPARE(agreement["right_yes"].get<int>(), 2);
        QCOMPARE(agreement["right_no"].get<int>(), 1);
        QCOMPARE(agreement["wrong_yes"].get<int>(), 0);
        QCOMPARE(agreement["wrong_no"].get<int>(), 2);
        // Observed 4/5, by chance (3*2 + 2*3) / 25.
        QVERIFY(std::abs(agreement["kappa"].get<double>() - (0.8 - 0.48) / 0.52) < 1e-9);
        QVERIFY(nlohmann::ordered_json::parse(readFile(run_ / "judge_summary.json")) == summary);
        QCOMPARE(steps.size(), std::size_t(6));
        QCOMPARE(steps.back().done, std::size_t(6));
        QCOMPARE(steps.back().promptTokens, 360);

        std::set<std::size_t> indices;
        for (const auto &line : lines()) {
            indices.insert(line["index"].get<std::size_t>());
            const bool asked = line["index"] != 0 && line["index"] != 2;
            QCOMPARE(line["asked"].get<bool>(), asked);
            QCOMPARE(line["prompt_tokens"].get<int>(), asked ? 90 : 0);
            QCOMPARE(line["error"].get<std::string>(), std::string());
        }
        QCOMPARE(indices.size(), std::size_t(6));
    }

    void thePromptHoldsWhatItShould()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        eval::judgeRun(optionsFor(server));
        for (const Request &request : server.requests()) {
            const auto body = nlohmann::json::parse(request.body);
            QCOMPARE(body["messages"].size(), std::size_t(2));
            const auto system = body["messages"][0]["content"].get<std::string>();
            HAS(system, yes);
            const std::string user = request.userMessage();
            HAS(user, "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)");
            HAS(user, "known to be right:\nSELECT 1\n");
            QVERIFY(user.find('{') == std::string::npos);
            if (asksAbout(request, "질문 4"))
                HAS(user, "SQL to judge:\nSELECT 3\n");
        }
    }

    void withoutGoldItIsNeverSeen()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        options.gold = false;
        options.prompts = eval::defaultJudgePrompts(false);
        eval::judgeRun(options);
        QCOMPARE(server.count(), std::size_t(5)); // q0 too, though it is the gold
        for (const Request &request : server.requests())
            QVERIFY(request.body.find("known to be right") == std::string::npos);
    }

    void templatesOfOnesOwn()
    {
        writeRecords(run_, {makeRecord("a {gold} question", "SELECT 7", "SELECT name FROM item")});
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        options.prompts = {
            "", "{question}|{gold}|{prediction}|{\"a\": {}}|{ gold }|{}|{question|{rows_prediction}|"
                "{rows_gold}"};
        eval::judgeRun(options);
        const auto body = nlohmann::json::parse(server.requests().front().body);
        QCOMPARE(body["messages"].size(), std::size_t(1));
        // Values are not looked into, braces that are no placeholder stay.
        QCOMPARE(
            body["messages"][0]["content"].get<std::string>(),
            std::string("a {gold} question|SELECT 7|SELECT name FROM item|{\"a\": {}}|{ gold }|{}|{question|"
                        "name\n{question} 사과\nNULL\n(2 rows)\n|7\n7\n(1 row)\n"));
    }

    void badTemplates_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<bool>("gold");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << "{question} {prediction} {golden}" << true << "{golden}";
        QTest::newRow("no prediction") << "{question}" << true << "{prediction}";
        QTest::newRow("no question") << "{prediction}" << true << "{question}";
        QTest::newRow("gold without gold") << "{question} {prediction} {gold}" << false << "{gold}";
        QTest::newRow("rows without gold") << "{question} {prediction} {rows_gold}" << false << "{rows_gold}";
    }
    void badTemplates()
    {
        QFETCH(QString, user);
        QFETCH(bool, gold);
        QFETCH(QString, says);
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        options.gold = gold;
        options.prompts = {"", user.toStdString()};
        HAS(errorOf([&] { eval::estimateJudge(options); }), says.toStdString());
        HAS(errorOf([&] { eval::judgeRun(options); }), says.toStdString());
        QCOMPARE(server.count(), std::size_t(0));
        QVERIFY(!fs::exists(run_ / "judge.jsonl"));
    }

    void readsAnswers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("verdict"); // 1 yes, 0 no, -1 unreadable
        int row = 0;
        const auto add = [&](const char *text, int verdict) {
            QTest::addRow("%d", row++) << text << verdict;
        };
        add(R"({"resolve_yn": "yes"})", 1);
        add(R"({"resolve_yn":"no"})", 0);
        add(R"({"resolve_yn": "No"})", 0);
        add(R"({"Resolve_YN": "YES"})", 1);
        add(R"({"resolve_yn": " yes "})", 1);
        add(R"({"resolve_yn": true})", 1);
        add("```json\n{\"resolve_yn\": \"yes\"}\n```", 1);
        add("Sure!\n```\n{\n  \"reason\": \"the {join} is missing\",\n  \"resolve_yn\": \"no\"\n}\n```\nBye "
            "{x}",
            0);
        add(R"(The SQL is right. {"resolve_yn": "yes"} I hope that helps.)", 1);
        add("{\"resolve_yn\": \"no\", \"reason\": \"not \\\"resolve_yn\\\": \\\"yes\\\" as one may think\"}",
            0);
        add(R"(First I thought {"resolve_yn": "no"}, but: {"resolve_yn": "yes"})", 1);
        add(R"(<think>{"resolve_yn": "no"} or yes?</think>{"resolve_yn": "yes"})", 1);
        add(R"(Format {"resolve_yn": "yes"|"no"}. Mine: {'resolve_yn': 'no'})", 0);
        add(R"(resolve_yn: yes)", 1);
        add(R"(**resolve_yn**: **no**)", 0);
        add("yes", 1);
        add("No.", 0);
        add(" \"YES\"\n", 1);
        add("", -1);
        add("maybe", -1);
        add("yes and no", -1);
        add("The answer is yes", -1);
        add(R"({"resolve_yn": "maybe"})", -1);
        add(R"({"resolve_yn": "yesterday"})", -1);
        add(R"({"resolve_yn": "nope"})", -1);
        add(R"({"resolve_yn": null})", -1);
        add(R"({"resolve_yn": 1})", -1);
        add(R"({"resolve_yn": ["yes"]})", -1);
        add(R"({"resolve": "yes"})", -1);
        add(R"({"resolve_yn": "yes"|"no"})", -1);
        add(R"({"resolve_yn")", -1);
        add(R"("resolve_yn":)", -1);
        add(R"(<think>{"resolve_yn": "yes"}</think>)", -1);
    }
    void readsAnswers()
    {
        QFETCH(QString, text);
        QFETCH(int, verdict);
        const auto read = eval::parseJudgeAnswer(text.toStdString());
        QCOMPARE(read ? (*read ? 1 : 0) : -1, verdict);
    }

    void longAnswersTakeNoTime()
    {
        std::string text;
        for (int i = 0; i < 100'000; ++i)
            text += "{\"resolve_yn\":";
        const auto start = std::chrono::steady_clock::now();
        QVERIFY(!eval::parseJudgeAnswer(text));
        QVERIFY(!eval::parseJudgeAnswer(std::string(1 << 20, '{')));
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
    }

    void errorsStayWithTheirRecord()
    {
        HostileServer server([](const Request &request) {
            if (asksAbout(request, "q1"))
                return HostileServer::says("I cannot say.");
            if (asksAbout(request, "q3"))
                return HostileServer::fails(500, "with key " + key);
            if (asksAbout(request, "q5"))
                return HostileServer::fails(400, "too long");
            return HostileServer::says(yes);
        });
        JudgeOptions options = optionsFor(server);
        JudgeResult result = eval::judgeRun(options);
        QVERIFY(result.complete);
        QCOMPARE(result.summary["errors"].get<int>(), 3);
        QCOMPARE(result.summary["judged"].get<int>(), 3);
        std::map<int, std::string> errors;
        for (const auto &line : lines())
            if (line["verdict"].is_null())
                errors[line["index"].get<int>()] = line["error"].get<std::string>();
        QCOMPARE(errors[1], std::string("unreadable answer"));
        HAS(errors[3], "500");
        HAS(errors[5], "too long");
        for (const auto &entry : fs::directory_iterator(run_))
            QVERIFY(readFile(entry.path()).find(key) == std::string::npos);

        // A second time nothing is asked ...
        const std::size_t before = server.count();
        QVERIFY(eval::judgeRun(options).summary == result.summary);
        QCOMPARE(server.count(), before);
        // ... unless the errors are to be.
        HostileServer better([](const Request &) { return HostileServer::says(no); });
        options = optionsFor(better);
        options.retryErrors = true;
        result = eval::judgeRun(options);
        QCOMPARE(better.count(), std::size_t(3));
        QCOMPARE(result.summary["errors"].get<int>(), 0);
        QCOMPARE(result.summary["no"].get<int>(), 4);
    }

    void goesOnAfterAStop()
    {
        std::vector<eval::EvaluationRecord> records;
        for (int i = 0; i < 60; ++i)
            records.push_back(makeRecord("q" + std::to_string(i) + "!", "SELECT 1", "SELECT 2"));
        writeRecords(run_, records);
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        options.chat.parallel = 4;
        std::stop_source stop;
        const JudgeResult first = eval::judgeRun(
            options, [&](const eval::JudgeProgress &now) { now.done == 20 ? stop.request_stop() : false; },
            stop.get_token());
        QVERIFY(!first.complete);
        QVERIFY(!fs::exists(run_ / "judge_summary.json"));
        const std::size_t done = lines().size();
        QVERIFY(done >= 20 && done < 30);
        QCOMPARE(first.summary["judged"].get<std::size_t>(), done);
        QCOMPARE(eval::estimateJudge(options).recorded, done);
        QVERIFY(eval::judgeRun(options).complete);
        QCOMPARE(lines().size(), std::size_t(60));
        QCOMPARE(server.count(), std::size_t(60)); // grace: even what was on its way is not asked twice
    }

    void cutsWhatAKilledProcessLeft()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const JudgeOptions options = optionsFor(server);
        eval::judgeRun(options);
        const std::string whole = readFile(run_ / "judge.jsonl");
        const std::string summary = readFile(run_ / "judge_summary.json");
        QCOMPARE(server.count(), std::size_t(4));
        // In the last line, which is of a record that was asked about, wherever the write ended.
        const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
        int asked = 4;
        for (std::size_t length = last; length < whole.size(); length += 7) {
            writeFile(run_ / "judge.jsonl", whole.substr(0, length));
            eval::judgeRun(options);
            QCOMPARE(readFile(run_ / "judge.jsonl"), whole);
            QCOMPARE(server.count(), std::size_t(++asked));
        }
        // A line in the middle that nobody understands costs its own record only.
        const std::size_t second = whole.find('\n') + 1;
        writeFile(run_ / "judge.jsonl", "\xFF garbage {\n" + whole.substr(second));
        eval::judgeRun(options);
        QCOMPARE(readFile(run_ / "judge_summary.json"), summary);
        QVERIFY(server.count() <= std::size_t(asked + 1));
    }

    void anotherJudgeIsRefused()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const JudgeOptions options = optionsFor(server);
        eval::judgeRun(options);
        const std::string before = readFile(run_ / "judge.jsonl");
        JudgeOptions other = options;
        other.chat.model = "judge-2";
        HAS(errorOf([&] { eval::judgeRun(other); }), "--restart");
        other = options;
        other.prompts.user += " please";
        HAS(errorOf([&] { eval::judgeRun(other); }), "--restart");
        other = options;
        other.gold = false;
        other.prompts = eval::defaultJudgePrompts(false);
        HAS(errorOf([&] { eval::judgeRun(other); }), "--restart");
        QCOMPARE(readFile(run_ / "judge.jsonl"), before);
        QCOMPARE(server.count(), std::size_t(4));
        other.restart = true;
        QCOMPARE(eval::estimateJudge(other).recorded, std::size_t(0));
        QVERIFY(eval::judgeRun(other).complete);
        QCOMPARE(server.count(), std::size_t(9));
        QCOMPARE(lines().size(), std::size_t(6));
    }

    void otherRecordsAreRefusedAndMoreAreTaken()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const JudgeOptions options = optionsFor(server);
        auto records = sixRecords();
        eval::judgeRun(options);
        records.push_back(makeRecord("q6", "SELECT 1", "SELECT 9"));
        writeRecords(run_, records);
        QCOMPARE(eval::judgeRun(options).summary["judged"].get<int>(), 7);
        QCOMPARE(server.count(), std::size_t(5));
        records[1].prediction = "SELECT 99";
        writeRecords(run_, records);
        HAS(errorOf([&] { eval::judgeRun(options); }), "other records");
        writeRecords(run_, {records[0]});
        HAS(errorOf([&] { eval::judgeRun(options); }), "other records");
        QCOMPARE(server.count(), std::size_t(5));
    }

    void aRunThatIsStillWritten()
    {
        const std::string text = readFile(run_ / "records.jsonl");
        writeFile(run_ / "records.jsonl", text.substr(0, text.size() - 20));
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        QCOMPARE(eval::judgeRun(optionsFor(server)).summary["count"].get<int>(), 5);
    }

    void badRuns()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        writeFile(run_ / "records.jsonl", "{\"db_id\": 1}\n");
        HAS(errorOf([&] { eval::judgeRun(options); }), "line 1");
        writeFile(run_ / "records.jsonl", "");
        HAS(errorOf([&] { eval::judgeRun(options); }), "no finished example");
        options.runDirectory = run_ / "elsewhere";
        HAS(errorOf([&] { eval::judgeRun(options); }), "records.jsonl is not there");
        QVERIFY(!fs::exists(options.runDirectory));
    }

    void missingDatabases()
    {
        auto records = sixRecords();
        records[1].databaseId = "gone";
        writeRecords(run_, records);
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        QCOMPARE(eval::estimateJudge(options).noPrompt, std::size_t(1));
        QCOMPARE(eval::judgeRun(options).summary["errors"].get<int>(), 1);
        HAS(readFile(run_ / "judge.jsonl"), "gone");
        // None at all: a wrong folder.
        options.databases = run_;
        options.restart = true;
        HAS(errorOf([&] { eval::estimateJudge(options); }), "gone");
        // Found in another way.
        options.databaseOf = [&](std::size_t, const eval::EvaluationRecord &) {
            return run_.parent_path() / "shop.sqlite";
        };
        QCOMPARE(eval::estimateJudge(options).noPrompt, std::size_t(0));
    }

    void estimates()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        JudgeOptions options = optionsFor(server);
        options.priceIn = 2.5;
        options.priceOut = 10;
        options.chat.requestsPerMinute = 2;
        const eval::JudgeEstimate estimate = eval::estimateJudge(options);
        QCOMPARE(server.count(), std::size_t(0));
        QVERIFY(!fs::exists(run_ / "judge.jsonl") && !fs::exists(run_ / "judge_config.json"));
        QCOMPARE(estimate.records, std::size_t(6));
        QCOMPARE(estimate.decided, std::size_t(2));
        QCOMPARE(estimate.requests, std::size_t(4));
        QVERIFY(estimate.promptTokens > 4 * 150 && estimate.promptTokens < 4 * 400);
        QVERIFY(std::abs(*estimate.cost - (static_cast<double>(estimate.promptTokens) * 2.5e-6 +
                                           static_cast<double>(estimate.completionTokens) * 10e-6)) < 1e-12);
        QCOMPARE(estimate.minutes, 2.0);
        options.chat.requestsPerMinute = 0;
        const JudgeResult result = eval::judgeRun(options);
        QVERIFY(std::abs(result.summary["cost"].get<double>() - (400 * 2.5e-6 + 32 * 10e-6)) < 1e-12);
        QCOMPARE(eval::estimateJudge(options).requests, std::size_t(0));
    }

    void aRefusalKeepsWhatWasAnswered()
    {
        HostileServer server([](const Request &request) {
            return request.number < 2 ? HostileServer::says(yes)
                                      : HostileServer::fails(401, "expired " + key);
        });
        JudgeOptions options = optionsFor(server);
        options.chat.parallel = 1;
        const std::string error = errorOf([&] { eval::judgeRun(options); });
        HAS(error, "401");
        QVERIFY(error.find(key) == std::string::npos);
        QCOMPARE(lines().size(), std::size_t(4)); // two asked, two that needed no request
        HostileServer better([](const Request &) { return HostileServer::says(yes); });
        eval::judgeRun(optionsFor(better));
        QCOMPARE(better.count(), std::size_t(2));
    }

    void twoJudgesDoNotShareARun()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const JudgeOptions options = optionsFor(server);
        std::string error;
        eval::judgeRun(options, [&](const eval::JudgeProgress &now) {
            if (now.done == 1)
                error = errorOf([&] { eval::judgeRun(options); });
        });
        HAS(error, "another process");
    }
};

QTEST_GUILESS_MAIN(TestJudge)
#include "test_judge.moc"
