#include "datasets/schema/value_index.h"
#include "datasets/error.h"
#include "datasets/schema/connection.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <unordered_set>

namespace mureum::datasets {

namespace {

using Clock = std::chrono::steady_clock;

/// Bounds the memory of a database with thousands of wide tables to some 100 MB.
constexpr std::size_t kMaxEntries = 1'000'000;

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A cell: where it stands and where its folded and stored bytes lie in the arena (the same bytes where
/// folding changes nothing).
struct Entry
{
    std::uint32_t folded = 0, value = 0;
    std::uint16_t foldedSize = 0, valueSize = 0;
    std::uint16_t column = 0;
    std::uint32_t table = 0;
};

class SortedValueIndex final : public ValueIndex
{
public:
    void add(int table, int column, std::string_view value)
    {
        const std::string folded = fold(value);
        if (folded.empty() || folded.size() > UINT16_MAX || value.size() > UINT16_MAX || column > UINT16_MAX)
            return;
        Entry entry;
        entry.table = static_cast<std::uint32_t>(table);
        entry.column = static_cast<std::uint16_t>(column);
        entry.folded = append(folded);
        entry.foldedSize = static_cast<std::uint16_t>(folded.size());
        entry.value = folded == value ? entry.folded : append(value);
        entry.valueSize = static_cast<std::uint16_t>(value.size());
        entries_.push_back(entry);
    }

    void finish()
    {
        std::sort(entries_.begin(), entries_.end(), [this](const Entry &a, const Entry &b) {
            const int order = foldedOf(a).compare(foldedOf(b));
            return order != 0 ? order < 0 : std::tie(a.table, a.column) < std::tie(b.table, b.column);
        });
        entries_.shrink_to_fit();
        arena_.shrink_to_fit();
    }

    bool isFull() const { return entries_.size() >= kMaxEntries; }

    std::vector<ValueHit> equal(std::string_view text) const override
    {
        std::vector<ValueHit> hits;
        const std::string folded = fold(text);
        for (auto at = lowerBound(folded); at != entries_.end() && foldedOf(*at) == folded; ++at)
            hits.push_back(hit(*at, 1.0));
        return hits;
    }

    std::vector<ValueHit> startingWith(std::string_view text, int limit) const override
    {
        const std::string folded = fold(text);
        const std::size_t length = characters(folded);
        if (length < 2 || limit <= 0)
            return {};
        struct Found
        {
            std::size_t difference;
            const Entry *entry;
        };
        std::vector<Found> found;
        for (auto at = lowerBound(folded); at != entries_.end() && foldedOf(*at).starts_with(folded); ++at)
            found.push_back({characters(foldedOf(*at)) - length, &*at});
        for (std::size_t cut = folded.size(); --cut > 0;) {
            if ((static_cast<unsigned char>(folded[cut]) & 0xC0) == 0x80)
                continue;
            const auto head = std::string_view(folded).substr(0, cut);
            const std::size_t short_ = characters(head);
            if (short_ < 2)
                break;
            for (auto at = lowerBound(head); at != entries_.end() && foldedOf(*at) == head; ++at)
                found.push_back({length - short_, &*at});
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const Found &a, const Found &b) { return a.difference < b.difference; });
        std::vector<ValueHit> hits;
        for (const Found &one : found) {
            if (static_cast<int>(hits.size()) == limit)
                break;
            const double longer = static_cast<double>(std::max(length, characters(foldedOf(*one.entry))));
            hits.push_back(hit(*one.entry, 1.0 - static_cast<double>(one.difference) / longer));
        }
        return hits;
    }

    std::size_t longestAt(std::string_view folded, std::size_t begin) const override
    {
        if (begin >= folded.size())
            return 0;
        std::string_view rest = folded.substr(begin);
        // The greatest cell not after `rest` is either its longest prefix or shares with it every longer
        // prefix that is a cell; cutting to what they share and looking again ends at the answer.
        while (!rest.empty()) {
            auto at = std::upper_bound(
                entries_.begin(), entries_.end(), rest,
                [this](std::string_view wanted, const Entry &entry) { return wanted < foldedOf(entry); });
            if (at == entries_.begin())
                return 0;
            const std::string_view cell = foldedOf(*--at);
            const auto shared = static_cast<std::size_t>(
                std::mismatch(cell.begin(), cell.end(), rest.begin(), rest.end()).first - cell.begin());
            if (shared == cell.size())
                return shared;
            rest = rest.substr(0, shared);
        }
        return 0;
    }

private:
    std::uint32_t append(std::string_view text)
    {
        const auto at = static_cast<std::uint32_t>(arena_.size());
        arena_.append(text);
        return at;
    }

    std::string_view foldedOf(const Entry &entry) const
    {
        return std::string_view(arena_).substr(entry.folded, entry.foldedSize);
    }

    std::vector<Entry>::const_iterator lowerBound(std::string_view folded) const
    {
        return std::lower_bound(
            entries_.begin(), entries_.end(), folded,
            [this](const Entry &entry, std::string_view wanted) { return foldedOf(entry) < wanted; });
    }

    ValueHit hit(const Entry &entry, double score) const
    {
        return {static_cast<int>(entry.table), static_cast<int>(entry.column),
                arena_.substr(entry.value, entry.valueSize), score};
    }

    std::string arena_;
    std::vector<Entry> entries_;
};

/// The text columns of one table, read in one pass.
class TableReader
{
public:
    TableReader(const Schema &schema, int table, const ValueIndex::Options &options)
        : table_(table), options_(options), name_(schema.tables[static_cast<std::size_t>(table)].name)
    {
        const auto &columns = schema.tables[static_cast<std::size_t>(table)].columns;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (columns[c].type != ColumnType::Text && columns[c].type != ColumnType::Other)
                continue;
            columns_.push_back({static_cast<int>(c), {}});
            list_ += (list_.empty() ? "" : ", ") + quoteIdentifier(columns[c].name);
        }
    }

