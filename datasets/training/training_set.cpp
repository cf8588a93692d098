#include "datasets/training/training_set.h"

#include "datasets/examples/example.h"
#include "datasets/random.h"
#include "datasets/slots/encode.h"
#include "datasets/sql/parser.h"
#include "datasets/text/fold.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>

namespace mureum::datasets {
namespace {

using Json = nlohmann::json;

std::string stringOf(const Json &line, const char *key)
{
    const auto it = line.find(key);
    return it != line.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// String literals of a gold query with the columns they stand beside: the cells a real database would hold.
void collectCells(const sql::Expr &e, const Schema &schema, std::vector<ValueHit> &cells)
{
    auto add = [&](const sql::Expr &left, const sql::Expr &right) {
        if (left.kind != sql::ExprKind::Column || (right.kind != sql::ExprKind::String && !right.doubleQuoted))
            return;
        for (int t = 0; t < static_cast<int>(schema.tables.size()); ++t)
            if (const int c = schema.tables[static_cast<std::size_t>(t)].find(left.text); c >= 0)
                cells.push_back({t, c, right.text, 1});
    };
    if (e.kind == sql::ExprKind::Binary && e.args.size() == 2)
        add(*e.args[0], *e.args[1]);
    if (e.kind == sql::ExprKind::In)
        for (std::size_t i = 1; i < e.args.size(); ++i)
            add(*e.args[0], *e.args[i]);
    for (const auto &arg : e.args)
        if (arg)
            collectCells(*arg, schema, cells);
    if (e.query)
        for (const auto &core : e.query->cores)
            if (core.where)
                collectCells(*core.where, schema, cells);
}

std::vector<ValueHit> cellsOf(const std::string &query, const Schema &schema)
{
    std::vector<ValueHit> cells;
    try {
        for (const auto &core : sql::parse(query).cores)
            if (core.where)
                collectCells(*core.where, schema, cells);
    } catch (const Error &) {
        cells.clear(); // such a gold is left out when it is drawn
    }
    return cells;
}

/// The values that golds name, standing in for a database that is not there.
class ListedValues : public ValueIndex
{
public:
    explicit ListedValues(const std::vector<ValueHit> &cells)
    {
        for (const auto &cell : cells) {
            auto &list = byText_[fold(cell.value)];
            const bool known = std::any_of(list.begin(), list.end(), [&](const ValueHit &h) {
                return h.table == cell.table && h.column == cell.column;
            });
            if (!known)
                list.push_back(cell);
        }
    }

    std::vector<ValueHit> equal(std::string_view text) const override
    {
        const auto it = byText_.find(fold(text));
        return it == byText_.end() ? std::vector<ValueHit>() : it->second;
    }
    std::vector<ValueHit> startingWith(std::string_view, int) const override { return {}; }
    std::size_t longestAt(std::string_view, std::size_t) const override { return 0; }

private:
    std::map<std::string, std::vector<ValueHit>> byText_;
};

/// A column whose golds compare it with numbers is a number.
void guessTypes(Schema &schema, const std::vector<TrainingGroup::Question> &questions)
{
    for (auto &table : schema.tables)
        for (auto &column : table.columns) {
            if (column.type != ColumnType::Other && column.type != ColumnType::Text)
                continue;
            const auto name = sql::quoteIdentifier(column.name);
            column.type = ColumnType::Text;
            for (const auto &question : questions)
                for (const char *op : {" = ", " > ", " < ", " >= ", " <= "}) {
                    const auto at = question.query.find(name + op);
                    const auto digit = at + name.size() + std::string_view(op).size();
                    if (at != std::string::npos && digit < question.query.size() &&
                        std::isdigit(static_cast<unsigned char>(question.query[digit])))
                        column.type = ColumnType::Integer;
                }
            for (const auto &question : questions)
                for (const char *function : {"SUM(", "AVG(", "sum(", "avg("})
                    if (question.query.find(function + name + ")") != std::string::npos)
                        column.type = ColumnType::Integer;
        }
}

Schema columnsSchema(const Json &line)
{
    Schema schema;
    schema.databaseId = stringOf(line, "table_id");
    Table table;
    table.name = "table";
    for (const auto &name : line.at("columns"))
    {
        Column column;
        column.name = name.get<std::string>();
        column.type = ColumnType::Text;
        table.columns.push_back(std::move(column));
    }
    schema.tables.push_back(std::move(table));
    return schema;
}

std::string keyOfLine(const Json &line, TrainingLayout layout)
{
    switch (layout) {
    case TrainingLayout::Columns:
        return stringOf(line, "table_id");
    case TrainingLayout::Context:
        return stringOf(line, "context");
    case TrainingLayout::Database:
        break;
    }
    return stringOf(line, "db_id");
}

} // namespace

std::vector<TrainingGroup> loadTrainingGroups(const TrainingSource &source, std::vector<std::string> &missing)
{
    std::ifstream in(source.examples);
    if (!in)
        throw Error("cannot read training examples: " + source.examples.string() + ": check the path in the configuration");
    std::map<std::string, std::size_t> indexOf;
    std::vector<TrainingGroup> groups;
    std::map<std::string, Json> firstLine;
    for (std::string text; std::getline(in, text);) {
        const auto line = Json::parse(text, nullptr, false);
        if (!line.is_object())
            continue;
        const auto key = keyOfLine(line, source.layout);
        const auto query = stringOf(line, "query");
        if (key.empty() || query.empty() || source.exclude.contains(key) || (!source.only.empty() && !source.only.contains(key)))
            continue;
        const auto [it, fresh] = indexOf.emplace(key, groups.size());
        if (fresh) {
            TrainingGroup group;
            group.id = key;
            if (source.layout == TrainingLayout::Database)
                try {
                    group.file = databaseFile(source.databases, key);
                } catch (const Error &) {
                    missing.push_back(key);
                }
            groups.push_back(std::move(group));
            firstLine.emplace(key, line);
        }
        auto &group = groups[it->second];
        for (const auto &[name, value] : line.items())
            if (name.starts_with("question") && value.is_string()) {
                auto wording = value.get<std::string>();
                if (!wording.empty() && (source.language.empty() || guessLanguage(wording) == source.language))
                    group.questions.push_back({std::move(wording), query});
            }
    }
    if (source.layout == TrainingLayout::Database)
        std::erase_if(groups, [](const TrainingGroup &g) { return g.file.empty(); });
    else
        for (auto &group : groups) {
            const auto &line = firstLine.at(group.id);
            try {
                auto schema = source.layout == TrainingLayout::Columns ? columnsSchema(line)
                                                                       : schemaFromDdl(group.id, "context");
                guessTypes(schema, group.questions);
                std::vector<ValueHit> cells;
                for (const auto &question : group.questions) {
                    const auto more = cellsOf(question.query, schema);
                    cells.insert(cells.end(), more.begin(), more.end());
                }
                group.database = makeForPrompts(std::move(schema), std::make_shared<ListedValues>(cells));
            } catch (const std::exception &) {
                group.questions.clear();
                missing.push_back(group.id);
            }
        }
    std::erase_if(groups, [](const TrainingGroup &g) { return g.questions.empty(); });
    if (groups.empty())
        throw Error("no usable training question: " + source.examples.string() + ": check its layout and databases");
    return groups;
}

TrainingSample encodeQuestions(TrainingGroup &group, const std::vector<const TrainingGroup::Question *> &questions,
                               const PromptOptions &options)
{
    if (!group.database)
        group.database = openForPrompts(group.file);
    TrainingSample sample;
    std::unique_ptr<SchemaPrompt> schema;
    for (const auto *question : questions)
        try {
            const auto read = readQuestion(*group.database, question->text);
            const auto query = sql::parse(question->query);
            if (!schema) {
                // Schemas too large for the prompt show the first question's tables, its gold's among them.
                std::vector<int> gold;
                for (const auto &core : query.cores)
                    for (const auto &source : core.from)
                        if (const int t = group.database->schema.find(source.table); t >= 0)
                            gold.push_back(t);
                schema = std::make_unique<SchemaPrompt>(
                    buildSchemaPrompt(group.database, chooseTables(*group.database, read, gold, options), options));
                sample.schemaText = schema->text;
            }
            auto prompt = buildQuestionPrompt(*schema, read);
            auto answer = encode(query, *prompt.slots);
            sample.branches.push_back({std::move(prompt.text), std::move(answer), question});
        } catch (const Error &) {
            continue; // not in the language of slots: another question is as good
        }
    return sample;
}

TrainingSample drawSample(TrainingGroup &group, int count, std::uint64_t seed, Dealing dealing)
{
    SplitMix64 dice(seed);
    PromptOptions options;
    const auto order = dice.next(), tables = dice.next();
    if (dealing == Dealing::Shuffled) {
        options.seed = order;
        options.shuffleTables = tables % 2 == 0;
    }
    std::vector<const TrainingGroup::Question *> drawn;
    for (int i = 0; i < count; ++i) {
        const auto *question = &group.questions[dice.next() % group.questions.size()];
        if (std::find(drawn.begin(), drawn.end(), question) == drawn.end())
            drawn.push_back(question);
    }
    return encodeQuestions(group, drawn, options);
}

} // namespace mureum::datasets
