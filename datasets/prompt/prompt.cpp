#include "datasets/prompt/prompt.h"

#include "datasets/random.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>

namespace mureum::datasets {
namespace {

/// Words have their space in front, pieces stand close: no token is spent on a space alone.
void appendWords(std::string &text, std::string_view words)
{
    text += ' ';
    text += words;
}

/// A question that holds a piece's name as text ("what is <t0>?") must not become that piece: a space breaks it up.
std::string withoutPieces(std::string text)
{
    static const auto pieces = [] {
        const auto all = allPieces();
        return std::unordered_set<std::string>(all.begin(), all.end());
    }();
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at)
        if (const auto end = text.find('>', at); end != std::string::npos && pieces.contains(text.substr(at, end + 1 - at)))
            text.insert(at + 1, 1, ' ');
    return text;
}

/// Columns of a table that go into the prompt; a table wider than its share keeps keys and the first ones.
std::vector<int> columnsOf(const PromptDatabase &database, int table, int room)
{
    const auto &columns = database.schema.tables[static_cast<std::size_t>(table)].columns;
    std::vector<int> kept;
    auto isKey = [&](int c) {
        return columns[static_cast<std::size_t>(c)].primaryKey ||
               std::any_of(database.schema.foreignKeys.begin(), database.schema.foreignKeys.end(),
                           [&](const ForeignKey &k) { return k.fromTable == table && k.fromColumn == c; });
    };
    const int count = static_cast<int>(columns.size());
    for (int c = 0; c < count; ++c)
        if (count <= room || isKey(c) || static_cast<int>(kept.size()) < room)
            kept.push_back(c);
    if (static_cast<int>(kept.size()) > room)
        kept.resize(static_cast<std::size_t>(std::max(room, 0)));
    return kept;
}

} // namespace

std::shared_ptr<const PromptDatabase> makeForPrompts(Schema schema, std::shared_ptr<const ValueIndex> values)
{
    auto database = std::make_shared<PromptDatabase>();
    database->schema = std::move(schema);
    database->values = std::move(values);
    database->linker = std::make_unique<SchemaLinker>(database->schema, Thesaurus::builtIn());
    database->joins = std::make_unique<JoinGraph>(database->schema);
    return database;
}

std::shared_ptr<const PromptDatabase> openForPrompts(const std::filesystem::path &file)
{
    auto schema = readSchema(file);
    auto values = ValueIndex::build(file, schema);
    return makeForPrompts(std::move(schema), std::move(values));
}

