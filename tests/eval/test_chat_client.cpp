#include "eval/remote/chat_client.h"
#include "eval/remote/chat_protocol.h"
#include "tests/eval/hostile_server.h"

#include <QTest>

#include <map>
#include <set>

using namespace mureum;
using eval::ChatOptions;
using eval::ChatReply;
using Reply = HostileServer::Reply;
using Request = HostileServer::Request;
using std::chrono::milliseconds;

namespace {

const std::string key = "sk-test-0123456789abcdef";

ChatOptions optionsFor(const HostileServer &server)
{
    ChatOptions options;
    options.endpoint = eval::parseEndpoint(server.url());
    options.model = "judge-1";
    options.apiKey = key;
    options.timeout = milliseconds(5000);
    options.firstDelay = milliseconds(5);
    options.longestDelay = milliseconds(40);
    options.grace = milliseconds(0);
    return options;
}

struct Outcome
{
    std::map<std::size_t, ChatReply> replies;
    eval::ChatStatistics statistics;
    bool complete = false;
    std::string fatal;
};

Outcome ask(const ChatOptions &options, std::size_t count, std::stop_token stop = {},
            const std::function<void(const ChatReply &)> &also = {})
{
    Outcome outcome;
    std::size_t next = 0;
    eval::ChatClient client(options);
    try {
        outcome.complete = client.run(
            [&]() -> std::optional<eval::ChatRequest> {
                if (next == count)
                    return std::nullopt;
                const std::size_t id = next++;
                return eval::ChatRequest{id, {{"user", "question " + std::to_string(id)}}, 100};
            },
            [&](const ChatReply &reply) {
                QVERIFY(!outcome.replies.contains(reply.id));
                outcome.replies[reply.id] = reply;
                if (also)
                    also(reply);
            },
            stop);
    } catch (const datasets::Error &error) {
        outcome.fatal = error.what();
    }
    outcome.statistics = client.statistics();
    return outcome;
}

double secondsOf(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

#define HAS(text, part) QVERIFY2(contains(text, part), (text).c_str())

/// Of each user message, how often it came.
std::map<std::string, int> hits(const HostileServer &server)
{
    std::map<std::string, int> counts;
    for (const Request &request : server.requests())
        ++counts[request.userMessage()];
    return counts;
}

} // namespace

class TestChatClient : public QObject
{
    Q_OBJECT

private slots:
    void asksAndReads()
    {
        HostileServer server([](const Request &request) {
            return HostileServer::says("about " + request.userMessage(), 42, 7);
        });
        const Outcome outcome = ask(optionsFor(server), 3);
        QVERIFY(outcome.complete);
        QCOMPARE(outcome.replies.size(), std::size_t(3));
        const ChatReply &reply = outcome.replies.at(2);
        QCOMPARE(reply.content, std::string("about question 2"));
        QCOMPARE(reply.error, std::string());
        QCOMPARE(*reply.promptTokens, 42);
        QCOMPARE(*reply.completionTokens, 7);
        QCOMPARE(reply.attempts, 1);
        const Request request = server.requests().front();
        QVERIFY(request.head.starts_with("POST /v1/chat/completions HTTP/1.1"));
        HAS(request.head, "Authorization: Bearer " + key);
        const auto body = nlohmann::json::parse(request.body);
        QCOMPARE(body["model"].get<std::string>(), std::string("judge-1"));
        QCOMPARE(body["temperature"].get<double>(), 0.0);
        QVERIFY(!request.has("response_format"));
    }

