#pragma once
#include "datasets/slots/grammar.h"
#include "engine/generate/constraint.h"
#include "eval/answer/slot_tokens.h"

#include <memory>

namespace mureum::eval {

/// The slot language's grammar over a model's tokens: an answer that does not decode, or names what the database does
/// not have, cannot be written. (PICARD, Scholak et al. 2021, is the same idea over SQL text.)
class SlotConstraint : public engine::Constraint
{
public:
    SlotConstraint(datasets::SlotGrammar grammar, std::shared_ptr<const SlotTokens> tokens)
        : grammar_(std::move(grammar)), tokens_(std::move(tokens))
    {
    }

    bool allows(int token) const override
    {
        const int symbol = tokens_->symbol(token);
        return symbol >= 0 && grammar_.allows(symbol);
    }

    void allowedTokens(std::vector<int> &out) const override
    {
        grammar_.allowed(out);
        for (int &id : out)
            id = tokens_->token(id);
    }

    void accept(int token) override { grammar_.accept(tokens_->symbol(token)); }
    bool finished() const override { return grammar_.finished(); }
    std::unique_ptr<engine::Constraint> clone() const override { return std::make_unique<SlotConstraint>(*this); }

private:
    datasets::SlotGrammar grammar_;
    std::shared_ptr<const SlotTokens> tokens_;
};

} // namespace mureum::eval
