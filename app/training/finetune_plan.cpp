#include "app/training/finetune_plan.h"

#include "datasets/error.h"
#include "engine/backend/backend.h"
#include "engine/train/objective.h"
#include "eval/answer/slot_tokens.h"
#include "eval/answer/text_prompt.h"

#include <algorithm>
#include <set>

namespace mureum::app {
namespace {

using Json = nlohmann::ordered_json;

/// Enough for a histogram; a large set is looked at here and there.
constexpr std::size_t mostCounted = 4000;
constexpr std::size_t mostShown = 20;

/// What a training step and an answer reach of the machine's best matrix products: measured with the bundled
/// model and one of 27 M parameters (`mureum-cli finetune --plan` against the run), on two AVX-512 machines.
constexpr double trainingShare = 0.55;
constexpr double answeringShare = 0.55;
constexpr double answerTokens = 40;

template <typename Do>
void someQuestions(std::vector<datasets::TrainingGroup> &groups, std::size_t most, const Do &work)
{
    std::size_t total = 0;
    for (const auto &group : groups)
        total += group.questions.size();
    const std::size_t every = std::max<std::size_t>(1, (total + most - 1) / most);
    std::size_t at = 0;
    for (auto &group : groups) {
        std::vector<const datasets::TrainingGroup::Question *> some;
        for (const auto &question : group.questions)
            if (at++ % every == 0)
                some.push_back(&question);
        if (!some.empty())
            work(group, some);
    }
}

class Counter
{
public:
    Counter(const engine::Model &model, TokenLengths &lengths) : model_(model), lengths_(lengths) {}

    void question(std::size_t prompt, std::size_t answer)
    {
        ++lengths_.counted;
        lengths_.prompt.add(prompt);
        lengths_.answer.add(answer);
        const auto whole = static_cast<std::int64_t>(prompt + answer);
        lengths_.longest = std::max(lengths_.longest, whole);
        lengths_.total += whole;
        lengths_.tooLong += whole > model_.config.contextLength;
    }

    void slots(datasets::TrainingGroup &group,
               const std::vector<const datasets::TrainingGroup::Question *> &questions)
    {
        const eval::SlotTokens slots(*model_.tokenizer);
        const auto sample = datasets::encodeQuestions(group, questions);
        const std::size_t schema = model_.tokenizer->encode(sample.schemaText).size();
        for (const auto &branch : sample.branches)
            question(schema + model_.tokenizer->encode(branch.questionText).size(),
                     slots.tokens(branch.answer).size());
        lengths_.unusable += questions.size() - sample.branches.size();
        lengths_.counted += questions.size() - sample.branches.size();
    }

