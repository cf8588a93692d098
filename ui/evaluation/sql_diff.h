#pragma once
#include <QString>

#include <vector>

namespace mureum::ui {

/// A token of SQL as it was written.
struct SqlPiece
{
    enum class Kind { Keyword, Name, Text, Number, Operator };
    QString text;
    Kind kind = Kind::Name;
    bool spaceBefore = false;
    bool differs = false; ///< has no counterpart on the other side
};

/// A clause of one statement beside the same clause of the other; a side may be empty.
struct SqlRow
{
    std::vector<SqlPiece> left, right;
};

/// Two statements clause by clause, the words that differ marked. Letter case of names and keywords, spaces
/// and the kind of quotes around names do not count. What cannot be split into tokens is one piece.
std::vector<SqlRow> alignSql(const QString &left, const QString &right);

} // namespace mureum::ui
