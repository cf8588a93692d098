#include "datasets/synth/invent.h"

#include "datasets/error.h"
#include "datasets/sql/parser.h"
#include "datasets/synth/invent_plan.h"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>

namespace mureum::datasets::synth {

namespace {

std::string sqlName(std::string_view name)
{
    return sql::quoteIdentifier(name);
}

std::string createTable(const Plan &plan, const PlannedTable &table)
{
    std::string ddl = "CREATE TABLE " + sqlName(table.name) + " (\n  " + sqlName(table.key) +
                      (table.textKey ? " TEXT PRIMARY KEY" : " INTEGER PRIMARY KEY");
    for (const PlannedColumn &c : table.columns)
        ddl += ",\n  " + sqlName(c.name) + " " + c.declared;
    for (const PlannedLink &l : table.links)
        ddl += ",\n  " + sqlName(l.column) +
               (plan.tables[static_cast<std::size_t>(l.parent)].textKey ? " TEXT" : " INTEGER");
    if (plan.declareKeys)
        for (const PlannedLink &l : table.links) {
            const PlannedTable &parent = plan.tables[static_cast<std::size_t>(l.parent)];
            ddl += ",\n  FOREIGN KEY (" + sqlName(l.column) + ") REFERENCES " + sqlName(parent.name) + "(" +
                   sqlName(parent.key) + ")";
        }
    return ddl + "\n);\n";
}

std::string literal(const Cell &cell)
{
    return cell.isNull() ? "NULL" : cell.kind == CellKind::Text ? sql::quoteString(cell.text) : cell.text;
}

std::string insertRows(const PlannedTable &table)
{
    std::string out;
    for (const auto &row : table.cells) {
        out += "INSERT INTO " + sqlName(table.name) + " VALUES (";
        for (std::size_t i = 0; i < row.size(); ++i)
            out += (i ? ", " : "") + literal(row[i]);
        out += ");\n";
    }
    return out;
}

std::string bridgeTable(const Plan &plan, const PlannedBridge &bridge)
{
    const PlannedTable &left = plan.tables[static_cast<std::size_t>(bridge.left)];
    const PlannedTable &right = plan.tables[static_cast<std::size_t>(bridge.right)];
    std::string l = sqlName(bridge.leftColumn), r = sqlName(bridge.rightColumn);
    std::string ddl = "CREATE TABLE " + sqlName(bridge.name) + " (\n  " + l +
                      (left.textKey ? " TEXT" : " INTEGER") + ",\n  " + r +
                      (right.textKey ? " TEXT" : " INTEGER") + ",\n  PRIMARY KEY (" + l + ", " + r + ")";
    if (plan.declareKeys)
        ddl += ",\n  FOREIGN KEY (" + l + ") REFERENCES " + sqlName(left.name) + "(" + sqlName(left.key) +
               "),\n  FOREIGN KEY (" + r + ") REFERENCES " + sqlName(right.name) + "(" + sqlName(right.key) +
               ")";
    ddl += "\n);\n";
    for (const auto &[a, b] : bridge.rows)
        ddl += "INSERT INTO " + sqlName(bridge.name) + " VALUES (" + literal(a) + ", " + literal(b) + ");\n";
    return ddl;
}

void writeDatabase(const Plan &plan, const std::filesystem::path &file)
{
    std::string script = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;\n";
    for (const PlannedTable &table : plan.tables)
        script += createTable(plan, table) + insertRows(table);
    for (const PlannedBridge &bridge : plan.bridges)
        script += bridgeTable(plan, bridge);
    script += "COMMIT;";
    std::filesystem::path temporary = file;
    temporary += ".part";
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    sqlite3 *db = nullptr;
    int rc = sqlite3_open(temporary.string().c_str(), &db);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr);
    std::string why = rc == SQLITE_OK ? "" : sqlite3_errmsg(db);
    sqlite3_close(db);
    if (rc != SQLITE_OK) {
        std::filesystem::remove(temporary, ignored);
        throw Error(fmt::format("cannot write database {}: {}", file.string(), why));
    }
    std::error_code error;
    std::filesystem::rename(temporary, file, error);
    if (error)
        throw Error(fmt::format("cannot write database {}: {}", file.string(), error.message()));
}

Role roleOf(const std::string &name)
{
    for (Role r : {Role::Name, Role::Code, Role::Category, Role::Measure, Role::Count, Role::Time,
                   Role::Place, Role::Person, Role::Flag, Role::Text})
        if (roleName(r) == name)
            return r;
    return Role::Text;
}

/// Phrases that fit after "whose": not "how it was paid", "approved by".
std::vector<std::string> nounPhrases(const std::vector<std::string> &phrases)
{
    std::vector<std::string> out;
    for (const std::string &p : phrases) {
        bool clause = false;
        for (std::string_view start : {"when ", "how ", "who ", "what ", "where ", "whether ", "date it ",
                                       "date they ", "agreed ", "has ", "made in", "paid in", "place where"})
            clause = clause || p.starts_with(start);
        for (std::string_view end : {" by", " at", " on", " in", " to", " for", " from", " is", " are"})
            clause = clause || p.ends_with(end);
        if (!clause)
            out.push_back(p);
    }
    if (out.empty())
        out.push_back(phrases[0]);
    return out;
}

Attribute attributeOf(const PlannedColumn &c)
{
    const LexiconAttribute &s = *c.source;
    Attribute a;
    a.key = s.key;
    a.column = c.name;
    a.en = nounPhrases(s.en);
    a.ko = s.ko;
    a.role = roleOf(s.role);
    a.unitEn = s.unitEn;
    a.unitKo = s.unitKo;
    a.trueEn = s.whenTrue.first;
    a.trueKo = s.whenTrue.second;
    a.falseEn = s.whenFalse.first;
    a.falseKo = s.whenFalse.second;
    a.type = s.type == "date"       ? ColumnType::Date
             : s.type == "datetime" ? ColumnType::DateTime
             : s.type == "boolean"  ? ColumnType::Boolean
             : s.type == "integer"  ? ColumnType::Integer
             : s.type == "real"     ? ColumnType::Real
                                    : ColumnType::Text;
    if (a.role == Role::Flag) {
        CellKind kind = c.textFlag ? CellKind::Text : CellKind::Integer;
        a.trueCell = {kind, c.yes, 1};
        a.falseCell = {kind, c.no, 0};
    }
    a.year = a.role == Role::Time && a.type == ColumnType::Integer;
    // codes read the same in both languages
    for (const Pair &p : s.values)
        a.values.push_back({c.korean && a.role != Role::Code ? p.second : p.first, p.first, p.second, 0});
    judgeMeasure(a);
    return a;
}

Attribute keyAttribute(const PlannedTable &table)
{
    Attribute a;
    a.key = "key";
    a.column = table.key;
    const std::string &noun = table.source->en[0];
    a.en = {noun + " ID"};
    a.ko = {table.source->ko[0] + " ID", table.source->ko[0] + " 번호"};
    if (table.textKey)
        a.ko = {table.source->ko[0] + " 코드", table.source->ko[0] + " ID"},
        a.en = {noun + " code", noun + " ID"};
    a.role = Role::Code;
    a.type = table.textKey ? ColumnType::Text : ColumnType::Integer;
    return a;
}

} // namespace

