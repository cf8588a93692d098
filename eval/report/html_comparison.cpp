#include "eval/report/html_report.h"

#include "eval/report/charts.h"
#include "eval/report/failures.h"
#include "eval/report/html.h"

#include <fmt/format.h>

#include <map>

namespace mureum::eval {

using namespace html;

namespace {

std::string signedPercent(double difference)
{
    return fmt::format("{:+.1f}", difference * 100);
}

std::string table(const RunComparison &comparison)
{
    std::string out =
        "<table><tr><th>measure</th><th class=\"number\">first</th><th class=\"number\">second</th>"
        "<th class=\"number\">difference</th><th class=\"number\">95% interval</th>"
        "<th class=\"number\">p</th><th class=\"number\">fixed</th><th class=\"number\">broken</th>"
        "<th class=\"number\">examples</th></tr>\n";
    for (const MetricComparison &metric : comparison.metrics)
        out += fmt::format(
            "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
            "<td class=\"number\">{}</td><td class=\"number\">{} to {}</td>"
            "<td class=\"number\">{:.3g}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
            "<td class=\"number\">{}</td></tr>\n",
            escape(metric.metric), percent(metric.first), percent(metric.second),
            signedPercent(metric.difference), signedPercent(metric.ci95.first),
            signedPercent(metric.ci95.second), metric.pValue, metric.counts.fixed, metric.counts.broken,
            metric.counts.total());
    return out + "</table>\n";
}

std::string chart(const RunComparison &comparison)
{
    std::vector<Bar> lines;
    for (const MetricComparison &metric : comparison.metrics)
        lines.push_back({metric.metric, metric.difference, metric.ci95, -1,
                         fmt::format("{} points", signedPercent(metric.difference))});
    return lines.empty() ? std::string() : differences(lines, "Differences with 95% intervals");
}

std::string flips(const RunData &first, const RunData &second, const RunComparison &comparison)
{
    // One entry for an example, whatever measures turned.
    std::map<std::pair<std::size_t, std::size_t>, std::vector<const Flip *>> examples;
    for (const Flip &flip : comparison.flips)
        examples[{flip.first, flip.second}].push_back(&flip);
    if (examples.empty())
        return "<p class=\"faint\">Nothing turned.</p>\n";
    std::string out =
        "<div data-filters>\n<div class=\"filters\"><input type=\"search\" placeholder=\"Search questions "
        "and SQL\" aria-label=\"Search questions and SQL\">\n<select name=\"turn\" aria-label=\"What "
        "turned\"><option value=\"\">Everything that turned</option>";
    for (const MetricComparison &metric : comparison.metrics)
        for (const char *turn : {"fixed", "broken"})
            if ((*turn == 'f' ? metric.counts.fixed : metric.counts.broken) > 0)
                out += fmt::format("<option>{} {}</option>", escape(metric.metric), turn);
    out += "</select><span class=\"faint small\" data-shown></span></div>\n";
    constexpr std::size_t most = 2000;
    std::size_t shown = 0;
    for (const auto &[places, turned] : examples) {
        if (++shown > most) {
            out += fmt::format("<p class=\"faint small\">{} more are in the JSON document.</p>\n",
                               examples.size() - most);
            break;
        }
        const EvaluationRecord &a = first.records[places.first], &b = second.records[places.second];
        std::string turns, chips;
        for (const Flip *flip : turned) {
            const std::string turn = fmt::format("{} {}", flip->metric, flip->fixed ? "fixed" : "broken");
            turns += (turns.empty() ? "" : " | ") + turn;
            chips +=
                fmt::format("<span class=\"chip {}\">{}</span> ", flip->fixed ? "good" : "bad", escape(turn));
        }
        out += fmt::format(
            "<details data-entry data-turn=\"{}\">\n<summary><span class=\"faint small\">{}</span>"
            "<span class=\"question\">{}</span><span class=\"kind\">{}</span></summary>\n"
            "<div class=\"inside\">\n<p><span class=\"chip\">{}</span> <span class=\"chip\">{}</span></p>\n",
            escape(turns), a.index + 1, escape(a.question), chips, escape(a.databaseId), escape(a.hardness));
        out += sqlPair("right", a.query, "first", a.prediction);
        out += sqlPair("right", b.query, "second", b.prediction);
        for (const auto &[label, record] : {std::pair("first", &a), {"second", &b}})
            if (!record->score.reason.empty())
                out += fmt::format("<p class=\"small\"><span class=\"faint\">{}</span> {}</p>\n", label,
                                   escape(record->score.reason));
        out += "</div></details>\n";
    }
    return out + "</div>\n";
}

} // namespace

std::string htmlComparison(const std::vector<RunData> &runs)
{
    std::string body = "<h1>Comparison of runs</h1>\n";
    if (runs.empty())
        return page("Comparison of runs", body, false);
    body += fmt::format(
        "<p class=\"faint\">Everything is measured against <b>{}</b>, on the examples both runs have.</p>\n",
        escape(runs.front().name()));
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const RunComparison comparison = compareRuns(runs.front(), runs[i]);
        body += fmt::format("<h2>{}</h2>\n<p class=\"faint small\">{} examples in both",
                            escape(runs[i].name()), comparison.pairs.size());
        if (comparison.onlyFirst + comparison.onlySecond > 0)
            body += fmt::format("; {} only in the first, {} only in the second", comparison.onlyFirst,
                                comparison.onlySecond);
        body += ".</p>\n<div class=\"card\">" + table(comparison) +
                "</div>\n<div class=\"charts\" style=\"margin-top:12px\">"
                "<div class=\"card\"><h3>Difference in points</h3>" +
                chart(comparison) + "</div></div>\n";
        body += "<h3 style=\"margin-top:24px\">What turned</h3>\n" + flips(runs.front(), runs[i], comparison);
    }
    body += "<p class=\"faint small\" style=\"margin-top:24px\">Intervals: Tango's score interval for paired "
            "rates. p: "
            "McNemar's exact test, two-sided; below 0.05 a difference is hard to explain by chance.</p>\n";
    return page("Comparison of runs", body, true);
}

} // namespace mureum::eval
