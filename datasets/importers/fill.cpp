#include "datasets/importers/fill.h"
#include "datasets/error.h"
#include "datasets/examples/example.h"
#include "datasets/importers/column_values.h"
#include "datasets/importers/plant_rows.h"
#include "datasets/importers/wanted_rows.h"
#include "datasets/schema/sniff.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/invent_plan.h"
#include "datasets/text/fold.h"
#include "datasets/text/fnv.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <set>

namespace mureum::datasets {

namespace {

using synth::Cell;

/// Rows a table may get for the sake of golds, over the ones asked for.
constexpr std::size_t mostPlanted = 400;

Schema schemaOf(const std::vector<DdlTable> &tables)
{
    Schema schema;
    for (const DdlTable &table : tables) {
        Table out;
        out.name = table.name;
        for (const DdlColumn &column : table.columns) {
            Column one;
            one.name = column.name;
            one.declaredType = column.type;
            out.columns.push_back(std::move(one));
        }
        schema.tables.push_back(std::move(out));
    }
    return schema;
}

std::vector<int> indices(const Table &table, const std::vector<std::string> &names)
{
    std::vector<int> out;
    for (const std::string &name : names)
        if (const int at = table.find(name); at >= 0)
            out.push_back(at);
    return out;
}

/// SQLite's rule (https://www.sqlite.org/datatype3.html#determination_of_column_affinity).
bool hasTextAffinity(const std::string &type)
{
    const std::string lower = fold(type);
    return lower.find("int") == std::string::npos &&
           (lower.find("char") != std::string::npos || lower.find("clob") != std::string::npos ||
            lower.find("text") != std::string::npos);
}

bool hasHangul(std::string_view text)
{
    return guessLanguage(text) == "ko";
}

/// Columns that share their values: tied by foreign keys and by the joins of the golds.
class Domains
{
public:
    explicit Domains(const Schema &schema)
    {
        for (const Table &table : schema.tables) {
            offsets_.push_back(parents_.size());
            for (std::size_t at = 0; at < table.columns.size(); ++at) {
                parents_.push_back(parents_.size());
                places_.emplace_back(static_cast<int>(offsets_.size()) - 1, static_cast<int>(at));
            }
        }
    }

    void tie(int tableA, int columnA, int tableB, int columnB)
    {
        if (tableA != tableB || columnA != columnB)
            parents_[root(number(tableA, columnA))] = root(number(tableB, columnB));
    }

    /// Members of each domain of two columns and more, in order of table and column.
    std::vector<std::vector<std::pair<int, int>>> groups() const
    {
        std::vector<std::vector<std::pair<int, int>>> all(parents_.size());
        for (std::size_t at = 0; at < parents_.size(); ++at)
            all[root(at)].push_back(places_[at]);
        std::erase_if(all, [](const auto &group) { return group.size() < 2; });
        return all;
    }

private:
    std::size_t number(int table, int column) const
    {
        return offsets_[static_cast<std::size_t>(table)] + static_cast<std::size_t>(column);
    }
    std::size_t root(std::size_t at) const
    {
        while (parents_[at] != at)
            at = parents_[at];
        return at;
    }

    std::vector<std::size_t> offsets_, parents_;
    std::vector<std::pair<int, int>> places_;
};

} // namespace

struct RowInventor::Impl
{
    Lexicon lexicon;
    synth::Grammar grammar;
    ColumnValues values;

    Impl(const std::filesystem::path &lexiconFolder, const std::filesystem::path &phrases)
        : lexicon(Lexicon::load(lexiconFolder)), grammar(synth::Grammar::load(phrases)), values(lexicon)
    {
    }
};

namespace {

/// One database's rows in the making.
class Filling
{
public:
    Filling(const Lexicon &lexicon, const synth::Grammar &grammar, const ColumnValues &values,
            const std::vector<DdlTable> &ddl, const std::vector<std::string> &golds, int rows, synth::Rng rng)
        : lexicon_(lexicon), grammar_(grammar), values_(values), ddl_(ddl), schema_(schemaOf(ddl)),
          rows_(rows), rng_(rng)
    {
        std::set<std::string> known;
        for (const std::string &gold : golds)
            if (known.insert(gold).second)
                needs_.push_back(needsOf(gold, schema_));
        findReferences();
    }

