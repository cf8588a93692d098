#include "datasets/validate/inspect.h"
#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace mureum::datasets {

namespace {

std::optional<sql::Query> parsed(const std::string &query, std::string *why = nullptr)
{
    try {
        return sql::parse(query);
    } catch (const Error &error) {
        if (why)
            *why = error.what();
        return std::nullopt;
    }
}

void hideValues(sql::Query &query)
{
    sql::forEachExpr(query, [](sql::Expr &expr) {
        if (expr.kind == sql::ExprKind::Number || expr.kind == sql::ExprKind::String) {
            expr.kind = sql::ExprKind::String;
            expr.text = "value";
        }
    });
}

void hideNames(std::vector<sql::Source> &sources);

void hideNames(sql::Query &query)
{
    for (auto &table : query.with)
        if (table.query)
            hideNames(*table.query);
    for (auto &core : query.cores) {
        hideNames(core.from);
        for (auto &item : core.items)
            item.alias.clear();
    }
    sql::forEachExpr(query, [](sql::Expr &expr) {
        if (expr.kind == sql::ExprKind::Column || expr.kind == sql::ExprKind::Star) {
            expr.qualifier.clear();
            expr.schema.clear();
            if (expr.kind == sql::ExprKind::Column)
                expr.text = "c";
        }
        // A subquery's FROM is no expression.
        if (expr.query)
            for (auto &core : expr.query->cores)
                hideNames(core.from);
    });
}

void hideNames(std::vector<sql::Source> &sources)
{
    for (auto &source : sources) {
        if (!source.table.empty())
            source.table = "t";
        source.alias.clear();
        for (auto &column : source.usingColumns)
            column = "c";
        hideNames(source.nested);
        if (source.query)
            hideNames(*source.query);
    }
}

std::string shortened(const std::string &text)
{
    const auto points = toCodePoints(text);
    return points.size() > 80 ? toUtf8(points.substr(0, 77)) + "..." : text;
}

/// Where an example belongs: its database, or its DDL.
std::string place(const Example &example)
{
    return example.databaseId.empty() ? fold(example.context) : example.databaseId;
}

void inspectQuery(ValidationReport &report, const Example &example, bool willRun)
{
    if (example.queries.empty()) {
        report.add(Severity::Error, "no_query", example.line, "there is no SQL");
        ++report.byHardness["unknown"];
        return;
    }
    for (std::size_t at = 0; at < example.queries.size(); ++at) {
        ++report.golds;
        std::string why;
        const auto query = parsed(example.queries[at], &why);
        if (at == 0)
            ++report.byHardness[query ? std::string(sql::name(sql::hardness(*query))) : "unknown"];
        if (!query)
            report.add(willRun ? Severity::Warning : Severity::Error, "gold_not_parsed", example.line,
                       fmt::format("{}: {}", why, shortened(example.queries[at])));
    }
}

void findDuplicates(ValidationReport &report, const ExampleFile &file)
{
    std::unordered_map<std::string, const Example *> byQuestion, byQuery;
    for (const Example &example : file.examples) {
        const std::string where = place(example) + '\n';
        const auto [same, fresh] = byQuestion.try_emplace(where + normalQuestion(example.question), &example);
        if (!fresh) {
            const bool conflict = fold(same->second->query) != fold(example.query);
            report.add(Severity::Warning, conflict ? "conflict" : "duplicate", example.line,
                       fmt::format("line {} asks the same{}: {}", same->second->line,
                                   conflict ? " and has other SQL" : "", shortened(example.question)));
        }
        if (!example.query.empty() && !byQuery.try_emplace(where + fold(example.query), &example).second &&
            fresh)
            ++report.sameQuery;
    }
}

} // namespace

std::string normalQuestion(std::string_view question)
{
    std::u32string text = toCodePoints(fold(question));
    while (!text.empty() && (text.back() == '?' || text.back() == '.' || text.back() == '!' ||
                             text.back() == ' ' || text.back() == U'\u3002' || text.back() == U'\uFF1F'))
        text.pop_back();
    return toUtf8(text);
}

std::string queryTemplate(const std::string &query)
{
    auto tree = parsed(query);
    if (!tree)
        return {};
    hideValues(*tree);
    return fold(sql::print(*tree));
}

std::string queryShape(const std::string &query)
{
    auto tree = parsed(query);
    if (!tree)
        return {};
    hideValues(*tree);
    hideNames(*tree);
    return fold(sql::print(*tree));
}

ValidationReport inspectExamples(const std::string &name, const ExampleFile &file, bool willRun,
                                 const CountTokens &tokens)
{
    ValidationReport report;
    report.file = name;
    report.examples = file.examples.size();
    for (const BadLine &bad : file.bad)
        report.add(Severity::Error, "bad_line", bad.line, bad.reason);
    std::set<std::string> databases;
    std::map<std::string, std::vector<std::size_t>> lengths;
    for (const Example &example : file.examples) {
        databases.insert(place(example));
        ++report.byLanguage[guessLanguage(example.question)];
        if (!example.language.empty() && example.language != guessLanguage(example.question))
            report.add(Severity::Warning, "language", example.line,
                       fmt::format("\"lang\" says {}, the question's letters say {}", example.language,
                                   guessLanguage(example.question)));
        inspectQuery(report, example, willRun);
        const std::string asked = askedQuestion(example);
        lengths["question"].push_back(toCodePoints(asked).size());
        lengths["query"].push_back(toCodePoints(example.query).size());
        if (tokens) {
            lengths["question_tokens"].push_back(tokens(asked));
            lengths["query_tokens"].push_back(tokens(example.query));
        }
    }
    report.databases = databases.size();
    for (auto &[what, values] : lengths)
        report.lengths[what] = Lengths::of(std::move(values));
    findDuplicates(report, file);
    return report;
}

void addOverlap(ValidationReport &report, const ExampleFile &file, const std::string &otherName,
                const ExampleFile &other)
{
    std::unordered_map<std::string, std::size_t> questions;
    std::unordered_set<std::string> queries, templates, shapes;
    std::set<std::string> databases, shared, here;
    for (const Example &example : other.examples) {
        questions.try_emplace(normalQuestion(example.question), example.line);
        databases.insert(place(example));
        queries.insert(fold(example.query));
        templates.insert(queryTemplate(example.query));
        shapes.insert(queryShape(example.query));
    }
    Overlap overlap;
    overlap.file = otherName;
    overlap.examples = other.examples.size();
    const auto known = [](const auto &set, const std::string &key) {
        return !key.empty() && set.contains(key);
    };
    for (const Example &example : file.examples) {
        if (const auto same = questions.find(normalQuestion(example.question)); same != questions.end()) {
            ++overlap.questions;
            report.add(Severity::Warning, "overlap", example.line,
                       fmt::format("line {} of {} asks the same: {}", same->second, otherName,
                                   shortened(example.question)));
        }
        overlap.queries += known(queries, fold(example.query));
        overlap.templates += known(templates, queryTemplate(example.query));
        overlap.shapes += known(shapes, queryShape(example.query));
        here.insert(place(example));
        if (!example.databaseId.empty() && databases.contains(example.databaseId))
            shared.insert(example.databaseId);
    }
    overlap.databases.assign(shared.begin(), shared.end());
    overlap.databasesHere = here.size();
    if (!shared.empty())
        report.add(Severity::Warning, "shared_databases", 0,
                   fmt::format("{} of {} databases also stand in {}", shared.size(), here.size(), otherName));
    report.overlaps.push_back(std::move(overlap));
}

} // namespace mureum::datasets
