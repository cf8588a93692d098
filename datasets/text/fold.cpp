#include "datasets/text/fold.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace mureum::datasets {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Reads one code point at `at` and moves past it. A byte that starts no valid sequence is one U+FFFD.
char32_t next(std::string_view text, std::size_t &at)
{
    const auto *bytes = reinterpret_cast<const utf8proc_uint8_t *>(text.data()) + at;
    utf8proc_int32_t point = 0;
    const auto read = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (read <= 0) {
        ++at;
        return kReplacement;
    }
    at += static_cast<std::size_t>(read);
    return static_cast<char32_t>(point);
}

void append(std::string &out, char32_t point)
{
    utf8proc_uint8_t bytes[4];
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        point = kReplacement;
    const auto count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes);
    out.append(reinterpret_cast<const char *>(bytes), static_cast<std::size_t>(count));
}

std::string repaired(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 8);
    for (std::size_t at = 0; at < text.size();)
        append(out, next(text, at));
    return out;
}

/// utf8proc fails on invalid UTF-8; the text is repaired only then, the usual text is read once.
std::string mapped(std::string_view text, utf8proc_option_t options)
{
    const auto map = [options](std::string_view in, std::string &out) {
        utf8proc_uint8_t *buffer = nullptr;
        const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t *>(in.data()),
                                       static_cast<utf8proc_ssize_t>(in.size()), &buffer, options);
        if (size >= 0)
            out.assign(reinterpret_cast<const char *>(buffer), static_cast<std::size_t>(size));
        std::free(buffer);
        return size >= 0;
    };
    std::string out;
    if (!map(text, out) && !map(repaired(text), out))
        out = repaired(text);
    return out;
}

bool isSpace(char32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    if (c == 0x85 || c == 0x200B || c == 0xFEFF)
        return true;
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

std::string collapseSpaces(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool pending = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        if (isSpace(next(text, at))) {
            pending = !out.empty();
            continue;
        }
        if (pending)
            out += ' ';
        pending = false;
        out.append(text.substr(start, at - start));
    }
    return out;
}

std::string foldAscii(std::string_view text)
{
    std::string out = collapseSpaces(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

} // namespace

std::string nfc(std::string_view text)
{
    if (isAscii(text))
        return std::string(text);
    return mapped(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

std::string fold(std::string_view text)
{
    if (isAscii(text))
        return foldAscii(text);
    return collapseSpaces(
        mapped(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD)));
}

bool isValidUtf8(std::string_view text)
{
    if (isAscii(text))
        return true;
    const auto *bytes = reinterpret_cast<const utf8proc_uint8_t *>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t point = 0;
        const auto read =
            utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
        if (read <= 0)
            return false;
        at += static_cast<std::size_t>(read);
    }
    return true;
}

std::u32string toCodePoints(std::string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();)
        out.push_back(next(text, at));
    return out;
}

std::string toUtf8(std::u32string_view text)
{
    std::string out;
    out.reserve(text.size() * 3);
    for (char32_t point : text)
        append(out, point);
    return out;
}

bool isHangul(char32_t c)
{
    return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3131 && c <= 0x318E) ||
           (c >= 0xA960 && c <= 0xA97C) || (c >= 0xD7B0 && c <= 0xD7FB) || (c >= 0xFFA0 && c <= 0xFFDC);
}

} // namespace mureum::datasets
