#include "engine/generate/text_stream.h"

#include "engine/tokenizer/utf8.h"

#include <algorithm>

namespace mureum::engine {

TextStream::TextStream(const Tokenizer &tokenizer, std::vector<std::string> stopStrings)
    : tokenizer_(tokenizer), stops_(std::move(stopStrings))
{
    std::erase(stops_, "");
    for (const std::string &stop : stops_)
        longest_ = std::max(longest_, stop.size());
}

std::string TextStream::release(std::size_t end)
{
    if (end <= released_)
        return {};
    std::string piece = text_.substr(released_, end - released_);
    released_ = end;
    return piece;
}

/// Bytes at the end of the text that may be the beginning of a stop string.
std::size_t TextStream::heldBack() const
{
    for (std::size_t length = std::min(longest_, text_.size()); length > 0; --length) {
        const auto tail = std::string_view(text_).substr(text_.size() - length);
        for (const std::string &stop : stops_)
            if (stop.size() > length && stop.starts_with(tail))
                return length;
    }
    return 0;
}

std::string TextStream::push(int token)
{
    if (stopped_)
        return {};
    bytes_ += tokenizer_.tokenBytes(token);
    const std::size_t whole = bytes_.size() - incompleteTail(bytes_);
    const std::size_t before = text_.size();
    text_ += sanitizeUtf8(std::string_view(bytes_).substr(0, whole));
    bytes_.erase(0, whole);
    std::size_t found = std::string::npos;
    const std::size_t from = before > longest_ ? before - longest_ : 0;
    for (const std::string &stop : stops_)
        found = std::min(found, text_.find(stop, from));
    if (found != std::string::npos) {
        stopped_ = true;
        text_.resize(found);
        return release(text_.size());
    }
    return release(text_.size() - heldBack());
}

std::string TextStream::finish()
{
    if (!stopped_)
        text_ += sanitizeUtf8(bytes_);
    bytes_.clear();
    return release(text_.size());
}

} // namespace mureum::engine