SchemaPrompt buildSchemaPrompt(std::shared_ptr<const PromptDatabase> database, const std::vector<int> &tables,
                               const PromptOptions &options)
{
    SchemaPrompt prompt;
    prompt.database = database;
    const auto &schema = database->schema;
    prompt.slots.schema = &schema;
    prompt.slots.joins = database->joins.get();
    SplitMix64 dealer(options.seed);
    std::vector<int> order = tables;
    if (order.empty()) {
        order.resize(schema.tables.size());
        std::iota(order.begin(), order.end(), 0);
    }
    int wanted = 0;
    for (int t : order)
        wanted += static_cast<int>(schema.tables[static_cast<std::size_t>(t)].columns.size());
    // Low numbers for small schemas: most are, and each pointer is then seen often in training.
    const auto tableSlots = dealer.permutation(std::clamp(static_cast<int>(order.size()), 8, maxTableSlots));
    const auto columnSlots = dealer.permutation(std::clamp(wanted, 24, maxColumnSlots));
    if (options.shuffleTables) {
        auto shuffled = order;
        const auto p = dealer.permutation(static_cast<int>(order.size()));
        for (std::size_t i = 0; i < p.size(); ++i)
            shuffled[i] = order[static_cast<std::size_t>(p[i])];
        order = std::move(shuffled);
    }
    if (order.size() > static_cast<std::size_t>(maxTableSlots))
        order.resize(static_cast<std::size_t>(maxTableSlots));
    std::size_t nextTable = 0, nextColumn = 0;
    for (int t : order)
        prompt.slots.tables[static_cast<std::size_t>(tableSlots[nextTable++])] = t;
    prompt.text = piece::schema;
    for (int t : order) {
        prompt.text += symbolName(tableSymbol(prompt.slots.slotOfTable(t)));
        appendWords(prompt.text, database->linker->gloss(t));
        const int own = static_cast<int>(schema.tables[static_cast<std::size_t>(t)].columns.size());
        const int room = wanted <= maxColumnSlots ? own : std::max(4, own * maxColumnSlots / (wanted + 8));
        for (int c : columnsOf(*database, t, room)) {
            if (nextColumn >= columnSlots.size())
                break;
            const int slot = columnSlots[nextColumn++];
            prompt.slots.columns[static_cast<std::size_t>(slot)] = {t, c};
            const auto &column = schema.tables[static_cast<std::size_t>(t)].columns[static_cast<std::size_t>(c)];
            prompt.text += symbolName(columnSymbol(slot));
            appendWords(prompt.text, database->linker->gloss(t, c));
            if (flagCoding(column))
                prompt.text += piece::flag;
            else if (column.type == ColumnType::Integer || column.type == ColumnType::Real)
                prompt.text += piece::number;
            else if (column.type == ColumnType::Date || column.type == ColumnType::DateTime)
                prompt.text += piece::date;
            if (column.primaryKey)
                prompt.text += piece::primary;
            for (const auto &key : schema.foreignKeys)
                if (key.fromTable == t && key.fromColumn == c)
                    if (const int to = prompt.slots.slotOfTable(key.toTable); to >= 0) {
                        prompt.text += piece::foreign;
                        prompt.text += symbolName(tableSymbol(to));
                        break;
                    }
        }
    }
    return prompt;
}

ReadQuestion readQuestion(const PromptDatabase &database, std::string_view question)
{
    ReadQuestion read;
    read.text = nfc(question);
    read.words = splitQuestion(read.text, Thesaurus::builtIn());
    read.links = database.linker->link(read.words);
    read.values = findValues(read.text, read.words, database.values.get(), Thesaurus::builtIn());
    return read;
}

