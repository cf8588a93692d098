#include "eval/score/exact_string.h"

#include "datasets/sql/tokenizer.h"

#include <algorithm>
#include <array>

namespace mureum::eval {

namespace {

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Letters of any script (every byte of a multi-byte character), digits, _ and $.
bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The quoted text at `i`, as 'text'; moves behind it. A quote that is never closed runs to the end.
std::string quoted(std::string_view sql, std::size_t &i)
{
    const char close = sql[i] == '[' ? ']' : sql[i];
    std::string text = "'";
    for (++i; i < sql.size(); ++i) {
        if (sql[i] != close) {
            text += sql[i];
        } else if (close != ']' && i + 1 < sql.size() && sql[i + 1] == close) {
            text += sql[i++];
        } else {
            ++i;
            break;
        }
    }
    return text + "'";
}

} // namespace

std::vector<std::string> sqlTokens(std::string_view sql)
{
    constexpr std::array<std::string_view, 9> twoCharacters = {
        "<=", ">=", "!=", "<>", "==", "||", "<<", ">>", "->"};
    std::vector<std::string> tokens;
    std::size_t i = 0;
    while (i < sql.size()) {
        const char c = sql[i];
        if (isSpace(c)) {
            ++i;
        } else if (sql.substr(i, 2) == "--") {
            i = std::min(sql.find('\n', i), sql.size());
        } else if (sql.substr(i, 2) == "/*") {
            const auto end = sql.find("*/", i + 2);
            i = end == std::string_view::npos ? sql.size() : end + 2;
        } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
            tokens.push_back(quoted(sql, i));
        } else if (isWord(c) || (c == '.' && i + 1 < sql.size() && isDigit(sql[i + 1]) &&
                                 (i == 0 || !isWord(sql[i - 1])))) {
            const bool number = !isWord(c) || isDigit(c);
            std::size_t end = i + 1;
            while (end < sql.size() && (isWord(sql[end]) || (number && sql[end] == '.')))
                ++end;
            tokens.push_back(datasets::sql::lowerAscii(sql.substr(i, end - i)));
            i = end;
        } else {
            const bool two = std::find(twoCharacters.begin(), twoCharacters.end(), sql.substr(i, 2)) !=
                             twoCharacters.end();
            std::string token(sql.substr(i, two ? 2 : 1));
            tokens.push_back(token == "==" ? "=" : token == "<>" ? "!=" : token);
            i += two ? 2 : 1;
        }
    }
    while (!tokens.empty() && tokens.back() == ";")
        tokens.pop_back();
    return tokens;
}

std::string normalizeSql(std::string_view sql)
{
    std::string out;
    for (const std::string &token : sqlTokens(sql)) {
        if (!out.empty())
            out += ' ';
        out += token;
    }
    return out;
}

bool exactString(std::string_view gold, std::string_view predicted)
{
    return sqlTokens(gold) == sqlTokens(predicted);
}

} // namespace mureum::eval
