#include "eval/remote/backoff.h"
#include "eval/remote/rate_limiter.h"
#include "eval/remote/token_estimate.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace mureum::eval;

namespace {

using Seconds = RateLimiter::Seconds;
using Time = RateLimiter::Time;

const Time start = Time{} + std::chrono::hours(1000);

Time after(double seconds)
{
    return start + std::chrono::duration_cast<Time::duration>(Seconds(seconds));
}

struct Sent
{
    double time, tokens;
};

/// Sends as soon as the limiter lets it, for so many seconds.
std::vector<Sent> flood(RateLimiter &limiter, double seconds, const std::vector<double> &tokens)
{
    std::vector<Sent> sent;
    double now = 0;
    while (now < seconds) {
        const double next = tokens[sent.size() % tokens.size()];
        const double wait = limiter.wait(next, after(now)).count();
        if (wait > 0) {
            now += wait;
            continue;
        }
        limiter.take(next, after(now));
        sent.push_back({now, next});
    }
    return sent;
}

/// The most of any minute that begins with a request.
Sent busiestMinute(const std::vector<Sent> &sent)
{
    Sent most{0, 0};
    for (std::size_t first = 0; first < sent.size(); ++first) {
        Sent sum{0, 0};
        for (std::size_t i = first; i < sent.size() && sent[i].time < sent[first].time + 59.999; ++i)
            sum = {sum.time + 1, sum.tokens + sent[i].tokens};
        most = {std::max(most.time, sum.time), std::max(most.tokens, sum.tokens)};
    }
    return most;
}

} // namespace

class TestRateLimiter : public QObject
{
    Q_OBJECT

private slots:
    void noMinuteSeesMoreRequestsThanTheLimit_data()
    {
        QTest::addColumn<double>("limit");
        for (const double limit : {1.0, 2.0, 7.0, 60.0, 500.0, 3000.0})
            QTest::addRow("%g", limit) << limit;
    }
    void noMinuteSeesMoreRequestsThanTheLimit()
    {
        QFETCH(double, limit);
        RateLimiter limiter(limit, 0);
        const auto sent = flood(limiter, 600, {1});
        QVERIFY2(busiestMinute(sent).time <= limit, qPrintable(QString::number(busiestMinute(sent).time)));
        // ... and the limit is made use of.
        QVERIFY2(static_cast<double>(sent.size()) >= 0.94 * limit * 10,
                 qPrintable(QString::number(sent.size())));
    }

