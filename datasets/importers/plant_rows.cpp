#include "datasets/importers/plant_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

namespace mureum::datasets {

namespace {

using synth::Cell;
using synth::CellKind;
using Place = WantedRows::Place;

Cell textCell(std::string text)
{
    return {CellKind::Text, std::move(text), 0};
}

Cell wholeCell(double value)
{
    return {CellKind::Integer, fmt::format("{:.0f}", value), value};
}

Cell realCell(double value)
{
    return {CellKind::Real, fmt::format("{}", value), value};
}

std::optional<double> numberOf(const Cell &cell)
{
    if (cell.kind == CellKind::Integer || cell.kind == CellKind::Real)
        return cell.number;
    double value = 0;
    const auto [end, failure] = std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), value);
    if (cell.kind != CellKind::Text || cell.text.empty() || failure != std::errc() ||
        end != cell.text.data() + cell.text.size())
        return std::nullopt;
    return value;
}

bool startsWithYear(const std::string &text)
{
    return text.size() >= 7 && text[4] == '-' &&
           std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

/// On the wanted side of a number for SQLite, which compares it as text with a text column, and for readers:
/// 118 < 1181, 100 > 10, 5 > 4.
Cell beyondAsText(const Cell &bound, bool above)
{
    if (above)
        return textCell(bound.text + "1");
    std::string less = bound.text;
    if (less.size() > 1)
        less.pop_back();
    else if (less > "0")
        --less.front();
    return textCell(less);
}

/// A value on the wanted side of the bound.
Cell beyond(const Cell &bound, bool above, bool asText)
{
    if (const auto number = numberOf(bound)) {
        if (asText && *number >= 0)
            return beyondAsText(bound, above);
        const double step = std::max(1.0, std::floor(std::fabs(*number) / 10));
        const double moved = *number + (above ? step : -step);
        if (bound.kind == CellKind::Real && moved != std::floor(moved))
            return realCell(moved);
        return wholeCell(moved);
    }
    if (startsWithYear(bound.text))
        return textCell(fmt::format("{:04d}{}", std::stoi(bound.text.substr(0, 4)) + (above ? 1 : -1),
                                    bound.text.substr(4)));
    if (above)
        return textCell(bound.text + "a");
    return textCell(bound.text.empty() ? bound.text : bound.text.substr(0, bound.text.size() - 1));
}

/// What is asked of the columns that are equal to each other.
struct Class
{
    std::optional<Cell> equal, low, high, like;
    bool lowIn = false, highIn = false;
    bool text = false; ///< a column of text affinity is among them
    std::vector<Place> places;

    void take(const WantedRows::Bound &bound)
    {
        switch (bound.op) {
        case '=':
            equal = bound.value;
            break;
        case '~':
            like = bound.value;
            break;
        case '>':
        case 'g':
            low = bound.value;
            lowIn = bound.op == 'g';
            break;
        default:
            high = bound.value;
            highIn = bound.op == 'l';
            break;
        }
    }

    /// Nothing where every value will do.
    std::optional<Cell> value() const
    {
        if (equal)
            return equal;
        if (like)
            return startsWithYear(like->text) || like->text.size() != 4 ? like
                                                                        : textCell(fittingYear(like->text));
        if (low && high) {
            const auto a = numberOf(*low), b = numberOf(*high);
            if (lowIn)
                return low;
            if (highIn)
                return high;
            if (a && b && text)
                return beyondAsText(*low, true);
            if (a && b)
                return *b - *a >= 2 ? wholeCell(std::floor((*a + *b) / 2)) : realCell((*a + *b) / 2);
            return textCell(low->text + "a");
        }
        if (low)
            return lowIn ? *low : beyond(*low, true, text);
        if (high)
            return highIn ? *high : beyond(*high, false, text);
        return std::nullopt;
    }

private:
    /// LIKE '2019%' is about dates more often than not, and holds for them.
    static std::string fittingYear(const std::string &text)
    {
        const bool digits =
            std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        return digits ? text + "-06-15" : text;
    }
};

class Planter
{
public:
    Planter(std::vector<FillTable> &tables, const WantedRows &wanted, synth::Rng &rng)
        : tables_(tables), wanted_(wanted), rng_(rng)
    {
        for (const auto &[a, b] : wanted.ties)
            unite(number(a), number(b));
        for (const auto &bound : wanted.bounds)
            number(bound.place);
        for (const Place &group : wanted.groups)
            number(group);
        for (const auto &pair : wanted.absent)
            number(pair.first);
        std::map<int, int> dense;
        for (std::size_t at = 0; at < places_.size(); ++at) {
            const auto [place, fresh] =
                dense.try_emplace(root(static_cast<int>(at)), static_cast<int>(classes_.size()));
            if (fresh)
                classes_.emplace_back();
            classes_[static_cast<std::size_t>(place->second)].places.push_back(places_[at]);
            classOf_[places_[at]] = place->second;
            const auto &texts = tableOf(places_[at].source).text;
            const auto column = static_cast<std::size_t>(places_[at].column);
            if (column < texts.size() && texts[column])
                classes_[static_cast<std::size_t>(place->second)].text = true;
        }
        for (const auto &bound : wanted.bounds)
            classes_[static_cast<std::size_t>(classOf_[bound.place])].take(bound);
    }

    void run()
    {
        int copies = 1;
        for (const auto &source : wanted_.sources)
            copies = std::max(copies, source.copies);
        std::vector<std::optional<Cell>> shared(classes_.size());
        std::vector<bool> grouped(classes_.size());
        for (const Place &group : wanted_.groups)
            grouped[static_cast<std::size_t>(classOf_[group])] = true;
        std::vector<bool> fresh(classes_.size());
        for (std::size_t at = 0; at < classes_.size(); ++at)
            fresh[at] = grouped[at] && wanted_.having;
        for (const auto &pair : wanted_.absent)
            fresh[static_cast<std::size_t>(classOf_[pair.first])] = true;
        // A source whose key is what is grouped by has one row, however many rows the others give the group.
        std::vector<bool> once(wanted_.sources.size());
        for (std::size_t at = 0; at < classes_.size(); ++at)
            for (const Place &place : classes_[at].places)
                if (grouped[at] && isKey(place))
                    once[static_cast<std::size_t>(place.source)] = true;
        for (int copy = 0; copy < copies; ++copy) {
            std::vector<Cell> values;
            for (std::size_t at = 0; at < classes_.size(); ++at) {
                const bool own =
                    !grouped[at] && std::any_of(classes_[at].places.begin(), classes_[at].places.end(),
                                                [&](const Place &place) {
                                                    return isKey(place) &&
                                                           !once[static_cast<std::size_t>(place.source)];
                                                });
                if (!shared[at] || own)
                    shared[at] = valueOf(classes_[at], fresh[at]);
                values.push_back(*shared[at]);
            }
            for (std::size_t at = 0; at < wanted_.sources.size(); ++at)
                if (copy == 0 || (!once[at] && copy < wanted_.sources[at].copies))
                    plant(static_cast<int>(at), values);
        }
    }

private:
    int number(const Place &place)
    {
        const auto [found, fresh] = numbers_.try_emplace(place, static_cast<int>(places_.size()));
        if (fresh) {
            places_.push_back(place);
            parents_.push_back(found->second);
        }
        return found->second;
    }
    int root(int at) const
    {
        while (parents_[static_cast<std::size_t>(at)] != at)
            at = parents_[static_cast<std::size_t>(at)];
        return at;
    }
    void unite(int a, int b) { parents_[static_cast<std::size_t>(root(a))] = root(b); }

    FillTable &tableOf(int source)
    {
        return tables_[static_cast<std::size_t>(wanted_.sources[static_cast<std::size_t>(source)].table)];
    }
    bool isKey(const Place &place)
    {
        const FillTable &table = tableOf(place.source);
        return table.key.size() == 1 && table.key.front() == place.column;
    }

    /// `fresh`: a value that is not there yet, where nothing else is asked.
    Cell valueOf(const Class &one, bool fresh)
    {
        if (auto asked = one.value())
            return *asked;
        for (const Place &place : one.places)
            if (isKey(place)) {
                // Fresh in every table whose key it is.
                int last = 0;
                for (const Place &other : one.places)
                    if (isKey(other))
                        last = std::max(last, tableOf(other.source).lastKey);
                for (const Place &other : one.places)
                    if (isKey(other))
                        tableOf(other.source).lastKey = last + (&other == &place ? 0 : 1);
                return tableOf(place.source).freshKey();
            }
        const Place &place = one.places.front();
        const auto &rows = tableOf(place.source).rows;
        if (rows.empty())
            return wholeCell(1);
        if (fresh)
            return newValue(rows, static_cast<std::size_t>(place.column));
        return tableOf(place.source).anyRow(rng_)[static_cast<std::size_t>(place.column)];
    }

    static Cell newValue(const std::vector<std::vector<Cell>> &rows, std::size_t column)
    {
        double most = 0;
        const Cell *text = nullptr;
        std::set<std::string> known;
        for (const auto &row : rows) {
            const auto number = numberOf(row[column]);
            if (number)
                most = std::max(most, *number);
            else if (row[column].kind == CellKind::Text)
                text = &row[column];
            known.insert(row[column].text);
        }
        if (!text)
            return wholeCell(std::floor(most) + 1);
        for (int number = 2;; ++number)
            if (const std::string made = fmt::format("{} {}", text->text, number); !known.contains(made))
                return textCell(made);
    }

    void plant(int source, const std::vector<Cell> &values)
    {
        FillTable &table = tableOf(source);
        if (table.rows.empty())
            return;
        std::vector<std::pair<std::size_t, Cell>> set;
        for (const auto &[place, number] : classOf_)
            if (place.source == source)
                set.emplace_back(static_cast<std::size_t>(place.column),
                                 values[static_cast<std::size_t>(number)]);
        std::vector<Cell> row = table.anyRow(rng_);
        const auto given = [&](int column) {
            return std::any_of(set.begin(), set.end(),
                               [&](const auto &one) { return static_cast<int>(one.first) == column; });
        };
        for (const auto &[column, value] : set)
            row[column] = value;
        if (table.key.size() == 1 && !given(table.key.front()))
            row[static_cast<std::size_t>(table.key.front())] = table.freshKey();
        const std::vector<Cell> drawn = row;
        for (int tries = 0; auto *known = rowWithKey(table, row); ++tries) {
            const auto open =
                std::find_if(table.key.begin(), table.key.end(), [&](int column) { return !given(column); });
            if (tries == 100 || open == table.key.end()) {
                // A key that is taken names the row to change.
                for (const auto &[column, value] : set)
                    (*known)[column] = value;
                return;
            }
            // Another partner for a pair that is there already; at last a new one.
            const auto at = static_cast<std::size_t>(*open);
            row[at] = tries < 19 ? table.anyRow(rng_)[at] : newCell(table, drawn[at]);
        }
        table.rows.push_back(std::move(row));
    }

    static std::vector<Cell> *rowWithKey(FillTable &table, const std::vector<Cell> &row)
    {
        if (table.key.empty())
            return nullptr;
        for (auto &known : table.rows)
            if (std::all_of(table.key.begin(), table.key.end(), [&](int column) {
                    const auto at = static_cast<std::size_t>(column);
                    return known[at].text == row[at].text && known[at].number == row[at].number;
                }))
                return &known;
        return nullptr;
    }

    static Cell newCell(FillTable &table, const Cell &like)
    {
        const Cell key = table.freshKey();
        return like.kind == CellKind::Text ? textCell(like.text + " " + key.text) : key;
    }

    std::vector<FillTable> &tables_;
    const WantedRows &wanted_;
    synth::Rng &rng_;
    std::map<Place, int> numbers_, classOf_;
    std::vector<Place> places_;
    std::vector<int> parents_;
    std::vector<Class> classes_;
};

} // namespace

