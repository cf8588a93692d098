#include "eval/judge/prompts.h"

#include "datasets/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace mureum::eval {

namespace {

constexpr std::array<std::string_view, 6> known = {"schema",     "question",  "gold",
                                                   "prediction", "rows_gold", "rows_prediction"};

constexpr const char *withGold =
    "You check SQL for SQLite databases. You are given a schema, a question about it, SQL that is known to "
    "answer "
    "the question, and SQL somebody else wrote for the same question. Decide whether the second one also "
    "answers "
    "the question: on any data this schema allows, it has to give the rows the question asks for. Different "
    "column names, another order of columns, harmless extra columns, and another way to the same rows are "
    "fine. "
    "Missing or wrong conditions, tables, joins, groups, orders that were asked for, or limits are not.\n"
    "Answer with a JSON object and nothing else: {\"resolve_yn\": \"yes\"} or {\"resolve_yn\": \"no\"}.";

constexpr const char *withoutGold =
    "You check SQL for SQLite databases. You are given a schema, a question about it, and SQL somebody wrote "
    "for the "
    "question. Decide whether it answers the question: on any data this schema allows, it has to give the "
    "rows the "
    "question asks for. Missing or wrong conditions, tables, joins, groups, orders that were asked for, or "
    "limits "
    "make it wrong, and so does SQL that does not run.\n"
    "Answer with a JSON object and nothing else: {\"resolve_yn\": \"yes\"} or {\"resolve_yn\": \"no\"}.";

bool isWord(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// Calls `plain` and `placeholder` with the pieces of the template, in order.
void walk(std::string_view text, const std::function<void(std::string_view)> &plain,
          const std::function<void(std::string_view)> &placeholder)
{
    std::size_t begin = 0;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos)
            break;
        const std::string_view inside = text.substr(open + 1, close - open - 1);
        if (!isWord(inside))
            continue;
        plain(text.substr(begin, open - begin));
        placeholder(inside);
        begin = close + 1;
        open = close;
    }
    plain(text.substr(begin));
}

} // namespace

bool JudgePrompts::uses(std::string_view placeholder) const
{
    const std::string written = fmt::format("{{{}}}", placeholder);
    return system.find(written) != std::string::npos || user.find(written) != std::string::npos;
}

JudgePrompts defaultJudgePrompts(bool gold)
{
    const std::string head = "Schema:\n{schema}\nQuestion: {question}\n\n";
    if (gold)
        return {withGold, head + "SQL known to be right:\n{gold}\n\nSQL to judge:\n{prediction}\n"};
    return {withoutGold, head + "SQL to judge:\n{prediction}\n"};
}

void checkJudgePrompts(const JudgePrompts &prompts, bool gold)
{
    for (const std::string *text : {&prompts.system, &prompts.user})
        walk(
            *text, [](std::string_view) {},
            [&](std::string_view word) {
                if (std::find(known.begin(), known.end(), word) == known.end())
                    throw datasets::Error(
                        fmt::format("prompt: the placeholder {{{}}} is not known; there are {{{}}}", word,
                                    fmt::join(known, "}, {")));
                if (!gold && (word == "gold" || word == "rows_gold"))
                    throw datasets::Error(fmt::format(
                        "prompt: {{{}}} cannot be used with --no-gold; take out one of the two", word));
            });
    for (const char *needed : {"question", "prediction"})
        if (!prompts.uses(needed))
            throw datasets::Error(
                fmt::format("prompt: neither template holds {{{}}}; write it where it belongs", needed));
}

std::string fillTemplate(std::string_view text, const std::map<std::string, std::string, std::less<>> &values)
{
    std::string filled;
    walk(
        text, [&](std::string_view piece) { filled += piece; },
        [&](std::string_view word) {
            if (const auto found = values.find(word); found != values.end())
                filled += found->second;
        });
    return filled;
}

} // namespace mureum::eval
