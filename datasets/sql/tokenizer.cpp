#include "datasets/sql/tokenizer.h"

#include "datasets/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mureum::datasets::sql {
namespace {

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (upper(c) >= 'A' && upper(c) <= 'F');
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool isWordStart(char c)
{
    return isWordByte(c) && !isDigit(c) && c != '$';
}

class Tokenizer
{
public:
    explicit Tokenizer(std::string_view text) : text_(text)
    {
        if (text_.substr(0, 3) == "\xEF\xBB\xBF")
            at_ = 3;
    }

    std::vector<Token> run()
    {
        for (;;) {
            skipSpace();
            start_ = at_;
            if (at_ >= text_.size()) {
                add(TokenKind::End, {});
                return std::move(tokens_);
            }
            next();
        }
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    [[noreturn]] void fail(std::size_t offset, const std::string &what) const
    {
        throw Error(fmt::format("SQL at byte {}: {}", offset, what));
    }

    void add(TokenKind kind, std::string text) { tokens_.push_back({kind, std::move(text), start_, false}); }

    std::string_view since(std::size_t offset) const { return text_.substr(offset, at_ - offset); }

    void skipSpace()
    {
        while (at_ < text_.size()) {
            if (isSpace(text_[at_])) {
                ++at_;
            } else if (peek() == '-' && peek(1) == '-') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (peek() == '/' && peek(1) == '*') {
                // SQLite lets the last comment run to the end of the text.
                const std::size_t end = text_.find("*/", at_ + 2);
                at_ = end == std::string_view::npos ? text_.size() : end + 2;
            } else {
                return;
            }
        }
    }

    void next()
    {
        const char c = peek();
        if ((c == 'x' || c == 'X') && peek(1) == '\'')
            return blob();
        if (isWordStart(c))
            return word();
        if (isDigit(c) || (c == '.' && isDigit(peek(1))))
            return number();
        switch (c) {
        case '\'':
            return add(TokenKind::String, quoted('\''));
        case '"':
            add(TokenKind::Quoted, quoted('"'));
            tokens_.back().doubleQuoted = true;
            return;
        case '`':
            return add(TokenKind::Quoted, quoted('`'));
        case '[': {
            const std::size_t end = text_.find(']', at_);
            if (end == std::string_view::npos)
                fail(start_, "the name opened by [ never ends; close it with ]");
            add(TokenKind::Quoted, clean(text_.substr(at_ + 1, end - at_ - 1)));
            at_ = end + 1;
            return;
        }
        case '?':
        case ':':
        case '@':
        case '$':
        case '#':
            return parameter();
        default:
            return operatorToken();
        }
    }

    /// SQLite stops at a zero byte: a name or string with one cannot be written back.
    std::string clean(std::string_view text) const
    {
        if (text.find('\0') != std::string_view::npos)
            fail(start_, "a zero byte inside quotes");
        return std::string(text);
    }

    std::string quoted(char quote)
    {
        std::string result;
        for (++at_;; ++at_) {
            if (at_ >= text_.size())
                fail(start_, fmt::format("the text opened by {0} never ends; close it with {0}", quote));
            if (text_[at_] == quote) {
                ++at_;
                if (peek() != quote)
                    return clean(result);
            }
            result += text_[at_];
        }
    }

    void blob()
    {
        at_ += 2;
        const std::size_t from = at_;
        while (isHexDigit(peek()))
            ++at_;
        const std::string_view digits = since(from);
        if (peek() != '\'' || digits.size() % 2 != 0)
            fail(start_, "a blob is x'..' with an even number of hex digits");
        ++at_;
        add(TokenKind::Blob, std::string(digits));
    }

    void word()
    {
        while (at_ < text_.size() && isWordByte(text_[at_]))
            ++at_;
        add(TokenKind::Word, std::string(since(start_)));
    }

    void number()
    {
        const auto digits = [this] {
            while (isDigit(peek()))
                ++at_;
        };
        if (peek() == '0' && upper(peek(1)) == 'X' && isHexDigit(peek(2))) {
            at_ += 2;
            while (isHexDigit(peek()))
                ++at_;
        } else {
            digits();
            if (peek() == '.') {
                ++at_;
                digits();
            }
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (upper(peek()) == 'E' && isDigit(peek(1 + sign))) {
                at_ += 1 + sign;
                digits();
            }
        }
        if (isWordByte(peek()))
            fail(start_, "a number runs into letters; quote the name or put a space between");
        add(TokenKind::Number, std::string(since(start_)));
    }

    void parameter()
    {
        const char sign = text_[at_++];
        const std::size_t from = at_;
        while (at_ < text_.size() && (sign == '?' ? isDigit(text_[at_]) : isWordByte(text_[at_])))
            ++at_;
        if (sign == '#' || (sign != '?' && at_ == from))
            fail(start_, fmt::format("a lone {}", sign));
        add(TokenKind::Parameter, std::string(since(start_)));
    }

    void operatorToken()
    {
        static constexpr std::string_view longOperators[] = {"->>", "->", "||", "<<", ">>",
                                                             "<=",  ">=", "<>", "==", "!="};
        for (const std::string_view known : longOperators) {
            if (text_.substr(at_, known.size()) == known) {
                at_ += known.size();
                return addOperator(known);
            }
        }
        const char c = text_[at_++];
        if (c == '<' || c == '>' || c == '!' || c == '=') {
            const std::size_t back = at_;
            skipSpace();
            if (peek() == '=' || (c == '<' && peek() == '>')) {
                const std::string joined = {c, text_[at_++]};
                return addOperator(joined);
            }
            at_ = back;
        }
        if (std::string_view("+-*/%<>=&|~(),.;").find(c) == std::string_view::npos) {
            const auto byte = static_cast<unsigned char>(c);
            fail(start_, byte > ' ' && byte < 0x7f
                             ? fmt::format("{} has no meaning in SQL", c)
                             : fmt::format("byte 0x{:02x} has no meaning in SQL", byte));
        }
        add(TokenKind::Operator, std::string(1, c));
    }

    void addOperator(std::string_view text)
    {
        add(TokenKind::Operator, std::string(text == "==" ? "=" : text == "<>" ? "!=" : text));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
    std::vector<Token> tokens_;
};

} // namespace

std::vector<Token> tokenize(std::string_view text)
{
    return Tokenizer(text).run();
}

bool isWordByte(char byte)
{
    return isDigit(byte) || byte == '_' || byte == '$' || (upper(byte) >= 'A' && upper(byte) <= 'Z') ||
           static_cast<unsigned char>(byte) >= 0x80;
}

bool equalsKeyword(std::string_view word, std::string_view keyword)
{
    return std::equal(word.begin(), word.end(), keyword.begin(), keyword.end(),
                      [](char a, char b) { return upper(a) == b; });
}

bool equalsName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return upper(x) == upper(y); });
}

