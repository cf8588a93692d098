#pragma once
#include <map>
#include <string>
#include <string_view>

namespace mureum::eval {

/// What a judge is told: two templates with placeholders
///   {schema}            the database as CREATE TABLE statements
///   {question}          what was asked
///   {gold}              the right SQL
///   {prediction}        the SQL to judge
///   {rows_gold}         the first rows either gives. Only where a template names them are the queries run
///   {rows_prediction}   and cells of the database sent
/// Braces around anything but a word ({"resolve_yn": "yes"}) stand for themselves.
struct JudgePrompts
{
    std::string system, user;

    bool uses(std::string_view placeholder) const;
};

/// The default: is the prediction as good an answer as the gold, or, without gold, does it answer the
/// question?
JudgePrompts defaultJudgePrompts(bool gold);

/// Throws datasets::Error where a template has an unknown placeholder, where neither holds {question} or
/// {prediction}, and where one holds {gold} or {rows_gold} though there is none.
void checkJudgePrompts(const JudgePrompts &prompts, bool gold);

/// The template with each placeholder replaced once: braces in a value are left alone.
std::string fillTemplate(std::string_view text,
                         const std::map<std::string, std::string, std::less<>> &values);

} // namespace mureum::eval
