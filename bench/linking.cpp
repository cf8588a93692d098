// How much of a training set the prompt and the slot language can express, and how well schema linking finds what
// gold SQL uses: encodable share, answers that survive the round trip, recall and precision of links.
//   mureum-bench-linking EXAMPLES DATABASES [--show N]
#include "datasets/examples/example.h"
#include "datasets/prompt/prompt.h"
#include "datasets/slots/decode.h"
#include "datasets/slots/encode.h"
#include "datasets/slots/grammar.h"
#include "datasets/sql/parser.h"
#include "datasets/training/training_set.h"
#include "eval/run/sql_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

using namespace mureum;
using namespace mureum::datasets;

namespace {

std::vector<std::string> rowsOf(eval::SqlRunner &runner, const std::string &sql)
{
    std::vector<std::string> rows;
    for (const auto &row : runner.run(sql).rows) {
        std::vector<std::string> cells;
        for (const auto &cell : row)
            cells.push_back(eval::displayText(cell));
        std::sort(cells.begin(), cells.end());
        rows.push_back(fmt::format("{}", fmt::join(cells, "\x1f")));
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::string nameOf(const PromptDatabase &database, const SlotMap &slots, int symbol)
{
    const auto [table, column] = tableSlot(symbol) >= 0
                                     ? std::pair(slots.tables[static_cast<std::size_t>(tableSlot(symbol))], -1)
                                     : slots.columns[static_cast<std::size_t>(columnSlot(symbol))];
    const auto &t = database.schema.tables[static_cast<std::size_t>(table)];
    return (column < 0 ? t.name : t.name + "." + t.columns[static_cast<std::size_t>(column)].name) + " (" +
           database.linker->gloss(table, column) + ")";
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::fputs("usage: mureum-bench-linking EXAMPLES DATABASES [SHOW]\n", stderr);
        return 2;
    }
    TrainingSource source;
    source.examples = argv[1];
    source.databases = argv[2];
    const int show = argc > 3 ? std::atoi(argv[3]) : 0;
    std::vector<std::string> missing;
    auto groups = loadTrainingGroups(source, missing);
    std::map<std::string, std::map<std::string, int>> reasons;
    struct Tally { int questions = 0, encoded = 0, same = 0, grammar = 0; double gold = 0, found = 0, linked = 0, right = 0; std::size_t symbols = 0, text = 0; };
    std::map<std::string, Tally> tallies;
    int shown = 0;
    for (auto &group : groups) {
        const auto database = openForPrompts(group.file);
        eval::SqlRunner runner(group.file);
        PromptOptions options;
        const auto schema = buildSchemaPrompt(database, {}, options);
        for (const auto &question : group.questions) {
            auto &tally = tallies[guessLanguage(question.text)];
            ++tally.questions;
            const auto read = readQuestion(*database, question.text);
            const auto prompt = buildQuestionPrompt(schema, read);
            std::vector<int> answer;
            try {
                answer = encode(sql::parse(question.query), *prompt.slots);
            } catch (const Error &error) {
                const std::string what = error.what();
                ++reasons[what.substr(0, what.find(':'))][what];
                if (shown < show) {
                    ++shown;
                    fmt::print("-- {}\n   {}\n   {}\n   {}\n", what, question.text, question.query, prompt.text);
                }
                continue;
            }
            ++tally.encoded;
            tally.symbols += answer.size();
            tally.text += schema.text.size() + prompt.text.size();
            std::set<int> goldSymbols, linkedSymbols;
            for (int s : answer)
                if (tableSlot(s) >= 0 || columnSlot(s) >= 0)
                    goldSymbols.insert(s);
            for (const auto &link : read.links)
                linkedSymbols.insert(link.column < 0 ? tableSymbol(prompt.slots->slotOfTable(link.table))
                                                     : columnSymbol(prompt.slots->slotOfColumn(link.table, link.column)));
            for (const auto &value : read.values)
                for (const auto &cell : value.cells)
                    linkedSymbols.insert(columnSymbol(prompt.slots->slotOfColumn(cell.table, cell.column)));
            tally.gold += static_cast<double>(goldSymbols.size());
            tally.linked += static_cast<double>(linkedSymbols.size());
            std::string missed;
            for (int s : goldSymbols) {
                tally.found += linkedSymbols.contains(s);
                if (!linkedSymbols.contains(s))
                    missed += " " + nameOf(*database, *prompt.slots, s);
            }
            if (!missed.empty() && shown < show) {
                ++shown;
                fmt::print("-- missed:{}\n   {}\n   {}\n", missed, question.text, prompt.text);
            }
            for (int s : linkedSymbols)
                tally.right += goldSymbols.contains(s);
            SlotGrammar grammar(prompt.slots);
            bool legal = true;
            for (int s : answer)
                legal = legal && grammar.accept(s);
            tally.grammar += legal;
            std::string written;
            try {
                written = sql::print(decode(answer, *prompt.slots));
                const bool same = rowsOf(runner, written) == rowsOf(runner, question.query);
                tally.same += same;
                if (!same && shown < show) {
                    ++shown;
                    fmt::print("-- differs\n   {}\n   {}\n   {}\n", question.text, question.query, written);
                }
            } catch (const std::exception &error) {
                ++reasons["decode"][error.what()];
                if (shown < show) {
                    ++shown;
                    fmt::print("-- {}\n   {}\n   {}\n", error.what(), question.query, written);
                }
            }
            if (!legal && shown < show) {
                ++shown;
                std::string symbols;
                for (int s : answer)
                    symbols += symbolName(s) + " ";
                fmt::print("-- against the grammar\n   {}\n   {}\n   {}\n", question.query, symbols, prompt.text);
            }
        }
    }
    for (const auto &[language, t] : tallies)
        fmt::print("{}: {} questions, encodable {:.1f}%, round trip {:.1f}%, grammar {:.1f}% of those; links: recall {:.1f}%, precision {:.1f}%; "
                   "{:.1f} symbols an answer, {:.0f} bytes a prompt\n",
                   language, t.questions, 100.0 * t.encoded / t.questions, 100.0 * t.same / std::max(1, t.encoded),
                   100.0 * t.grammar / std::max(1, t.encoded), 100 * t.found / std::max(1.0, t.gold), 100 * t.right / std::max(1.0, t.linked),
                   static_cast<double>(t.symbols) / std::max(1, t.encoded), static_cast<double>(t.text) / std::max(1, t.encoded));
    for (const auto &[kind, list] : reasons) {
        int total = 0;
        for (const auto &[text, count] : list)
            total += count;
        fmt::print("{:6} {}\n", total, kind);
        if (kind != "literal not in the question")
            for (const auto &[text, count] : list)
                if (count > 8)
                    fmt::print("       {:5} {}\n", count, text);
    }
}
