#include "eval/answer/asker.h"

#include "datasets/error.h"
#include "datasets/prompt/prompt.h"
#include "datasets/slots/decode.h"
#include "datasets/sql/parser.h"
#include "datasets/text/fold.h"
#include "engine/generate/generator.h"
#include "engine/model/model.h"
#include "engine/model/peft_adapter.h"
#include "eval/answer/choose.h"
#include "eval/answer/slot_constraint.h"
#include "eval/answer/text_prompt.h"

#include <algorithm>
#include <map>
#include <optional>

namespace mureum::eval {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

constexpr std::size_t longestQuestion = 2000;
constexpr int longestAnswer = 120;
/// A sum of log-probabilities favours short answers; this much a symbol evens it out (chosen on the validation databases
/// named in docs/model_card.md).
constexpr double symbolBonus = 0.3;

std::shared_ptr<const engine::Model> loadWithTokenizer(const std::filesystem::path &file)
{
    auto model = std::make_shared<const engine::Model>(engine::loadModel(file.string(), engine::LoadAs::Stored));
    if (!model->tokenizer)
        throw datasets::Error("model: " + file.string() + ": it holds no tokenizer: choose another model file");
    return model;
}

} // namespace

struct Asker::Impl {
    std::shared_ptr<const engine::Model> model;
    std::unique_ptr<engine::Generator> generator;
    struct KnownAdapter {
        engine::AdapterId id;
        std::string warning;
    };
    /// Adapters read so far, by folder and the time it was written.
    std::map<std::pair<std::filesystem::path, std::filesystem::file_time_type>, KnownAdapter> adapters;
    std::string adapterWarning; ///< of the one in use
    std::string hash;           ///< of the model, once an adapter made it worth while
    engine::AdapterId inMemory = 0;
    std::shared_ptr<const SlotTokens> slots; ///< null: the model writes SQL text
    std::shared_ptr<const datasets::PromptDatabase> database;
    std::optional<SqlRunner> runner;
    std::map<std::vector<int>, datasets::SchemaPrompt> schemaPrompts; ///< by choice of tables

    std::string warningOf(const engine::Adapter &adapter, const std::filesystem::path &folder)
    {
        if (adapter.baseHash.empty())
            return {};
        if (hash.empty())
            hash = engine::modelHash(*model);
        return adapter.baseHash == hash
                   ? std::string()
                   : "adapter: " + folder.string() + " was trained beside other weights (" + adapter.base +
                         ") than those of " + model->name + ": its answers may be worse; train it anew for this model";
    }

    const datasets::SchemaPrompt &schemaPrompt(const datasets::ReadQuestion &read)
    {
        const datasets::PromptOptions options;
        auto tables = datasets::chooseTables(*database, read, {}, options);
        const auto found = schemaPrompts.find(tables);
        if (found != schemaPrompts.end())
            return found->second;
        if (schemaPrompts.size() > 64)
            schemaPrompts.clear();
        auto prompt = datasets::buildSchemaPrompt(database, tables, options);
        return schemaPrompts.emplace(std::move(tables), std::move(prompt)).first->second;
    }