    void text(datasets::TrainingGroup &group,
              const std::vector<const datasets::TrainingGroup::Question *> &questions)
    {
        if (!group.database)
            group.database = datasets::openForPrompts(group.file);
        for (const auto *asked : questions)
            question(
                model_.tokenizer
                    ->encode(eval::textPrompt(model_.promptTemplate, group.database->schema, asked->text))
                    .size(),
                model_.tokenizer->encode(" " + asked->query + ";").size() + 1);
    }

private:
    const engine::Model &model_;
    TokenLengths &lengths_;
};

/// Of answers in one pass over the data: forward and backward through frozen weights, or through all.
double trainingFlops(const engine::FinetuneConfig &config, double weights)
{
    const double passes = config.tuning == "full" ? 6 : 4;
    return (passes + (config.checkpointing ? 2 : 0)) * weights * (config.method == "dpo" ? 2 : 1);
}

engine::PlanOptions planOptions(const FinetuneJob &job)
{
    engine::PlanOptions options;
    options.half = engine::trainsInHalf(job.config.train, *engine::makeCpuBackend());
    options.evaluates = !job.validation.empty() && job.config.train.evaluateEvery > 0;
    options.threads = job.config.train.threads;
    return options;
}

Json toJson(const engine::MemoryPlan &memory)
{
    return {{"parameters", memory.parameters},
            {"frozen", memory.frozen},
            {"gradients", memory.gradients},
            {"moments", memory.moments},
            {"activations", memory.activations},
            {"kv", memory.kv},
            {"program", memory.program},
            {"spilled", memory.spilled},
            {"total", memory.total()}};
}

Json toJson(const LengthCounts &counts)
{
    return {{"width", counts.width}, {"counts", counts.counts}};
}

} // namespace

void LengthCounts::add(std::size_t tokens)
{
    const std::size_t at = tokens / static_cast<std::size_t>(width);
    if (counts.size() <= at)
        counts.resize(at + 1);
    ++counts[at];
}

engine::MemoryPlan plannedMemory(const FinetuneJob &job, const engine::ModelConfig &model)
{
    return engine::planMemory(model, job.config, planOptions(job));
}

FinetunePlan planFinetune(const FinetuneJob &job, std::int64_t available, double flops,
                          const std::string &spillFolder)
{
    job.config.validate();
    const engine::Model model = engine::loadModel(job.model.string());
    if (!model.tokenizer)
        throw datasets::Error("model: " + job.model.string() +
                              ": it holds no tokenizer: choose another model file");
    FinetunePlan plan;
    plan.modelName = model.name;
    plan.model = model.config;
    plan.modelParameters = model.parameters();

    auto groups = job.groups;
    for (const auto &pairs : job.pairs) {
        groups.push_back(pairs.database);
        groups.back().questions.clear();
        for (const auto &pair : pairs.pairs)
            groups.back().questions.push_back({pair.question, pair.chosen});
    }
    std::set<std::string> databases;
    for (const auto &group : groups) {
        databases.insert(group.id);
        plan.questions += group.questions.size();
        for (const auto &question : group.questions)
            ++plan.languages[datasets::guessLanguage(question.text)];
    }
    plan.databases = databases.size();
    plan.validation = job.validation.size();
    someQuestions(groups, mostShown, [&](const auto &group, const auto &questions) {
        for (const auto *question : questions) {
            datasets::Example example;
            example.databaseId = group.id;
            example.question = question->text;
            example.query = question->query;
            example.language = datasets::guessLanguage(question->text);
            plan.sample.push_back(std::move(example));
        }
    });
    Counter counter(model, plan.lengths);
    const bool slots = model.promptTemplate == eval::slotTemplate;
    someQuestions(groups, mostCounted, [&](auto &group, const auto &questions) {
        slots ? counter.slots(group, questions) : counter.text(group, questions);
    });

    const auto options = planOptions(job);
    plan.memory = plannedMemory(job, model.config);
    plan.fits = plan.memory.total() <= available;
    if (!plan.fits)
        try {
            plan.proposal =
                engine::proposePlan(model.config, job.config, available,
                                    std::max<std::int64_t>(64, plan.lengths.longest), options, spillFolder);
        } catch (const engine::Error &) {
            plan.proposal.reset(); // nothing fits; the memory plan says what is needed
        }
    if (job.config.tuning == "full") {
        plan.trainedParameters = plan.modelParameters;
    } else {
        for (const auto &spec : engine::adapterSpecs(job.config.adapter, model.config))
            plan.trainedParameters += job.config.adapter.rank * (spec.inputs + spec.outputs);
    }

    const auto &train = job.config.train;
    plan.steps = train.steps;
    plan.tokensPerStep = train.batchTokens * train.accumulation;
    const double weights = static_cast<double>(plan.modelParameters) -
                           static_cast<double>(model.config.vocabSize) * model.config.dim;
    plan.tokensPerSecond = trainingShare * flops / trainingFlops(job.config, weights);
    const double tokensPerQuestion =
        plan.lengths.counted == 0
            ? 400
            : static_cast<double>(plan.lengths.total) / static_cast<double>(plan.lengths.counted);
    const double perAnswer = 2 * weights * (tokensPerQuestion + answerTokens) / (answeringShare * flops);
    double answers = 0;
    if (options.evaluates)
        answers += static_cast<double>(train.steps / train.evaluateEvery) *
                   static_cast<double>(std::min(job.quickValidation, job.validation.size()));
    answers += 2.0 * static_cast<double>(job.validation.size()) * std::max(1.0, job.candidates / 3.0);
    plan.seconds =
        static_cast<double>(plan.steps * plan.tokensPerStep) / plan.tokensPerSecond + answers * perAnswer;
    return plan;
}

std::vector<std::string> changedOptions(const engine::FinetuneConfig &from, const engine::FinetuneConfig &to)
{
    std::vector<std::string> options;
    const auto add = [&](const char *name, const std::string &value) {
        options.emplace_back(name);
        if (!value.empty())
            options.push_back(value);
    };
    if (from.tuning != to.tuning)
        add("--tuning", to.tuning);
    if (from.train.batchTokens != to.train.batchTokens)
        add("--batch-tokens", std::to_string(to.train.batchTokens));
    if (from.train.accumulation != to.train.accumulation)
        add("--accumulation", std::to_string(to.train.accumulation));
    if (from.checkpointing != to.checkpointing)
        add("--checkpointing", {});
    if (from.train.spill != to.train.spill)
        add("--spill", to.train.spill);
    return options;
}

Json toJson(const FinetunePlan &plan)
{
    Json proposal;
    if (plan.proposal)
        proposal = {{"changes", plan.proposal->changes}, {"memory", toJson(plan.proposal->memory)}};
    Json sample = Json::array();
    for (const auto &example : plan.sample)
        sample.push_back({{"db_id", example.databaseId},
                          {"question", example.question},
                          {"query", example.query},
                          {"lang", example.language}});
    return {{"questions", plan.questions},
            {"validation", plan.validation},
            {"databases", plan.databases},
            {"languages", plan.languages},
            {"sample", std::move(sample)},
            {"model", {{"name", plan.modelName}, {"parameters", plan.modelParameters}}},
            {"token_lengths",
             {{"counted", plan.lengths.counted},
              {"context", plan.model.contextLength},
              {"longest", plan.lengths.longest},
              {"too_long", plan.lengths.tooLong},
              {"unusable", plan.lengths.unusable},
              {"prompt", toJson(plan.lengths.prompt)},
              {"answer", toJson(plan.lengths.answer)}}},
            {"trained_parameters", plan.trainedParameters},
            {"memory", toJson(plan.memory)},
            {"fits", plan.fits},
            {"proposal", std::move(proposal)},
            {"steps", plan.steps},
            {"tokens_per_step", plan.tokensPerStep},
            {"tokens_per_second", plan.tokensPerSecond},
            {"seconds", plan.seconds}};
}

} // namespace mureum::app
