#include "datasets/importers/json_records.h"

namespace mureum::datasets {

namespace {

constexpr int deepest = 64;
constexpr std::size_t longest = std::size_t{64} << 20;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Where the value that begins at `at` ends (at a comma or bracket outside it, or the text's end), how deep
/// it nests, and whether it is whole.
struct Extent
{
    std::size_t end = 0;
    int depth = 0;
    bool closed = false;
};

Extent extentOf(std::string_view text, std::size_t at)
{
    Extent out;
    int depth = 0;
    bool quoted = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c == '\\')
                ++at;
            else
                quoted = c != '"';
            continue;
        }
        if (depth == 0 && (c == ',' || c == ']' || c == '}')) {
            out.closed = true;
            break;
        }
        quoted = c == '"';
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        out.depth = std::max(out.depth, depth);
    }
    out.end = std::min(at, text.size());
    return out;
}

class Elements
{
public:
    Elements(std::vector<BadLine> &bad, const std::function<bool(std::size_t, nlohmann::json &)> &visit)
        : bad_(bad), visit_(visit)
    {
    }

    bool take(std::string_view element, int depth, std::size_t line)
    {
        if (element.size() > longest) {
            bad_.push_back({line, "it is longer than 64 MiB"});
            return true;
        }
        if (depth > deepest) {
            bad_.push_back({line, "it is nested deeper than 64 levels"});
            return true;
        }
        nlohmann::json parsed = nlohmann::json::parse(element.begin(), element.end(), nullptr, false);
        if (parsed.is_discarded()) {
            bad_.push_back({line, "not valid JSON"});
            return true;
        }
        return visit_(line, parsed);
    }

private:
    std::vector<BadLine> &bad_;
    const std::function<bool(std::size_t, nlohmann::json &)> &visit_;
};

void readArray(std::string_view text, std::size_t at, std::size_t line, std::vector<BadLine> &bad,
               Elements &elements)
{
    const auto advance = [&](std::size_t to) {
        for (; at < to; ++at)
            line += text[at] == '\n';
    };
    for (;;) {
        while (at < text.size() && isSpace(text[at]))
            advance(at + 1);
        if (at >= text.size()) {
            bad.push_back({line, "the array is not closed: the file seems to be cut off"});
            return;
        }
        if (text[at] == ']')
            return;
        const Extent extent = extentOf(text, at);
        const std::size_t begins = line;
        if (!extent.closed) {
            bad.push_back({begins, "it is cut off at the end of the file"});
            return;
        }
        if (!elements.take(text.substr(at, extent.end - at), extent.depth, begins))
            return;
        advance(extent.end);
        if (text[at] == '}') {
            bad.push_back({line, "a } that closes nothing; the rest of the file is left out"});
            return;
        }
        if (text[at] == ',')
            advance(at + 1);
    }
}

} // namespace

void forEachJson(std::string_view text, std::vector<BadLine> &bad,
                 const std::function<bool(std::size_t line, nlohmann::json &element)> &visit)
{
    Elements elements(bad, visit);
    std::size_t at = 0, line = 1;
    while (at < text.size() && isSpace(text[at]))
        line += text[at++] == '\n';
    if (at < text.size() && text[at] == '[') {
        readArray(text, at + 1, line, bad, elements);
        return;
    }
    for (text.remove_prefix(at); !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        std::string_view content = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        while (!content.empty() && isSpace(content.front()))
            content.remove_prefix(1);
        if (content.empty())
            continue;
        if (!elements.take(content, extentOf(content, 0).depth, line))
            return;
    }
}

} // namespace mureum::datasets