    void askInSlots(const datasets::ReadQuestion &read, const AskOptions &options,
                    const std::function<void(std::string_view)> &onSql, std::stop_token stop, AskResult &answer)
    {
        const auto start = Clock::now();
        const auto &schema = schemaPrompt(read);
        const auto question = datasets::buildQuestionPrompt(schema, read);
        answer.prompt = schema.text + "\n" + question.text;
        auto tokens = model->tokenizer->encode(schema.text);
        const auto more = model->tokenizer->encode(question.text);
        tokens.insert(tokens.end(), more.begin(), more.end());
        answer.tokenBudget = model->config.contextLength - longestAnswer;
        if (static_cast<int>(tokens.size()) > answer.tokenBudget)
            throw datasets::Error("question: it is too long for this database and model together: ask in fewer words");
        answer.timing.link += secondsSince(start);

        const SlotConstraint constraint(datasets::SlotGrammar(question.slots), slots);
        auto sqlOf = [&](std::span<const int> written) { return datasets::decodeSoFar(slots->symbols(written), *question.slots); };
        std::string shown;
        auto show = [&](std::span<const int> written) {
            if (!onSql)
                return;
            auto sql = sqlOf(written);
            if (!sql.empty() && sql != shown)
                onSql(shown = std::move(sql));
        };
        auto keep = [&](const std::vector<int> &written, double logProbability) {
            Candidate candidate;
            try {
                candidate.sql = datasets::sql::print(datasets::decode(slots->symbols(written), *question.slots));
            } catch (const datasets::Error &) {
                // Stopped, or cut off by the length limit: its beginning is better than no answer at all.
                if (!stop.stop_requested() && !answer.candidates.empty())
                    return;
                candidate.sql = sqlOf(written);
            }
            candidate.logProbability = logProbability + symbolBonus * static_cast<double>(written.size());
            const bool known = std::any_of(answer.candidates.begin(), answer.candidates.end(),
                                           [&](const Candidate &c) { return c.sql == candidate.sql; });
            if (!known && !candidate.sql.empty())
                answer.candidates.push_back(std::move(candidate));
        };
        const int eos = model->tokenizer->eos();
        if (options.temperature > 0) {
            for (int i = 0; i < std::max(1, options.candidates) && !stop.stop_requested(); ++i) {
                engine::GenerateOptions generate;
                generate.maxNewTokens = longestAnswer;
                generate.sampling.temperature = static_cast<float>(options.temperature);
                generate.sampling.seed = options.seed + static_cast<std::uint64_t>(i);
                auto copy = constraint.clone();
                std::vector<int> written;
                const auto result = generator->generate(
                    tokens, generate, copy.get(),
                    [&](int token, std::string_view) {
                        if (token >= 0) {
                            written.push_back(token);
                            if (i == 0)
                                show(written);
                        }
                    },
                    stop);
                keep(result.tokens, result.logProbability);
                addTiming(answer.timing);
            }
            std::stable_sort(answer.candidates.begin(), answer.candidates.end(),
                             [](const Candidate &a, const Candidate &b) { return a.logProbability > b.logProbability; });
        } else {
            for (const auto &found : generator->search(tokens, std::max(1, options.candidates), longestAnswer, &constraint,
                                                       eos, [&](std::span<const int> best) { show(best); }, stop))
                keep(found.tokens, found.logProbability);
            addTiming(answer.timing);
        }
    }

    void askInText(const std::string &question, const AskOptions &options,
                   const std::function<void(std::string_view)> &onSql, std::stop_token stop, AskResult &answer)
    {
        answer.prompt = textPrompt(model->promptTemplate, database->schema, question);
        auto tokens = model->tokenizer->encode(answer.prompt);
        if (model->tokenizer->bos() >= 0)
            tokens.insert(tokens.begin(), model->tokenizer->bos());
        const int room = std::min(256, model->config.contextLength / 4); // for the answer
        answer.tokenBudget = model->config.contextLength - room;
        if (static_cast<int>(tokens.size()) > answer.tokenBudget)
            throw datasets::Error("prompt: the schema does not fit this model's context: use a model with a longer one");
        for (int i = 0; i < (options.temperature > 0 ? std::max(1, options.candidates) : 1); ++i) {
            engine::GenerateOptions generate;
            generate.maxNewTokens = room;
            generate.stopStrings = {";", "\n\n", "```"};
            generate.sampling.temperature = static_cast<float>(options.temperature);
            generate.sampling.seed = options.seed + static_cast<std::uint64_t>(i);
            std::string written;
            const auto result = generator->generate(
                tokens, generate, nullptr,
                [&](int, std::string_view text) {
                    written += text;
                    if (i == 0 && onSql)
                        onSql(sqlInText(written));
                },
                stop);
            addTiming(answer.timing);
            Candidate candidate;
            candidate.sql = sqlInText(result.text);
            candidate.logProbability = result.logProbability;
            if (!candidate.sql.empty())
                answer.candidates.push_back(std::move(candidate));
        }
    }

    void addTiming(AskTiming &timing) const
    {
        const auto &last = generator->timing();
        timing.prefill += last.prefill;
        timing.decode += last.decode;
        timing.promptTokens = last.promptTokens;
        timing.newTokens += last.newTokens;
    }
};

Asker::Asker(const std::filesystem::path &file, int threads, const std::filesystem::path &adapter, bool int8Cache)
    : Asker(loadWithTokenizer(file), threads, int8Cache)
{
    useAdapter(adapter);
}

