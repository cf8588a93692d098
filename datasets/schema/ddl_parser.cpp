#include "datasets/schema/ddl_parser.h"
#include "datasets/schema/connection.h"
#include "datasets/schema/ddl_tokens.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace mureum::datasets {

namespace {

using Tokens = std::span<const DdlToken>;

bool isName(const DdlToken &token)
{
    return token.kind == DdlKind::Word || token.kind == DdlKind::Name;
}

bool isAny(const DdlToken &token, std::span<const std::string_view> words)
{
    return std::any_of(words.begin(), words.end(), [&](auto word) { return token.is(word); });
}

/// First index after the parenthesis that opens at `open`.
std::size_t afterParentheses(Tokens tokens, std::size_t open)
{
    int depth = 0;
    for (std::size_t at = open; at < tokens.size(); ++at) {
        depth += tokens[at].is('(') ? 1 : tokens[at].is(')') ? -1 : 0;
        if (depth == 0)
            return at + 1;
    }
    return tokens.size();
}

/// A name that may be qualified (schema.table): its last part. Moves past it.
std::string qualifiedName(Tokens tokens, std::size_t &at)
{
    std::string name;
    while (at < tokens.size() && (isName(tokens[at]) || tokens[at].kind == DdlKind::Number)) {
        name = tokens[at++].text;
        if (at >= tokens.size() || !tokens[at].is('.'))
            break;
        ++at;
    }
    return name;
}

/// (a, b DESC, c(10)) -> a, b, c. Moves past it; nothing where no parenthesis opens.
std::vector<std::string> nameList(Tokens tokens, std::size_t &at)
{
    std::vector<std::string> names;
    if (at >= tokens.size() || !tokens[at].is('('))
        return names;
    const std::size_t end = afterParentheses(tokens, at);
    bool expecting = true;
    for (std::size_t i = at + 1; i + 1 < end; ++i) {
        if (tokens[i].is('('))
            i = afterParentheses(tokens, i) - 1;
        else if (tokens[i].is(','))
            expecting = true;
        else if (expecting && isName(tokens[i])) {
            names.push_back(tokens[i].text);
            expecting = false;
        }
    }
    at = end;
    return names;
}

DdlReference reference(Tokens tokens, std::size_t &at, std::vector<std::string> columns)
{
    DdlReference out;
    out.columns = std::move(columns);
    out.table = qualifiedName(tokens, at);
    out.targets = nameList(tokens, at);
    return out;
}

/// True where the item constrains the table. `key varchar(20)` is a column, `key by_name (name)` is not.
bool isTableConstraint(Tokens item)
{
    const auto follows = [&](std::size_t at, auto what) { return at < item.size() && item[at].is(what); };
    const DdlToken &first = item.front();
    if (first.is("CONSTRAINT"))
        return item.size() > 2;
    if (first.is("PRIMARY") || first.is("FOREIGN"))
        return follows(1, "KEY");
    if (first.is("UNIQUE"))
        return follows(1, '(') || follows(1, "KEY") || follows(1, "INDEX") || follows(2, '(');
    if (first.is("CHECK") || first.is("EXCLUDE"))
        return follows(1, '(');
    if (first.is("FULLTEXT") || first.is("SPATIAL"))
        return follows(1, "KEY") || follows(1, "INDEX");
    if (first.is("KEY") || first.is("INDEX")) {
        const std::size_t open = follows(1, '(') ? 1 : 2;
        return follows(open, '(') && open + 1 < item.size() && item[open + 1].kind != DdlKind::Number;
    }
    return false;
}

void readTableConstraint(Tokens item, DdlTable &table)
{
    for (std::size_t at = 0; at + 1 < item.size(); ++at) {
        if (item[at].is("PRIMARY") && item[at + 1].is("KEY")) {
            for (at += 2; at < item.size() && !item[at].is('('); ++at) {
            }
            table.primaryKey = nameList(item, at);
            return;
        }
        if (item[at].is("FOREIGN") && item[at + 1].is("KEY")) {
            for (at += 2; at < item.size() && !item[at].is('('); ++at) {
            }
            std::vector<std::string> columns = nameList(item, at);
            if (at < item.size() && item[at].is("REFERENCES"))
                table.references.push_back(reference(item, ++at, std::move(columns)));
            return;
        }
    }
}

/// The declared type: words and numeric arguments up to the first constraint.
std::string readType(Tokens item, std::size_t &at)
{
    static constexpr std::array<std::string_view, 17> ends{
        "NOT",        "NULL",       "PRIMARY", "UNIQUE",         "DEFAULT",      "CHECK",
        "REFERENCES", "CONSTRAINT", "COLLATE", "GENERATED",      "AS",           "IDENTITY",
        "COMMENT",    "ON",         "KEY",     "AUTO_INCREMENT", "AUTOINCREMENT"};
    std::string type;
    for (; at < item.size(); ++at) {
        if (item[at].is('(')) {
            const std::size_t end = afterParentheses(item, at);
            // ENUM('a','b') has no counterpart: the word alone stays.
            const bool numeric = std::all_of(
                item.begin() + static_cast<std::ptrdiff_t>(at),
                item.begin() + static_cast<std::ptrdiff_t>(end), [](const auto &token) {
                    return token.kind == DdlKind::Number || token.is('(') || token.is(')') || token.is(',');
                });
            for (std::size_t i = at; numeric && i < end; ++i)
                type += item[i].text;
            at = end - 1;
        } else if (isName(item[at]) && !isAny(item[at], ends) &&
                   !(item[at].is("CHARACTER") && at + 1 < item.size() && item[at + 1].is("SET"))) {
            type += (type.empty() ? "" : " ") + item[at].text;
        } else {
            break;
        }
    }
    return type;
}

void readColumn(Tokens item, DdlTable &table)
{
    DdlColumn column;
    column.name = item.front().text;
    std::size_t at = 1;
    column.type = readType(item, at);
    for (; at < item.size(); ++at) {
        const bool another = at + 1 < item.size();
        if (item[at].is('('))
            at = afterParentheses(item, at) - 1;
        else if (item[at].is("NOT") && another && item[at + 1].is("NULL"))
            column.notNull = true;
        else if (item[at].is("PRIMARY") && another && item[at + 1].is("KEY"))
            table.primaryKey = {column.name};
        else if (item[at].is("COMMENT") && another && item[at + 1].kind == DdlKind::String)
            column.comment = item[at + 1].text;
        else if (item[at].is("REFERENCES") && another) {
            table.references.push_back(reference(item, ++at, {column.name}));
            --at;
        }
    }
    table.columns.push_back(std::move(column));
}

/// Reads the statements one after the other, remembering on which line each column ended so that a
/// comment finds its column.
class Parser
{
public:
    explicit Parser(std::vector<DdlToken> all)
    {
        for (DdlToken &token : all) {
            if (token.kind == DdlKind::Comment)
                comments_.push_back({tokens_.size(), std::move(token)});
            else
                tokens_.push_back(std::move(token));
        }
    }

