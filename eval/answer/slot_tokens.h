#pragma once
#include "engine/tokenizer/tokenizer.h"

#include <span>
#include <vector>

namespace mureum::eval {

/// Symbols of the slot language <-> token ids of a tokenizer that has them as pieces.
class SlotTokens
{
public:
    /// Throws engine::Error where the tokenizer lacks a piece: its model does not speak the language.
    explicit SlotTokens(const engine::Tokenizer &tokenizer);

    int token(int symbol) const { return tokens_[static_cast<std::size_t>(symbol)]; }
    std::vector<int> tokens(std::span<const int> symbols) const;
    /// -1 for a token that is no symbol.
    int symbol(int token) const;
    std::vector<int> symbols(std::span<const int> tokens) const; ///< tokens that are none are left out

private:
    std::vector<int> tokens_;
    std::vector<int> symbols_;
};

/// Name of the prompt template of models that write slots; stands in their files.
inline constexpr const char *slotTemplate = "mureum-slots-1";

} // namespace mureum::eval