synth::Cell FillTable::freshKey()
{
    ++lastKey;
    return textKey ? textCell(fmt::format("{}{:04d}", keyPrefix, lastKey)) : wholeCell(lastKey);
}

void plantRows(std::vector<FillTable> &tables, const WantedRows &wanted, synth::Rng &rng)
{
    if (!wanted.sources.empty())
        Planter(tables, wanted, rng).run();
}

void addReferredRows(std::vector<FillTable> &tables, const std::vector<FillReference> &references,
                     synth::Rng &rng)
{
    // A row added may itself refer to one that is missing; cycles end with the third round.
    for (int round = 0; round < 3; ++round)
        for (const FillReference &reference : references) {
            FillTable &parent = tables[static_cast<std::size_t>(reference.toTable)];
            const auto to = static_cast<std::size_t>(reference.toColumn);
            std::set<std::string> known;
            for (const auto &row : parent.rows)
                known.insert(row[to].text);
            std::vector<Cell> missing;
            for (const auto &row : tables[static_cast<std::size_t>(reference.fromTable)].rows) {
                const Cell &cell = row[static_cast<std::size_t>(reference.fromColumn)];
                if (!cell.isNull() && known.insert(cell.text).second)
                    missing.push_back(cell);
            }
            for (const Cell &cell : missing) {
                if (parent.rows.empty())
                    break;
                auto row = parent.anyRow(rng);
                if (parent.key.size() == 1 && parent.key.front() != reference.toColumn)
                    row[static_cast<std::size_t>(parent.key.front())] = parent.freshKey();
                row[to] = cell;
                parent.rows.push_back(std::move(row));
            }
        }
}

} // namespace mureum::datasets
