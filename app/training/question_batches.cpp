#include "app/training/question_batches.h"

#include "datasets/error.h"
#include "datasets/random.h"
#include "datasets/slots/symbols.h"
#include "engine/tokenizer/sentencepiece_training.h"

#include <fmt/format.h>

#include <algorithm>

namespace mureum::app {
namespace {

using datasets::SplitMix64;

double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

} // namespace

QuestionPool::QuestionPool(const std::vector<datasets::TrainingSource> &sources, int branches,
                           const std::function<void(const std::string &)> &report)
    : branches_(branches)
{
    double total = 0;
    for (const auto &source : sources)
        total += source.weight;
    double sum = 0;
    for (const auto &source : sources) {
        if (source.weight <= 0)
            continue;
        std::vector<std::string> missing;
        auto groups = datasets::loadTrainingGroups(source, missing);
        sum += source.weight / total;
        add(std::move(groups), sum);
        report(fmt::format("{}: {} questions on {} schemas, {:.0f}% of the draws{}", source.examples.string(),
                           sources_.back().questionsUpTo.back(), sources_.back().groups.size(),
                           100 * source.weight / total,
                           missing.empty() ? "" : fmt::format(" ({} left out: {})", missing.size(), missing.front())));
    }
}

QuestionPool::QuestionPool(std::vector<datasets::TrainingGroup> groups, int branches, datasets::Dealing dealing,
                           std::vector<datasets::TrainingGroup> replay, double replayShare)
    : branches_(branches), dealing_(dealing)
{
    if (!replay.empty())
        add(std::move(replay), replayShare);
    add(std::move(groups), 1);
}

void QuestionPool::add(std::vector<datasets::TrainingGroup> groups, double upTo)
{
    Source source;
    source.upTo = upTo;
    std::size_t questions = 0;
    for (const auto &group : groups)
        source.questionsUpTo.push_back(questions += group.questions.size());
    if (questions == 0)
        throw datasets::Error("training questions: there are none: check the examples");
    source.groups = std::move(groups);
    sources_.push_back(std::move(source));
}

std::size_t QuestionPool::questions() const
{
    std::size_t total = 0;
    for (const auto &source : sources_)
        total += source.questionsUpTo.back();
    return total;
}

datasets::TrainingSample QuestionPool::draw(std::uint64_t seed)
{
    const double share = unit(SplitMix64::at(seed, 0));
    auto source = std::find_if(sources_.begin(), sources_.end(), [share](const Source &s) { return share < s.upTo; });
    if (source == sources_.end())
        --source;
    const auto at = SplitMix64::at(seed, 1) % source->questionsUpTo.back();
    const auto group = std::upper_bound(source->questionsUpTo.begin(), source->questionsUpTo.end(), at);
    return datasets::drawSample(source->groups[static_cast<std::size_t>(group - source->questionsUpTo.begin())], branches_,
                                SplitMix64::at(seed, 2), dealing_);
}

QuestionBatches::QuestionBatches(QuestionPool &pool, const QuestionBatchOptions &options,
                                 std::shared_ptr<const engine::Tokenizer> tokenizer)
    : pool_(pool), options_(options), tokenizer_(std::move(tokenizer)), slots_(*tokenizer_)
{
}

engine::Batch QuestionBatches::batch(int64_t index)
{
    engine::Batch batch;
    auto rowsLeft = [&] { return options_.rows - static_cast<int64_t>(batch.tokens.size()); };
    const auto loss = options_.lossBatches > 0 && index >= options_.lossBatches ? LearnedTokens::Sql : options_.loss;
    auto isLink = [this](int token) { return slots_.symbol(token) >= datasets::tableSymbol(0); };
    auto add = [&](const std::vector<int> &tokens, int firstPosition, std::size_t answerFrom, int parent) {
        const auto begin = static_cast<int32_t>(batch.tokens.size());
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            batch.tokens.push_back(tokens[i]);
            batch.positions.push_back(firstPosition + static_cast<int>(i));
            const bool learned = i + 1 < tokens.size() &&
                                 (i + 1 >= answerFrom || (parent >= 0 && (loss == LearnedTokens::Question ||
                                                                          (loss == LearnedTokens::Links && isLink(tokens[i + 1])))));
            batch.targets.push_back(learned ? tokens[i + 1] : -1);
        }
        batch.segments.push_back({begin, static_cast<int32_t>(tokens.size()), parent});
        return static_cast<int>(batch.segments.size()) - 1;
    };
    const auto stream = SplitMix64::at(options_.seed, static_cast<std::uint64_t>(index) + 0x51ED27ull);
    int misses = 0;
    for (std::uint64_t draw = 0; misses < 4 && rowsLeft() > 120; ++draw) {
        const auto sample = pool_.draw(SplitMix64::at(stream, draw));
        const auto schema = tokenizer_->encode(sample.schemaText);
        if (sample.branches.empty() || static_cast<int64_t>(schema.size()) + 60 > rowsLeft() ||
            static_cast<int>(schema.size()) > options_.contextLength - 200) {
            ++misses;
            continue;
        }
        int parent = -1;
        for (const auto &branch : sample.branches) {
            auto tokens = tokenizer_->encode(branch.questionText);
            const auto questionLength = tokens.size();
            const auto answer = slots_.tokens(branch.answer);
            tokens.insert(tokens.end(), answer.begin(), answer.end());
            const auto needed = static_cast<int64_t>(tokens.size() + (parent < 0 ? schema.size() : 0));
            if (needed > rowsLeft() || static_cast<int>(schema.size() + tokens.size()) > options_.contextLength)
                continue;
            if (parent < 0)
                parent = add(schema, 0, schema.size() + 1, -1);
            add(tokens, static_cast<int>(schema.size()), questionLength, parent);
        }
        if (parent < 0)
            ++misses;
    }
    return batch;
}

std::string trainTokenizer(QuestionPool &pool, int vocabulary, std::uint64_t seed)
{
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i < 12000; ++i) {
        auto sample = pool.draw(SplitMix64::at(seed ^ 0xA11CEull, i));
        if (sample.branches.empty())
            continue;
        texts.push_back(std::move(sample.schemaText));
        for (auto &branch : sample.branches)
            texts.push_back(std::move(branch.questionText));
    }
    engine::SentencePieceOptions options;
    options.vocabularySize = vocabulary;
    options.symbols = datasets::allPieces();
    return engine::trainSentencePiece(texts, options);
}

} // namespace mureum::app
