#include "eval/score/strict_form.h"

#include "datasets/error.h"
#include "datasets/sql/tokenizer.h"
#include "eval/score/spider_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace mureum::eval {

using namespace datasets::sql;

namespace {

/// More ways than this to number the uses of a table are not tried: they are numbered as they are written.
constexpr std::size_t kMaxNumberings = 720;
/// A subquery is written anew for every numbering of what is around it, and where an alias stands for it.
/// Beyond the first bound numberings are no longer tried, beyond the second it is given up.
constexpr int kMaxTried = 2'000;
constexpr int kMaxQueries = 20'000;

bool isOuter(JoinKind kind)
{
    return kind == JoinKind::Left || kind == JoinKind::Right || kind == JoinKind::Full;
}

std::string_view nameOf(JoinKind kind)
{
    return kind == JoinKind::Left    ? "left"
           : kind == JoinKind::Right ? "right"
           : kind == JoinKind::Full  ? "full"
                                     : "inner";
}

bool isStar(const SelectItem &item)
{
    return item.expr->kind == ExprKind::Star;
}

} // namespace

std::string strictForm(const Query &query, const datasets::Schema &schema)
{
    const Resolution resolution = resolveColumns(query, schema);
    return StrictForm(schema, resolution).query(query);
}

std::string StrictForm::query(const Query &query)
{
    if (++queries_ > kMaxQueries)
        throw datasets::Error("the query is nested too often to be compared; write it with fewer subqueries");
    const std::size_t visible = common_.size();
    const SelectCore *around = current_;
    ++depth_;
    std::string text = with(query);
    text += query.cores.size() == 1 ? simple(query) : compound(query);
    --depth_;
    current_ = around;
    common_.resize(visible);
    return text;
}

std::string StrictForm::with(const Query &query)
{
    Texts bodies;
    for (const CommonTable &table : query.with)
        common_.emplace_back(table.name, fmt::format("w{}.{}", depth_, bodies.size() + common_.size()));
    for (const CommonTable &table : query.with)
        bodies.push_back(this->query(*table.query));
    return bodies.empty() ? std::string() : form("with", bodies);
}

std::string StrictForm::simple(const Query &query)
{
    return core(query.cores.front(), &query);
}

std::string StrictForm::bounds(const Query &query)
{
    std::string text;
    if (query.limit)
        text += form("limit", {compared(*query.limit)});
    const std::string offset = query.offset ? compared(*query.offset) : "0";
    if (offset != "0")
        text += form("offset", {offset});
    return text;
}

std::string StrictForm::compound(const Query &query)
{
    Texts parts;
    for (const SelectCore &core : query.cores)
        parts.push_back(this->core(core, nullptr));
    const bool uniform =
        query.ops.front() != SetOp::Except &&
        std::all_of(query.ops.begin(), query.ops.end(), [&](SetOp op) { return op == query.ops.front(); });
    if (uniform)
        std::sort(parts.begin(), parts.end());
    static constexpr std::string_view names[] = {"union", "unionall", "intersect", "except"};
    std::string text = parts.front();
    for (std::size_t i = 0; i < query.ops.size(); ++i)
        text += fmt::format(" {} {}", names[static_cast<std::size_t>(query.ops[i])], parts[i + 1]);
    return form("compound", {text, orderOf(query, query.cores.front()), bounds(query)});
}

/// After a set operation a term is a column of the result, whichever way it is named.
std::string StrictForm::orderOf(const Query &query, const SelectCore &core)
{
    Texts terms;
    current_ = &core;
    for (const OrderTerm &orderTerm : query.orderBy) {
        std::string text = term(*orderTerm.expr, core);
        for (std::size_t i = 0; query.cores.size() > 1 && i < core.items.size(); ++i) {
            const bool named = orderTerm.expr->kind == ExprKind::Column &&
                               equalsName(orderTerm.expr->text, core.items[i].alias);
            if (!isStar(core.items[i]) && (named || expression(*core.items[i].expr) == text)) {
                text = fmt::format("#{}", i + 1);
                break;
            }
        }
        terms.push_back(order(orderTerm, std::move(text)));
    }
    return terms.empty() ? std::string() : form("order", terms);
}

