#include "eval/score/spider_parser.h"

#include "eval/score/spider_tokens.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace mureum::eval::spider {

namespace {

using Position = std::size_t;
using Words = std::vector<std::string>;

template <std::size_t size>
using WordList = std::array<std::string_view, size>;

constexpr WordList<9> kClauses = {"select", "from",      "where", "group", "order",
                                  "limit",  "intersect", "union", "except"};
constexpr WordList<3> kJoins = {"join", "on", "as"};
constexpr WordList<12> kOperators = {
    "not", "between", "=", ">", "<", ">=", "<=", "!=", "in", "like", "is", "exists"};
constexpr WordList<5> kArithmetic = {"none", "-", "+", "*", "/"};
constexpr WordList<6> kAggregates = {"none", "max", "min", "count", "sum", "avg"};

/// Deeper nesting runs into Python's recursion limit, at about this depth.
constexpr int kMaxDepth = 200;

/// Leaves the parser; caught in parse().
struct NotParsed
{
};

template <std::size_t size>
int indexIn(const WordList<size> &list, std::string_view word)
{
    const auto found = std::find(list.begin(), list.end(), word);
    return found == list.end() ? -1 : static_cast<int>(found - list.begin());
}

void require(bool condition)
{
    if (!condition)
        throw NotParsed();
}

class Parser
{
public:
    Parser(const Names &names, const Words &words) : names_(names), words_(words)
    {
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] != "as")
                continue;
            require(i + 1 < words.size() && i > 0);
            aliases_[words[i + 1]] = words[i - 1];
        }
        for (const auto &[table, columns] : names.tables())
            require(!aliases_.count(table));
    }

    QueryPtr query()
    {
        Position at = 0;
        return query(at);
    }

