#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

enum class DdlKind { Word, Name, String, Number, Punctuation, Comment };

/// A token of any SQL dialect's DDL. `Name` is quoted ("x", `x`, [x]), its text without quotes; so are
/// strings and comments given without their marks.
struct DdlToken
{
    DdlKind kind = DdlKind::Punctuation;
    std::string text;
    int line = 0;

    bool is(char punctuation) const
    {
        return kind == DdlKind::Punctuation && text.size() == 1 && text.front() == punctuation;
    }
    /// An unquoted word, ASCII case ignored; `upperCase` is given in capitals.
    bool is(std::string_view upperCase) const;
};

std::vector<DdlToken> tokenizeDdl(std::string_view ddl);

} // namespace mureum::datasets