    std::vector<DdlTable> run()
    {
        std::vector<DdlTable> tables;
        for (std::size_t at = 0; at < tokens_.size();)
            if (!tokens_[at].is("CREATE") || !readTable(at, tables))
                ++at;
        return tables;
    }

private:
    struct Comment
    {
        std::size_t before; ///< index of the token that follows
        DdlToken token;
    };

    bool readTable(std::size_t &at, std::vector<DdlTable> &tables)
    {
        static constexpr std::array<std::string_view, 7> modifiers{"OR",   "REPLACE",   "GLOBAL",  "LOCAL",
                                                                   "TEMP", "TEMPORARY", "UNLOGGED"};
        const Tokens tokens(tokens_);
        std::size_t next = at + 1;
        while (next < tokens.size() && isAny(tokens[next], modifiers))
            ++next;
        if (next >= tokens.size() || !tokens[next].is("TABLE"))
            return false;
        ++next;
        if (next + 2 < tokens.size() && tokens[next].is("IF") && tokens[next + 1].is("NOT"))
            next += 3;
        DdlTable table;
        table.name = qualifiedName(tokens, next);
        if (table.name.empty() || next >= tokens.size() || !tokens[next].is('('))
            return false;
        const std::size_t end = afterParentheses(tokens, next);
        commentAfter(next, table.comment);
        readItems(next + 1, end, table);
        at = end;
        for (; at < tokens.size() && !tokens[at].is(';') && !tokens[at].is("CREATE"); ++at)
            if (tokens[at].kind == DdlKind::String && tokens[at - 1].is('=') && tokens[at - 2].is("COMMENT"))
                table.comment = tokens[at].text;
        tables.push_back(std::move(table));
        return true;
    }