std::vector<int> chooseTables(const PromptDatabase &database, const ReadQuestion &question,
                              const std::vector<int> &always, const PromptOptions &options)
{
    const auto &schema = database.schema;
    auto width = [&](int t) { return static_cast<int>(schema.tables[static_cast<std::size_t>(t)].columns.size()); };
    const int tableCount = static_cast<int>(schema.tables.size());
    int total = 0;
    for (int t = 0; t < tableCount; ++t)
        total += width(t);
    if (total <= options.maxColumns && tableCount <= maxTableSlots)
        return {};
    std::vector<float> score(schema.tables.size(), 0);
    std::map<std::pair<int, std::size_t>, float> best; // the best link of a table at one place counts once
    for (const auto &link : question.links) {
        auto &at = best[{link.table, link.end}];
        at = std::max(at, link.column < 0 ? 2 * link.score : link.score);
    }
    for (const auto &value : question.values)
        for (const auto &cell : value.cells) {
            auto &at = best[{cell.table, value.end}];
            at = std::max(at, 1.2f * static_cast<float>(cell.score));
        }
    for (const auto &[key, points] : best)
        score[static_cast<std::size_t>(key.first)] += points;

    std::vector<int> chosen;
    int columns = 0;
    auto add = [&](int t) {
        if (std::find(chosen.begin(), chosen.end(), t) != chosen.end())
            return true;
        if ((!chosen.empty() && columns + std::min(width(t), 40) > options.maxColumns) ||
            static_cast<int>(chosen.size()) >= maxTableSlots)
            return false;
        chosen.push_back(t);
        columns += std::min(width(t), 40);
        return true;
    };
    for (int t : always)
        add(t);
    std::vector<int> ranked(schema.tables.size());
    std::iota(ranked.begin(), ranked.end(), 0);
    std::stable_sort(ranked.begin(), ranked.end(), [&](int a, int b) {
        return score[static_cast<std::size_t>(a)] > score[static_cast<std::size_t>(b)];
    });
    for (int t : ranked) {
        if (score[static_cast<std::size_t>(t)] <= 0 && !chosen.empty())
            break;
        // Bridge tables come with what they bridge, or the join cannot be written.
        if (!chosen.empty())
            if (const auto path = database.joins->connect(chosen, t); path && path->size() <= 3)
                for (const auto &step : *path)
                    add(step.table);
        add(t);
        if (columns >= options.maxColumns * 3 / 4)
            break;
    }
    for (const auto &edge : database.joins->edges()) { // neighbours of the best while there is room
        if (chosen.size() > 2 && columns > options.maxColumns * 3 / 4)
            break;
        if (!chosen.empty() && edge.tableA == chosen.front())
            add(edge.tableB);
        else if (!chosen.empty() && edge.tableB == chosen.front())
            add(edge.tableA);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

QuestionPrompt buildQuestionPrompt(const SchemaPrompt &schema, const ReadQuestion &question)
{
    QuestionPrompt prompt;
    prompt.links = question.links;
    auto slots = std::make_shared<SlotMap>(schema.slots);
    slots->values = question.values;
    if (slots->values.size() > static_cast<std::size_t>(maxValueSlots))
        slots->values.resize(static_cast<std::size_t>(maxValueSlots));

    std::map<std::size_t, std::string> after; // byte of the question -> what stands behind it
    std::map<std::size_t, std::size_t> hidden; // digits and the like, which the slot says already: begin -> end
    for (std::size_t v = 0; v < slots->values.size(); ++v) {
        const auto &value = slots->values[v];
        auto &text = after[value.end];
        const bool period = value.kind == ValueMention::Kind::Period;
        if (period || value.kind == ValueMention::Kind::Number) {
            text += period ? piece::date : piece::number;
            if (std::isdigit(static_cast<unsigned char>(question.text[value.begin])))
                hidden[value.begin] = value.end;
        }
        text += symbolName(valueSymbol(static_cast<int>(v)));
        int shown = 0;
        for (const auto &cell : value.cells)
            if (const int slot = slots->slotOfColumn(cell.table, cell.column); slot >= 0 && shown < 3) {
                const auto &name = symbolName(columnSymbol(slot));
                if (text.find(name) != std::string::npos)
                    continue;
                text += name;
                ++shown;
            }
    }
    for (const auto &link : question.links) {
        const int symbol = link.column < 0
                               ? (slots->slotOfTable(link.table) < 0 ? -1 : tableSymbol(slots->slotOfTable(link.table)))
                               : (slots->slotOfColumn(link.table, link.column) < 0
                                      ? -1
                                      : columnSymbol(slots->slotOfColumn(link.table, link.column)));
        if (symbol < 0)
            continue;
        auto &text = after[link.end];
        if (!link.exact())
            text += piece::loose;
        text += symbolName(symbol);
    }
    prompt.text = piece::question;
    std::size_t at = 0;
    auto addText = [&](std::size_t end) {
        while (at < end) {
            auto stop = end;
            const auto next = hidden.lower_bound(at);
            if (next != hidden.end() && next->first < end)
                stop = next->first;
            const auto text = withoutPieces(fold(std::string_view(question.text).substr(at, stop - at)));
            if (!text.empty())
                appendWords(prompt.text, text);
            at = stop;
            if (next != hidden.end() && stop == next->first)
                at = std::max(stop, next->second);
        }
    };
    for (const auto &[byte, text] : after) {
        addText(byte);
        prompt.text += text;
    }
    addText(question.text.size());
    prompt.text += piece::answer;
    prompt.slots = std::move(slots);
    return prompt;
}

} // namespace mureum::datasets
