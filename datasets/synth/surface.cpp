#include "datasets/synth/renderer.h"

#include <algorithm>
#include <cctype>

namespace mureum::datasets::synth {

namespace {

bool replaceOnce(std::string &text, std::string_view from, std::string_view to)
{
    std::size_t at = text.find(from);
    if (at == std::string::npos)
        return false;
    text.replace(at, from.size(), to);
    return true;
}

/// Words on their own: "name" is not found in "username".
bool replaceWord(std::string &text, const std::string &from, const std::string &to)
{
    std::size_t at = text.find(from);
    while (at != std::string::npos) {
        std::size_t end = at + from.size();
        bool left = at == 0 || text[at - 1] == ' ';
        bool right = end == text.size() || text[end] == ' ' || text[end] == '?' || text[end] == ',';
        if (left && right) {
            text.replace(at, from.size(), to);
            return true;
        }
        at = text.find(from, at + 1);
    }
    return false;
}

/// Text with the values masked by a control character each, so that no slip can touch them.
class Masked
{
public:
    Masked(std::string text, const std::vector<std::string> &kept) : text_(std::move(text))
    {
        std::vector<std::string> values = kept;
        std::sort(values.begin(), values.end(),
                  [](const std::string &a, const std::string &b) { return a.size() > b.size(); });
        for (const std::string &v : values)
            if (v.size() > 1 && values_.size() < 20)
                while (replaceOnce(text_, v, std::string(1, static_cast<char>(1 + values_.size())))) {
                    values_.push_back(v);
                    if (values_.size() >= 20)
                        break;
                }
    }
    std::string &text() { return text_; }
    std::string whole() const
    {
        std::string out;
        for (char c : text_)
            if (c >= 1 && static_cast<std::size_t>(c) <= values_.size())
                out += values_[static_cast<std::size_t>(c) - 1];
            else
                out += c;
        return out;
    }

private:
    std::string text_;
    std::vector<std::string> values_;
};

void typo(std::string &text, Rng &rng)
{
    // two neighbouring letters change places inside a longer lower-case word
    std::vector<std::size_t> spots;
    for (std::size_t i = 1; i + 3 < text.size(); ++i) {
        auto low = [&](std::size_t j) { return std::islower(static_cast<unsigned char>(text[j])) != 0; };
        if (low(i - 1) && low(i) && low(i + 1) && low(i + 2) && text[i] != text[i + 1])
            spots.push_back(i);
    }
    if (spots.empty())
        return;
    std::size_t at = rng.pick(spots);
    if (rng.chance(0.6))
        std::swap(text[at], text[at + 1]);
    else
        text.erase(at, 1);
}

void english(const Grammar &grammar, Register reg, std::string &text, Rng &rng)
{
    bool loose = reg == Register::Casual || reg == Register::Terse;
    if (loose && rng.chance(0.2))
        for (const auto &[word, shorter] : grammar.abbreviations[0])
            if (rng.chance(0.35) && word != "year" && word != "days" && word != "minutes" &&
                word != "hours" && word != "price" && replaceWord(text, word, rng.pick(shorter)))
                break;
    if (loose && rng.chance(0.25))
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
    if (reg == Register::Casual && rng.chance(0.15))
        for (const char *contraction : {"What's", "what's", "don't", "Don't", "I'd", "who's", "Who's"}) {
            std::string bare = contraction;
            std::erase(bare, '\'');
            replaceWord(text, contraction, bare);
        }
    if (rng.chance(0.05))
        for (const auto &[right, wrong] : grammar.misspellings[0])
            if (rng.chance(0.5) && replaceWord(text, right, wrong))
                break;
    if (rng.chance(0.035))
        typo(text, rng);
}

void korean(const Grammar &grammar, Register reg, std::string &text, Rng &rng)
{
    bool loose = reg == Register::Casual || reg == Register::Terse;
    static const std::vector<std::pair<std::string, std::string>> spacing = {{"알려 주세요", "알려주세요"},
                                                                             {"보여 주세요", "보여주세요"},
                                                                             {"알려줘", "알려 줘"},
                                                                             {"보여줘", "보여 줘"},
                                                                             {"해 주세요", "해주세요"},
                                                                             {"지난달", "지난 달"},
                                                                             {"이번 달", "이번달"},
                                                                             {"몇 명", "몇명"},
                                                                             {"몇 개", "몇개"},
                                                                             {"몇 건", "몇건"},
                                                                             {"가장 많은", "가장많은"}};
    for (const auto &[from, to] : spacing)
        if (rng.chance(0.12))
            replaceOnce(text, from, to);
    if (rng.chance(loose ? 0.25 : 0.06)) { // 의 dropped
        std::size_t at = text.find("의 ");
        if (at != std::string::npos && at > 3)
            text.erase(at, 3);
    }
    if (loose && rng.chance(0.3))
        for (const char *object :
             {"을 알려", "를 알려", "을 보여", "를 보여", "을 뽑아", "를 뽑아", "을 찾아", "를 찾아"}) {
            std::string from = object;
            if (replaceOnce(text, from, from.substr(3)))
                break;
        }
    if (loose && rng.chance(0.12))
        for (const auto &[word, shorter] : grammar.abbreviations[1])
            if (rng.chance(0.4) && word != "회원" && word != "상품" && word != "금액" && word != "생년월일" &&
                word != "이메일" && word != "주소" && replaceOnce(text, word, rng.pick(shorter)))
                break;
    if (rng.chance(0.05))
        for (const auto &[right, wrong] : grammar.misspellings[1])
            if (rng.chance(0.5) && replaceOnce(text, right, wrong))
                break;
}

} // namespace

std::string roughen(const Grammar &grammar, Lang lang, Register reg, std::string text,
                    const std::vector<std::string> &kept, Rng &rng)
{
    Masked masked(std::move(text), kept);
    std::string &t = masked.text();
    if (lang == Lang::En)
        english(grammar, reg, t, rng);
    else
        korean(grammar, reg, t, rng);
    if (reg != Register::Polite && rng.chance(0.3))
        while (!t.empty() && (t.back() == '.' || t.back() == '?'))
            t.pop_back();
    bool question = !t.empty() && t.back() == '?';
    if ((reg == Register::Polite || reg == Register::Casual) && rng.chance(0.15)) {
        std::vector<const Phrase *> fitting;
        for (const Phrase &p : grammar.section(lang, "openers"))
            if (p.reg == reg && (p.before.empty() || p.before == (question ? "question" : "request")))
                fitting.push_back(&p);
        if (!fitting.empty()) {
            const std::string &opener = rng.pick(fitting)->text;
            bool sentence = opener.find(". ") != std::string::npos || opener.find("! ") != std::string::npos;
            if (lang == Lang::En && !sentence && !t.starts_with("I ") && !t.starts_with("I'") &&
                t.size() > 1 && !std::isupper(static_cast<unsigned char>(t[1])))
                t[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(t[0])));
            t = opener + t;
        }
    }
    return masked.whole();
}

} // namespace mureum::datasets::synth