    std::vector<TableRows> run()
    {
        drawTables();
        shareDomains();
        const std::size_t most = static_cast<std::size_t>(rows_) + mostPlanted;
        for (const GoldNeeds &needs : needs_)
            for (const WantedRows &wanted : needs.wanted)
                if (std::all_of(wanted.sources.begin(), wanted.sources.end(), [&](const auto &source) {
                        return tables_[static_cast<std::size_t>(source.table)].rows.size() < most;
                    }))
                    plantRows(tables_, wanted, rng_);
        addReferredRows(tables_, references_, rng_);
        std::vector<TableRows> out;
        for (std::size_t at = 0; at < tables_.size(); ++at) {
            TableRows rows{tables_[at].name, {}, std::move(tables_[at].rows)};
            for (const Column &column : schema_.tables[at].columns)
                rows.columns.push_back(column.name);
            out.push_back(std::move(rows));
        }
        return out;
    }

private:
    void findReferences()
    {
        for (std::size_t at = 0; at < ddl_.size(); ++at)
            for (const DdlReference &reference : ddl_[at].references) {
                const int to = schema_.find(reference.table);
                if (to < 0)
                    continue;
                const auto &parent = ddl_[static_cast<std::size_t>(to)];
                const auto &targets = reference.targets.empty() ? parent.primaryKey : reference.targets;
                const auto from = indices(schema_.tables[at], reference.columns);
                const auto columns = indices(schema_.tables[static_cast<std::size_t>(to)], targets);
                if (from.size() != columns.size())
                    continue;
                for (std::size_t i = 0; i < from.size(); ++i)
                    references_.push_back({static_cast<int>(at), from[i], to, columns[i]});
            }
    }

    /// Plain columns, as an invented database gets them; keys count up.
    void drawTables()
    {
        bool korean = false;
        for (const DdlTable &table : ddl_)
            korean = korean || hasHangul(table.name);
        std::vector<std::vector<std::vector<Cell>>> mentioned;
        for (const Table &table : schema_.tables)
            mentioned.emplace_back(table.columns.size());
        for (const GoldNeeds &needs : needs_)
            for (const auto &mention : needs.mentions) {
                auto &cells = mentioned[static_cast<std::size_t>(mention.table)]
                                       [static_cast<std::size_t>(mention.column)];
                if (cells.size() < 200)
                    cells.push_back(mention.value);
                korean = korean || hasHangul(mention.value.text);
            }
        synth::Plan plan;
        std::deque<LexiconEntity> entities;
        std::deque<LexiconAttribute> attributes;
        for (std::size_t at = 0; at < schema_.tables.size(); ++at) {
            const Table &table = schema_.tables[at];
            LexiconEntity &entity = entities.emplace_back();
            std::string words;
            for (const std::string &part : identifierParts(table.name))
                words += (words.empty() ? "" : " ") + part;
            entity.en = entity.ko = {words.empty() ? "row" : words};
            synth::PlannedTable &planned = plan.tables.emplace_back();
            planned.source = &entity;
            planned.name = table.name;
            planned.rows = rows_;
            FillTable &fill = tables_.emplace_back();
            fill.name = table.name;
            fill.key = indices(table, ddl_[at].primaryKey);
            fill.lastKey = rows_;
            for (const Column &column : table.columns)
                fill.text.push_back(hasTextAffinity(column.declaredType));
            for (std::size_t column = 0; column < table.columns.size(); ++column)
                planned.columns.push_back(plannedColumn(table, static_cast<int>(column),
                                                        mentioned[at][column], korean,
                                                        attributes.emplace_back()));
            if (fill.key.size() == 1) {
                const auto key = static_cast<std::size_t>(fill.key.front());
                const auto &source = *planned.columns[key].source;
                const bool text =
                    std::any_of(mentioned[at][key].begin(), mentioned[at][key].end(),
                                [](const Cell &cell) { return cell.kind == synth::CellKind::Text; });
                planned.textKey = fill.textKey =
                    text || (source.type == "text" &&
                             table.columns[key].declaredType.find("INT") == std::string::npos);
                planned.keyPrefix = fill.keyPrefix = prefixOf(table.columns[key].name);
            }
        }
        synth::fillRows(plan, lexicon_, grammar_, rng_);
        for (std::size_t at = 0; at < tables_.size(); ++at)
            for (auto &row : plan.tables[at].cells) {
                std::vector<Cell> cells(row.begin() + 1, row.end());
                if (tables_[at].key.size() == 1)
                    cells[static_cast<std::size_t>(tables_[at].key.front())] = row.front();
                tables_[at].rows.push_back(std::move(cells));
                tables_[at].drawn = tables_[at].rows.size();
            }
    }

    synth::PlannedColumn plannedColumn(const Table &table, int index, const std::vector<Cell> &mentioned,
                                       bool korean, LexiconAttribute &attribute)
    {
        const Column &column = table.columns[static_cast<std::size_t>(index)];
        ColumnValues::Column wanted{table.name, column.name, columnType(column.name, column.declaredType, {}),
                                    false, mentioned};
        const std::string type = fold(column.declaredType);
        wanted.anyType = type.empty() || type.starts_with("varchar") || type == "text";
        if (wanted.type == ColumnType::Other)
            wanted.type = ColumnType::Text;
        attribute = values_.attributeFor(wanted);
        synth::PlannedColumn planned;
        planned.source = &attribute;
        planned.name = column.name;
        planned.declared = column.declaredType;
        planned.korean = korean;
        planned.whole = attribute.type != "real";
        return planned;
    }