std::string upperAscii(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), upper);
    return result;
}

std::string lowerAscii(std::string_view text)
{
    std::string result(text);
    for (char &c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

bool isReserved(std::string_view word)
{
    static constexpr std::string_view reserved[] = {
        "ADD",     "ALL",        "ALTER",       "AND",     "AS",       "AUTOINCREMENT",
        "BETWEEN", "CASE",       "CHECK",       "COLLATE", "COMMIT",   "CONSTRAINT",
        "CREATE",  "DEFAULT",    "DEFERRABLE",  "DELETE",  "DISTINCT", "DROP",
        "ELSE",    "ESCAPE",     "EXCEPT",      "EXISTS",  "FOREIGN",  "FROM",
        "GROUP",   "HAVING",     "IN",          "INDEX",   "INSERT",   "INTERSECT",
        "INTO",    "IS",         "ISNULL",      "JOIN",    "LIMIT",    "NOT",
        "NOTHING", "NOTNULL",    "NULL",        "ON",      "OR",       "ORDER",
        "PRIMARY", "REFERENCES", "RETURNING",   "SELECT",  "SET",      "TABLE",
        "THEN",    "TO",         "TRANSACTION", "UNION",   "UNIQUE",   "UPDATE",
        "USING",   "VALUES",     "WHEN",        "WHERE"};
    return std::binary_search(std::begin(reserved), std::end(reserved), std::string_view(upperAscii(word)));
}

bool isJoinWord(std::string_view word)
{
    static constexpr std::string_view words[] = {"CROSS",   "FULL",  "INNER", "LEFT",
                                                 "NATURAL", "OUTER", "RIGHT"};
    return std::any_of(std::begin(words), std::end(words),
                       [word](std::string_view known) { return equalsKeyword(word, known); });
}

} // namespace mureum::datasets::sql
