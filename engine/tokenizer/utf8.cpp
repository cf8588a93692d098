#include "engine/tokenizer/utf8.h"

#include "engine/core/error.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace mureum::engine {

namespace {

/// Bytes the lead byte announces, 0 where it cannot lead.
std::size_t announcedLength(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

} // namespace

std::size_t utf8Length(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return 0;
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const std::size_t length = announcedLength(byteAt(0));
    if (length == 0 || text.size() - at < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byteAt(i) & 0xC0) != 0x80)
            return 0;
    if (length == 3 && ((byteAt(0) == 0xE0 && byteAt(1) < 0xA0) || (byteAt(0) == 0xED && byteAt(1) >= 0xA0)))
        return 0;
    if (length == 4 && ((byteAt(0) == 0xF0 && byteAt(1) < 0x90) || (byteAt(0) == 0xF4 && byteAt(1) >= 0x90)))
        return 0;
    return length;
}

std::size_t incompleteTail(std::string_view text)
{
    const std::size_t most = std::min<std::size_t>(3, text.size());
    for (std::size_t back = 1; back <= most; ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0) == 0x80)
            continue;
        return announcedLength(byte) > back ? back : 0;
    }
    return 0;
}

std::string sanitizeUtf8(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text, at);
        if (length == 0) {
            clean += "\xEF\xBF\xBD";
            ++at;
        } else {
            clean.append(text.substr(at, length));
            at += length;
        }
    }
    return clean;
}

std::string normalizeNfc(std::string_view text)
{
    if (isAscii(text))
        return std::string(text);
    const std::string clean = sanitizeUtf8(text);
    utf8proc_uint8_t *result = nullptr;
    const utf8proc_ssize_t length = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t *>(clean.data()), static_cast<utf8proc_ssize_t>(clean.size()),
        &result, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
    if (length < 0)
        throw Error(std::string("tokenizer: cannot normalise text: ") + utf8proc_errmsg(length) +
                    "; give shorter or plainer text");
    return std::string(reinterpret_cast<const char *>(result), static_cast<std::size_t>(length));
}

} // namespace mureum::engine
