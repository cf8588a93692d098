#include "ui/training/wizard/training_plan.h"

#include <QTest>

#include <random>

using namespace mureum::ui;

namespace {

const QString program = QStringLiteral("/bin/mureum-cli"), folder = QStringLiteral("/runs/my run");

/// Any plan, also with fields set that its kind does not use.
TrainingPlan anyPlan(std::mt19937 &random)
{
    const auto coin = [&random] { return random() % 2 == 0; };
    const auto text = [&](const char *value) { return coin() ? QString::fromUtf8(value) : QString(); };
    const auto one = [&](const char *first, const char *second, const char *third, const char *fourth) {
        const char *const all[] = {first, second, third, fourth};
        return QString::fromUtf8(all[random() % 4]);
    };
    TrainingPlan plan;
    plan.kind = coin() ? TrainingPlan::Kind::Adapt : TrainingPlan::Kind::Finetune;
    plan.model = text("/models/a b.gguf");
    plan.database = text("/db/우리 회사.sqlite");
    plan.count = int(random() % 5000) + 20;
    plan.heldOut = int(random() % 500) + 10;
    if (coin())
        plan.languages = {QStringLiteral("en")};
    if (coin())
        plan.verified = {QStringLiteral("/v/1.jsonl"), QStringLiteral("/v/2=b.jsonl")};
    plan.history = text("/h.sqlite");
    plan.data = text("/data/train.jsonl");
    plan.databases = text("/data/databases");
    plan.validation = text("/data/dev.jsonl");
    plan.validationShare = double(random() % 9) / 10;
    plan.pairs = text("/data/pairs.jsonl");
    plan.method = one("sft", "rejection", "dpo", "distill");
    // A teacher of adapt is known by its address.
    plan.teacherEndpoint =
        plan.method == QStringLiteral("distill") ? QStringLiteral("https://host/v1?a=b") : text("x");
    plan.teacherModel = text("big");
    plan.tuning = one("lora", "qlora", "full", "lora");
    plan.preset = one("quick", "balanced", "thorough", "quick");
    for (const IntegerOption &option : integerOptions())
        if (coin())
            plan.*option.field = int(random() % 1000);
    for (const RealOption &option : realOptions())
        if (coin())
            plan.*option.field = double(random()) / 1e7;
    plan.rslora = coin();
    plan.checkpointing = coin();
    plan.spill = coin();
    if (coin())
        plan.targets = {QStringLiteral("q_proj"), QStringLiteral("lm_head")};
    if (coin())
        plan.more = {QStringLiteral("--device"), QStringLiteral("cpu"), QStringLiteral("--odd")};
    return plan;
}

} // namespace

class TestTrainingPlan : public QObject
{
    Q_OBJECT
private slots:
    void commandsAreExact()
    {
        TrainingPlan plan;
        plan.database = QStringLiteral("/db/my shop.sqlite");
        plan.model = QStringLiteral("/m.gguf");
        plan.preset = QStringLiteral("quick");
        plan.learningRate = 0.0005;
        plan.rank = 8;
        plan.data = QStringLiteral("/not/of/this/kind");
        QCOMPARE(
            commandOf(plan, program, folder).shellText(),
            QStringLiteral("/bin/mureum-cli adapt --model /m.gguf --db '/db/my shop.sqlite' --tuning lora "
                           "--preset quick --count 3000 --held-out 120 --lang ko,en --rank 8 "
                           "--learning-rate 0.0005 --out '/runs/my run' --progress json"));

        plan = {};
        plan.kind = TrainingPlan::Kind::Finetune;
        plan.data = QStringLiteral("/d.jsonl");
        plan.databases = QStringLiteral("/db");
        plan.method = QStringLiteral("dpo");
        plan.beta = 0.2;
        plan.checkpointing = true;
        plan.samples = 4;
        QCOMPARE(
            commandOf(plan, program, folder).shellText(),
            QStringLiteral("/bin/mureum-cli finetune --data /d.jsonl --databases /db --method dpo --tuning "
                           "lora --preset balanced --validation-share 0.1 --samples 4 --beta 0.2 "
                           "--checkpointing --out '/runs/my run' --progress json"));
        plan.validation = QStringLiteral("/v.jsonl");
        plan.tuning = QStringLiteral("full");
        plan.rank = 4; // of adapters only
        plan.pairs = QStringLiteral("/p.jsonl");
        const JobCommand command = commandOf(plan, program, folder);
        for (const char *absent : {"--validation-share", "--rank", "--samples"})
            QVERIFY2(!command.arguments.contains(QLatin1String(absent)), absent);

        QStringList planned = planCommandOf(plan, program, folder).arguments;
        QVERIFY(!planned.contains(QStringLiteral("--progress")));
        QCOMPARE(planned.mid(planned.size() - 2),
                 QStringList({QStringLiteral("--plan"), QStringLiteral("--json")}));
    }

    void aCommandLeadsBackToItsPlan()
    {
        std::mt19937 random(7);
        for (int i = 0; i < 500; ++i) {
            const TrainingPlan plan = anyPlan(random);
            const JobCommand command = commandOf(plan, program, folder);
            const TrainingPlan back = planOf(command);
            QVERIFY2(back == normalized(plan), qPrintable(command.shellText()));
            QCOMPARE(commandOf(back, program, folder), command);
            QVERIFY(planOf(planCommandOf(plan, program, folder)) == back);
        }
    }

    void commandsOfOthersAreRead()
    {
        const JobCommand command{program,
                                 {QStringLiteral("adapt"), QStringLiteral("-d"), QStringLiteral("/a.sqlite"),
                                  QStringLiteral("--verified"), QStringLiteral("1.jsonl"),
                                  QStringLiteral("2.jsonl"), QStringLiteral("--rank=4"),
                                  QStringLiteral("--qlora"), QStringLiteral("--steps"),
                                  QStringLiteral("many"), QStringLiteral("--resume"), QStringLiteral("-o"),
                                  QStringLiteral("/run")}};
        TrainingPlan expected;
        expected.database = QStringLiteral("/a.sqlite");
        expected.verified = {QStringLiteral("1.jsonl"), QStringLiteral("2.jsonl")};
        expected.rank = 4;
        expected.tuning = QStringLiteral("qlora");
        QVERIFY(planOf(command) == expected);
        QVERIFY(planOf({}) == TrainingPlan()); // nothing to read is no crash
        QVERIFY(planOf({program, {QStringLiteral("adapt"), QStringLiteral("--db")}}) == TrainingPlan());
    }

    void proposalsGoOverThePlan()
    {
        TrainingPlan plan;
        plan.batchTokens = 8192;
        plan.verified = {QStringLiteral("1.jsonl")};
        plan.more = {QStringLiteral("--device"), QStringLiteral("auto")};
        const TrainingPlan changed = withArguments(
            plan, {QStringLiteral("--batch-tokens"), QStringLiteral("2048"),
                   QStringLiteral("--checkpointing"), QStringLiteral("--spill"), QStringLiteral("/planned"),
                   QStringLiteral("--device"), QStringLiteral("cpu")});
        // The state goes to the run that is to be, not to the folder that was planned with.
        QCOMPARE(commandOf(changed, program, folder).value(QStringLiteral("--spill")), folder);
        plan.batchTokens = 2048;
        plan.checkpointing = true;
        plan.spill = true;
        plan.more = {QStringLiteral("--device"), QStringLiteral("cpu")};
        QVERIFY(changed == plan);
    }
};

QTEST_MAIN(TestTrainingPlan)
#include "test_training_plan.moc"
