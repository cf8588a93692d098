#pragma once
#include <optional>
#include <string_view>

namespace mureum::eval {

/// What a judge's answer says: true for yes. Read are a JSON object with "resolve_yn", alone, in a code fence
/// or among other text (the last one counts), in any case, and an answer that is the bare word. What stands
/// in <think>...</think> is thought, not said. Nothing where the answer is neither yes nor no.
std::optional<bool> parseJudgeAnswer(std::string_view text);

} // namespace mureum::eval
