#include "eval/report/html_report.h"

#include "eval/report/charts.h"
#include "eval/report/failures.h"
#include "eval/report/html.h"
#include "eval/suite/summary.h"

#include <fmt/format.h>

#include <algorithm>

namespace mureum::eval {

using Json = nlohmann::ordered_json;
using namespace html;

namespace {

struct Metric
{
    const char *key, *label, *words;
};

/// The first ones matter most.
constexpr Metric metrics[] = {
    {"ex", "EX", "same result as the right answer"},
    {"ex_suite", "EX on variants", "same result on perturbed databases too"},
    {"em", "EM", "same clauses, values aside (Spider)"},
    {"judge", "Judge", "right in the eyes of a language model"},
    {"em_strict", "EM strict", "same clauses with values"},
    {"ex_bird", "EX as BIRD", "same set of rows, columns in order"},
    {"exact_string", "Same text", "the right answer word by word"},
};

double numberOr(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : -1;
}

std::pair<double, double> intervalOf(const Json &group, const char *metric)
{
    const auto all = group.find("ci95");
    if (all == group.end() || !all->is_object())
        return {-1, -1};
    const auto found = all->find(metric);
    if (found == all->end() || !found->is_array() || found->size() != 2)
        return {-1, -1};
    return {(*found)[0].get<double>(), (*found)[1].get<double>()};
}

std::string header(const RunData &run)
{
    std::string model;
    if (const auto answerer = run.config.find("answerer");
        answerer != run.config.end() && answerer->is_object())
        model = std::filesystem::path(answerer->value("model", std::string())).filename().string();
    std::vector<std::string> facts;
    if (!model.empty())
        facts.push_back("model " + model);
    if (const std::string data = run.about("data"); !data.empty())
        facts.push_back("data " + std::filesystem::path(data).filename().string());
    facts.push_back(
        fmt::format("{} of {} examples", run.records.size(), std::max(run.total, run.records.size())));
    if (const std::string started = run.about("started"); !started.empty())
        facts.push_back(started);
    facts.push_back(fmt::format("{:.0f} s", std::max(0.0, numberOr(run.summary, "seconds"))));
    if (const double rate = numberOr(run.summary, "tokens_per_second"); rate >= 0)
        facts.push_back(fmt::format("{:.0f} tokens/s", rate));
    std::string out = fmt::format("<h1>{}</h1>\n<p class=\"faint\">", escape(run.name()));
    for (std::size_t i = 0; i < facts.size(); ++i)
        out += (i == 0 ? "" : " · ") + escape(facts[i]);
    out += "</p>\n";
    if (!run.complete)
        out += "<p><span class=\"chip bad\">not finished</span> These are the examples so far.</p>\n";
    return out;
}

std::string tiles(const RunData &run)
{
    std::string out = "<div class=\"tiles\">\n";
    for (const Metric &metric : metrics) {
        const double value = numberOr(run.summary, metric.key);
        if (value < 0)
            continue;
        const auto ci95 = intervalOf(run.summary, metric.key);
        out += fmt::format(
            "<div class=\"card tile\"><div class=\"label\">{}</div><div class=\"value\">{}</div>{}"
            "<div class=\"faint small\">{} to {}</div><div class=\"faint small\">{}</div></div>\n",
            metric.label, percent(value), gauge(value, ci95), percent(ci95.first), percent(ci95.second),
            metric.words);
    }
    out += "</div>\n<p class=\"faint small\" style=\"margin-top:10px\">Intervals hold the true rate 95 times "
           "in 100 "
           "(Wilson).";
    if (const auto unclear = run.summary.value("inconclusive", std::size_t{0}); unclear > 0)
        out += fmt::format(" {} example{} could not be decided and count in no rate.", unclear,
                           unclear == 1 ? "" : "s");
    if (const double efficiency = numberOr(run.summary, "efficiency"); efficiency >= 0)
        out += fmt::format(" Right predictions run {:.2f} times as fast as the right answers.", efficiency);
    if (const Json &kappa = run.summary["judge_kappa"]; kappa.is_number())
        out += fmt::format(" Judge and EX agree with kappa {:.2f}.", kappa.get<double>());
    return out + "</p>\n";
}

std::string card(const std::string &title, const std::string &chart, bool tall = false)
{
    return fmt::format("<div class=\"card\"><h3>{}</h3><div{}>{}</div></div>\n", escape(title),
                       tall ? " class=\"tall\"" : "", chart);
}

std::string groupChart(const RunData &run, const char *key, const char *title)
{
    const auto groups = run.summary.find(key);
    if (groups == run.summary.end() || groups->size() < 2)
        return {};
    std::vector<Bar> lines;
    for (const auto &[label, group] : groups->items()) {
        const double ex = numberOr(group, "ex");
        lines.push_back({label, ex, intervalOf(group, "ex"), numberOr(group, "em"),
                         fmt::format("{} of {}", percent(ex), group.value("count", std::size_t{0}))});
    }
    constexpr std::size_t fits = 16;
    return card(title, bars(lines, fmt::format("{}: EX", title)), lines.size() > fits);
}

std::string charts(const RunData &run)
{
    std::string out;
    for (const auto &[key, title] : {std::pair("by_hardness", "Hardness"),
                                     {"by_difficulty", "Difficulty"},
                                     {"by_language", "Language"},
                                     {"by_length", "Length of the question"},
                                     {"by_database", "Database"}})
        out += groupChart(run, key, title);
    std::vector<Bar> clauses;
    for (const auto &[clause, counts] : run.summary["by_clause"].items())
        if (const double f1 = numberOr(counts, "f1"); f1 >= 0)
            clauses.push_back({clause,
                               f1,
                               {-1, -1},
                               -1,
                               fmt::format("{} of {}", percent(f1), counts.value("gold", std::size_t{0}))});
    if (!clauses.empty())
        out += card("Clause (F1)", bars(clauses, "F1 by clause"));
    std::vector<Bar> kinds;
    const double count = std::max(1.0, numberOr(run.summary, "count"));
    for (const auto &[kind, number] : run.summary["error_kinds"].items())
        kinds.push_back({std::string(describe(errorKindFromName(kind))),
                         number.get<double>() / count,
                         {-1, -1},
                         -1,
                         fmt::format("{}", number.get<std::size_t>())});
    if (!kinds.empty())
        out += card("What went wrong", bars(kinds, "Examples by kind of error"));
    if (out.empty())
        return {};
    return "<h2>Where it is right</h2>\n<p class=\"faint small\">Bars: EX with its interval. Diamonds: "
           "EM.</p>\n"
           "<div class=\"charts\">\n" +
           out + "</div>\n";
}

std::string badLines(const RunData &run)
{
    const Json &lines = run.summary["bad_lines"];
    if (!lines.is_array() || lines.empty())
        return {};
    std::string out =
        "<h2>Lines of the data that could not be used</h2>\n<table><tr><th class=\"number\">line</th>"
        "<th>reason</th></tr>\n";
    for (const Json &line : lines)
        out += fmt::format("<tr><td class=\"number\">{}</td><td>{}</td></tr>\n",
                           line.value("line", std::size_t{0}), escape(line.value("reason", std::string())));
    return out + "</table>\n";
}

} // namespace

std::string htmlReport(const RunData &run, const HtmlReportOptions &options)
{
    std::string body = header(run);
    body += tiles(run);
    body += charts(run);
    body += "<h2>Failures</h2>\n" + failures(run, options);
    body += badLines(run);
    return page(run.name() + " – evaluation", body, true);
}

} // namespace mureum::eval
