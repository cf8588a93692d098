#include "eval/report/failures.h"

#include "eval/report/html.h"
#include "eval/report/sql_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace mureum::eval::html {

namespace {

using Clock = std::chrono::steady_clock;

bool isFailure(const EvaluationRecord &record)
{
    return record.score.ex != Verdict::Right || record.exSuite == Verdict::Wrong;
}

std::string marked(const std::vector<DiffPart> &parts, const char *element)
{
    std::string out;
    for (const DiffPart &part : parts)
        out += part.common ? escape(part.text) : fmt::format("<{0}>{1}</{0}>", element, escape(part.text));
    return out;
}

std::string choice(const char *name, const char *all,
                   const std::vector<std::pair<std::string, std::string>> &values)
{
    if (values.size() < 2)
        return {};
    std::string out = fmt::format("<select name=\"{}\" aria-label=\"{}\"><option value=\"\">{}</option>",
                                  name, escape(all), escape(all));
    for (const auto &[value, words] : values)
        out += fmt::format("<option value=\"{}\">{}</option>", escape(value), escape(words));
    return out + "</select>\n";
}

/// Runs both queries of a failure again for their first rows, as long as there is time.
class Results
{
public:
    explicit Results(const RunData &run, double seconds)
        : run_(run), end_(Clock::now() + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6)))
    {
    }

    std::string show(const EvaluationRecord &record)
    {
        if (Clock::now() > end_ || record.score.failed || record.prediction.empty())
            return {};
        const auto file = run_.database(record);
        if (!file)
            return {};
        try {
            if (*file != file_) {
                runner_.emplace(*file);
                file_ = *file;
            }
            const std::string gold = table(record.query), predicted = table(record.prediction);
            return fmt::format("<div class=\"pair\"><div><h3>Right answer gives</h3>{}</div>"
                               "<div><h3>Prediction gives</h3>{}</div></div>\n",
                               gold, predicted);
        } catch (const RunError &) {
            return {}; // the report tells what was recorded; rows are an extra
        }
    }

private:
    static constexpr std::size_t rows = 5;

    std::string table(const std::string &sql)
    {
        constexpr std::size_t longest = 200; // bytes of a cell
        const ResultSet result = runner_->run(sql, {std::chrono::milliseconds(300), rows});
        std::string out = "<table class=\"result\"><tr>";
        for (const std::string &column : result.columns)
            out += fmt::format("<th>{}</th>", escape(column.substr(0, longest)));
        out += "</tr>";
        for (const auto &row : result.rows) {
            out += "<tr>";
            for (const Cell &cell : row)
                out += fmt::format("<td>{}</td>", escape(displayText(cell).substr(0, longest)));
            out += "</tr>";
        }
        out += "</table>";
        if (result.rows.empty())
            out += "<p class=\"faint small\">no rows</p>";
        if (result.truncated)
            out += "<p class=\"faint small\">and more</p>";
        return out;
    }

    const RunData &run_;
    Clock::time_point end_;
    std::filesystem::path file_;
    std::optional<SqlRunner> runner_;
};

std::string chips(const RunData &run, const EvaluationRecord &record)
{
    std::string out = fmt::format("<span class=\"chip\">{}</span> <span class=\"chip\">{}</span> ",
                                  escape(record.databaseId), escape(record.hardness));
    const auto verdict = [&](const char *label, std::optional<bool> right) {
        if (right)
            out += fmt::format("<span class=\"chip {}\">{} {}</span> ", *right ? "good" : "bad", label,
                               *right ? "right" : "wrong");
    };
    verdict("EM", record.em);
    if (record.exSuite && *record.exSuite != Verdict::Inconclusive)
        verdict("suite", *record.exSuite == Verdict::Right);
    if (const Judgement *judgement = run.judgement(record); judgement && judgement->yes)
        verdict("judge", judgement->yes);
    return out;
}

} // namespace