    static std::string prefixOf(const std::string &name)
    {
        std::string prefix;
        for (const char c : name)
            if (prefix.size() < 2 && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
                prefix += static_cast<char>(c & ~0x20);
        return prefix.empty() ? "K" : prefix;
    }

    bool isKey(const std::pair<int, int> &place) const
    {
        const auto &key = tables_[static_cast<std::size_t>(place.first)].key;
        return key.size() == 1 && key.front() == place.second;
    }

    std::vector<std::vector<Cell>> &rowsOf(const std::pair<int, int> &place)
    {
        return tables_[static_cast<std::size_t>(place.first)].rows;
    }

    void shareDomains()
    {
        Domains domains(schema_);
        for (const FillReference &one : references_)
            domains.tie(one.fromTable, one.fromColumn, one.toTable, one.toColumn);
        for (const GoldNeeds &needs : needs_)
            for (const WantedRows &wanted : needs.wanted)
                for (const auto *pairs : {&wanted.ties, &wanted.absent})
                    for (const auto &[a, b] : *pairs)
                        domains.tie(wanted.sources[static_cast<std::size_t>(a.source)].table, a.column,
                                    wanted.sources[static_cast<std::size_t>(b.source)].table, b.column);
        for (const auto &group : domains.groups())
            share(group);
    }

    /// Keys of one domain are the same values in another order; the rest refers to them, to some more often.
    void share(const std::vector<std::pair<int, int>> &group)
    {
        const auto refers = [&](const std::pair<int, int> &place) {
            return std::any_of(references_.begin(), references_.end(), [&](const FillReference &one) {
                return one.fromTable == place.first && one.fromColumn == place.second;
            });
        };
        const std::pair<int, int> *owner = nullptr;
        for (const auto &place : group)
            if (isKey(place) && (!owner || (refers(*owner) && !refers(place))))
                owner = &place;
        std::vector<Cell> pool;
        std::set<std::string> known;
        const auto &source = owner ? *owner : group.front();
        for (const auto &row : rowsOf(source)) {
            const Cell &cell = row[static_cast<std::size_t>(source.second)];
            if (!cell.isNull() && known.insert(cell.text).second)
                pool.push_back(cell);
        }
        if (pool.empty())
            return;
        // Some are never referred to: "without any order" has an answer.
        const std::size_t reached =
            std::max<std::size_t>(1, pool.size() * static_cast<std::size_t>(rng_.between(70, 95)) / 100);
        for (const auto &place : group) {
            if (&place == owner || (!owner && place == group.front()))
                continue;
            const auto column = static_cast<std::size_t>(place.second);
            FillTable &table = tables_[static_cast<std::size_t>(place.first)];
            if (isKey(place)) {
                std::vector<Cell> order = pool;
                rng_.shuffle(order);
                table.rows.resize(std::min(table.rows.size(), order.size()));
                table.textKey = tables_[static_cast<std::size_t>(source.first)].textKey;
                table.keyPrefix = tables_[static_cast<std::size_t>(source.first)].keyPrefix;
                for (std::size_t at = 0; at < table.rows.size(); ++at)
                    table.rows[at][column] = order[at];
                continue;
            }
            for (auto &row : table.rows) {
                const double u = rng_.uniform();
                const auto at = static_cast<std::size_t>(u * (0.4 + 0.6 * u) * static_cast<double>(reached));
                row[column] = pool[std::min(at, reached - 1)];
            }
        }
    }

    const Lexicon &lexicon_;
    const synth::Grammar &grammar_;
    const ColumnValues &values_;
    const std::vector<DdlTable> &ddl_;
    Schema schema_;
    int rows_;
    synth::Rng rng_;
    std::vector<GoldNeeds> needs_;
    std::vector<FillReference> references_;
    std::vector<FillTable> tables_;
};

} // namespace

RowInventor::RowInventor(const std::filesystem::path &lexicon, const std::filesystem::path &phrases)
    : impl_(std::make_unique<Impl>(lexicon, phrases))
{
}

RowInventor::~RowInventor() = default;

std::vector<TableRows> RowInventor::invent(const std::string &databaseId, const std::vector<DdlTable> &tables,
                                           const std::vector<std::string> &golds, int rows,
                                           std::uint64_t seed) const
{
    return Filling(impl_->lexicon, impl_->grammar, impl_->values, tables, golds, rows,
                   synth::Rng(seed, Fnv1a::of(databaseId)))
        .run();
}

} // namespace mureum::datasets