    bool isEmpty() const { return columns_.empty(); }

    /// Largest rowid, which costs nothing to ask; 0 for a table without rowids.
    std::int64_t size(sqlite3 *database) const
    {
        Statement rows(database, "SELECT max(rowid) FROM " + quoteIdentifier(name_));
        return rows.step() ? rows.integer(0) : 0;
    }

    void read(sqlite3 *database, const Deadline &deadline, SortedValueIndex &index)
    {
        Statement rows(database, "SELECT " + list_ + " FROM " + quoteIdentifier(name_));
        constexpr int rowsPerCheck = 256;
        for (int row = 1; rows.step(); ++row) {
            bool wanting = false;
            for (std::size_t c = 0; c < columns_.size(); ++c)
                wanting |= take(rows, static_cast<int>(c), columns_[c], index);
            if (!wanting || index.isFull() || (row % rowsPerCheck == 0 && deadline.passed()))
                return;
        }
    }

private:
    struct Source
    {
        int column;
        std::unordered_set<std::string> seen;
    };

    /// False once the column has all the values it may have.
    bool take(const Statement &rows, int at, Source &source, SortedValueIndex &index) const
    {
        if (source.seen.size() >= static_cast<std::size_t>(std::max(0, options_.maxValuesPerColumn)))
            return false;
        if (rows.type(at) != SQLITE_TEXT)
            return true;
        const std::string_view value = rows.text(at);
        // Bytes that are not UTF-8 could not be written into SQL as text.
        if (value.size() > static_cast<std::size_t>(std::max(0, options_.maxValueBytes)) ||
            !isValidUtf8(value))
            return true;
        if (source.seen.emplace(value).second)
            index.add(table_, source.column, value);
        return true;
    }

    int table_;
    ValueIndex::Options options_;
    std::string name_, list_;
    std::vector<Source> columns_;
};

} // namespace

std::shared_ptr<const ValueIndex> ValueIndex::build(const std::filesystem::path &file, const Schema &schema,
                                                    const Options &options)
{
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(std::max(0.0, options.maxSeconds)));
    const DatabaseHandle database = openReadOnly(file);
    Deadline deadline(database.get(), end);

    // Small tables first: they hold the names of things, and what they leave of the time goes to the large.
    std::vector<std::pair<std::int64_t, TableReader>> tables;
    for (std::size_t t = 0; t < schema.tables.size(); ++t) {
        if (schema.tables[t].view)
            continue;
        TableReader reader(schema, static_cast<int>(t), options);
        if (reader.isEmpty())
            continue;
        const std::int64_t size = reader.size(database.get());
        tables.emplace_back(size, std::move(reader));
    }
    std::stable_sort(tables.begin(), tables.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });

    auto index = std::make_shared<SortedValueIndex>();
    for (std::size_t t = 0; t < tables.size() && !index->isFull(); ++t) {
        const auto now = Clock::now();
        if (now >= end)
            break;
        deadline.move(now + (end - now) / static_cast<int>(tables.size() - t));
        tables[t].second.read(database.get(), deadline, *index);
    }
    index->finish();
    return index;
}

} // namespace mureum::datasets