    void noMinuteSeesMoreTokensThanTheLimit()
    {
        RateLimiter limiter(0, 10'000);
        const auto sent = flood(limiter, 600, {100, 1900, 20, 700, 1200});
        QVERIFY2(busiestMinute(sent).tokens <= 10'000,
                 qPrintable(QString::number(busiestMinute(sent).tokens)));
        double all = 0;
        for (const Sent &one : sent)
            all += one.tokens;
        QVERIFY2(all >= 0.8 * 100'000, qPrintable(QString::number(all)));
    }

    void aRequestLargerThanTheLimitIsSentAtLast()
    {
        RateLimiter limiter(0, 1000);
        const auto sent = flood(limiter, 3000, {5000});
        // Five minutes' worth each: fifty minutes have room for ten.
        QVERIFY2(sent.size() >= 5 && sent.size() <= 10, qPrintable(QString::number(sent.size())));
    }

    void withoutLimitsNothingWaits()
    {
        RateLimiter limiter(0, 0);
        for (int i = 0; i < 1000; ++i) {
            QCOMPARE(limiter.wait(1e6, start).count(), 0.0);
            limiter.take(1e6, start);
        }
    }

    void usageCorrectsTheEstimate()
    {
        RateLimiter limiter(0, 60'000); // 1000 a second at most, a bucket of 3000
        limiter.take(3000, start);
        QVERIFY(limiter.wait(1000, start).count() > 0);
        limiter.correct(3000, 1000); // it was less
        QCOMPARE(limiter.wait(1000, start).count(), 0.0);
        limiter.correct(1000, 5000); // it was much more: a debt of 2000 to pay first
        const double rate = (60'000 - 3000) / 60.0;
        QVERIFY(std::abs(limiter.wait(1000, start).count() - 3000 / rate) < 0.01);
        // Giving back never fills the bucket above its size.
        limiter.correct(1e9, 0);
        limiter.take(3000, start);
        QVERIFY(limiter.wait(3000, start).count() > 1);
    }

    void holdsUntilTheServerWantsMore()
    {
        RateLimiter limiter(0, 0);
        limiter.holdUntil(after(5));
        limiter.holdUntil(after(3)); // the later one counts
        QVERIFY(std::abs(limiter.wait(1, start).count() - 5) < 1e-6);
        QCOMPARE(limiter.wait(1, after(5.001)).count(), 0.0);
    }

    void anotherMinuteScalesEverything()
    {
        RateLimiter limiter(60, 0, Seconds(1)); // 60 a second
        limiter.take(1, start);
        limiter.take(1, start);
        limiter.take(1, start);
        limiter.take(1, start);
        QVERIFY(limiter.wait(1, start).count() > 0.01);
        QVERIFY(limiter.wait(1, start).count() < 0.05);
    }

    void backoffDoublesWithinItsBounds()
    {
        Backoff backoff(Seconds(1), Seconds(30), 7);
        double sum = 0;
        for (int failures = 1; failures <= 12; ++failures) {
            const double whole = std::min(30.0, std::exp2(failures - 1));
            for (int i = 0; i < 50; ++i) {
                const double delay = backoff.delay(failures).count();
                QVERIFY(delay >= whole / 2 && delay <= whole);
                sum += delay / whole;
            }
        }
        QVERIFY(sum / 600 > 0.70 && sum / 600 < 0.80); // jitter is even
        QVERIFY(backoff.delay(1'000'000).count() <= 30);
        QVERIFY(backoff.delay(0).count() <= 1);
    }

    void backoffRepeatsWithItsSeed()
    {
        Backoff first(Seconds(1), Seconds(30), 7), second(Seconds(1), Seconds(30), 7),
            other(Seconds(1), Seconds(30), 8);
        bool differs = false;
        for (int i = 1; i < 10; ++i) {
            const double delay = first.delay(i).count();
            QCOMPARE(second.delay(i).count(), delay);
            differs = differs || other.delay(i).count() != delay;
        }
        QVERIFY(differs);
    }

    void readsRetryAfter()
    {
        // Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
        const auto now = std::chrono::system_clock::from_time_t(784111777);
        const auto read = [&](const char *text) {
            const auto seconds = parseRetryAfter(text, now);
            return seconds ? seconds->count() : -1;
        };
        QCOMPARE(read("7"), 7.0);
        QCOMPARE(read("  120\r\n"), 120.0);
        QCOMPARE(read("0"), 0.0);
        QCOMPARE(read("Sun, 06 Nov 1994 08:50:37 GMT"), 60.0);
        QCOMPARE(read("Sunday, 06-Nov-94 08:50:37 GMT"), 60.0);
        QCOMPARE(read("Sun, 06 Nov 1994 08:49:00 GMT"), 0.0); // gone by
        QVERIFY(read("99999999999999999999") > 1e8);
        for (const char *bad : {"", "  ", "soon", "-5", "1.5.2", "5 minutes or so"})
            QCOMPARE(read(bad), -1.0);
    }

    void estimatesTokens()
    {
        QCOMPARE(estimateTokens(""), std::size_t(0));
        // A word or sign each: SELECT count ( * ) FROM singer WHERE age > 20.
        const std::size_t sql = estimateTokens("SELECT count(*) FROM singer WHERE age > 20");
        QVERIFY2(sql >= 9 && sql <= 14, qPrintable(QString::number(sql)));
        QCOMPARE(estimateTokens("고객"), std::size_t(2));
        QCOMPARE(estimateTokens("abcd"), std::size_t(1));
        // As many letters cost several times more in Korean.
        QVERIFY(estimateTokens("지난달주문은몇건") >= 3 * estimateTokens("ordersof"));
        // Bytes that are no UTF-8 count little and break nothing.
        QVERIFY(estimateTokens(std::string(100, '\x80')) <= 100);
    }
};

QTEST_GUILESS_MAIN(TestRateLimiter)
#include "test_rate_limiter.moc"