World inventWorld(const Lexicon &lexicon, const Grammar &grammar, std::uint64_t seed, std::uint64_t index,
                  const std::filesystem::path &file)
{
    Rng rng(seed, 2 * index);
    Plan plan = makePlan(lexicon, grammar, rng);
    fillRows(plan, lexicon, grammar, rng);
    writeDatabase(plan, file);
    World world;
    world.file = file;
    world.schema.databaseId = file.stem().string();
    for (const PlannedTable &table : plan.tables) {
        Entity e;
        e.key = table.source->key;
        e.table = table.name;
        e.en = table.source->en;
        e.ko = table.source->ko;
        e.primaryKey = table.key;
        const EntityClass &cls = grammar.classOf(e.en[0]);
        for (std::size_t i = 0; i < grammar.classes.size(); ++i)
            if (&grammar.classes[i] == &cls)
                e.cls = static_cast<int>(i);
        for (const PlannedColumn &c : table.columns)
            e.attributes.push_back(attributeOf(c));
        for (Role wanted : {Role::Name, Role::Code})
            for (std::size_t i = 0; i < e.attributes.size() && e.label < 0; ++i)
                if (e.attributes[i].role == wanted)
                    e.label = static_cast<int>(i);
        e.attributes.push_back(keyAttribute(table));
        if (e.label < 0)
            e.label = static_cast<int>(e.attributes.size()) - 1;
        int self = static_cast<int>(world.entities.size());
        for (const PlannedLink &l : table.links)
            world.links.push_back({self,
                                   l.parent,
                                   l.column,
                                   plan.tables[static_cast<std::size_t>(l.parent)].key,
                                   l.relation->en,
                                   l.relation->ko,
                                   l.relation->particle,
                                   false,
                                   false,
                                   {},
                                   {},
                                   {}});
        world.entities.push_back(std::move(e));
    }
    for (const PlannedBridge &b : plan.bridges) {
        const std::string &left = plan.tables[static_cast<std::size_t>(b.left)].key;
        const std::string &right = plan.tables[static_cast<std::size_t>(b.right)].key;
        world.links.push_back(
            {b.left, b.right, left, right, "", "", "", false, false, b.name, b.leftColumn, b.rightColumn});
        world.links.push_back(
            {b.right, b.left, right, left, "", "", "", false, false, b.name, b.rightColumn, b.leftColumn});
    }
    readRows(world);
    return world;
}

} // namespace mureum::datasets::synth
