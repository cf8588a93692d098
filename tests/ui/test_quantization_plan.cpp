#include "quantization_files.h"
#include "ui/quantization/quantization_report.h"
#include "ui/quantization/scheme.h"
#include "ui/quantization/wizard/quantization_goal.h"
#include "ui/quantization/wizard/quantization_plan.h"
#include "ui/quantization/wizard/schemes_model.h"

#include "engine/quantize/quantize_plan.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace mureum::ui;

class TestQuantizationPlan : public QObject
{
    Q_OBJECT
private slots:
    void theCommandSaysWhatTheFieldsSay()
    {
        QuantizationPlan plan = whole();
        const JobCommand command = commandOf(plan, QStringLiteral("/bin/cli"), QStringLiteral("/r/one"));
        QCOMPARE(command.arguments.join(u' '),
                 QStringLiteral("quantize --model /m/big.gguf --scheme gptq --embeddings q8_0 --head keep "
                                "--calibration /d/mine.jsonl --eval /d/others.jsonl --databases /d/db --text "
                                "/d/t.txt --bits 8 --group 32 --damping 0.02 --override ffn_down=q6_K "
                                "--override blk.0=keep --calibration-tokens 4096 --limit 50 --candidates 1 "
                                "--seed 7 --threads 2 --symmetric --act-order --no-speed --device cpu --out "
                                "/r/one/big-gptq8.gguf --run /r/one/run --progress json"));
        QVERIFY(quantizationPlanOf(command) == plan);
        JobCommand resumed = command;
        resumed.arguments << QStringLiteral("--resume");
        QVERIFY(quantizationPlanOf(resumed) == plan);
        const JobCommand forecast = forecastCommandOf(plan, QStringLiteral("/bin/cli"));
        QCOMPARE(forecast.arguments.join(u' '),
                 QStringLiteral("quantize --model /m/big.gguf --scheme q8_0 --embeddings q8_0 --head keep "
                                "--override ffn_down=q6_K --override blk.0=keep --group 32 --plan --json"));
    }

    void onlyWhatTheSchemeUsesIsSaid()
    {
        QuantizationPlan plan = whole();
        plan.scheme = QStringLiteral("q6_K");
        plan.evaluation.clear();
        const QStringList arguments =
            commandOf(plan, QStringLiteral("/bin/cli"), QStringLiteral("/r")).arguments;
        for (const char *option : {"--bits", "--group", "--damping", "--symmetric", "--act-order",
                                   "--calibration", "--calibration-tokens", "--databases"})
            QVERIFY2(!arguments.contains(QLatin1String(option)), option);
        QVERIFY(arguments.contains(QStringLiteral("/r/big-q6_K.gguf")));
        plan.overrides = {QStringLiteral("ffn_down=awq:4:32")}; // looks at questions after all
        QVERIFY(commandOf(plan, {}, {}).arguments.contains(QStringLiteral("--calibration")));
        plan.measure = false;
        QVERIFY(!commandOf(plan, {}, {}).arguments.contains(QStringLiteral("--text")));
        QVERIFY(commandOf(plan, {}, {}).arguments.contains(QStringLiteral("--no-measure")));
    }

    void everySchemeHasWords()
    {
        for (const std::string &scheme : mureum::engine::quantizeSchemes())
            for (const int bits : {4, 8}) {
                const SchemeWords words = wordsOf(QString::fromStdString(scheme), bits);
                QVERIFY2(!words.text.isEmpty() && !words.losses.isEmpty(), scheme.c_str());
            }
        QVERIFY(lossRank(QStringLiteral("gptq"), 8) < lossRank(QStringLiteral("gptq"), 4));
        QVERIFY(lossRank(QStringLiteral("gptq"), 4) < lossRank(QStringLiteral("q4_0"), 0));
        QCOMPARE(wordsOf(QStringLiteral("other"), 4).name, QStringLiteral("other"));
    }

    void goalsChooseSchemes()
    {
        using Kind = QuantizationGoal::Kind;
        const QuantizationForecast forecast = make();
        const auto chosen = [&](Kind kind, qint64 limit = 0) {
            const Recommendation found = recommend(forecast, {kind, limit});
            return found.scheme < 0 ? QString() : forecast.schemes[std::size_t(found.scheme)].scheme;
        };
        QCOMPARE(chosen(Kind::Closest), QStringLiteral("q8_0"));
        QCOMPARE(chosen(Kind::Balanced), QStringLiteral("q6_K"));
        // nf4 is smaller by less than what counts; q4_K, smaller still, does not suit the model.
        QCOMPARE(chosen(Kind::Smallest), QStringLiteral("gptq"));
        QCOMPARE(chosen(Kind::FileSize, 5'000'000), QStringLiteral("q6_K"));
        QCOMPARE(chosen(Kind::FileSize, 3'500'000), QStringLiteral("gptq")); // exactly
        QCOMPARE(chosen(Kind::FileSize, 3'499'999), QStringLiteral("nf4"));
        QCOMPARE(chosen(Kind::Memory, 7'700'000), QStringLiteral("q6_K"));
        const Recommendation none = recommend(forecast, {Kind::FileSize, 1000});
        QVERIFY(!none.met && none.why.startsWith(QStringLiteral("Nothing stays within")));
        QCOMPARE(none.scheme, 2);

        QuantizationForecast small = forecast; // has 8 bits already: the same again is no gain
        small.bytes = 6'000'000;
        QCOMPARE(recommend(small, {Kind::Closest, 0}).scheme, 1);
        QCOMPARE(recommend(small, {Kind::Balanced, 0}).scheme, 2); // 77% is not much smaller
        small.bytes = 1'000'000;
        QCOMPARE(recommend(small, {Kind::Smallest, 0}).scheme, -1);
        QVERIFY(!recommend(small, {Kind::Smallest, 0}).why.isEmpty());
    }

