#pragma once
#include "eval/judge/prompts.h"
#include "eval/remote/chat.h"
#include "eval/suite/record.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace mureum::eval {

/// A language model judges the predictions of a run: does this SQL answer the question?
struct JudgeOptions
{
    std::filesystem::path runDirectory; ///< with records.jsonl
    /// DIR/<db_id>.sqlite or DIR/<db_id>/<db_id>.sqlite, for {schema} and {rows_...}.
    std::filesystem::path databases;
    /// Finds the database of a record in another way than by its id in `databases`, for examples that have a
    /// context instead. Throws where there is none.
    std::function<std::filesystem::path(std::size_t index, const EvaluationRecord &)> databaseOf;
    ChatOptions chat;
    JudgePrompts prompts = defaultJudgePrompts(true);
    bool gold = true;                        ///< the judge may see the right SQL
    std::optional<double> priceIn, priceOut; ///< of a million tokens, in any currency
    bool restart = false;                    ///< drop the verdicts there are
    bool retryErrors = false;                ///< ask again where the last answer was an error
};

/// What a judgement will take, before anything is sent.
struct JudgeEstimate
{
    std::size_t records = 0;
    std::size_t recorded = 0; ///< have their line in judge.jsonl
    std::size_t decided = 0;  ///< need no request: no prediction, the same as the gold
    std::size_t noPrompt = 0; ///< cannot be asked, as their database is not there
    std::size_t requests = 0; ///< will be sent
    std::size_t promptTokens = 0, completionTokens = 0; ///< of the requests; see estimateTokens
    std::optional<double> cost;                         ///< where the prices are known
    double minutes = 0; ///< that the limits per minute make it last; 0: no limits
};

struct JudgeProgress
{
    std::size_t done = 0, total = 0, yes = 0, no = 0, errors = 0;
    std::int64_t promptTokens = 0,
                 completionTokens = 0; ///< as the server counted, earlier processes included
};

using JudgeProgressCallback = std::function<void(const JudgeProgress &)>;

struct JudgeResult
{
    /// count, judged, yes, no, errors, asked, judge (yes / judged), ci95, agreement {count, observed, kappa,
    /// right_yes, right_no, wrong_yes, wrong_no}, host, model, gold, prompt_tokens, completion_tokens, cost.
    /// As in judge_summary.json.
    nlohmann::ordered_json summary;
    bool complete = true; ///< false after a stop
};

/// Reads, and sends nothing. Throws as judgeRun.
JudgeEstimate estimateJudge(const JudgeOptions &options);

/// Judges every record that has no line in judge.jsonl yet, writes each verdict there as it arrives, and
/// judge_summary.json at the end. A killed judgement goes on where it was: what is recorded is not asked
/// again.
///
/// Predictions that are the gold (as exact_string has it) are "yes", missing ones "no", without a request; a
/// judge that may not see the gold is asked about the former too. An answer that is neither yes nor no and a
/// request that failed for good are errors of their record.
///
/// `progress` is called on this thread. Throws datasets::Error where the run cannot be read or written, its
/// verdicts are of another judge, no database is found, a template makes no sense, or the server refuses
/// everything (ChatClient::run); what was answered until then is kept.
JudgeResult judgeRun(const JudgeOptions &options, const JudgeProgressCallback &progress = {},
                     std::stop_token stop = {});

} // namespace mureum::eval
