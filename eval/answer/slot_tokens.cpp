#include "eval/answer/slot_tokens.h"

#include "datasets/slots/symbols.h"
#include "engine/core/error.h"

namespace mureum::eval {

SlotTokens::SlotTokens(const engine::Tokenizer &tokenizer)
{
    symbols_.assign(static_cast<std::size_t>(tokenizer.size()), -1);
    for (int symbol = 0; symbol < datasets::symbolCount; ++symbol) {
        const int token = symbol == datasets::symEnd ? tokenizer.eos() : tokenizer.id(datasets::symbolName(symbol));
        if (token < 0)
            throw engine::Error("tokenizer: no piece " + datasets::symbolName(symbol) +
                                ": the model was not trained to write Mureum's slot language");
        tokens_.push_back(token);
        symbols_[static_cast<std::size_t>(token)] = symbol;
    }
}

std::vector<int> SlotTokens::tokens(std::span<const int> symbols) const
{
    std::vector<int> out;
    for (int s : symbols)
        out.push_back(token(s));
    return out;
}

int SlotTokens::symbol(int token) const
{
    return token < 0 || token >= static_cast<int>(symbols_.size()) ? -1 : symbols_[static_cast<std::size_t>(token)];
}

std::vector<int> SlotTokens::symbols(std::span<const int> tokens) const
{
    std::vector<int> out;
    for (int t : tokens)
        if (const int s = symbol(t); s >= 0)
            out.push_back(s);
    return out;
}

} // namespace mureum::eval
