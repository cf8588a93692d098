#include "eval/score/spider_tokens.h"

#include "datasets/sql/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <system_error>

namespace mureum::eval::spider {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Bytes of the white space at `at`, by Python's str.isspace(); 0 where there is none.
std::size_t spaceAt(std::string_view text, std::size_t at)
{
    const char c = text[at];
    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'))
        return 1;
    if (static_cast<unsigned char>(c) < 0x80)
        return 0;
    static constexpr std::array<std::string_view, 19> wide = {
        "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
        "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
    for (const std::string_view space : wide)
        if (text.substr(at, space.size()) == space)
            return space.size();
    return 0;
}

/// Spaces around typographic quotes and back quotes, the latter in pairs.
std::string padQuotes(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> quotes = {"«", "»", "“", "”", "‘", "’", "„"};
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size();) {
        std::size_t length = text.substr(i, 2) == "``" ? 2 : text[i] == '`' ? 1 : 0;
        if (static_cast<unsigned char>(text[i]) >= 0x80)
            for (const std::string_view quote : quotes)
                if (text.substr(i, quote.size()) == quote)
                    length = quote.size();
        if (length > 0) {
            out.append(" ").append(text.substr(i, length)).append(" ");
            i += length;
        } else {
            out += text[i++];
        }
    }
    return out;
}

/// Spaces around the full stop that ends the text; closing brackets may follow it.
void padFinalStop(std::string &text)
{
    const std::size_t dot = text.rfind('.');
    if (dot == std::string::npos || dot == 0 || text[dot - 1] == '.')
        return;
    std::size_t i = dot + 1;
    for (; i < text.size(); ++i) {
        static constexpr std::array<std::string_view, 3> closing = {"»", "”", "’"};
        const auto quote = std::find_if(closing.begin(), closing.end(), [&](std::string_view q) {
            return text.compare(i, q.size(), q) == 0;
        });
        if (quote != closing.end())
            i += quote->size() - 1;
        else if (std::string_view("])}> ").find(text[i]) == std::string_view::npos)
            break;
    }
    while (i < text.size() && spaceAt(text, i) > 0)
        i += spaceAt(text, i);
    if (i == text.size())
        text.replace(dot, 1, " . ");
}

/// Spaces before a comma or colon that no digit follows: 1,2 stays one word. What follows is looked at once:
/// of two commas in a row the second stays with what comes after it.
std::string padCommas(std::string_view text)
{
    const auto isComma = [](char c) { return c == ',' || c == ':'; };
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isComma(text[i]) || i + 1 == text.size() || isDigit(text[i + 1])) {
            out += text[i];
            continue;
        }
        out.append(" ").append(1, text[i]).append(" ").append(1, text[i + 1]);
        ++i;
    }
    const std::size_t end = !out.empty() && out.back() == '\n' ? out.size() - 1 : out.size();
    if (end > 0 && isComma(out[end - 1]))
        out.insert(end, " ").insert(end - 1, " ");
    return out;
}

std::string padSigns(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 32);
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        std::size_t length = 0;
        if (std::string_view(";@#$%&?!*[](){}<>").find(c) != std::string_view::npos)
            length = 1;
        else if (c == '-' && text.substr(i, 2) == "--")
            length = 2;
        else if (c == '.')
            length = std::min(text.find_first_not_of('.', i), text.size()) - i;
        if (length > 1 || (length == 1 && c != '.')) {
            out.append(" ").append(text.substr(i, length)).append(" ");
            i += length;
        } else {
            out += c;
            ++i;
        }
    }
    return out;
}

/// Words that are two for NLTK.
struct Contraction
{
    std::string_view whole;
    std::size_t cut;
    bool onlyAtEnd;
};
constexpr std::array<Contraction, 6> kContractions = {{{"cannot", 3, false},
                                                       {"gimme", 3, false},
                                                       {"gonna", 3, false},
                                                       {"gotta", 3, false},
                                                       {"lemme", 3, false},
                                                       {"wanna", 3, true}}};

