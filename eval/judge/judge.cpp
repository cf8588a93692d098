#include "eval/judge/judge.h"

#include "datasets/error.h"
#include "eval/judge/answer.h"
#include "eval/judge/judge_directory.h"
#include "eval/judge/judge_summary.h"
#include "eval/judge/prompt_source.h"
#include "eval/remote/chat_client.h"

#include <fmt/format.h>

#include <algorithm>

namespace mureum::eval {

using Json = nlohmann::ordered_json;

namespace {

/// The verdict that needs no request; nothing where the judge has to be asked.
std::optional<bool> decidedVerdict(const EvaluationRecord &record, const JudgeOptions &options)
{
    if (record.prediction.find_first_not_of(" \t\r\n;") == std::string::npos)
        return false;
    if (options.gold && record.exactString)
        return true;
    return std::nullopt;
}

bool isDone(const JudgeLines &lines, std::size_t index, const JudgeOptions &options)
{
    const auto found = lines.find(index);
    return found != lines.end() && (found->second.yes || !options.retryErrors);
}

/// judge_config.json: what makes a verdict comparable to another.
Json judgeConfig(const JudgeOptions &options)
{
    const std::string gold = options.gold ? "gold" : "no gold";
    const std::string temperature =
        options.chat.temperature ? fmt::format("{}", *options.chat.temperature) : std::string("default");
    return {{"format", "mureum judge 1"},
            {"host", options.chat.endpoint.host},
            {"model", options.chat.model},
            {"gold", options.gold},
            {"temperature", options.chat.temperature ? Json(*options.chat.temperature) : Json()},
            {"max_tokens", options.chat.maxTokens},
            {"system", options.prompts.system},
            {"user", options.prompts.user},
            {"hash", fingerprint({&options.chat.model, &gold, &temperature, &options.prompts.system,
                                  &options.prompts.user})}};
}

JudgeLine lineOf(const ChatReply &reply)
{
    JudgeLine line;
    line.index = reply.id;
    line.error = reply.error;
    line.promptTokens = reply.promptTokens.value_or(0);
    line.completionTokens = reply.completionTokens.value_or(0);
    if (!line.error.empty())
        return line;
    line.yes = parseJudgeAnswer(reply.content);
    if (!line.yes)
        line.error = reply.cut ? "unreadable answer: it was cut at the limit of tokens" : "unreadable answer";
    return line;
}

class Judging
{
public:
    Judging(const JudgeOptions &options, const JudgeProgressCallback &progress)
        : options_(options), progress_(progress), records_(readRunRecords(options.runDirectory)),
          directory_(options.runDirectory, judgeConfig(options), records_, options.restart), prompts_(options)
    {
        progressed_.total = records_.size();
        for (std::size_t index = 0; index < records_.size(); ++index)
            if (isDone(directory_.lines(), index, options_))
                count(directory_.lines().at(index));
    }

    JudgeResult run(std::stop_token stop)
    {
        ChatClient client(options_.chat);
        const bool complete = client.run(
            [&] { return next(); }, [&](const ChatReply &reply) { take(lineOf(reply)); }, std::move(stop));
        JudgeResult result{summarizeJudge(options_, records_, directory_.lines()), complete};
        if (complete)
            directory_.complete(result.summary);
        return result;
    }

private:
    /// Deals with the records that need no request on the way to one that does.
    std::optional<ChatRequest> next()
    {
        while (next_ < records_.size()) {
            const std::size_t index = next_++;
            if (isDone(directory_.lines(), index, options_))
                continue;
            JudgeLine line;
            line.index = index;
            line.asked = false;
            line.yes = decidedVerdict(records_[index], options_);
            if (!line.yes) {
                try {
                    return prompts_.request(index, records_[index]);
                } catch (const std::runtime_error &error) {
                    line.error = error.what();
                }
            }
            take(line);
        }
        return std::nullopt;
    }

    void take(const JudgeLine &line)
    {
        directory_.append(line);
        count(line);
        if (progress_)
            progress_(progressed_);
    }

    void count(const JudgeLine &line)
    {
        ++progressed_.done;
        progressed_.yes += line.yes == true;
        progressed_.no += line.yes == false;
        progressed_.errors += !line.yes;
        progressed_.promptTokens += line.promptTokens;
        progressed_.completionTokens += line.completionTokens;
    }

    const JudgeOptions &options_;
    const JudgeProgressCallback &progress_;
    std::vector<EvaluationRecord> records_;
    JudgeDirectory directory_;
    JudgePromptSource prompts_;
    JudgeProgress progressed_;
    std::size_t next_ = 0;
};

double minutesOf(double amount, double perMinute)
{
    return perMinute > 0 ? amount / perMinute : 0;
}

} // namespace

JudgeEstimate estimateJudge(const JudgeOptions &options)
{
    checkJudgePrompts(options.prompts, options.gold);
    const auto records = readRunRecords(options.runDirectory);
    const JudgeLines lines = options.restart ? JudgeLines() : readJudgeLines(options.runDirectory);
    JudgePromptSource prompts(options, true);
    JudgeEstimate estimate;
    estimate.records = records.size();
    std::string firstError;
    for (std::size_t index = 0; index < records.size(); ++index) {
        if (isDone(lines, index, options)) {
            ++estimate.recorded;
        } else if (decidedVerdict(records[index], options)) {
            ++estimate.decided;
        } else {
            try {
                const ChatRequest request = prompts.request(index, records[index]);
                estimate.promptTokens += request.estimatedTokens - judgeAnswerTokens;
                estimate.completionTokens += judgeAnswerTokens;
                ++estimate.requests;
            } catch (const std::runtime_error &error) {
                if (firstError.empty())
                    firstError = error.what();
                ++estimate.noPrompt;
            }
        }
    }
    if (estimate.noPrompt > 0 && estimate.requests == 0 && estimate.recorded == 0)
        throw datasets::Error(firstError);
    constexpr double million = 1e6;
    if (options.priceIn || options.priceOut)
        estimate.cost = (static_cast<double>(estimate.promptTokens) * options.priceIn.value_or(0) +
                         static_cast<double>(estimate.completionTokens) * options.priceOut.value_or(0)) /
                        million;
    estimate.minutes =
        std::max(minutesOf(static_cast<double>(estimate.requests), options.chat.requestsPerMinute),
                 minutesOf(static_cast<double>(estimate.promptTokens + estimate.completionTokens),
                           options.chat.tokensPerMinute));
    return estimate;
}

JudgeResult judgeRun(const JudgeOptions &options, const JudgeProgressCallback &progress, std::stop_token stop)
{
    checkJudgePrompts(options.prompts, options.gold);
    return Judging(options, progress).run(std::move(stop));
}

} // namespace mureum::eval
