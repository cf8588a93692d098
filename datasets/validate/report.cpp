#include "datasets/validate/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <numeric>

namespace mureum::datasets {

namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const Lengths &lengths)
{
    Json buckets = Json::array();
    for (std::size_t at = 0; at < lengths.histogram.size(); ++at)
        buckets.push_back({{"from", at == 0 ? 0 : std::size_t{1} << at},
                           {"to", (std::size_t{2} << at) - 1},
                           {"count", lengths.histogram[at]}});
    return {{"count", lengths.count},         {"min", lengths.least}, {"mean", lengths.mean},
            {"median", lengths.median},       {"p95", lengths.p95},   {"max", lengths.most},
            {"histogram", std::move(buckets)}};
}

std::string mix(const std::map<std::string, std::size_t> &counts)
{
    std::string text;
    for (const auto &[name, count] : counts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
    return text;
}

std::string bar(std::size_t count, std::size_t most)
{
    return std::string(most == 0 ? 0 : (count * 40 + most - 1) / most, '#');
}

} // namespace

Lengths Lengths::of(std::vector<std::size_t> lengths)
{
    Lengths out;
    out.count = lengths.size();
    if (lengths.empty())
        return out;
    std::sort(lengths.begin(), lengths.end());
    out.least = lengths.front();
    out.most = lengths.back();
    out.median = lengths[lengths.size() / 2];
    out.p95 = lengths[std::min(lengths.size() - 1, lengths.size() * 95 / 100)];
    out.mean = static_cast<double>(std::accumulate(lengths.begin(), lengths.end(), std::size_t{0})) /
               static_cast<double>(lengths.size());
    for (const std::size_t length : lengths) {
        const auto bucket = static_cast<std::size_t>(std::bit_width(length | 1U)) - 1;
        if (out.histogram.size() <= bucket)
            out.histogram.resize(bucket + 1);
        ++out.histogram[bucket];
    }
    return out;
}

std::size_t ValidationReport::count(Severity severity) const
{
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [&](const Finding &one) { return one.severity == severity; }));
}

void ValidationReport::add(Severity severity, const char *kind, std::size_t line, std::string text)
{
    findings.push_back({severity, kind, line, std::move(text)});
}

void ValidationReport::sort()
{
    std::stable_sort(findings.begin(), findings.end(), [](const Finding &a, const Finding &b) {
        return std::pair(a.severity, a.line) < std::pair(b.severity, b.line);
    });
}

Json ValidationReport::json() const
{
    Json kinds = {{"error", Json::object()}, {"warning", Json::object()}};
    Json errors = Json::array(), warnings = Json::array();
    for (const Finding &one : findings) {
        const bool error = one.severity == Severity::Error;
        Json &counts = kinds[error ? "error" : "warning"];
        counts[one.kind] = counts.value(one.kind, 0) + 1;
        (error ? errors : warnings).push_back({{"kind", one.kind}, {"line", one.line}, {"text", one.text}});
    }
    Json out{{"file", file},
             {"examples", examples},
             {"databases", databases},
             {"golds", golds},
             {"golds_run", goldsRun},
             {"other_wordings", sameQuery},
             {"error_count", count(Severity::Error)},
             {"warning_count", count(Severity::Warning)},
             {"counts", std::move(kinds)},
             {"errors", std::move(errors)},
             {"warnings", std::move(warnings)},
             {"by_language", byLanguage},
             {"by_hardness", byHardness},
             {"lengths", Json::object()},
             {"overlaps", Json::array()},
             {"ran", ran},
             {"complete", complete},
             {"seconds", seconds}};
    for (const auto &[name, value] : lengths)
        out["lengths"][name] = jsonOf(value);
    for (const Overlap &one : overlaps)
        out["overlaps"].push_back({{"file", one.file},
                                   {"examples", one.examples},
                                   {"questions", one.questions},
                                   {"queries", one.queries},
                                   {"templates", one.templates},
                                   {"shapes", one.shapes},
                                   {"databases", one.databases},
                                   {"databases_here", one.databasesHere}});
    return out;
}

std::string ValidationReport::text(std::size_t shown) const
{
    std::string out = fmt::format("{}: {} examples, {} databases, {} golds{}\n", file, examples, databases,
                                  golds, ran ? fmt::format(", {} run", goldsRun) : std::string(", not run"));
    for (const Severity severity : {Severity::Error, Severity::Warning}) {
        out += fmt::format("\n{} {}\n", count(severity), severity == Severity::Error ? "errors" : "warnings");
        std::map<std::string, std::vector<const Finding *>> kinds;
        for (const Finding &one : findings)
            if (one.severity == severity)
                kinds[one.kind].push_back(&one);
        for (const auto &[kind, list] : kinds) {
            out += fmt::format("  {} ({})\n", kind, list.size());
            for (std::size_t at = 0; at < std::min(list.size(), shown); ++at)
                out += list[at]->line > 0 ? fmt::format("    line {}: {}\n", list[at]->line, list[at]->text)
                                          : fmt::format("    {}\n", list[at]->text);
            if (list.size() > shown)
                out += fmt::format("    and {} more\n", list.size() - shown);
        }
    }
    out += fmt::format("\nlanguages: {}\nhardness: {}\nfurther wordings of the same query: {}\n",
                       mix(byLanguage), mix(byHardness), sameQuery);
    for (const auto &[name, value] : lengths) {
        out += fmt::format("\nlength of {}: median {}, 95% up to {}, longest {}\n", name, value.median,
                           value.p95, value.most);
        const std::size_t most =
            value.histogram.empty() ? 0 : *std::max_element(value.histogram.begin(), value.histogram.end());
        for (std::size_t at = 0; at < value.histogram.size(); ++at)
            if (value.histogram[at] > 0)
                out += fmt::format("  {:>6} to {:>6} {:>7} {}\n", at == 0 ? 0 : std::size_t{1} << at,
                                   (std::size_t{2} << at) - 1, value.histogram[at],
                                   bar(value.histogram[at], most));
    }
    for (const Overlap &one : overlaps)
        out += fmt::format(
            "\nin common with {} ({} examples): {} questions, {} queries, {} templates (values aside), "
            "{} shapes (names aside), {} of {} databases\n",
            one.file, one.examples, one.questions, one.queries, one.templates, one.shapes,
            one.databases.size(), one.databasesHere);
    return out;
}

} // namespace mureum::datasets