    /// `end` is after the closing parenthesis; where that is missing, after the last token.
    void readItems(std::size_t begin, std::size_t end, DdlTable &table)
    {
        const Tokens tokens(tokens_);
        const std::size_t stop = end > begin && tokens[end - 1].is(')') ? end - 1 : end;
        std::size_t start = begin;
        for (std::size_t at = begin; at < stop;) {
            if (tokens[at].is('(')) {
                at = std::min(afterParentheses(tokens, at), stop);
                continue;
            }
            if (tokens[at].is(',')) {
                readItem(tokens.subspan(start, at - start), start, at, table);
                start = at + 1;
            }
            ++at;
        }
        readItem(tokens.subspan(start, std::max(stop, start) - start), start, stop, table);
    }

    void readItem(Tokens item, std::size_t start, std::size_t stop, DdlTable &table)
    {
        if (item.empty())
            return;
        if (isTableConstraint(item)) {
            readTableConstraint(item, table);
            return;
        }
        if (!isName(item.front()))
            return;
        readColumn(item, table);
        std::string &comment = table.columns.back().comment;
        if (!comment.empty())
            return;
        // On the column's last line, before its comma or after it; else on the line above.
        for (const Comment &one : comments_)
            if (one.before > start && one.before <= stop + 1 && one.token.line == tokens_[stop - 1].line)
                comment = one.token.text;
        for (const Comment &one : comments_)
            if (comment.empty() && one.before == start && one.token.line > tokens_[start - 1].line)
                comment = one.token.text;
    }

    void commentAfter(std::size_t at, std::string &comment) const
    {
        for (const Comment &one : comments_)
            if (one.before == at + 1 && one.token.line == tokens_[at].line)
                comment = one.token.text;
    }

    std::vector<DdlToken> tokens_;
    std::vector<Comment> comments_;
};

std::string quotedList(const std::vector<std::string> &names)
{
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + quoteIdentifier(name);
    return list;
}

/// Adds to `into` what a repeated declaration has more.
void mergeTable(DdlTable &into, const DdlTable &from)
{
    for (const DdlColumn &column : from.columns) {
        const std::string key = fold(column.name);
        if (std::none_of(into.columns.begin(), into.columns.end(),
                         [&](const DdlColumn &known) { return fold(known.name) == key; }))
            into.columns.push_back(column);
    }
    if (into.primaryKey.empty())
        into.primaryKey = from.primaryKey;
    into.references.insert(into.references.end(), from.references.begin(), from.references.end());
    if (into.comment.empty())
        into.comment = from.comment;
}

std::string statement(const DdlTable &table)
{
    std::string sql;
    for (const DdlColumn &column : table.columns) {
        sql += (sql.empty() ? "" : ", ") + quoteIdentifier(column.name);
        // Quoted, a type of any words is still a type: SQLite looks at its letters only.
        if (!column.type.empty())
            sql += " " + quoteIdentifier(column.type);
        sql += column.notNull ? " NOT NULL" : "";
    }
    if (!table.primaryKey.empty())
        sql += ", PRIMARY KEY (" + quotedList(table.primaryKey) + ")";
    for (const DdlReference &key : table.references) {
        sql += ", FOREIGN KEY (" + quotedList(key.columns) + ") REFERENCES " + quoteIdentifier(key.table);
        if (!key.targets.empty())
            sql += " (" + quotedList(key.targets) + ")";
    }
    return "CREATE TABLE " + quoteIdentifier(table.name) + " (" + sql + ");\n";
}

} // namespace

std::vector<DdlTable> parseDdl(std::string_view ddl)
{
    return Parser(tokenizeDdl(ddl)).run();
}

std::string plainDdl(const std::vector<DdlTable> &tables)
{
    std::vector<DdlTable> merged;
    std::map<std::string, std::size_t> places;
    for (const DdlTable &table : tables) {
        const auto [place, fresh] = places.emplace(fold(table.name), merged.size());
        if (fresh)
            merged.push_back({table.name, {}, {}, {}, {}});
        mergeTable(merged[place->second], table);
    }
    std::string ddl;
    for (const DdlTable &table : merged)
        if (!table.columns.empty())
            ddl += statement(table);
    return ddl;
}

} // namespace mureum::datasets
