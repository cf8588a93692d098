#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace mureum::eval {

/// What a judge said about one prediction: a line of judge.jsonl.
struct Judgement
{
    std::optional<bool> yes; ///< nothing where there was no usable answer
    std::string error;
    int promptTokens = 0, completionTokens = 0;
};

/// By the index of the example; a later line replaces an earlier one.
using Judgements = std::map<std::size_t, Judgement>;

/// Reads judge.jsonl ({"index","verdict":"yes"|"no"|null,"error","prompt_tokens","completion_tokens"}); a
/// line that is not whole, as the last one may be while a judge runs, is passed over. Empty where there is no
/// file.
Judgements readJudgements(const std::filesystem::path &file);

} // namespace mureum::eval
