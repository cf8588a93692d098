#include "eval/run/sql_runner.h"
#include "eval/run/utf8.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

namespace mureum::eval {

namespace {

/// Enough of a blob to recognise a file signature by.
constexpr std::size_t blobBytesShown = 16;

struct Display
{
    std::string operator()(std::monostate) const { return "NULL"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const
    {
        char text[64];
        sqlite3_snprintf(sizeof text, text, "%!.15g", value);
        return text;
    }
    std::string operator()(const std::string &text) const { return validUtf8(text); }
    std::string operator()(const Blob &blob) const
    {
        std::string hex;
        const std::size_t shown = std::min(blob.bytes.size(), blobBytesShown);
        for (std::size_t i = 0; i < shown; ++i)
            hex += fmt::format("{:02x}", blob.bytes[i]);
        return fmt::format("x'{}{}' ({} byte{})", hex, shown < blob.bytes.size() ? "…" : "",
                           blob.bytes.size(), blob.bytes.size() == 1 ? "" : "s");
    }
};

} // namespace

std::string displayText(const Cell &cell)
{
    return std::visit(Display{}, cell);
}

} // namespace mureum::eval
