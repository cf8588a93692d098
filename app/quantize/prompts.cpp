#include "app/quantize/prompts.h"

#include "app/training/question_batches.h"
#include "app/training/question_split.h"
#include "app/training/text_batches.h"
#include "datasets/error.h"
#include "datasets/training/training_set.h"
#include "eval/answer/slot_tokens.h"
#include "eval/answer/text_prompt.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

namespace mureum::app {
namespace {

/// Longest piece of plain text.
constexpr std::size_t pieceTokens = 512;
constexpr int questionsPerSchema = 8;

std::vector<int> readTokens(const engine::Model &model, const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        throw datasets::Error(
            fmt::format("text: cannot read {}, or it is empty: check the path", file.string()));
    return model.tokenizer->encode(text.str());
}

std::size_t pieceLength(const engine::Model &model)
{
    return std::min(pieceTokens, static_cast<std::size_t>(model.config.contextLength));
}

void requireTokenizer(const engine::Model &model)
{
    if (!model.tokenizer)
        throw datasets::Error(
            "model: it holds no tokenizer, so that no text can be put through it: choose another model");
}

std::vector<datasets::TrainingGroup> groupsOf(const QuestionFile &questions,
                                              std::vector<std::string> &missing)
{
    std::vector<datasets::Example> usable;
    for (const auto &example : questions.examples)
        try {
            datasets::databaseFile(questions.databases, example.databaseId);
            usable.push_back(example);
        } catch (const datasets::Error &) {
            if (std::find(missing.begin(), missing.end(), example.databaseId) == missing.end())
                missing.push_back(example.databaseId);
        }
    auto groups = groupByDatabase(usable, questions.databases);
    if (groups.empty())
        throw datasets::Error(fmt::format("questions: none of their databases is in {}: check the folder",
                                          questions.databases.string()));
    for (auto &group : groups)
        group.database = datasets::openForPrompts(group.file);
    return groups;
}

} // namespace

std::vector<engine::CalibrationBatch> calibrationPrompts(const engine::Model &model,
                                                         const QuestionFile &questions, std::int64_t tokens,
                                                         std::uint64_t seed,
                                                         std::vector<std::string> &warnings)
{
    requireTokenizer(model);
    std::vector<std::string> missing;
    auto groups = groupsOf(questions, missing);
    for (const auto &id : missing)
        warnings.push_back(
            fmt::format("database {} is missing: its questions are left out of the calibration", id));
    const std::int64_t rows = std::min(1024, model.config.contextLength);
    std::unique_ptr<QuestionPool> pool;
    std::unique_ptr<engine::BatchSource> source;
    if (model.promptTemplate == eval::slotTemplate) {
        pool = std::make_unique<QuestionPool>(std::move(groups), questionsPerSchema,
                                              datasets::Dealing::Shuffled);
        QuestionBatchOptions options;
        options.seed = seed;
        options.rows = rows;
        options.contextLength = model.config.contextLength;
        source = std::make_unique<QuestionBatches>(*pool, options, model.tokenizer);
    } else {
        source = std::make_unique<TextBatches>(
            std::move(groups),
            TextBatches::Options{model.promptTemplate, seed, rows, model.config.contextLength},
            model.tokenizer);
    }
    std::vector<engine::CalibrationBatch> batches;
    std::int64_t have = 0;
    int empty = 0;
    for (std::int64_t index = 0; have < tokens && empty < 16; ++index) {
        engine::Batch batch = source->batch(index);
        if (batch.tokens.empty()) {
            ++empty;
            continue;
        }
        have += static_cast<std::int64_t>(batch.tokens.size());
        batches.push_back({std::move(batch.tokens), std::move(batch.positions), std::move(batch.segments)});
    }
    return batches;
}

std::vector<engine::CalibrationBatch> calibrationText(const engine::Model &model,
                                                      const std::filesystem::path &file, std::int64_t tokens)
{
    requireTokenizer(model);
    const std::vector<int> all = readTokens(model, file);
    const std::size_t length = pieceLength(model);
    const std::size_t there = (all.size() + length - 1) / length;
    const auto wanted = std::min(there, static_cast<std::size_t>(tokens) / length + 1);
    std::vector<engine::CalibrationBatch> batches;
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::size_t begin = i * there / wanted * length, end = std::min(all.size(), begin + length);
        engine::CalibrationBatch batch;
        for (std::size_t at = begin; at < end; ++at) {
            batch.tokens.push_back(all[at]);
            batch.positions.push_back(static_cast<std::int32_t>(at - begin));
        }
        batch.segments = {{0, static_cast<int>(batch.tokens.size()), -1}};
        batches.push_back(std::move(batch));
    }
    return batches;
}

std::vector<engine::ScoredSequence> heldOutPrompts(const engine::Model &model, const QuestionFile &questions)
{
    requireTokenizer(model);
    std::vector<std::string> missing;
    auto groups = groupsOf(questions, missing);
    const auto context = static_cast<std::size_t>(model.config.contextLength);
    std::vector<engine::ScoredSequence> sequences;
    const auto add = [&](engine::ScoredSequence sequence) {
        if (sequence.prefix.size() + sequence.tokens.size() <= context && !sequence.tokens.empty())
            sequences.push_back(std::move(sequence));
    };
    if (model.promptTemplate == eval::slotTemplate) {
        const eval::SlotTokens slots(*model.tokenizer);
        for (auto &group : groups)
            for (const auto &question : group.questions) {
                const auto sample = datasets::encodeQuestions(group, {&question});
                for (const auto &branch : sample.branches) {
                    engine::ScoredSequence sequence;
                    sequence.prefix = model.tokenizer->encode(sample.schemaText);
                    sequence.tokens = model.tokenizer->encode(branch.questionText);
                    sequence.answerFrom = sequence.tokens.size();
                    const auto answer = slots.tokens(branch.answer);
                    sequence.tokens.insert(sequence.tokens.end(), answer.begin(), answer.end());
                    add(std::move(sequence));
                }
            }
        return sequences;
    }
    for (auto &group : groups)
        for (const auto &question : group.questions) {
            engine::ScoredSequence sequence;
            sequence.prefix = model.tokenizer->encode(
                eval::textPrompt(model.promptTemplate, group.database->schema, question.text));
            if (model.tokenizer->bos() >= 0)
                sequence.prefix.insert(sequence.prefix.begin(), model.tokenizer->bos());
            sequence.tokens = model.tokenizer->encode(" " + question.query + ";");
            add(std::move(sequence));
        }
    return sequences;
}

std::vector<engine::ScoredSequence> heldOutText(const engine::Model &model, const std::filesystem::path &file,
                                                std::size_t pieces)
{
    requireTokenizer(model);
    const std::vector<int> all = readTokens(model, file);
    const std::size_t length = pieceLength(model), there = std::max<std::size_t>(1, all.size() / length);
    const std::size_t wanted = std::min(there, pieces);
    std::vector<engine::ScoredSequence> sequences;
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::size_t begin = i * there / wanted * length, end = std::min(all.size(), begin + length);
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(begin + (end - begin) / 2);
        sequences.push_back({{all.begin() + static_cast<std::ptrdiff_t>(begin), middle},
                             {middle, all.begin() + static_cast<std::ptrdiff_t>(end)},
                             0});
    }
    return sequences;
}

} // namespace mureum::app