    void schemesAsATable()
    {
        SchemesModel model;
        QAbstractItemModelTester tester(&model);
        model.setForecast(make());
        model.setRecommended(1);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(1, SchemesModel::Name).data().toString(), QStringLiteral("Q6_K (recommended)"));
        QVERIFY(!model.index(1, SchemesModel::Name).data(Qt::DecorationRole).isNull());
        QVERIFY(model.index(2, SchemesModel::Name).data(Qt::DecorationRole).isNull());
        QCOMPARE(model.index(0, SchemesModel::File).data().toString(), QStringLiteral("5.6 MiB (54%)"));
        QCOMPARE(model.index(0, SchemesModel::Bits).data().toString(), QStringLiteral("8.5"));
        QVERIFY(model.flags(model.index(0, 0)).testFlag(Qt::ItemIsSelectable));
        QuantizationForecast other = make();
        other.schemes[0].error = QStringLiteral("rows of 96");
        model.setForecast(other); // the same schemes: nothing is reset
        QCOMPARE(model.recommended(), 1);
        QVERIFY(!model.flags(model.index(0, 0)).testFlag(Qt::ItemIsSelectable));
        QCOMPARE(model.index(0, SchemesModel::Memory).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("rows of 96"));
        QCOMPARE(model.index(0, SchemesModel::Memory).data().toString(), QString());
        model.setForecast({});
        QCOMPARE(model.rowCount(), 0);
    }

    void onlyReportsAreRead()
    {
        const auto whole = QuantizationReport::read(files::quantizeReport);
        QVERIFY(whole);
        QCOMPARE(whole->bytesAfter, 4'000'000);
        QCOMPARE(whole->ex->broken, 6);
        QCOMPARE(whole->tensors.at(1).outputError, -1.0); // none is told
        QVERIFY(whole->recommendation().contains(QStringLiteral("6 lost their right answer and 1 gained")));
        QVERIFY(whole->recommendation().contains(QStringLiteral("-2.5 points")));
        QVERIFY(whole->recommendation().contains(QStringLiteral("2.0 times as fast")));
        const QByteArray half = QByteArray(files::quantizeReport).left(700);
        for (const QByteArray &text :
             {QByteArray(), QByteArray("[]"), QByteArray("{}"), half,
              QByteArray(R"({"sizes": {"before": 0, "after": 5}, "plan": {"scheme": "nf4"}})")})
            QVERIFY2(!QuantizationReport::read(text), text.constData());
        const auto least = QuantizationReport::read(
            R"({"sizes": {"before": 10, "after": 5}, "plan": {"scheme": "nf4"}, "ex": null, "speed": null})");
        QVERIFY(least && !least->ex && !least->speedBefore && least->verdictText().isEmpty());
        QVERIFY(least->recommendation().contains(QStringLiteral("50%")));
    }

    void onlyForecastsAreRead()
    {
        for (const char *text : {"", "[]", "{}", R"({"schemes": []})", R"({"model": {"bytes": 4}})"})
            QVERIFY2(!QuantizationForecast::read(text), text);
        const auto read = QuantizationForecast::read(
            R"({"model": {"bytes": 4}, "schemes": [{"scheme": "gptq", "bits": 4, "bytes": 2, "error": null}]})");
        QVERIFY(read && read->find(QStringLiteral("gptq"), 4) && !read->find(QStringLiteral("gptq"), 8));
    }

private:
    static QuantizationPlan whole()
    {
        QuantizationPlan plan;
        plan.model = QStringLiteral("/m/big.gguf");
        plan.scheme = QStringLiteral("gptq");
        plan.bits = 8;
        plan.group = 32;
        plan.symmetric = plan.actOrder = true;
        plan.damping = 0.02;
        plan.embeddings = QStringLiteral("q8_0");
        plan.head = QStringLiteral("keep");
        plan.overrides = {QStringLiteral("ffn_down=q6_K"), QStringLiteral("blk.0=keep")};
        plan.calibration = QStringLiteral("/d/mine.jsonl");
        plan.evaluation = QStringLiteral("/d/others.jsonl");
        plan.databases = QStringLiteral("/d/db");
        plan.text = QStringLiteral("/d/t.txt");
        plan.speed = false;
        plan.calibrationTokens = 4096;
        plan.limit = 50;
        plan.candidates = 1;
        plan.seed = 7;
        plan.threads = 2;
        plan.more = {QStringLiteral("--device"), QStringLiteral("cpu")};
        return plan;
    }

    static QuantizationForecast make()
    {
        QuantizationForecast forecast;
        forecast.bytes = 11'000'000;
        forecast.memory = 14'000'000;
        const auto add = [&](const char *scheme, int bits, qint64 bytes, double weight) {
            QuantizationForecast::Scheme one;
            one.scheme = QLatin1String(scheme);
            one.bits = bits;
            one.bytes = bytes;
            one.memory = bytes + 3'000'000;
            one.bitsPerWeight = weight;
            forecast.schemes.push_back(one);
        };
        add("q8_0", 8, 5'900'000, 8.5);
        add("q6_K", 6, 4'600'000, 6.56);
        add("gptq", 4, 3'500'000, 4.2);
        add("nf4", 4, 3'450'000, 4.1);
        return forecast;
    }
};

QTEST_MAIN(TestQuantizationPlan)
#include "test_quantization_plan.moc"
