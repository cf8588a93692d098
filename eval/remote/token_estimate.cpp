#include "eval/remote/token_estimate.h"

namespace mureum::eval {

std::size_t estimateTokens(std::string_view text)
{
    std::size_t quarters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            const bool word = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                              (byte >= 'A' && byte <= 'Z') || byte <= ' ';
            quarters += word ? 1 : 2;
        } else if (byte >= 0xE3) { // first byte from U+3000 on: kana, Chinese, Hangul, emoji
            quarters += 4;
        } else if (byte >= 0xC0) {
            quarters += 2;
        }
    }
    return (quarters + 3) / 4;
}

} // namespace mureum::eval
