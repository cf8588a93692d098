#pragma once
#include <memory>
#include <vector>

namespace mureum::engine {

/// What may come next, token by token (a grammar over the answer). One object follows one sequence.
class Constraint
{
public:
    virtual ~Constraint() = default;

    /// Whether `token` may come next.
    virtual bool allows(int token) const = 0;
    /// Replaces `out` by all tokens that may come next, at most a few hundred; empty: a dead end.
    virtual void allowedTokens(std::vector<int> &out) const = 0;
    /// Takes `token`, which allows() says may come.
    virtual void accept(int token) = 0;
    /// Whether the sequence is complete and nothing may follow.
    virtual bool finished() const = 0;
    virtual std::unique_ptr<Constraint> clone() const = 0;
};

} // namespace mureum::engine
