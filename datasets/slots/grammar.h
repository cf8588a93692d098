#pragma once
#include "datasets/slots/slot_map.h"

#include <memory>
#include <vector>

namespace mureum::datasets {

/// Which symbols may come next, so that an answer always decodes: an LL(1) automaton over the slot language that
/// knows scopes (only columns of tables in FROM or of an outer query), types (no SUM of text, periods only beside
/// dates) and joins (a table no key leads to must say <on>). Cheap to copy.
class SlotGrammar
{
public:
    explicit SlotGrammar(std::shared_ptr<const SlotMap> slots);

    bool allows(int symbol) const;
    void allowed(std::vector<int> &symbols) const; ///< replaces the contents
    /// Moves on; false where the symbol is not allowed (the state is then unchanged).
    bool accept(int symbol);
    bool finished() const { return stack_.empty(); }

private:
    enum Expect : std::uint8_t; // see grammar.cpp
    struct Frame {
        Expect expect;
        std::int16_t data; ///< a terminal's symbol, or the slot of the column a value stands beside
    };
    bool advance(int symbol);
    bool isNullable(Expect expect) const;
    bool inScope(int columnSymbol) const;
    bool isNumberSlot(int symbol) const;
    bool nameOnce(int symbol);
    bool mayHoldTime(ColumnType type) const;
    bool fitsPeriod(int literal, int columnSlot) const;
    /// Operators that need a literal are no way into a dead end.
    template <class Fits>
    bool anyLiteral(Fits fits) const;
    bool fitsColumn(int literal, int columnSlot, bool pattern) const;
    void push(Expect expect, int data = -1) { stack_.push_back({expect, static_cast<std::int16_t>(data)}); }

    std::shared_ptr<const SlotMap> slots_;
    std::vector<Frame> stack_;
    std::vector<std::vector<int>> scopes_; ///< tables of each open FROM
    std::vector<int> plain_;               ///< for each scope: clauses open in which SQLite allows no aggregate
    std::vector<int> named_;               ///< columns the SELECT or GROUP BY list being written has by themselves
    int depth_ = 0;                        ///< open parentheses, to keep answers finite
    bool hasDates_ = false;                ///< some column of the prompt is a date
    int operators_ = 0;                    ///< functions and operators so far, likewise
};

} // namespace mureum::datasets
