#include "eval/run/utf8.h"

#include <cstdint>

namespace mureum::eval {

namespace {

struct Lead
{
    int length;             ///< bytes of the whole sequence; 0 for a byte that cannot begin one
    std::uint8_t low, high; ///< range of the second byte (excludes overlong forms and surrogates)
};

Lead lead(std::uint8_t byte)
{
    if (byte < 0x80)
        return {1, 0, 0};
    if (byte >= 0xC2 && byte <= 0xDF)
        return {2, 0x80, 0xBF};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {3, static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {4, static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

} // namespace

std::string validUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::size_t i = 0;
    while (i < text.size()) {
        const Lead first = lead(static_cast<std::uint8_t>(text[i]));
        std::size_t taken = 1;
        bool whole = first.length > 0;
        for (int k = 1; k < first.length; ++k) {
            const auto byte = i + taken < text.size() ? static_cast<std::uint8_t>(text[i + taken]) : 0;
            const bool fits = k == 1 ? byte >= first.low && byte <= first.high : byte >= 0x80 && byte <= 0xBF;
            if (!fits) {
                whole = false;
                break;
            }
            ++taken;
        }
        if (whole)
            out.append(text.substr(i, taken));
        else
            out += "\xEF\xBF\xBD";
        i += taken;
    }
    return out;
}

} // namespace mureum::eval
