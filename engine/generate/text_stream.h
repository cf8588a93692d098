#pragma once
#include "engine/tokenizer/tokenizer.h"

#include <string>
#include <vector>

namespace mureum::engine {

/// Turns tokens into text as they come: never half a character, never a part of a stop string.
class TextStream
{
public:
    TextStream(const Tokenizer &tokenizer, std::vector<std::string> stopStrings);

    /// Text that is now certain, possibly empty.
    std::string push(int token);
    /// What was still held back; the stream is over.
    std::string finish();
    /// Whether a stop string has come; text() ends before it.
    bool stopped() const { return stopped_; }
    const std::string &text() const { return text_; }

private:
    std::string release(std::size_t end);
    std::size_t heldBack() const;

    const Tokenizer &tokenizer_;
    std::vector<std::string> stops_;
    std::size_t longest_ = 0;
    std::string bytes_; ///< end of a character to come
    std::string text_;
    std::size_t released_ = 0;
    bool stopped_ = false;
};

} // namespace mureum::engine
