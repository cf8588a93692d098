#include "datasets/importers/text_encoding.h"
#include "datasets/error.h"

#include <fmt/format.h>
#include <iconv.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace mureum::datasets {

namespace {

/// Bytes of the UTF-8 sequence at the beginning; 0 where there is none.
std::size_t sequenceLength(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xC2 && lead <= 0xDF ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length > text.size())
        return 0;
    for (std::size_t at = 1; at < length; ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80)
            return 0;
    return length;
}

/// Korean CP949 hardly ever looks like UTF-8, so a text with a few bad bytes among many good sequences is a
/// damaged UTF-8 file.
bool looksLikeUtf8(std::string_view text)
{
    std::size_t good = 0, bad = 0;
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        good += length > 1;
        bad += length == 0;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return bad == 0 || good > 4 * bad;
}

/// Converts with iconv; what does not convert becomes U+FFFD. `unit`: bytes skipped then.
std::string converted(std::string_view bytes, const char *from, std::size_t unit, std::size_t *failures)
{
    const iconv_t conversion = ::iconv_open("UTF-8", from);
    if (conversion == reinterpret_cast<iconv_t>(-1))
        throw Error(
            fmt::format("cannot read {} text: this system's iconv does not know it; save it as UTF-8", from));
    std::string out, input(bytes);
    char *next = input.data();
    std::size_t left = input.size();
    std::array<char, 65536> buffer;
    while (left > 0) {
        char *to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = ::iconv(conversion, &next, &left, &to, &room);
        out.append(buffer.data(), buffer.size() - room);
        if (result == static_cast<std::size_t>(-1) && errno != E2BIG) {
            const std::size_t skipped = std::min(unit, left);
            next += skipped;
            left -= skipped;
            out += "\xEF\xBF\xBD";
            if (failures)
                ++*failures;
        }
    }
    ::iconv_close(conversion);
    return out;
}

/// UTF-16 without a mark: ASCII (there is always some: separators, quotes) leaves every other byte zero.
const char *utf16WithoutMark(std::string_view bytes)
{
    std::size_t even = 0, odd = 0;
    const std::size_t looked = std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1};
    for (std::size_t at = 0; at < looked; ++at)
        if (bytes[at] == '\0')
            ++(at % 2 ? odd : even);
    const std::size_t enough = looked / 8;
    if (looked < 4 || (even < enough && odd < enough) ||
        (even > 0 && odd > 0 && even * 10 > odd && odd * 10 > even))
        return nullptr;
    return odd > even ? "UTF-16LE" : "UTF-16BE";
}

} // namespace

DecodedText decodeText(std::string bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.erase(0, 3);
        return {std::move(bytes), "UTF-8"};
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        const char *name = bytes.front() == '\xFF' ? "UTF-16LE" : "UTF-16BE";
        return {converted(std::string_view(bytes).substr(2), name, 2, nullptr), name};
    }
    if (const char *name = utf16WithoutMark(bytes))
        return {converted(bytes, name, 2, nullptr), name};
    if (looksLikeUtf8(bytes))
        return {std::move(bytes), "UTF-8"};
    std::size_t failures = 0;
    std::string text = converted(bytes, "CP949", 1, &failures);
    // Neither: leave the bytes to the readers, who report the lines they stand on.
    if (failures * 20 > bytes.size())
        return {std::move(bytes), "UTF-8"};
    return {std::move(text), "CP949"};
}

std::string readFileBytes(const std::filesystem::path &file)
{
    std::error_code failure;
    if (std::filesystem::is_directory(file, failure))
        throw Error(fmt::format("{} is a folder; name a file", file.string()));
    constexpr std::uintmax_t largest = std::uintmax_t{4} << 30;
    const std::uintmax_t size = std::filesystem::file_size(file, failure);
    if (!failure && size > largest)
        throw Error(fmt::format("{} is larger than 4 GiB; split it", file.string()));
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(fmt::format("cannot read {}: {}; check the path", file.string(), std::strerror(errno)));
    std::string bytes;
    std::array<char, 1 << 16> buffer;
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
        bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
        if (bytes.size() > largest)
            throw Error(fmt::format("{} is larger than 4 GiB; split it", file.string()));
    }
    if (in.bad())
        throw Error(fmt::format("cannot read {}: the disk reported an error", file.string()));
    return bytes;
}

} // namespace mureum::datasets
