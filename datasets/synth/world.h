#pragma once
#include "datasets/schema/schema.h"

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// What a database is about, in words: the tables that stand for things one asks about, the columns with their
// names in both languages, and a sample of the rows. Invented and real databases both become a World.

namespace mureum::datasets::synth {

class Grammar;

enum class Role { Name, Code, Category, Measure, Count, Time, Place, Person, Flag, Text };
std::string_view roleName(Role role);

enum class CellKind { Null, Integer, Real, Text };

struct Cell
{
    CellKind kind = CellKind::Null;
    std::string text; ///< as SQLite prints it
    double number = 0;

    bool isNull() const { return kind == CellKind::Null; }
};

/// A text value as stored, with its wording in the two languages where known (else as stored).
struct Value
{
    std::string stored, en, ko;
    int rows = 0;
};

struct Attribute
{
    std::string key, column;
    std::vector<std::string> en, ko; ///< noun phrases, best first
    Role role = Role::Text;
    ColumnType type = ColumnType::Text;
    std::string unitEn, unitKo;
    std::string trueEn, trueKo, falseEn, falseKo; ///< modifiers (flags)
    Cell trueCell, falseCell;
    std::vector<Value> values;      ///< distinct texts in the sample
    std::vector<double> numbers;    ///< sorted, from the sample
    std::vector<std::string> dates; ///< sorted, from the sample
    int nulls = 0, filled = 0;
    bool year = false;     ///< an integer that is a calendar year
    bool summable = false; ///< a sum of it means something
    bool money = false, mass = false;
    bool rankLike = false;               ///< small is good: not to be aggregated
    bool koKnown = true, enKnown = true; ///< false: the phrase is only the identifier

    const std::vector<std::string> &phrases(bool korean) const { return korean ? ko : en; }
    bool isNumber() const { return role == Role::Measure || role == Role::Count; }
};

/// A foreign key read as a relation: `child` rows belong to one `parent` row.
struct Link
{
    int child = -1, parent = -1;
    std::string childColumn, parentColumn;
    std::string en, ko, koParticle; ///< linking phrase; empty where unknown
    bool childNulls = false;        ///< the key column holds NULLs
    bool oneToOne = false;          ///< no parent has two children
    /// Many to many: a table between the two; childColumn and parentColumn are then the keys of the two
    /// entities.
    std::string via, viaChild, viaParent;

    bool manyToMany() const { return !via.empty(); }
};

struct Entity
{
    std::string key, table;
    std::vector<std::string> en, ko;
    int cls = 4; ///< index into Grammar::classes
    std::string primaryKey;
    std::vector<Attribute> attributes;
    int label = -1;                      ///< attribute that names a row (name, code), or -1
    std::vector<std::vector<Cell>> rows; ///< sample; one cell per attribute
    int rowCount = 0;
    bool koKnown = true, enKnown = true;
    bool askable = true;

    const std::vector<std::string> &nouns(bool korean) const { return korean ? ko : en; }
};

struct World
{
    Schema schema;
    std::vector<Entity> entities;
    std::vector<Link> links;
    std::filesystem::path file;
};

/// Reads up to `maxRows` rows of every entity and fills values, numbers, dates and NULL counts of the
/// attributes; the wording of values already present (lexicon pairs) is kept. Throws Error.
void readRows(World &world, int maxRows = 400);

/// Whether one of its names holds one of the words: whole words in English, anywhere in Korean.
bool mentions(const Attribute &attribute, std::initializer_list<std::string_view> words);

/// Whether sums, money and rank make sense for the attribute, from its words and unit.
void judgeMeasure(Attribute &attribute);

} // namespace mureum::datasets::synth
