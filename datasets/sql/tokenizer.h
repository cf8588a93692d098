#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Tokens of SQLite's SQL (https://www.sqlite.org/lang_expr.html#literal_values_constants_).

namespace mureum::datasets::sql {

enum class TokenKind {
    Word,      ///< a bare identifier or keyword, as written
    Quoted,    ///< "name", [name] or `name`, quotes resolved
    String,    ///< 'text', quotes resolved
    Number,    ///< as written
    Blob,      ///< hex digits of x'..'
    Parameter, ///< ? ?1 :name @name $name, as written
    Operator,  ///< punctuation and operators; == comes as =, <> as !=
    End
};

struct Token
{
    TokenKind kind = TokenKind::End;
    std::string text;
    std::size_t offset = 0;    ///< bytes from the start of the text
    bool doubleQuoted = false; ///< a Quoted token written with "
};

/// All tokens, the last of kind End. Comments and white space are dropped; comparison operators broken by a
/// space are joined. Throws Error with the byte offset for bytes SQLite does not accept either.
std::vector<Token> tokenize(std::string_view text);

/// ASCII case folded as SQLite does it: `keyword` is in upper case.
bool equalsKeyword(std::string_view word, std::string_view keyword);
/// a == b with ASCII case ignored.
bool equalsName(std::string_view a, std::string_view b);
std::string upperAscii(std::string_view text);
std::string lowerAscii(std::string_view text);

/// A word that cannot stand for a name unless quoted.
bool isReserved(std::string_view word);
/// LEFT, CROSS, NATURAL ...: a name in an expression, but never an alias without AS.
bool isJoinWord(std::string_view word);
/// A byte of a bare identifier: letters, digits, _ and $, every byte of a non-ASCII character.
bool isWordByte(char byte);

} // namespace mureum::datasets::sql