Asker::Asker(std::shared_ptr<const engine::Model> model, int threads, bool int8Cache)
    : impl_(std::make_unique<Impl>())
{
    if (!model->tokenizer)
        throw datasets::Error("model: it holds no tokenizer: choose another model");
    impl_->model = std::move(model);
    if (impl_->model->promptTemplate == slotTemplate)
        impl_->slots = std::make_shared<const SlotTokens>(*impl_->model->tokenizer);
    impl_->generator = std::make_unique<engine::Generator>(impl_->model, threads,
                                                            engine::GeneratorOptions{.int8Cache = int8Cache});
}

Asker::~Asker() = default;
Asker::Asker(Asker &&) noexcept = default;

void Asker::openDatabase(const std::filesystem::path &file)
{
    auto database = datasets::openForPrompts(file);
    SqlRunner runner(file);
    impl_->schemaPrompts.clear();
    impl_->database = std::move(database);
    impl_->runner.emplace(std::move(runner));
}

const datasets::Schema &Asker::schema() const
{
    if (!impl_->database)
        throw datasets::Error("schema: no database is open: open one first");
    return impl_->database->schema;
}

std::string Asker::modelName() const { return impl_->model->name; }

void Asker::useAdapter(const std::filesystem::path &folder)
{
    if (folder.empty()) {
        impl_->generator->useAdapter(0);
        impl_->adapterWarning.clear();
        return;
    }
    std::error_code ignored;
    const std::pair key(std::filesystem::absolute(folder), std::filesystem::last_write_time(folder, ignored));
    auto found = impl_->adapters.find(key);
    if (found == impl_->adapters.end()) {
        const auto adapter = engine::loadAdapter(folder, impl_->model->config);
        // What the folder held before is of no use any more.
        std::erase_if(impl_->adapters, [&](const auto &known) {
            if (known.first.first == key.first)
                impl_->generator->removeAdapter(known.second.id);
            return known.first.first == key.first;
        });
        found = impl_->adapters
                    .emplace(key, Impl::KnownAdapter{impl_->generator->addAdapter(adapter), impl_->warningOf(adapter, folder)})
                    .first;
    }
    impl_->generator->useAdapter(found->second.id);
    impl_->adapterWarning = found->second.warning;
}

void Asker::useAdapter(const engine::Adapter &adapter)
{
    const engine::AdapterId id = impl_->generator->addAdapter(adapter);
    impl_->generator->useAdapter(id);
    impl_->adapterWarning.clear();
    if (impl_->inMemory != 0)
        impl_->generator->removeAdapter(impl_->inMemory);
    impl_->inMemory = id;
}

const engine::Model &Asker::model() const { return *impl_->model; }

const std::string &Asker::adapterWarning() const { return impl_->adapterWarning; }

AskResult Asker::ask(const std::string &question, const AskOptions &options,
                     const std::function<void(std::string_view)> &onSql, std::stop_token stop)
{
    const auto start = Clock::now();
    if (!impl_->database)
        throw datasets::Error("question: no database is open: open one first");
    const auto text = datasets::nfc(question);
    if (datasets::fold(text).empty())
        throw datasets::Error("question: it is empty: type what you want to know");
    if (const auto length = datasets::toCodePoints(text).size(); length > longestQuestion)
        throw datasets::Error("question: it has " + std::to_string(length) + " characters: ask in at most " +
                              std::to_string(longestQuestion));
    AskResult answer;
    const auto read = datasets::readQuestion(*impl_->database, text);
    answer.links = linksOf(*impl_->database, read);
    answer.timing.link = secondsSince(start);
    if (impl_->slots)
        impl_->askInSlots(read, options, onSql, stop, answer);
    else
        impl_->askInText(text, options, onSql, stop, answer);

    int chosen = answer.candidates.empty() ? -1 : 0;
    if (options.run && chosen >= 0 && !stop.stop_requested()) {
        const auto runStart = Clock::now();
        const int best = chooseByExecution(answer.candidates, *impl_->runner, options.limits, answer.result, stop);
        if (best >= 0)
            chosen = best;
        answer.timing.run = secondsSince(runStart);
    }
    if (chosen > 0)
        std::rotate(answer.candidates.begin(), answer.candidates.begin() + chosen, answer.candidates.begin() + chosen + 1);
    if (chosen >= 0)
        answer.sql = answer.candidates.front().sql;
    answer.timing.total = secondsSince(start);
    return answer;
}

} // namespace mureum::eval
