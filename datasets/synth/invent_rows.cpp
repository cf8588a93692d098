#include "datasets/synth/calendar.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/invent_plan.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace mureum::datasets::synth {

namespace {

Cell textCell(std::string text)
{
    return {CellKind::Text, std::move(text), 0};
}

Cell wholeCell(double value)
{
    double v = std::round(value);
    return {CellKind::Integer, fmt::format("{:.0f}", v), v};
}

double roundTo(double value, double step)
{
    return std::round(value / step) * step;
}

Cell numberCell(const LexiconAttribute &a, bool whole, Rng &rng)
{
    double low = a.low, high = a.high;
    // wide ranges are drawn on a logarithmic scale: few big ones, many small ones
    double value;
    if (low >= 0 && high > 1000 * std::max(low, 1.0)) {
        double start = std::log(std::max(low, high / 2000)), end = std::log(high);
        value = std::exp(start + (end - start) * rng.uniform());
    } else {
        double shape = (rng.uniform() + rng.uniform()) / 2;
        value = low + (high - low) * (rng.chance(0.5) ? shape : rng.uniform());
    }
    if (whole) {
        double span = high - low;
        double step = span > 5e6 ? 10000 : span > 5e5 ? 1000 : span > 50000 ? 100 : span > 5000 ? 10 : 1;
        value = std::clamp(roundTo(value, step), std::ceil(low), high);
        return wholeCell(value);
    }
    int decimals = high <= 20 ? (rng.chance(0.3) ? 2 : 1) : 1;
    std::string text = fmt::format("{:.{}f}", value, decimals);
    double v = std::stod(text);
    return {CellKind::Real, text, v};
}

/// Another code of the same shape: the digits of a sample are drawn anew.
std::string codeLike(const std::string &sample, Rng &rng)
{
    std::string out = sample;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (std::isdigit(static_cast<unsigned char>(out[i])) && (i + 4 >= out.size() || rng.chance(0.3)))
            out[i] = static_cast<char>('0' + rng.below(10));
    return out;
}

struct PersonNames
{
    std::vector<Pair> names;
    explicit PersonNames(const Lexicon &lexicon, const Grammar &grammar)
    {
        std::set<std::string> seen;
        for (const LexiconEntity &e : lexicon.entities())
            if (grammar.classOf(e.en[0]).name == "person")
                for (const LexiconAttribute &a : e.attributes)
                    if (a.role == "name")
                        for (const Pair &p : a.values)
                            if (seen.insert(p.first).second)
                                names.push_back(p);
    }
};

long firstDay(const std::string &text)
{
    Date d;
    readDate(text, d);
    return daysOf(d);
}

class TableFiller
{
public:
    TableFiller(Plan &plan, PlannedTable &table, const PersonNames &people, bool person, Rng &rng)
        : plan_(plan), table_(table), people_(people), person_(person), rng_(rng)
    {
    }

    void fill()
    {
        std::vector<std::vector<Cell>> columns;
        columns.push_back(keys());
        std::vector<std::pair<std::size_t, std::vector<long>>> dated;
        for (const PlannedColumn &c : table_.columns)
            columns.push_back(columnCells(c));
        orderDates(columns);
        for (const PlannedLink &l : table_.links)
            columns.push_back(references(l));
        for (std::size_t i = 0; i < table_.columns.size(); ++i)
            for (Cell &cell : columns[i + 1])
                if (rng_.chance(table_.columns[i].nulls))
                    cell = Cell();
        table_.cells.assign(static_cast<std::size_t>(table_.rows), {});
        for (std::size_t r = 0; r < table_.cells.size(); ++r)
            for (auto &column : columns)
                table_.cells[r].push_back(std::move(column[r]));
    }

private:
    std::vector<Cell> keys()
    {
        std::vector<Cell> out;
        for (int i = 0; i < table_.rows; ++i) {
            int n = table_.firstKey + i;
            if (table_.textKey)
                out.push_back(textCell(fmt::format("{}{:04d}", table_.keyPrefix, n)));
            else
                out.push_back(wholeCell(n));
        }
        return out;
    }

