#include "datasets/schema/ddl_tokens.h"

#include <algorithm>

namespace mureum::datasets {

namespace {

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Signs inside names ($, #, @) and everything beyond ASCII count as letters: the reader is lenient.
bool isWordByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '$' || c == '#' || c == '@' || static_cast<unsigned char>(c) >= 0x80;
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return std::string(text);
}

class Tokenizer
{
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    std::vector<DdlToken> run()
    {
        while (skipSpace())
            readOne();
        return std::move(tokens_);
    }

private:
    bool skipSpace()
    {
        for (; at_ < text_.size() && isSpace(text_[at_]); ++at_)
            line_ += text_[at_] == '\n';
        return at_ < text_.size();
    }

    void readOne()
    {
        const std::string_view rest = text_.substr(at_);
        if (rest.starts_with("--"))
            comment(2, rest.find('\n'), 0);
        else if (rest.starts_with("/*"))
            comment(2, rest.find("*/", 2), 2);
        else if (rest.front() == '\'')
            quoted('\'', DdlKind::String);
        else if (rest.front() == '"' || rest.front() == '`')
            quoted(rest.front(), DdlKind::Name);
        else if (rest.front() == '[')
            quoted(']', DdlKind::Name);
        else if (isWordByte(rest.front()))
            word();
        else {
            tokens_.push_back({DdlKind::Punctuation, std::string(1, rest.front()), line_});
            ++at_;
        }
    }

    void comment(std::size_t open, std::size_t end, std::size_t close)
    {
        end = std::min(end == std::string_view::npos ? text_.size() : at_ + end, text_.size());
        const std::string_view body = text_.substr(at_ + open, end - std::min(end, at_ + open));
        tokens_.push_back({DdlKind::Comment, trimmed(body), line_});
        line_ += static_cast<int>(std::count(body.begin(), body.end(), '\n'));
        at_ = std::min(end + close, text_.size());
    }

    void quoted(char close, DdlKind kind)
    {
        DdlToken token{kind, {}, line_};
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == close) {
                if (at_ + 1 >= text_.size() || text_[at_ + 1] != close)
                    break;
                ++at_;
            }
            line_ += text_[at_] == '\n';
            token.text += text_[at_];
        }
        at_ = std::min(at_ + 1, text_.size());
        tokens_.push_back(std::move(token));
    }

    void word()
    {
        const std::size_t begin = at_;
        while (at_ < text_.size() && isWordByte(text_[at_]))
            ++at_;
        std::string text(text_.substr(begin, at_ - begin));
        const bool digits =
            std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        tokens_.push_back({digits ? DdlKind::Number : DdlKind::Word, std::move(text), line_});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::vector<DdlToken> tokens_;
};

} // namespace

bool DdlToken::is(std::string_view upperCase) const
{
    return kind == DdlKind::Word && std::equal(text.begin(), text.end(), upperCase.begin(), upperCase.end(),
                                               [](char a, char b) { return upper(a) == b; });
}

std::vector<DdlToken> tokenizeDdl(std::string_view ddl)
{
    return Tokenizer(ddl).run();
}

} // namespace mureum::datasets
