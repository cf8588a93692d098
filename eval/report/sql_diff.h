#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mureum::eval {

/// A piece of an SQL text as it was written; `common` where the other text has it too, in the same order.
struct DiffPart
{
    std::string text;
    bool common = true;
};

/// What two SQL texts share, word by word: the longest common subsequence of their tokens, letter case of
/// unquoted words aside. White space belongs to the token before it. Joined again, each list of parts is its
/// text. Texts of more than 1,500 tokens are compared as a whole.
std::pair<std::vector<DiffPart>, std::vector<DiffPart>> diffSql(std::string_view first,
                                                                std::string_view second);

} // namespace mureum::eval