private:
    using Tables = std::vector<std::string>;

    const std::string &word(Position at) const
    {
        require(at < words_.size());
        return words_[at];
    }
    bool is(Position at, std::string_view what) const { return at < words_.size() && words_[at] == what; }
    bool isClause(Position at) const { return at < words_.size() && indexIn(kClauses, words_[at]) >= 0; }
    bool isJoin(Position at) const { return at < words_.size() && indexIn(kJoins, words_[at]) >= 0; }
    bool endsClause(Position at) const { return isClause(at) || is(at, ")") || is(at, ";"); }

    /// Skips an opening bracket.
    bool open(Position &at) const
    {
        if (word(at) != "(")
            return false;
        ++at;
        return true;
    }
    void close(Position &at) const
    {
        require(word(at) == ")");
        ++at;
    }

    const std::string &tableOf(const std::string &alias) const
    {
        const auto found = aliases_.find(alias);
        if (found != aliases_.end())
            return found->second;
        require(names_.columns(alias));
        return alias;
    }

    std::string known(const std::string &key) const
    {
        std::string id = names_.id(key);
        require(!id.empty());
        return id;
    }

    /// `end`: a column on the right of a comparison sees no further.
    std::string column(Position &at, Position end, const Tables &tables) const
    {
        require(at < end);
        const std::string &word = words_[at++];
        if (word == "*")
            return known(word);
        const std::size_t dot = word.find('.');
        if (dot != std::string::npos) {
            require(word.find('.', dot + 1) == std::string::npos);
            return known(tableOf(word.substr(0, dot)) + "." + word.substr(dot + 1));
        }
        for (const std::string &alias : tables) {
            const std::string &table = tableOf(alias);
            const auto *columns = names_.columns(table);
            require(columns);
            if (std::find(columns->begin(), columns->end(), word) != columns->end())
                return known(table + "." + word);
        }
        throw NotParsed();
    }

    ColumnUnit columnUnit(Position &at, Position end, const Tables &tables) const
    {
        const auto has = [&](std::string_view what) {
            require(at < end);
            return words_[at] == what;
        };
        ColumnUnit unit;
        unit.distinct = false;
        const bool block = has("(");
        at += block;
        require(at < end);
        const int aggregate = indexIn(kAggregates, words_[at]);
        if (aggregate >= 0) {
            unit.aggregate = aggregate;
            ++at;
            require(has("("));
            ++at;
        }
        if (has("distinct")) {
            unit.distinct = true;
            ++at;
        }
        unit.column = column(at, end, tables);
        // The bracket before an aggregate is never closed.
        if (block || aggregate >= 0) {
            require(has(")"));
            ++at;
        }
        return unit;
    }

    ColumnUnit columnUnit(Position &at, const Tables &tables) const
    {
        return columnUnit(at, words_.size(), tables);
    }

    ValueUnit valueUnit(Position &at, const Tables &tables) const
    {
        ValueUnit unit;
        const bool block = open(at);
        unit.first = columnUnit(at, tables);
        const int arithmetic = at < words_.size() ? indexIn(kArithmetic, words_[at]) : -1;
        if (arithmetic >= 0) {
            unit.arithmetic = arithmetic;
            ++at;
            unit.second = columnUnit(at, tables);
        }
        if (block)
            close(at);
        return unit;
    }

    Value value(Position &at, const Tables &tables)
    {
        const Position start = at;
        const bool block = open(at);
        Value value;
        const std::string &first = word(at);
        if (first == "select") {
            value.is = query(at);
        } else if (first.find('"') != std::string::npos) {
            value.is = first;
            ++at;
        } else if (const auto number = toNumber(first)) {
            value.is = *number;
            ++at;
        } else {
            while (at < words_.size() && !is(at, ",") && !is(at, ")") && !is(at, "and") && !isClause(at) &&
                   !isJoin(at))
                ++at;
            Position from = start;
            value.is = columnUnit(from, at, tables);
        }
        if (block)
            close(at);
        return value;
    }

    Conditions conditions(Position &at, const Tables &tables)
    {
        Conditions parts;
        while (at < words_.size()) {
            Condition condition;
            condition.left = valueUnit(at, tables);
            if (word(at) == "not") {
                condition.negated = true;
                ++at;
            }
            condition.op = indexIn(kOperators, word(at));
            require(condition.op >= 0);
            ++at;
            condition.low = value(at, tables);
            if (condition.op == Between) {
                require(word(at) == "and");
                ++at;
                condition.high = value(at, tables);
            }
            parts.emplace_back(std::move(condition));
            if (endsClause(at) || isJoin(at))
                break;
            if (is(at, "and") || is(at, "or"))
                parts.emplace_back(words_[at++]);
        }
        return parts;
    }

    void select(Position at, const Tables &tables, Query &query) const
    {
        require(word(at) == "select");
        ++at;
        if (is(at, "distinct")) {
            query.distinct = true;
            ++at;
        }
        while (at < words_.size() && !isClause(at)) {
            SelectUnit unit;
            const int aggregate = indexIn(kAggregates, words_[at]);
            if (aggregate >= 0) {
                unit.aggregate = aggregate;
                ++at;
            }
            unit.value = valueUnit(at, tables);
            query.select.push_back(std::move(unit));
            at += is(at, ",");
        }
    }

    /// The first FROM from `start` on, even of a subquery in the select list.
    Tables from(Position start, Position &at, Query &query)
    {
        const auto found =
            std::find(words_.begin() + static_cast<std::ptrdiff_t>(start), words_.end(), "from");
        require(found != words_.end());
        at = static_cast<Position>(found - words_.begin()) + 1;
        Tables tables;
        while (at < words_.size()) {
            const bool block = open(at);
            if (word(at) == "select") {
                query.tables.push_back({{}, this->query(at)});
            } else {
                at += is(at, "join");
                const std::string &table = tableOf(word(at));
                query.tables.push_back({known(table), nullptr});
                tables.push_back(table);
                at += is(at + 1, "as") ? 3 : 1;
            }
            if (is(at, "on")) {
                ++at;
                Conditions on = conditions(at, tables);
                if (!query.on.empty())
                    query.on.emplace_back("and");
                std::move(on.begin(), on.end(), std::back_inserter(query.on));
            }
            if (block)
                close(at);
            if (endsClause(at))
                break;
        }
        return tables;
    }

    void groupBy(Position &at, const Tables &tables, Query &query) const
    {
        while (at < words_.size() && !endsClause(at)) {
            query.groupBy.push_back(columnUnit(at, tables));
            if (!is(at, ","))
                break;
            ++at;
        }
    }

    void orderBy(Position &at, const Tables &tables, Query &query) const
    {
        query.orderBy = Order{"asc", {}};
        while (at < words_.size() && !endsClause(at)) {
            query.orderBy->terms.push_back(valueUnit(at, tables));
            if (is(at, "asc") || is(at, "desc"))
                query.orderBy->direction = words_[at++];
            if (!is(at, ","))
                break;
            ++at;
        }
    }

    bool startsBy(Position &at, std::string_view clause) const
    {
        if (!is(at, clause))
            return false;
        require(word(at + 1) == "by");
        at += 2;
        return true;
    }

    QueryPtr query(Position &at)
    {
        require(++depth_ < kMaxDepth);
        auto query = std::make_shared<Query>();
        const Position start = at;
        const bool block = open(at);
        const Position selectAt = at;
        const Tables tables = from(start, at, *query);
        select(selectAt, tables, *query);
        if (is(at, "where"))
            query->where = conditions(++at, tables);
        if (startsBy(at, "group"))
            groupBy(at, tables, *query);
        if (is(at, "having"))
            query->having = conditions(++at, tables);
        if (startsBy(at, "order"))
            orderBy(at, tables, *query);
        if (is(at, "limit")) {
            query->limit = toInteger(word(at + 1));
            require(query->limit.has_value());
            at += 2;
        }
        skipSemicolons(at);
        if (block)
            close(at);
        skipSemicolons(at);
        for (const auto &[name, part] :
             {std::pair("intersect", &query->intersectWith), std::pair("union", &query->unionWith),
              std::pair("except", &query->exceptOf)}) {
            if (is(at, name)) {
                *part = this->query(++at);
                break;
            }
        }
        --depth_;
        return query;
    }

    void skipSemicolons(Position &at) const
    {
        while (is(at, ";"))
            ++at;
    }

    const Names &names_;
    const Words &words_;
    std::unordered_map<std::string, std::string> aliases_;
    int depth_ = 0;
};

bool evaluable(const Query &query);

bool evaluable(const QueryPtr &query)
{
    return !query || evaluable(*query);
}

/// Without a connector between two conditions, connectors stand where Spider takes conditions apart.
bool evaluable(const Conditions &parts)
{
    for (std::size_t i = 0; i < parts.size(); i += 2) {
        const auto *condition = std::get_if<Condition>(&parts[i]);
        if (!condition)
            return false;
        for (const Value *value : {&condition->low, &condition->high})
            if (value->query() && !evaluable(*value->query()))
                return false;
    }
    return true;
}

bool evaluable(const Query &query)
{
    return evaluable(query.on) && evaluable(query.where) && evaluable(query.having) &&
           evaluable(query.intersectWith) && evaluable(query.exceptOf) && evaluable(query.unionWith);
}

} // namespace

QueryPtr parse(const Names &names, std::string_view sql)
{
    const auto words = tokenize(sql);
    if (!words)
        return nullptr;
    try {
        QueryPtr query = Parser(names, *words).query();
        return evaluable(*query) ? query : nullptr;
    } catch (const NotParsed &) {
        return nullptr;
    }
}

} // namespace mureum::eval::spider
