#include "ui/evaluation/sql_diff.h"
#include "ui/editor/sql_text.h"

#include "datasets/error.h"
#include "datasets/sql/tokenizer.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

namespace mureum::ui {

namespace {

namespace sql = datasets::sql;

struct Piece : SqlPiece
{
    std::string key; ///< equal where two pieces mean the same
};

struct Clause
{
    std::string kind; ///< the keyword it begins with
    std::vector<Piece> pieces;
};

// More than this is compared piece by piece at no one's benefit: all of it counts as different.
constexpr std::size_t mostCells = 4'000'000;

std::vector<Piece> piecesOf(const QString &text)
{
    const std::string bytes = text.trimmed().toStdString();
    std::vector<sql::Token> tokens;
    try {
        tokens = sql::tokenize(bytes);
    } catch (const datasets::Error &) {
        Piece whole;
        whole.text = text.trimmed();
        whole.key = bytes;
        return {whole};
    }
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < tokens.size() && tokens[i].kind != sql::TokenKind::End; ++i) {
        const sql::Token &token = tokens[i];
        const std::size_t next = i + 1 < tokens.size() ? tokens[i + 1].offset : bytes.size();
        std::string written = bytes.substr(token.offset, next - token.offset);
        const auto last = written.find_last_not_of(" \t\r\n");
        written.resize(last == std::string::npos ? 0 : last + 1);
        Piece piece;
        piece.text = QString::fromStdString(written);
        piece.spaceBefore = token.offset > 0 && std::string_view(" \t\r\n").find(bytes[token.offset - 1]) !=
                                                    std::string_view::npos;
        switch (token.kind) {
        case sql::TokenKind::Word:
            if (sql::isReserved(token.text) || sql::isJoinWord(token.text) ||
                sqlKeywords().contains(piece.text.toUpper()))
                piece.kind = SqlPiece::Kind::Keyword;
            piece.key = "n" + sql::upperAscii(token.text);
            break;
        case sql::TokenKind::Quoted:
            piece.key = "n" + sql::upperAscii(token.text);
            break;
        case sql::TokenKind::String:
            piece.kind = SqlPiece::Kind::Text;
            piece.key = "s" + token.text;
            break;
        case sql::TokenKind::Number:
            piece.kind = SqlPiece::Kind::Number;
            piece.key = "0" + token.text;
            break;
        default:
            piece.kind = SqlPiece::Kind::Operator;
            piece.key = "o" + token.text;
            break;
        }
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

bool opensClause(const Piece &piece)
{
    constexpr std::array<std::string_view, 17> heads = {
        "nSELECT", "nFROM", "nWHERE", "nGROUP", "nHAVING", "nORDER", "nLIMIT", "nUNION",  "nINTERSECT",
        "nEXCEPT", "nJOIN", "nLEFT",  "nRIGHT", "nINNER",  "nCROSS", "nFULL",  "nNATURAL"};
    return piece.kind == SqlPiece::Kind::Keyword &&
           std::find(heads.begin(), heads.end(), piece.key) != heads.end();
}

bool isJoinStart(const std::string &key)
{
    return key == "nLEFT" || key == "nRIGHT" || key == "nINNER" || key == "nCROSS" || key == "nFULL" ||
           key == "nNATURAL";
}

std::vector<Clause> clausesOf(const QString &text)
{
    std::vector<Clause> clauses;
    int depth = 0;
    for (Piece &piece : piecesOf(text)) {
        // LEFT OUTER JOIN is one beginning.
        const bool insideJoin = !clauses.empty() && isJoinStart(clauses.back().pieces.front().key) &&
                                std::none_of(clauses.back().pieces.begin(), clauses.back().pieces.end(),
                                             [](const Piece &earlier) { return earlier.key == "nJOIN"; });
        if (clauses.empty() || (depth == 0 && opensClause(piece) && !insideJoin))
            clauses.push_back({isJoinStart(piece.key) ? "nJOIN" : piece.key, {}});
        if (piece.key == "o(")
            ++depth;
        if (piece.key == "o)")
            depth = std::max(0, depth - 1);
        clauses.back().pieces.push_back(std::move(piece));
    }
    return clauses;
}

/// Pairs of equal (or alike) places of two sequences, both rising, with the largest sum of scores.
std::vector<std::pair<std::size_t, std::size_t>>
align(std::size_t left, std::size_t right, const std::function<int(std::size_t, std::size_t)> &score)
{
    if ((left + 1) * (right + 1) > mostCells)
        return {};
    const std::size_t width = right + 1;
    std::vector<int> best((left + 1) * width, 0);
    for (std::size_t i = left; i-- > 0;)
        for (std::size_t j = right; j-- > 0;) {
            const int both = score(i, j);
            best[i * width + j] = std::max({best[(i + 1) * width + j], best[i * width + j + 1],
                                            both > 0 ? both + best[(i + 1) * width + j + 1] : 0});
        }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0, j = 0; i < left && j < right;) {
        const int both = score(i, j);
        if (both > 0 && best[i * width + j] == both + best[(i + 1) * width + j + 1])
            pairs.emplace_back(i++, j++);
        else if (best[i * width + j] == best[(i + 1) * width + j])
            ++i;
        else
            ++j;
    }
    return pairs;
}

void markDifferences(std::vector<Piece> &left, std::vector<Piece> &right)
{
    for (std::vector<Piece> *side : {&left, &right})
        for (Piece &piece : *side)
            piece.differs = true;
    for (const auto &[i, j] : align(left.size(), right.size(), [&](std::size_t a, std::size_t b) {
             return left[a].key == right[b].key ? 1 : 0;
         }))
        left[i].differs = right[j].differs = false;
}

} // namespace

std::vector<SqlRow> alignSql(const QString &left, const QString &right)
{
    std::vector<Clause> a = clausesOf(left), b = clausesOf(right);
    const auto same = [](const Clause &one, const Clause &other) {
        return std::equal(one.pieces.begin(), one.pieces.end(), other.pieces.begin(), other.pieces.end(),
                          [](const Piece &x, const Piece &y) { return x.key == y.key; });
    };
    // Same clauses go together; of several joins, the equal ones.
    auto pairs = align(a.size(), b.size(), [&](std::size_t i, std::size_t j) {
        return a[i].kind != b[j].kind ? 0 : same(a[i], b[j]) ? 3 : 2;
    });
    pairs.emplace_back(a.size(), b.size());

    std::vector<SqlRow> rows;
    const auto put = [&rows](std::vector<Piece> *one, std::vector<Piece> *other) {
        std::vector<Piece> none;
        std::vector<Piece> &l = one ? *one : none, &r = other ? *other : none;
        markDifferences(l, r);
        rows.push_back({{l.begin(), l.end()}, {r.begin(), r.end()}});
    };
    std::size_t i = 0, j = 0;
    for (const auto &[nextA, nextB] : pairs) {
        for (; i < nextA; ++i)
            put(&a[i].pieces, nullptr);
        for (; j < nextB; ++j)
            put(nullptr, &b[j].pieces);
        if (i < a.size() && j < b.size())
            put(&a[i++].pieces, &b[j++].pieces);
    }
    return rows;
}

} // namespace mureum::ui