std::string StrictForm::core(const SelectCore &core, const Query *owner)
{
    const From from = flatten(core);
    const SelectCore *around = current_;
    current_ = &core;

    // Uses of one table or derived table, as far as their order is free.
    std::map<std::string, std::vector<std::size_t>> uses;
    for (std::size_t i = 0; i < from.sources.size(); ++i)
        uses[from.sources[i].key].push_back(i);
    std::vector<std::vector<std::size_t>> free;
    std::size_t numberings = 1;
    Texts labels(from.sources.size());
    std::size_t rank = 0;
    for (auto &[key, places] : uses) {
        const std::string name = key.front() == '(' ? fmt::format("d{}", rank) : key;
        ++rank;
        for (std::size_t n = 0; n < places.size(); ++n)
            labels[places[n]] = fmt::format("{}:{}:{}", depth_, name, n);
        std::erase_if(places, [&](std::size_t place) { return place >= from.ordered; });
        if (places.size() < 2)
            continue;
        for (std::size_t n = 2; n <= places.size() && numberings <= kMaxNumberings; ++n)
            numberings *= n;
        free.push_back(places);
    }
    labels_[&core] = labels;
    std::string best = coreWithLabels(core, from, owner);
    if (numberings <= kMaxNumberings && !free.empty() && queries_ < kMaxTried) {
        std::vector<std::vector<std::size_t>> order = free;
        Texts bestLabels = labels;
        const auto next = [&order] {
            for (auto &places : order)
                if (std::next_permutation(places.begin(), places.end()))
                    return true;
            return false;
        };
        while (next()) {
            Texts tried = labels;
            for (std::size_t group = 0; group < free.size(); ++group)
                for (std::size_t n = 0; n < free[group].size(); ++n)
                    tried[order[group][n]] = labels[free[group][n]];
            labels_[&core] = tried;
            std::string text = coreWithLabels(core, from, owner);
            if (text < best) {
                best = std::move(text);
                bestLabels = tried;
            }
        }
        labels_[&core] = bestLabels;
    }
    current_ = around;
    return best;
}

std::string StrictForm::coreWithLabels(const SelectCore &core, const From &from, const Query *owner)
{
    Texts parts;
    Texts where;
    const std::string fromForm = fromText(core, from, where);
    if (core.where)
        operands(*core.where, "AND", where);
    Texts items;
    for (const SelectItem &item : core.items)
        items.push_back(expression(*item.expr));
    parts.push_back(form(core.distinct ? "distinct" : "select", items));
    // * means the columns of all sources in the order written.
    const bool star = std::any_of(core.items.begin(), core.items.end(), [](const SelectItem &item) {
        return isStar(item) && item.expr->qualifier.empty();
    });
    const bool shared =
        from.natural || std::any_of(from.sources.begin(), from.sources.end(),
                                    [](const auto &flat) { return !flat.source->usingColumns.empty(); });
    if (star && from.sources.size() > 1)
        parts.push_back(form(shared ? "shared" : "columns", labels_[&core]));
    for (const auto &row : core.values)
        parts.push_back(form("values", texts(row)));
    parts.push_back(fromForm);
    if (!where.empty())
        parts.push_back(form("where", {formOfSet("and", where)}));
    if (!core.groupBy.empty()) {
        Texts terms;
        for (const ExprPtr &expr : core.groupBy)
            terms.push_back(term(*expr, core));
        parts.push_back(formOfSet("group", terms));
    }
    if (core.having) {
        Texts having;
        operands(*core.having, "AND", having);
        parts.push_back(form("having", {formOfSet("and", having)}));
    }
    if (owner) {
        parts.push_back(orderOf(*owner, core));
        parts.push_back(bounds(*owner));
    }
    return form("q", parts);
}

