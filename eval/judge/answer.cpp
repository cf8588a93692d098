#include "eval/judge/answer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <string>

namespace mureum::eval {

namespace {

constexpr std::string_view key = "resolve_yn";

char lowered(char c)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::optional<bool> yesOrNo(std::string_view word)
{
    if (word == "yes" || word == "true")
        return true;
    if (word == "no" || word == "false")
        return false;
    return std::nullopt;
}

std::string_view trimmed(std::string_view text, std::string_view what)
{
    const auto begin = text.find_first_not_of(what);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

/// The text from the first brace to the last is one object, as asked for.
std::optional<bool> fromObject(std::string_view text)
{
    const auto open = text.find('{'), close = text.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    const auto object = nlohmann::json::parse(text.substr(open, close - open + 1), nullptr, false);
    if (!object.is_object())
        return std::nullopt;
    const auto found = object.find(key);
    if (found == object.end())
        return std::nullopt;
    if (found->is_boolean())
        return found->get<bool>();
    return found->is_string() ? yesOrNo(trimmed(found->get<std::string>(), " \t\r\n")) : std::nullopt;
}

/// Looks for the key itself, so that what stands around it does not matter. Takes time in proportion to the
/// text, whatever a server sends.
std::optional<bool> fromKeys(std::string_view text)
{
    std::optional<bool> last;
    for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
        std::size_t i = at + key.size();
        const auto skip = [&](std::string_view what) {
            while (i < text.size() && what.find(text[i]) != std::string_view::npos)
                ++i;
        };
        skip("\"'` \t\r\n*");
        if (i >= text.size() || text[i] != ':')
            continue;
        ++i;
        skip("\"'` \t\r\n*");
        const std::size_t begin = i;
        while (i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])))
            ++i;
        const auto word = yesOrNo(text.substr(begin, i - begin));
        skip("\"'` \t\r\n*");
        // The format as the prompt gives it ("yes"|"no") is not an answer.
        if (word && (i >= text.size() || text[i] != '|'))
            last = word;
    }
    return last;
}

} // namespace

std::optional<bool> parseJudgeAnswer(std::string_view answer)
{
    std::string text(answer);
    std::transform(text.begin(), text.end(), text.begin(), lowered);
    std::string_view said = text;
    constexpr std::string_view endOfThought = "</think>";
    if (const auto end = said.rfind(endOfThought); end != std::string_view::npos)
        said.remove_prefix(end + endOfThought.size());
    if (const auto verdict = fromObject(said))
        return verdict;
    if (const auto verdict = fromKeys(said))
        return verdict;
    const std::string_view word = trimmed(said, " \t\r\n\"'`*.!");
    return word == "yes" || word == "no" ? yesOrNo(word) : std::nullopt;
}

} // namespace mureum::eval