    std::vector<Cell> columnCells(const PlannedColumn &c)
    {
        const LexiconAttribute &a = *c.source;
        std::vector<Cell> out;
        auto word = [&](const Pair &p) { return textCell(c.korean ? p.second : p.first); };
        if (a.role == "name") {
            std::vector<Pair> values = a.values;
            if (person_) {
                for (const Pair &p : people_.names)
                    values.push_back(p);
                std::vector<Pair> own(a.values);
                rng_.shuffle(values);
                values.insert(values.begin(), own.begin(), own.end());
            }
            std::set<std::string> seen;
            std::vector<Pair> unique;
            for (const Pair &p : values)
                if (seen.insert(p.first).second)
                    unique.push_back(p);
            if (static_cast<int>(unique.size()) > table_.rows && !person_)
                rng_.shuffle(unique);
            for (int i = 0; i < table_.rows; ++i)
                out.push_back(word(unique[static_cast<std::size_t>(i) % unique.size()]));
            rng_.shuffle(out);
            return out;
        }
        if (a.role == "code") {
            std::set<std::string> seen;
            for (int i = 0; i < table_.rows; ++i) {
                std::string code = static_cast<std::size_t>(i) < a.values.size()
                                       ? a.values[static_cast<std::size_t>(i)].first
                                       : codeLike(rng_.pick(a.values).first, rng_);
                for (int tries = 0; tries < 20 && !seen.insert(code).second; ++tries)
                    code = codeLike(code, rng_);
                out.push_back(textCell(code));
            }
            return out;
        }
        // a few favourites, so that groups differ in size
        std::vector<double> weights;
        for (std::size_t i = 0; i < a.values.size(); ++i)
            weights.push_back(0.3 + 2 * rng_.uniform() * rng_.uniform());
        for (int i = 0; i < table_.rows; ++i) {
            if (a.type == "boolean")
                out.push_back(flag(c, rng_.chance(0.4)));
            else if (a.type == "date" || a.type == "datetime")
                out.push_back(textCell(day(a)));
            else if (a.type == "integer" || a.type == "real")
                out.push_back(a.role == "time"
                                  ? wholeCell(rng_.between(static_cast<int>(a.low), static_cast<int>(a.high)))
                                  : numberCell(a, c.whole, rng_));
            else
                out.push_back(word(a.values[rng_.weighted(weights)]));
        }
        return out;
    }

    Cell flag(const PlannedColumn &c, bool on)
    {
        const std::string &stored = on ? c.yes : c.no;
        return c.textFlag ? textCell(stored) : wholeCell(on);
    }

    std::string stamp(const LexiconAttribute &a, long day)
    {
        std::string text = iso(dateOf(day));
        if (a.type == "datetime")
            text += fmt::format(" {:02d}:{:02d}:00", rng_.between(7, 22), rng_.below(12) * 5);
        return text;
    }

    std::string day(const LexiconAttribute &a)
    {
        long from = firstDay(a.from), to = firstDay(a.to);
        double u = rng_.uniform();
        u = rng_.chance(0.6) ? std::sqrt(u) : u; // more of the recent
        return stamp(a, from + static_cast<long>(static_cast<double>(to - from) * u));
    }

    /// Dates over the same period follow each other in the order of the lexicon (ordered, shipped,
    /// delivered).
    void orderDates(std::vector<std::vector<Cell>> &columns)
    {
        int earlier = -1;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const LexiconAttribute &a = *table_.columns[i].source;
            if (a.type != "date" && a.type != "datetime")
                continue;
            if (a.key.find("birth") != std::string::npos)
                continue;
            if (earlier >= 0) {
                const LexiconAttribute &b = *table_.columns[static_cast<std::size_t>(earlier)].source;
                long from = firstDay(a.from), to = firstDay(a.to);
                if (std::labs(from - firstDay(b.from)) < 500 && std::labs(to - firstDay(b.to)) < 500)
                    for (std::size_t r = 0; r < columns[i + 1].size(); ++r) {
                        long base = firstDay(columns[static_cast<std::size_t>(earlier) + 1][r].text);
                        columns[i + 1][r] = textCell(stamp(a, base + rng_.between(0, 21)));
                    }
            }
            earlier = static_cast<int>(i);
        }
    }

    std::vector<Cell> references(const PlannedLink &link)
    {
        const PlannedTable &parent = plan_.tables[static_cast<std::size_t>(link.parent)];
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < parent.cells.size(); ++i)
            order.push_back(i);
        rng_.shuffle(order);
        // some parents stay without children: "never ordered" has an answer
        std::size_t reached =
            std::max<std::size_t>(1, order.size() * static_cast<std::size_t>(rng_.between(70, 95)) / 100);
        std::vector<Cell> out;
        for (int i = 0; i < table_.rows; ++i) {
            if (rng_.chance(link.nulls)) {
                out.emplace_back();
                continue;
            }
            double u = rng_.uniform();
            std::size_t at = static_cast<std::size_t>(u * (0.4 + 0.6 * u) * static_cast<double>(reached));
            out.push_back(parent.cells[order[std::min(at, reached - 1)]][0]);
        }
        return out;
    }

    Plan &plan_;
    PlannedTable &table_;
    const PersonNames &people_;
    bool person_;
    Rng &rng_;
};

} // namespace

void fillRows(Plan &plan, const Lexicon &lexicon, const Grammar &grammar, Rng &rng)
{
    PersonNames people(lexicon, grammar);
    for (PlannedTable &table : plan.tables) {
        bool person = grammar.classOf(table.source->en[0]).name == "person";
        TableFiller(plan, table, people, person, rng).fill();
    }
    for (PlannedBridge &bridge : plan.bridges) {
        const auto &left = plan.tables[static_cast<std::size_t>(bridge.left)].cells;
        const auto &right = plan.tables[static_cast<std::size_t>(bridge.right)].cells;
        for (const auto &l : left) {
            if (rng.chance(0.15))
                continue; // without any
            std::set<int> partners;
            for (int i = rng.between(1, 4); i > 0; --i)
                partners.insert(rng.below(static_cast<int>(right.size())));
            for (int r : partners)
                bridge.rows.emplace_back(l[0], right[static_cast<std::size_t>(r)][0]);
        }
    }
}

} // namespace mureum::datasets::synth