StrictForm::From StrictForm::flatten(const SelectCore &core)
{
    From from;
    flatten(core.from, from, false);
    // A condition on rows that an outer join keeps must stay with its join; LEFT keeps what is left of it.
    const bool sets = !from.nestedOuter && !from.natural;
    if (!sets || !from.leftOnly)
        from.ordered = 0;
    return from;
}

void StrictForm::flatten(const std::vector<Source> &sources, From &from, bool nested)
{
    for (const Source &source : sources) {
        from.shape += nameOf(source.join);
        from.natural = from.natural || source.natural;
        from.nestedOuter = from.nestedOuter || (nested && isOuter(source.join)) ||
                           (isOuter(source.join) && !source.nested.empty());
        from.leftOnly = from.leftOnly && source.join != JoinKind::Right && source.join != JoinKind::Full;
        if (!source.nested.empty()) {
            from.shape += '(';
            flatten(source.nested, from, true);
            from.shape += ')';
            if (source.on)
                from.conditions.push_back(source.on.get());
            continue;
        }
        const bool free = from.ordered == from.sources.size() && !isOuter(source.join);
        from.sources.push_back({&source, keyOf(source)});
        from.ordered += free;
    }
}

std::string StrictForm::keyOf(const Source &source)
{
    if (source.query)
        return query(*source.query);
    const SourceReference *reference = resolution_.find(source);
    if (source.call)
        return form("call " + datasets::sql::lowerAscii(source.table), texts(source.arguments));
    if (reference && reference->table >= 0)
        return datasets::sql::lowerAscii(source.table);
    for (auto common = common_.rbegin(); common != common_.rend(); ++common)
        if (equalsName(common->first, source.table))
            return common->second;
    return "?" + datasets::sql::lowerAscii(source.table);
}

std::string StrictForm::fromText(const SelectCore &core, const From &from, Texts &where)
{
    const Texts &labels = labels_[&core];
    Texts set, sequence;
    for (std::size_t i = 0; i < from.sources.size(); ++i) {
        const Source &source = *from.sources[i].source;
        const std::string &key = from.sources[i].key;
        const std::string what = key.front() == '(' || key.front() == '?' ? labels[i] + "=" + key : labels[i];
        Texts on;
        usingConditions(core, from, i, on);
        if (source.on)
            operands(*source.on, "AND", on);
        if (i < from.ordered) {
            set.push_back(what);
            where.insert(where.end(), on.begin(), on.end());
        } else {
            sequence.push_back(form(source.natural ? "natural" : nameOf(source.join),
                                    {what, on.empty() ? std::string() : formOfSet("and", on)}));
        }
    }
    for (const Expr *condition : from.conditions) {
        if (from.ordered > 0)
            operands(*condition, "AND", where);
        else
            sequence.push_back(form("on", {expression(*condition)}));
    }
    if (from.ordered == 0 && from.shape.find('(') != std::string::npos)
        sequence.push_back(from.shape);
    std::sort(set.begin(), set.end());
    set.insert(set.end(), sequence.begin(), sequence.end());
    return form("from", set);
}

void StrictForm::usingConditions(const SelectCore &core, const From &from, std::size_t at, Texts &where)
{
    for (const std::string &name : from.sources[at].source->usingColumns) {
        std::string left = "?" + datasets::sql::lowerAscii(name);
        for (std::size_t i = 0; i < at; ++i) {
            const std::string found = columnNamed(core, from, i, name);
            if (!found.empty()) {
                left = found;
                break;
            }
        }
        std::string right = columnNamed(core, from, at, name);
        if (right.empty())
            right = labels_[&core][at] + "." + datasets::sql::lowerAscii(name);
        where.push_back(comparison("=", left, right));
    }
}

std::string StrictForm::columnNamed(const SelectCore &core, const From &from, std::size_t at,
                                    const std::string &name) const
{
    const SourceReference *reference = resolution_.find(*from.sources[at].source);
    if (!reference || reference->table < 0 ||
        schema_.tables[static_cast<std::size_t>(reference->table)].find(name) < 0)
        return {};
    return labels_.at(&core)[at] + "." + datasets::sql::lowerAscii(name);
}

} // namespace mureum::eval