    void hundredsAreInFlightAndConnectionsAreKept()
    {
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says("yes");
            reply.delay = milliseconds(50);
            return reply;
        });
        ChatOptions options = optionsFor(server);
        options.parallel = 200;
        Outcome outcome;
        const double seconds = secondsOf([&] { outcome = ask(options, 500); });
        QCOMPARE(outcome.replies.size(), std::size_t(500));
        QCOMPARE(server.count(), std::size_t(500));
        QVERIFY2(server.mostInFlight() > 100 && server.mostInFlight() <= 200,
                 qPrintable(QString::number(server.mostInFlight())));
        QVERIFY2(server.accepted() <= 200, qPrintable(QString::number(server.accepted())));
        qInfo("500 requests to a server that takes 50 ms, 200 in flight: %.3f s", seconds);
        QVERIFY(seconds < 5); // one after the other: 25 s
    }

    void noMoreThanAllowedAreInFlight()
    {
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says("yes");
            reply.delay = milliseconds(5);
            return reply;
        });
        ChatOptions options = optionsFor(server);
        options.parallel = 3;
        const Outcome outcome = ask(options, 30);
        QCOMPARE(server.mostInFlight(), 3);
        QCOMPARE(outcome.statistics.mostInFlight, 3);
    }

    void triesAgainAfterFailures_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("429") << 429;
        QTest::newRow("500") << 500;
        QTest::newRow("503") << 503;
        QTest::newRow("408") << 408;
        QTest::newRow("closed without a word") << 0;
        QTest::newRow("cut in the middle") << 1;
    }
    void triesAgainAfterFailures()
    {
        QFETCH(int, kind);
        std::map<std::string, int> seen;
        HostileServer server([&](const Request &request) {
            if (++seen[request.userMessage()] <= 2) {
                if (kind >= 400)
                    return HostileServer::fails(kind);
                Reply reply = HostileServer::says("yes");
                reply.silent = kind == 0;
                reply.cutAfter = 10;
                return reply;
            }
            return HostileServer::says("yes");
        });
        const Outcome outcome = ask(optionsFor(server), 20);
        QCOMPARE(outcome.replies.size(), std::size_t(20));
        for (const auto &[id, reply] : outcome.replies) {
            QCOMPARE(reply.error, std::string());
            QCOMPARE(reply.content, std::string("yes"));
            QCOMPARE(reply.attempts, 3);
        }
        QCOMPARE(server.count(), std::size_t(60));
    }

    void givesUpOneRequestAndGoesOnWithTheRest()
    {
        HostileServer server([](const Request &request) {
            return request.userMessage() == "question 4" ? HostileServer::fails(500, "no luck")
                                                         : HostileServer::says("yes");
        });
        ChatOptions options = optionsFor(server);
        options.maxRetries = 3;
        const Outcome outcome = ask(options, 10);
        QVERIFY(outcome.complete);
        QCOMPARE(outcome.replies.size(), std::size_t(10));
        QCOMPARE(hits(server)["question 4"], 4);
        HAS(outcome.replies.at(4).error, "500");
        HAS(outcome.replies.at(4).error, "no luck");
        for (const auto &[id, reply] : outcome.replies)
            QCOMPARE(reply.error.empty(), id != 4);
    }

    void waitsAsLongAsTheServerAsks()
    {
        HostileServer server([](const Request &request) {
            if (request.number == 0) {
                Reply reply = HostileServer::fails(429);
                reply.headers = {"retry-AFTER: 1"};
                return reply;
            }
            return HostileServer::says("yes");
        });
        ChatOptions options = optionsFor(server);
        options.parallel = 1;
        const Outcome outcome = ask(options, 3);
        QCOMPARE(outcome.replies.at(0).attempts, 2);
        const auto requests = server.requests();
        QCOMPARE(requests.size(), std::size_t(4));
        // Everybody waits, not only the request that was refused.
        for (std::size_t i = 1; i < requests.size(); ++i)
            QVERIFY(requests[i].time - requests[0].time >= milliseconds(990));
    }

    void aDateAsRetryAfter()
    {
        HostileServer server([](const Request &request) {
            if (request.number > 0)
                return HostileServer::says("yes");
            // Whole seconds: two from now are more than one.
            const std::time_t then = std::time(nullptr) + 2;
            char text[64];
            std::strftime(text, sizeof text, "Retry-After: %a, %d %b %Y %H:%M:%S GMT", std::gmtime(&then));
            Reply reply = HostileServer::fails(503);
            reply.headers = {text};
            return reply;
        });
        const double seconds = secondsOf([&] { QVERIFY(ask(optionsFor(server), 1).complete); });
        QVERIFY2(seconds > 0.9 && seconds < 4, qPrintable(QString::number(seconds)));
    }

    void doesNotWaitForever()
    {
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::fails(429);
            reply.headers = {"Retry-After: 86400"};
            return reply;
        });
        const Outcome outcome = ask(optionsFor(server), 5);
        HAS(outcome.fatal, "1440 minutes");
    }

    void endsAnswersThatTakeTooLong()
    {
        HostileServer server([](const Request &request) {
            Reply reply = HostileServer::says("yes");
            if (request.userMessage() == "question 1")
                reply.delay = milliseconds(3000);
            return reply;
        });
        ChatOptions options = optionsFor(server);
        options.timeout = milliseconds(150);
        options.maxRetries = 1;
        Outcome outcome;
        const double seconds = secondsOf([&] { outcome = ask(options, 4); });
        QVERIFY(seconds < 2.5);
        HAS(outcome.replies.at(1).error, "no answer within 0.15 s");
        QCOMPARE(outcome.replies.at(1).attempts, 2);
        for (const std::size_t id : {0, 2, 3})
            QCOMPARE(outcome.replies.at(id).content, std::string("yes"));
    }

    void bodiesThatAreNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QByteArray() << "not JSON";
        QTest::newRow("HTML") << QByteArray("<html>Service</html>") << "not JSON";
        QTest::newRow("cut JSON") << QByteArray("{\"choices\":[{\"message\":{\"content\":\"ye") << "not JSON";
        QTest::newRow("no choices") << QByteArray(R"({"id":"x"})") << "no choices";
        QTest::newRow("empty choices") << QByteArray(R"({"choices":[]})") << "no choices";
        QTest::newRow("wrong types") << QByteArray(R"({"choices":{"message":1}})") << "no choices";
        QTest::newRow("message is text") << QByteArray(R"({"choices":[{"message":"yes"}]})") << "no choices";
        QTest::newRow("choice is null") << QByteArray(R"({"choices":[null]})") << "no choices";
        QTest::newRow("an error in 200")
            << QByteArray(R"({"error":{"message":"overloaded"}})") << "overloaded";
        QTest::newRow("a number") << QByteArray("17") << "not JSON";
        QTest::newRow("deep") << QByteArray(100'000, '[') << "not JSON";
        QTest::newRow("bad UTF-8") << QByteArray("{\"choices\":[{\"message\":{\"content\":\"\xFF\"}}]}")
                                   << "not JSON";
    }
    void bodiesThatAreNoAnswer()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, says);
        HostileServer server([&](const Request &request) {
            return request.userMessage() == "question 0" ? Reply{200, body.toStdString()}
                                                         : HostileServer::says("yes");
        });
        const Outcome outcome = ask(optionsFor(server), 3);
        QVERIFY(outcome.complete);
        HAS(outcome.replies.at(0).error, says.toStdString());
        QCOMPARE(outcome.replies.at(1).content, std::string("yes"));
        QCOMPARE(hits(server)["question 0"], 2); // once more, not again and again: answers cost money
    }

    void usageMayBeMissingOrNonsense()
    {
        HostileServer server([](const Request &request) {
            return Reply{200, request.number == 0 ? R"({"choices":[{"message":{"content":"yes"}}]})"
                                                  : R"({"choices":[{"message":{"content":"yes"}}],
                                        "usage":{"prompt_tokens":-5,"completion_tokens":"many"}})"};
        });
        const Outcome outcome = ask(optionsFor(server), 2);
        for (const auto &[id, reply] : outcome.replies) {
            QCOMPARE(reply.content, std::string("yes"));
            QVERIFY(!reply.promptTokens && !reply.completionTokens);
        }
    }

    void contentInPartsAndRefusals()
    {
        HostileServer server([](const Request &request) {
            const int n = std::stoi(request.userMessage().substr(9));
            if (n == 0)
                return Reply{
                    200,
                    R"({"choices":[{"message":{"content":[{"type":"text","text":"y"},{"text":"es"}]}}]})"};
            if (n == 1)
                return Reply{200, R"({"choices":[{"message":{"content":null,"refusal":"I will not"}}]})"};
            return Reply{200, R"({"choices":[{"message":{"content":"ye"},"finish_reason":"length"}]})"};
        });
        const Outcome outcome = ask(optionsFor(server), 3);
        QCOMPARE(outcome.replies.at(0).content, std::string("yes"));
        HAS(outcome.replies.at(1).error, "refuses: I will not");
        QVERIFY(outcome.replies.at(2).cut && !outcome.replies.at(0).cut);
    }

    void hugeAnswersAreCutOff()
    {
        HostileServer server([](const Request &request) {
            if (request.userMessage() != "question 0")
                return HostileServer::says("yes");
            return Reply{200, std::string(50 << 20, 'x')};
        });
        ChatOptions options = optionsFor(server);
        options.maxResponseBytes = 100'000;
        const Outcome outcome = ask(options, 3);
        HAS(outcome.replies.at(0).error, "larger than 100000 bytes");
        QCOMPARE(hits(server)["question 0"], 1);
        QCOMPARE(outcome.replies.at(2).content, std::string("yes"));
    }

    void endlessHeadersAreCutOff()
    {
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says("yes");
            reply.headers.assign(40, "X-More: " + std::string(20'000, 'x'));
            return reply;
        });
        const Outcome outcome = ask(optionsFor(server), 1);
        QVERIFY(!outcome.replies.at(0).error.empty());
    }

    void connectionsThatWereKeptAndAreGone()
    {
        HostileServer server([](const Request &request) {
            if (request.number < 2)
                return HostileServer::says("yes");
            Reply reply;
            reply.silent = true;
            return reply;
        });
        ChatOptions options = optionsFor(server);
        options.parallel = 1;
        options.maxRetries = 2;
        const Outcome outcome = ask(options, 3);
        QVERIFY(outcome.complete);
        HAS(outcome.replies.at(2).error, "the connection failed");
    }

    void refusalsEndTheJob_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("says");
        const QByteArray plain = R"({"error":{"message":"bad things"}})";
        QTest::newRow("401") << 401 << plain << "check the key";
        QTest::newRow("403") << 403 << plain << "check the key";
        QTest::newRow("402") << 402 << plain << "nothing left to spend";
        QTest::newRow("404") << 404 << plain << "name of the model";
        QTest::newRow("405") << 405 << plain << "check the address";
        QTest::newRow("301") << 301 << plain << "redirects are not followed";
        QTest::newRow("400 no such model")
            << 400 << QByteArray(R"({"error":{"message":"bad things","code":"model_not_found"}})")
            << "the model";
        QTest::newRow("429 quota") << 429
                                   << QByteArray(
                                          R"({"error":{"message":"bad things","type":"insufficient_quota"}})")
                                   << "nothing left to spend";
    }
    void refusalsEndTheJob()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, says);
        HostileServer server([&](const Request &request) {
            if (request.number < 5)
                return HostileServer::says("yes");
            Reply reply{status, body.toStdString()};
            reply.headers = {"Location: http://127.0.0.1:1/elsewhere"};
            return reply;
        });
        ChatOptions options = optionsFor(server);
        options.parallel = 1;
        const Outcome outcome = ask(options, 1000);
        QVERIFY(!outcome.complete);
        HAS(outcome.fatal, std::to_string(status));
        HAS(outcome.fatal, "bad things");
        HAS(outcome.fatal, says.toStdString());
        QVERIFY(!contains(outcome.fatal, "\n"));
        QCOMPARE(outcome.replies.size(), std::size_t(5)); // what was answered is kept
        QCOMPARE(server.count(), std::size_t(6));
    }

    void theKeyIsInNoError()
    {
        HostileServer server([](const Request &request) {
            const std::string echo = std::string(280, '.') + "key " + key + " and \"" + key + "\"";
            if (request.userMessage() == "question 0")
                return HostileServer::fails(400, echo);
            if (request.userMessage() == "question 1")
                return Reply{422, echo}; // no JSON
            if (request.userMessage() == "question 2")
                return Reply{200, nlohmann::json{{"error", echo}}.dump()};
            if (request.userMessage() == "question 3") {
                const nlohmann::json message = {{"content", nullptr}, {"refusal", echo}};
                return Reply{200, nlohmann::json{{"choices", {{{"message", message}}}}}.dump()};
            }
            return HostileServer::fails(401, echo);
        });
        ChatOptions options = optionsFor(server);
        options.parallel = 1;
        const Outcome outcome = ask(options, 5);
        for (std::size_t id = 0; id < 4; ++id) {
            QVERIFY(!outcome.replies.at(id).error.empty());
            QVERIFY2(!contains(outcome.replies.at(id).error, "sk-te"), outcome.replies.at(id).error.c_str());
            HAS(outcome.replies.at(id).error, "[key");
        }
        QVERIFY(!outcome.fatal.empty());
        QVERIFY2(!contains(outcome.fatal, "sk-te"), outcome.fatal.c_str());
    }

    void leavesOutWhatTheServerRefuses()
    {
        // As OpenAI's newer models do, and servers that only say "bad request".
        HostileServer server([](const Request &request) {
            if (request.has("max_tokens"))
                return HostileServer::fails(400, "Unsupported parameter: 'max_tokens'");
            if (request.has("temperature"))
                return HostileServer::fails(400, "'temperature' does not support 0 with this model");
            if (request.has("response_format"))
                return HostileServer::fails(422, "bad request");
            return HostileServer::says("yes");
        });
        ChatOptions options = optionsFor(server);
        options.jsonAnswer = true;
        options.maxRetries = 0;
        options.parallel = 8;
        const Outcome outcome = ask(options, 50);
        QVERIFY(outcome.complete);
        for (const auto &[id, reply] : outcome.replies)
            QCOMPARE(reply.error, std::string());
        QVERIFY2(server.count() <= 50 + 3 * 8, qPrintable(QString::number(server.count()))); // learnt once
    }

    void asksForJsonWhereWanted()
    {
        HostileServer server([](const Request &) { return HostileServer::says("yes"); });
        ChatOptions options = optionsFor(server);
        options.jsonAnswer = true;
        options.maxTokens = 0;
        options.temperature.reset();
        ask(options, 1);
        const auto body = nlohmann::json::parse(server.requests().front().body);
        QCOMPARE(body["response_format"]["type"].get<std::string>(), std::string("json_object"));
        QVERIFY(!body.contains("max_tokens") && !body.contains("temperature"));
    }

    void keepsTheLimitOfRequests()
    {
        HostileServer server([](const Request &) { return HostileServer::says("yes"); });
        ChatOptions options = optionsFor(server);
        options.requestsPerMinute = 100;
        options.minute = milliseconds(500);
        const double seconds = secondsOf([&] { QVERIFY(ask(options, 250).complete); });
        QVERIFY2(seconds > 1.1 && seconds < 3, qPrintable(QString::number(seconds)));
        const auto requests = server.requests();
        for (std::size_t first = 0; first + 100 < requests.size(); ++first) {
            // The hundred-and-first comes half a second later at the earliest; the machine may be late at one
            // end.
            const auto span = requests[first + 100].time - requests[first].time;
            QVERIFY2(span > milliseconds(440), qPrintable(QString::number(span / milliseconds(1))));
        }
    }

    void keepsTheLimitOfTokensAsTheServerCounts()
    {
        // Each was taken for 100 tokens and is 400: the limit of 20,000 lets 50 through, not 200.
        HostileServer server([](const Request &) { return HostileServer::says("yes", 390, 10); });
        ChatOptions options = optionsFor(server);
        options.tokensPerMinute = 20'000;
        options.minute = milliseconds(500);
        options.parallel = 2;
        const double seconds = secondsOf([&] { QVERIFY(ask(options, 100).complete); });
        QVERIFY2(seconds > 0.8 && seconds < 3, qPrintable(QString::number(seconds)));
    }

    void slowsDownWhereTheServerRefuses()
    {
        // Takes four at a time and no more: with 64 in flight most would fail for good.
        int inFlight = 0;
        std::vector<std::chrono::steady_clock::time_point> busy;
        HostileServer server([&](const Request &request) {
            std::erase_if(busy, [&](const auto &until) { return until <= request.time; });
            inFlight = static_cast<int>(busy.size());
            if (inFlight >= 4)
                return HostileServer::fails(429);
            Reply reply = HostileServer::says("yes");
            reply.delay = milliseconds(10);
            busy.push_back(request.time + reply.delay);
            return reply;
        });
        ChatOptions options = optionsFor(server);
        options.maxRetries = 12;
        const Outcome outcome = ask(options, 150);
        std::size_t failed = 0;
        for (const auto &[id, reply] : outcome.replies)
            failed += !reply.error.empty();
        QCOMPARE(failed, std::size_t(0));
        QVERIFY2(server.count() < 900, qPrintable(QString::number(server.count())));
    }

    void stopsAtOnce()
    {
        HostileServer server([](const Request &request) {
            Reply reply = HostileServer::says("yes");
            reply.delay = milliseconds(request.number < 10 ? 0 : 4000);
            return reply;
        });
        std::stop_source stop;
        ChatOptions options = optionsFor(server);
        options.parallel = 5;
        Outcome outcome;
        const double seconds = secondsOf([&] {
            outcome = ask(options, 100, stop.get_token(), [&](const ChatReply &reply) {
                if (reply.id == 8)
                    stop.request_stop();
            });
        });
        QVERIFY(!outcome.complete);
        QVERIFY(outcome.replies.size() >= 8);
        QVERIFY2(seconds < 2, qPrintable(QString::number(seconds)));
        QVERIFY(server.count() < 20);
    }

    void aStopWakesItUp()
    {
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says("yes");
            reply.delay = milliseconds(4000);
            return reply;
        });
        std::stop_source stop;
        std::thread later([&] {
            std::this_thread::sleep_for(milliseconds(100));
            stop.request_stop();
        });
        const double seconds =
            secondsOf([&] { QVERIFY(!ask(optionsFor(server), 10, stop.get_token()).complete); });
        later.join();
        QVERIFY2(seconds < 1.5, qPrintable(QString::number(seconds)));
    }

    void takesAnswersOnTheirWayAfterAStop()
    {
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says("yes");
            reply.delay = milliseconds(100);
            return reply;
        });
        std::stop_source stop;
        ChatOptions options = optionsFor(server);
        options.parallel = 6;
        options.grace = std::chrono::seconds(3);
        const Outcome outcome =
            ask(options, 100, stop.get_token(), [&](const ChatReply &) { stop.request_stop(); });
        QVERIFY(!outcome.complete);
        QCOMPARE(outcome.replies.size(), std::size_t(6)); // paid for, and kept
        QCOMPARE(server.count(), std::size_t(6));
    }

    void aServerThatIsNotThereEndsTheJob()
    {
        int port = 0;
        {
            HostileServer gone([](const Request &) { return Reply{}; });
            port = gone.port();
        }
        ChatOptions options;
        options.endpoint = eval::parseEndpoint("http://127.0.0.1:" + std::to_string(port));
        options.model = "m";
        options.maxRetries = 1;
        options.firstDelay = milliseconds(5);
        const Outcome outcome = ask(options, 1000);
        HAS(outcome.fatal, "cannot be reached");
        HAS(outcome.fatal, "127.0.0.1:" + std::to_string(port));
        QVERIFY(outcome.statistics.requests <= 2 * 64);
    }

    void exceptionsOfTheCallerComeThrough()
    {
        HostileServer server([](const Request &) { return HostileServer::says("yes"); });
        eval::ChatClient client(optionsFor(server));
        bool broken = true;
        const auto source = [&]() -> std::optional<eval::ChatRequest> {
            if (broken)
                throw std::out_of_range("source");
            return eval::ChatRequest{0, {{"user", "x"}}, 1};
        };
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, client.run(source, [](const ChatReply &) {}));
        broken = false;
        QVERIFY_THROWS_EXCEPTION(std::domain_error, client.run(source, [](const ChatReply &) {
            throw std::domain_error("sink");
        }));
    }

    void badOptions()
    {
        HostileServer server([](const Request &) { return Reply{}; });
        const auto message = [&](const std::function<void(ChatOptions &)> &change) {
            ChatOptions options = optionsFor(server);
            change(options);
            try {
                eval::ChatClient client(options);
            } catch (const datasets::Error &error) {
                return std::string(error.what());
            }
            return std::string();
        };
        HAS(message([](ChatOptions &o) { o.model.clear(); }), "model");
        HAS(message([](ChatOptions &o) { o.parallel = 0; }), "parallel");
        HAS(message([](ChatOptions &o) { o.timeout = milliseconds(0); }), "timeout");
        // A line end in a key would write headers of its own.
        const std::string bad = message([](ChatOptions &o) { o.apiKey = "secret\r\nX-Evil: 1"; });
        HAS(bad, "key");
        QVERIFY(!contains(bad, "secret"));
    }

    void endpoints_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("host");
        const auto row = [](const char *text, const char *url, const char *host) {
            QTest::newRow(text) << text << url << host;
        };
        row("https://api.example.com/v1", "https://api.example.com/v1/chat/completions", "api.example.com");
        row("https://api.example.com/v1/", "https://api.example.com/v1/chat/completions", "api.example.com");
        row("https://api.example.com", "https://api.example.com/v1/chat/completions", "api.example.com");
        row("https://api.example.com:8443/x/chat/completions",
            "https://api.example.com:8443/x/chat/completions", "api.example.com:8443");
        row("https://a.example.com/openai/d?api-version=7",
            "https://a.example.com/openai/d/chat/completions?api-version=7", "a.example.com");
        row("http://localhost:8080/v1", "http://localhost:8080/v1/chat/completions", "localhost:8080");
        row("http://[::1]:80/v1", "http://[::1]:80/v1/chat/completions", "[::1]:80");
        row("http://127.8.0.1/v1", "http://127.8.0.1/v1/chat/completions", "127.8.0.1");
    }
    void endpoints()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        QFETCH(QString, host);
        const eval::Endpoint endpoint = eval::parseEndpoint(text.toStdString());
        QCOMPARE(QString::fromStdString(endpoint.url), url);
        QCOMPARE(QString::fromStdString(endpoint.host), host);
        QCOMPARE(endpoint.loopback, text.startsWith("http:"));
    }

    void badEndpoints_data()
    {
        QTest::addColumn<QString>("says");
        QTest::newRow("") << "endpoint";
        QTest::newRow("api.example.com/v1") << "endpoint";
        QTest::newRow("ftp://api.example.com/v1") << "https://";
        QTest::newRow("file:///etc/passwd") << "endpoint";
        QTest::newRow("http://api.example.com/v1") << "--allow-http";
        QTest::newRow("http://localhost.example.com/v1") << "--allow-http";
        QTest::newRow("http://127.0.0.1.example.com/v1") << "--allow-http";
        QTest::newRow("http://128.0.0.1/v1") << "--allow-http";
        QTest::newRow("https://user:secret@api.example.com/v1") << "password";
        QTest::newRow("https://secret@api.example.com/v1") << "user";
        QTest::newRow("https://api.example.com/v1#x") << "#";
        QTest::newRow("https://") << "endpoint";
        QTest::newRow("https://a b/v1") << "endpoint";
    }
    void badEndpoints()
    {
        QFETCH(QString, says);
        try {
            eval::parseEndpoint(QTest::currentDataTag());
            QFAIL("taken");
        } catch (const datasets::Error &error) {
            QVERIFY2(QString(error.what()).contains(says), error.what());
            QVERIFY(!QString(error.what()).contains("secret"));
        }
    }

    void httpWhereItIsAllowed()
    {
        QCOMPARE(eval::parseEndpoint("http://10.0.0.7:8000/v1", true).url,
                 std::string("http://10.0.0.7:8000/v1/chat/completions"));
    }
};

QTEST_GUILESS_MAIN(TestChatClient)
#include "test_chat_client.moc"