bool isWord(char c)
{
    return isDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Adds a word in lower case, taken apart at contractions.
void addWord(std::string word, std::vector<std::string> &words)
{
    for (const Contraction &contraction : kContractions) {
        const std::size_t size = contraction.whole.size();
        for (std::size_t at = word.find(contraction.whole); at != std::string::npos;
             at = word.find(contraction.whole, at + 1)) {
            const std::size_t end = at + size;
            if ((at > 0 && isWord(word[at - 1])) || (end < word.size() && isWord(word[end])) ||
                (contraction.onlyAtEnd && end < word.size()))
                continue;
            if (at > 0)
                addWord(word.substr(0, at), words);
            words.push_back(word.substr(at, contraction.cut));
            words.push_back(word.substr(at + contraction.cut, size - contraction.cut));
            if (end < word.size())
                addWord(word.substr(end), words);
            return;
        }
    }
    words.push_back(std::move(word));
}

std::vector<std::string> words(std::string_view sql)
{
    std::string text = padQuotes(sql);
    padFinalStop(text);
    text = padSigns(padCommas(text));
    std::vector<std::string> words;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size();) {
        const std::size_t space = i < text.size() ? spaceAt(text, i) : 1;
        if (space > 0 && i > start)
            addWord(datasets::sql::lowerAscii(std::string_view(text).substr(start, i - start)), words);
        i += std::max<std::size_t>(space, 1);
        if (space > 0)
            start = i;
    }
    return words;
}

/// `! =`, `> =` and `< =` become one word.
void joinOperators(std::vector<std::string> &tokens)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string *before = kept > 0 ? &tokens[kept - 1] : nullptr;
        if (tokens[i] == "=" && before && (*before == "!" || *before == ">" || *before == "<"))
            tokens[kept - 1] += '=';
        else if (kept++ != i)
            tokens[kept - 1] = std::move(tokens[i]);
    }
    tokens.resize(kept);
}

/// Digits with single underscores between them, from `at` on; moves behind them.
bool digits(std::string_view text, std::size_t &at, std::string &out)
{
    const std::size_t first = at;
    while (at < text.size() && (isDigit(text[at]) || (text[at] == '_' && at > first && at + 1 < text.size() &&
                                                      isDigit(text[at - 1]) && isDigit(text[at + 1])))) {
        if (text[at] != '_')
            out += text[at];
        ++at;
    }
    return at > first;
}

} // namespace

std::optional<double> toNumber(std::string_view text)
{
    const std::string small = datasets::sql::lowerAscii(text);
    std::size_t at = 0;
    const bool negative = small[0] == '-';
    if (small[0] == '-' || small[0] == '+')
        ++at;
    const std::string_view rest = std::string_view(small).substr(at);
    const auto signedValue = [negative](double value) { return negative ? -value : value; };
    if (rest == "inf" || rest == "infinity")
        return signedValue(std::numeric_limits<double>::infinity());
    if (rest == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    std::string plain;
    bool any = digits(small, at, plain);
    if (at < small.size() && small[at] == '.') {
        plain += small[at++];
        any = digits(small, at, plain) || any;
    }
    if (!any)
        return std::nullopt;
    if (at < small.size() && small[at] == 'e') {
        plain += small[at++];
        if (at < small.size() && (small[at] == '-' || small[at] == '+'))
            plain += small[at++];
        if (!digits(small, at, plain))
            return std::nullopt;
    }
    if (at != small.size())
        return std::nullopt;
    double value = 0;
    const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (read.ec == std::errc::result_out_of_range)
        value = plain.find("e-") != std::string::npos ? 0 : std::numeric_limits<double>::infinity();
    return signedValue(value);
}

std::optional<std::string> toInteger(std::string_view text)
{
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+'))
        ++at;
    std::string out;
    if (!digits(text, at, out) || at != text.size())
        return std::nullopt;
    out.erase(0, std::min(out.find_first_not_of('0'), out.size() - 1));
    return negative && out != "0" ? "-" + out : out;
}

std::optional<std::vector<std::string>> tokenize(std::string_view sql)
{
    // Quoted text must not be cut: a key stands for it while the rest is.
    std::string plain;
    std::map<std::string, std::string> quoted;
    std::size_t done = 0;
    for (;;) {
        const std::size_t open = sql.find_first_of("'\"", done);
        if (open == std::string_view::npos)
            break;
        const std::size_t close = sql.find_first_of("'\"", open + 1);
        if (close == std::string_view::npos)
            return std::nullopt;
        const std::string key = fmt::format("__val_{}_{}__", open, close);
        plain.append(sql.substr(done, open - done)).append(key);
        quoted[key] = fmt::format("\"{}\"", sql.substr(open + 1, close - open - 1));
        done = close + 1;
    }
    plain.append(sql.substr(done));

    std::vector<std::string> tokens = words(plain);
    for (std::string &token : tokens) {
        const auto found = token.compare(0, 2, "__") == 0 ? quoted.find(token) : quoted.end();
        if (found != quoted.end())
            token = found->second;
    }
    joinOperators(tokens);
    return tokens;
}

} // namespace mureum::eval::spider
