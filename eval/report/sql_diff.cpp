#include "eval/report/sql_diff.h"

#include <algorithm>
#include <cstdint>

namespace mureum::eval {

namespace {

struct Token
{
    std::string key; ///< what is compared
    std::string text;
};

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::vector<Token> tokensOf(std::string_view sql)
{
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < sql.size()) {
        std::size_t end = at + 1;
        const char c = sql[at];
        if (isWord(c)) {
            while (end < sql.size() && (isWord(sql[end]) || (sql[end] == '.' && c >= '0' && c <= '9')))
                ++end;
        } else if (c == '\'' || c == '"' || c == '`') {
            while (end < sql.size() && sql[end] != c)
                ++end;
            end = std::min(end + 1, sql.size());
        } else if ((c == '<' || c == '>' || c == '!' || c == '=' || c == '|') && end < sql.size() &&
                   (sql[end] == '=' || sql[end] == '>' || sql[end] == '|')) {
            ++end;
        }
        Token token;
        if (!isBlank(c)) {
            token.key = sql.substr(at, end - at);
            if (isWord(c))
                for (char &letter : token.key)
                    letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        }
        while (end < sql.size() && isBlank(sql[end]))
            ++end;
        token.text = sql.substr(at, end - at);
        tokens.push_back(std::move(token));
        at = end;
    }
    return tokens;
}

std::vector<DiffPart> partsOf(const std::vector<Token> &tokens, const std::vector<bool> &common)
{
    std::vector<DiffPart> parts;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool same = common[i] || tokens[i].key.empty();
        if (parts.empty() || parts.back().common != same)
            parts.push_back({{}, same});
        parts.back().text += tokens[i].text;
    }
    return parts;
}

} // namespace

std::pair<std::vector<DiffPart>, std::vector<DiffPart>> diffSql(std::string_view first,
                                                                std::string_view second)
{
    const std::vector<Token> a = tokensOf(first), b = tokensOf(second);
    std::vector<bool> commonA(a.size(), false), commonB(b.size(), false);
    constexpr std::size_t most = 1500;
    if (a.size() <= most && b.size() <= most) {
        // longest[i][j]: of the rests that begin at a[i] and b[j].
        const std::size_t columns = b.size() + 1;
        std::vector<std::uint16_t> longest((a.size() + 1) * columns, 0);
        for (std::size_t i = a.size(); i-- > 0;)
            for (std::size_t j = b.size(); j-- > 0;)
                longest[i * columns + j] =
                    a[i].key == b[j].key
                        ? static_cast<std::uint16_t>(longest[(i + 1) * columns + j + 1] + 1)
                        : std::max(longest[(i + 1) * columns + j], longest[i * columns + j + 1]);
        for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
            if (a[i].key == b[j].key) {
                commonA[i++] = true;
                commonB[j++] = true;
            } else if (longest[(i + 1) * columns + j] >= longest[i * columns + j + 1]) {
                ++i;
            } else {
                ++j;
            }
        }
    } else if (first == second) {
        commonA.assign(a.size(), true);
        commonB.assign(b.size(), true);
    }
    return {partsOf(a, commonA), partsOf(b, commonB)};
}

} // namespace mureum::eval
