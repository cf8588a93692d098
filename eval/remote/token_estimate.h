#pragma once
#include <cstddef>
#include <string_view>

namespace mureum::eval {

/// About how many tokens a text is for today's byte-pair vocabularies, without having the vocabulary: a
/// quarter for an ASCII letter, digit or space (OpenAI's rule of four characters a token), a half for other
/// ASCII, one for a Hangul syllable, kana or Chinese character, a half for any other letter. A rough figure,
/// for costs and limits; what the server counts replaces it.
std::size_t estimateTokens(std::string_view text);

} // namespace mureum::eval
