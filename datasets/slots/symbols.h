#pragma once
#include <string>
#include <string_view>
#include <vector>

// The small language our own model writes instead of SQL text. Names and literals are pointers into the prompt
// (slots), joins are left out where foreign keys say them, functions and arithmetic stand in prefix form:
//
//   <from> t0 t3 <select> c2 <,> <count> <*> <where> c5 <eq> v0 <group> c2 <order> <count> <*> <desc> <limit> v1
//
// The idea of an intermediate form without FROM/ON details is IRNet's SemQL (Guo et al. 2019); FROM stays here, first,
// so that a constraint knows the scope of every column. docs/formats.md holds the grammar.

namespace mureum::datasets {

/// Fixed words of the language. Slots follow them in the numbering: see tableSymbol() and its kin.
enum Symbol : int {
    symEnd, // ends an answer; the tokenizer's </s>
    symFrom, symLeft, symOn, symSelect, symDistinct, symComma, symWhere, symGroup, symHaving, symOrder, symDesc,
    symLimit, symOffset,
    symUnion, symUnionAll, symIntersect, symExcept,
    symOpen, symClose, symAnd, symOr, symNot, symExists,
    symEq, symNe, symLt, symGt, symLe, symGe, symBetween, symIn, symNotIn, symInQuery, symNotInQuery,
    symContains, symStarts, symEnds, symNotContains, symIsNull, symNotNull, symWithin,
    symStar, symCount, symSum, symAvg, symMin, symMax,
    symAdd, symSub, symMul, symDiv, symNeg,
    symRound, symAbs, symLength, symUpper, symLower, symCoalesce, symNullif, symCastInt, symCastReal,
    symYear, symMonth, symYearMonth, symDay, symHour, symDate, symJulian,
    symCase, symWhen, symThen, symElse, symEndCase,
    symTrue, symFalse, symNull, symHundred, symHundredReal, symOneReal,
    symNumber0, // .. symNumber0 + 10
    symFixedCount = symNumber0 + 11
};

constexpr int maxTableSlots = 48;
constexpr int maxColumnSlots = 160;
constexpr int maxValueSlots = 24;

constexpr int tableSymbol(int slot) { return symFixedCount + slot; }
constexpr int columnSymbol(int slot) { return symFixedCount + maxTableSlots + slot; }
constexpr int valueSymbol(int slot) { return symFixedCount + maxTableSlots + maxColumnSlots + slot; }
constexpr int symbolCount = symFixedCount + maxTableSlots + maxColumnSlots + maxValueSlots;

/// Slot a symbol points at; -1 where the symbol is of another kind.
constexpr int tableSlot(int symbol)
{
    return symbol >= tableSymbol(0) && symbol < columnSymbol(0) ? symbol - tableSymbol(0) : -1;
}
constexpr int columnSlot(int symbol)
{
    return symbol >= columnSymbol(0) && symbol < valueSymbol(0) ? symbol - columnSymbol(0) : -1;
}
constexpr int valueSlot(int symbol)
{
    return symbol >= valueSymbol(0) && symbol < symbolCount ? symbol - valueSymbol(0) : -1;
}

/// Piece of the tokenizer: "<from>", "<t0>", "<c17>", "<v3>"; symEnd is "</s>".
const std::string &symbolName(int symbol);

/// Pieces prompts use besides: "<schema>", "<q>", "<sql>", "<num>", ...
namespace piece {
inline constexpr std::string_view schema = "<schema>", question = "<q>", answer = "<sql>", number = "<num>",
                                  date = "<dt>", flag = "<flag>", primary = "<pk>", foreign = "<fk>",
                                  loose = "<~>";
}

/// Every piece that must be one token, for the tokenizer's training.
std::vector<std::string> allPieces();

} // namespace mureum::datasets