std::string sqlPair(const std::string &firstLabel, const std::string &first, const std::string &secondLabel,
                    const std::string &second)
{
    const auto [a, b] = diffSql(first, second);
    return fmt::format("<div class=\"sql\"><span class=\"faint small\">{}</span><code>{}</code>"
                       "<span class=\"faint small\">{}</span><code>{}</code></div>\n",
                       escape(firstLabel), marked(a, "ins"), escape(secondLabel),
                       second.empty() ? "<span class=\"faint\">no SQL</span>" : marked(b, "del"));
}

std::string failures(const RunData &run, const HtmlReportOptions &options)
{
    std::vector<const EvaluationRecord *> failed;
    std::set<std::string> databases, hardness, languages;
    std::map<ErrorKind, std::size_t> kinds;
    for (const EvaluationRecord &record : run.records)
        if (isFailure(record)) {
            failed.push_back(&record);
            databases.insert(record.databaseId);
            hardness.insert(record.hardness);
            languages.insert(record.language);
            ++kinds[record.score.kind];
        }
    if (failed.empty())
        return "<p class=\"faint\">None.</p>\n";
    const auto same = [](const std::set<std::string> &values) {
        std::vector<std::pair<std::string, std::string>> out;
        for (const std::string &value : values)
            out.emplace_back(value, value);
        return out;
    };
    std::vector<std::pair<std::string, std::string>> reasons;
    for (const auto &[kind, count] : kinds)
        reasons.emplace_back(std::string(name(kind)), fmt::format("{} ({})", describe(kind), count));

    std::string out =
        "<div data-filters>\n<div class=\"filters\"><input type=\"search\" placeholder=\"Search questions "
        "and SQL\" aria-label=\"Search questions and SQL\">\n";
    out += choice("kind", "Every reason", reasons);
    out += choice("hardness", "Every hardness", same(hardness));
    out += choice("language", "Every language", same(languages));
    out += choice("database", "Every database", same(databases));
    out += "<span class=\"faint small\" data-shown></span></div>\n";

    const std::size_t shown = std::min(failed.size(), options.maxFailures);
    Results results(run, options.results ? options.resultSeconds : -1);
    for (std::size_t i = 0; i < shown; ++i) {
        const EvaluationRecord &record = *failed[i];
        const bool wrong = record.score.ex == Verdict::Wrong || record.exSuite == Verdict::Wrong;
        out += fmt::format("<details data-entry data-kind=\"{}\" data-hardness=\"{}\" data-language=\"{}\" "
                           "data-database=\"{}\">\n"
                           "<summary><span class=\"faint small\">{}</span><span class=\"question\">{}</span>"
                           "<span class=\"kind\"><span class=\"chip{}\">{}</span></span></summary>\n<div "
                           "class=\"inside\">\n<p>{}</p>\n",
                           name(record.score.kind), escape(record.hardness), escape(record.language),
                           escape(record.databaseId), record.index + 1, escape(record.question),
                           wrong ? " bad" : "", describe(record.score.kind), chips(run, record));
        out += sqlPair("right", record.query, "predicted", record.prediction);
        for (std::size_t q = 1; q < record.queries.size(); ++q)
            out += fmt::format(
                "<p class=\"small\"><span class=\"faint\">also right</span> <code>{}</code></p>\n",
                escape(record.queries[q]));
        if (!record.score.reason.empty())
            out += fmt::format("<p class=\"small\">{}</p>\n", escape(record.score.reason));
        if (!record.error.empty() && record.error != record.score.reason)
            out += fmt::format("<p class=\"small\">{}</p>\n", escape(record.error));
        out += results.show(record);
        out += "</div></details>\n";
    }
    if (shown < failed.size())
        out += fmt::format("<p class=\"faint small\">{} more are in records.jsonl.</p>\n",
                           failed.size() - shown);
    return out + "</div>\n";
}

} // namespace mureum::eval::html
