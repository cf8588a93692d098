#include "datasets/synth/derive.h"

#include "datasets/error.h"
#include "datasets/linking/thesaurus.h"
#include "datasets/schema/join_path.h"
#include "datasets/schema/schema.h"
#include "datasets/sql/parser.h"
#include "datasets/synth/calendar.h"
#include "datasets/synth/database.h"
#include "datasets/synth/morphology.h"
#include "datasets/synth/word_book.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace mureum::datasets::synth {

namespace {

bool anyOf(const std::vector<std::string> &words, std::initializer_list<std::string_view> wanted)
{
    return std::any_of(words.begin(), words.end(), [&](const std::string &w) {
        return std::find(wanted.begin(), wanted.end(), w) != wanted.end();
    });
}

bool lastOf(const std::vector<std::string> &words, std::initializer_list<std::string_view> wanted)
{
    return !words.empty() && std::find(wanted.begin(), wanted.end(), words.back()) != wanted.end();
}

bool endsIn(std::string_view text, std::initializer_list<std::string_view> tails)
{
    return std::any_of(tails.begin(), tails.end(), [&](std::string_view t) { return text.ends_with(t); });
}

Role roleFrom(const std::string &name)
{
    for (int r = 0; r <= static_cast<int>(Role::Text); ++r)
        if (roleName(static_cast<Role>(r)) == name)
            return static_cast<Role>(r);
    return Role::Text;
}

struct Sample
{
    std::map<std::string, int> texts;
    std::vector<double> numbers;
    int dates = 0, filled = 0;
    bool whole = true;
};

Sample sampleOf(const std::vector<std::vector<Cell>> &rows)
{
    Sample s;
    for (const auto &row : rows) {
        const Cell &cell = row[0];
        if (cell.isNull())
            continue;
        ++s.filled;
        if (cell.kind == CellKind::Text) {
            ++s.texts[cell.text];
            Date d;
            s.dates += readDate(cell.text, d);
        } else {
            s.numbers.push_back(cell.number);
            s.whole = s.whole && cell.number == static_cast<double>(static_cast<long long>(cell.number));
        }
    }
    return s;
}

/// Y/N, true/false, 1/0 columns; `yes` and `no` as stored.
bool flagValues(const Sample &s, Cell &yes, Cell &no)
{
    if (s.texts.empty()) {
        std::set<double> distinct(s.numbers.begin(), s.numbers.end());
        for (double v : distinct)
            if (v != 0 && v != 1)
                return false;
        yes = {CellKind::Integer, "1", 1};
        no = {CellKind::Integer, "0", 0};
        return s.whole && !distinct.empty();
    }
    if (!s.numbers.empty() || s.texts.size() > 2)
        return false;
    static const std::vector<std::pair<std::string, std::string>> pairs = {
        {"Y", "N"},    {"y", "n"},    {"T", "F"},    {"true", "false"}, {"True", "False"}, {"TRUE", "FALSE"},
        {"Yes", "No"}, {"yes", "no"}, {"YES", "NO"}, {"예", "아니오"},  {"1", "0"}};
    for (const auto &[a, b] : pairs) {
        bool all = std::all_of(s.texts.begin(), s.texts.end(),
                               [&, a = a, b = b](const auto &t) { return t.first == a || t.first == b; });
        if (all) {
            yes = {CellKind::Text, a, 1};
            no = {CellKind::Text, b, 0};
            return true;
        }
    }
    return false;
}

Role textRole(const Sample &s, const std::vector<std::string> &w, std::string_view ko)
{
    int distinct = static_cast<int>(s.texts.size());
    bool digits = true, numeric = true;
    std::size_t longest = 0;
    for (const auto &[text, n] : s.texts) {
        bool any = false, all = true;
        for (unsigned char c : text) {
            any = any || std::isdigit(c);
            all = all && (std::isdigit(c) || c == '.' || c == '-' || c == ',');
        }
        digits = digits && any;
        numeric = numeric && all;
        longest = std::max(longest, text.size());
    }
    if (lastOf(w, {"ID", "code", "number", "key", "no", "zip", "postcode", "phone", "isbn", "serial"}) ||
        endsIn(ko, {"코드", "번호", "ID"}))
        return Role::Code;
    if (longest > 70)
        return Role::Text;
    if (lastOf(w, {"name", "title", "label", "nickname"}) || endsIn(ko, {"이름", "명칭", "제목", "성명"}))
        return anyOf(w, {"manager", "author", "owner", "teacher", "instructor", "doctor", "contact", "staff"})
                   ? Role::Person
                   : Role::Name;
    if (anyOf(w, {"city", "country", "state", "region", "province", "county", "district", "nationality",
                  "location", "hometown", "town", "area"}) ||
        endsIn(ko, {"도시", "국가", "지역", "시도", "구", "위치", "소재지", "국적"}))
        return Role::Place;
    if (lastOf(w, {"manager", "author", "owner", "instructor", "director", "coach", "leader", "president",
                   "founder", "artist", "writer", "composer", "driver", "host", "by"}) ||
        endsIn(ko, {"담당자", "대표자", "저자", "감독", "작성자"}))
        return Role::Person;
    if (numeric || (digits && distinct * 10 > s.filled * 8))
        return Role::Code;
    if (distinct <= 25 && distinct * 10 <= s.filled * 7)
        return Role::Category;
    if (lastOf(w, {"type", "status", "category", "grade", "kind", "class", "level", "gender", "sex", "color",
                   "method", "genre"}))
        return Role::Category;
    return Role::Text;
}

void setFlagPhrases(Attribute &a, const std::vector<std::string> &w, bool person)
{
    std::string rest;
    std::size_t from = !w.empty() && (w[0] == "is" || w[0] == "has" || w[0] == "are") ? 1 : 0;
    std::size_t to = w.size();
    while (to > from && (w[to - 1] == "yn" || w[to - 1] == "flag" || w[to - 1] == "ind"))
        --to;
    for (std::size_t i = from; i < to; ++i)
        rest += (rest.empty() ? "" : " ") + w[i];
    std::string who = person ? "who " : "that ";
    if (from == 1 && w[0] != "has" && !rest.empty()) {
        a.trueEn = who + "are " + rest;
        a.falseEn = who + "are not " + rest;
    } else if (from == 1 && !rest.empty()) {
        a.trueEn = who + "have " + withArticle(rest);
        a.falseEn = who + "do not have " + withArticle(rest);
    } else {
        std::string name = rest.empty() ? a.en[0] : rest;
        a.trueEn = "with " + name + " " + a.trueCell.text;
        a.falseEn = "with " + name + " " + a.falseCell.text;
    }
    const std::string &ko = a.ko[0];
    a.trueKo = ko + particleFor(ko, "이가") + " " + a.trueCell.text + "인";
    a.falseKo = ko + particleFor(ko, "이가") + " " + a.falseCell.text + "인";
}

class Deriver
{
public:
    Deriver(const Lexicon &lexicon, const Grammar &grammar, const std::filesystem::path &file)
        : grammar_(grammar), book_(lexicon, Thesaurus::builtIn()), database_(file)
    {
        world_.file = file;
        world_.schema = readSchema(file);
    }

    World derive()
    {
        const Schema &schema = world_.schema;
        std::map<int, int> entityOf; // table -> entity
        for (std::size_t t = 0; t < schema.tables.size(); ++t) {
            if (schema.tables[t].view)
                continue;
            entityOf[static_cast<int>(t)] = static_cast<int>(world_.entities.size());
            addEntity(static_cast<int>(t));
        }
        std::set<std::pair<int, int>> linked;
        const JoinGraph graph(schema);
        for (const JoinEdge &edge : graph.edges()) {
            // names alone are trusted only where nobody declared a key
            if (!edge.declared && !schema.foreignKeys.empty())
                continue;
            if (!entityOf.contains(edge.tableA) || !entityOf.contains(edge.tableB) ||
                edge.tableA == edge.tableB)
                continue;
            // the parent is the side whose column is a key
            const Column &a = schema.tables[static_cast<std::size_t>(edge.tableA)]
                                  .columns[static_cast<std::size_t>(edge.columnA)];
            const Column &b = schema.tables[static_cast<std::size_t>(edge.tableB)]
                                  .columns[static_cast<std::size_t>(edge.columnB)];
            bool aParent = edge.declared ? false : a.primaryKey && !b.primaryKey;
            int child = entityOf[aParent ? edge.tableB : edge.tableA],
                parent = entityOf[aParent ? edge.tableA : edge.tableB];
            // several keys between the same two tables need their roles said: only the first is used
            if (!linked.insert({child, parent}).second || linked.contains({parent, child}))
                continue;
            addLink(child, parent, aParent ? b.name : a.name, aParent ? a.name : b.name);
        }
        for (Entity &e : world_.entities)
            finish(e);
        tieOverBridges();
        readRows(world_);
        return std::move(world_);
    }

private:
    void addEntity(int t)
    {
        const Table &table = world_.schema.tables[static_cast<std::size_t>(t)];
        Entity e;
        e.key = table.name;
        e.table = table.name;
        std::vector<std::string> names;
        for (const Column &c : table.columns)
            names.push_back(c.name);
        const LexiconEntity *known = book_.entity(table.name, names);
        sources_.push_back(known);
        WordBook::Reading reading = book_.readTable(table.name);
        if (known) {
            e.en = known->en;
            e.ko = known->ko;
        } else if (reading.hangul) {
            e.ko = {*book_.korean(reading)};
            auto en = book_.translated(reading);
            e.en = {en.value_or(table.name)};
            e.enKnown = en.has_value();
        } else {
            e.en = {book_.english(reading)};
            e.enKnown = reading.known;
            auto ko = book_.korean(reading);
            e.ko = {ko.value_or(e.en[0])};
            e.koKnown = ko.has_value();
        }
        const EntityClass &cls = grammar_.classOf(e.en[0]);
        for (std::size_t i = 0; i < grammar_.classes.size(); ++i)
            if (&grammar_.classes[i] == &cls)
                e.cls = static_cast<int>(i);
        int keys = 0;
        for (const Column &c : table.columns)
            keys += c.primaryKey;
        std::set<std::string> foreign;
        for (const ForeignKey &fk : world_.schema.foreignKeys)
            if (fk.fromTable == t)
                foreign.insert(table.columns[static_cast<std::size_t>(fk.fromColumn)].name);
        for (const Column &c : table.columns) {
            if (c.primaryKey && keys == 1)
                e.primaryKey = c.name;
            if (foreign.contains(c.name) && !(c.primaryKey && keys == 1))
                continue;
            if (c.type == ColumnType::Blob)
                continue;
            e.attributes.push_back(attributeOf(e, known, c, c.primaryKey && keys == 1));
        }
        world_.entities.push_back(std::move(e));
    }

    Attribute attributeOf(const Entity &e, const LexiconEntity *entity, const Column &c, bool key)
    {
        Attribute a;
        a.key = key ? "key" : c.name;
        a.column = c.name;
        a.type = c.type;
        WordBook::Reading reading = book_.read(c.name);
        const std::vector<std::string> &w = reading.words;
        const LexiconAttribute *known = key ? nullptr : book_.attribute(entity, c.name, reading);
        std::string en = reading.hangul ? book_.translated(reading).value_or("") : book_.english(reading);
        std::optional<std::string> ko = book_.korean(reading);
        if (known) {
            a.en = reading.hangul ? known->en : std::vector<std::string>{en};
            if (!reading.hangul && known->en[0] != en && reading.known)
                a.en.push_back(known->en[0]);
            a.ko = known->ko;
            a.unitEn = known->unitEn;
            a.unitKo = known->unitKo;
        } else {
            a.enKnown = reading.hangul ? !en.empty() : reading.known;
            a.koKnown = ko.has_value();
            a.en = {en.empty() ? c.name : en};
            a.ko = {ko.value_or(a.en[0])};
            if (reading.hangul)
                a.ko.push_back(c.name);
        }
        // height of a person and of a tower differ in Korean
        if (!known && a.ko[0] == "키" && grammar_.classes[static_cast<std::size_t>(e.cls)].name != "person")
            a.ko[0] = "높이";
        if (a.en[0] == "ID" || a.en[0] == "code" || a.en[0] == "number")
            a.en[0] = e.en[0] + " " + a.en[0], a.ko[0] = e.ko[0] + " " + a.ko[0];
        auto rows = database_.rows("SELECT " + sql::quoteIdentifier(c.name) + " FROM " +
                                       sql::quoteIdentifier(e.table) + " LIMIT 300",
                                   300);
        Sample s = sampleOf(rows);
        a.role = roleOf(a, c, s, w, key, reading.hangul ? c.name : a.ko[0], known);
        a.year = a.role == Role::Time && s.texts.empty();
        if (a.role == Role::Flag) {
            flagValues(s, a.trueCell, a.falseCell);
            if (known && known->role == "flag") {
                a.trueEn = known->whenTrue.first;
                a.trueKo = known->whenTrue.second;
                a.falseEn = known->whenFalse.first;
                a.falseKo = known->whenFalse.second;
            } else {
                setFlagPhrases(a, w, grammar_.classes[static_cast<std::size_t>(e.cls)].name == "person");
            }
        }
        judgeMeasure(a);
        return a;
    }

    Role roleOf(const Attribute &a, const Column &c, const Sample &s, const std::vector<std::string> &w,
                bool key, std::string_view ko, const LexiconAttribute *known)
    {
        if (key || lastOf(w, {"ID", "key", "zip", "phone", "serial", "isbn"}))
            return Role::Code;
        Cell yes, no;
        bool flagName = anyOf(w, {"is", "has", "yn", "flag", "ind"}) || endsIn(ko, {"여부"}) ||
                        c.type == ColumnType::Boolean;
        if (flagName && flagValues(s, yes, no))
            return Role::Flag;
        bool numeric = s.texts.empty() && !s.numbers.empty();
        if (!numeric && s.dates > 0 && s.dates == s.filled)
            return Role::Time;
        if (numeric) {
            auto [low, high] = std::minmax_element(s.numbers.begin(), s.numbers.end());
            if (s.whole && *low >= 1000 && *high <= 2100 &&
                (anyOf(w, {"year", "founded", "opened", "since", "built", "established"}) ||
                 endsIn(ko, {"연도", "년도", "년"})))
                return Role::Time;
            if (lastOf(w, {"code", "zip", "postcode", "phone", "serial"}) ||
                (lastOf(w, {"number", "no"}) && w[0] != "number") || endsIn(ko, {"번호", "코드"}))
                return Role::Code;
            if (s.whole &&
                (anyOf(w, {"count", "number", "quantity", "total", "stock", "capacity", "population"}) ||
                 endsIn(ko, {"수", "횟수", "건수", "수량", "인원"})))
                return Role::Count;
            return Role::Measure;
        }
        Role guessed = textRole(s, w, ko);
        if (known) {
            Role said = roleFrom(known->role);
            if (said != Role::Measure && said != Role::Count && said != Role::Time && said != Role::Flag)
                return said;
        }
        (void)a;
        return guessed;
    }

    void addLink(int child, int parent, const std::string &childColumn, const std::string &parentColumn)
    {
        Link link;
        link.child = child;
        link.parent = parent;
        link.childColumn = childColumn;
        link.parentColumn = parentColumn;
        const LexiconEntity *from = sources_[static_cast<std::size_t>(child)],
                            *to = sources_[static_cast<std::size_t>(parent)];
        if (from && to)
            for (const LexiconRelation &r : from->relations)
                if (r.to == to->key) {
                    link.en = r.en;
                    link.ko = r.ko;
                    link.koParticle = r.particle;
                }
        if (link.en.empty()) {
            const std::string &cls =
                grammar_
                    .classes[static_cast<std::size_t>(world_.entities[static_cast<std::size_t>(parent)].cls)]
                    .name;
            link.en = cls == "place" ? "in" : cls == "thing" ? "of" : "belonging to";
            link.ko = cls == "place" ? "있는" : cls == "org" ? "속한" : "연결된";
            link.koParticle = cls == "place" || cls == "org" ? "에" : "과/와";
        }
        world_.links.push_back(std::move(link));
    }

    /// The attribute that names a row, and whether one asks for such rows at all.
    void finish(Entity &e)
    {
        auto pick = [&](auto fits) {
            for (std::size_t i = 0; i < e.attributes.size() && e.label < 0; ++i)
                if (fits(e.attributes[i]))
                    e.label = static_cast<int>(i);
        };
        std::string noun = e.en[0];
        pick([&](const Attribute &a) {
            return a.role == Role::Name && (a.en[0] == "name" || a.en[0] == "title" ||
                                            a.en[0] == noun + " name" || a.en[0] == noun + " title");
        });
        pick([](const Attribute &a) { return a.role == Role::Name; });
        pick([](const Attribute &a) { return a.role == Role::Code && a.key != "key"; });
        pick([](const Attribute &a) { return a.key == "key"; });
        int plain = 0;
        for (const Attribute &a : e.attributes)
            plain += a.key != "key";
        // a table of keys only ties two others together
        e.askable = plain > 0;
    }

    /// A table that mostly holds the keys of two others ties them many to many.
    void tieOverBridges()
    {
        std::vector<Link> kept, added;
        for (std::size_t e = 0; e < world_.entities.size(); ++e) {
            std::vector<const Link *> own;
            for (const Link &l : world_.links)
                if (l.child == static_cast<int>(e))
                    own.push_back(&l);
            int others = 0;
            for (const Attribute &a : world_.entities[e].attributes)
                others += a.key != "key";
            if (own.size() != 2 || others > 2 || own[0]->parent == own[1]->parent)
                continue;
            for (int way = 0; way < 2; ++way) {
                const Link &a = *own[static_cast<std::size_t>(way)],
                           &b = *own[static_cast<std::size_t>(1 - way)];
                Link l;
                l.child = a.parent;
                l.parent = b.parent;
                l.childColumn = a.parentColumn;
                l.parentColumn = b.parentColumn;
                l.via = world_.entities[e].table;
                l.viaChild = a.childColumn;
                l.viaParent = b.childColumn;
                added.push_back(std::move(l));
            }
            if (others == 0)
                bridges_.insert(static_cast<int>(e));
        }
        for (Link &l : world_.links)
            if (!bridges_.contains(l.child))
                kept.push_back(std::move(l));
        world_.links = std::move(kept);
        for (Link &l : added)
            world_.links.push_back(std::move(l));
    }

    const Grammar &grammar_;
    WordBook book_;
    std::set<int> bridges_;
    Database database_;
    World world_;
    std::vector<const LexiconEntity *> sources_;
};

} // namespace

World deriveWorld(const Lexicon &lexicon, const Grammar &grammar, const std::filesystem::path &file)
{
    return Deriver(lexicon, grammar, file).derive();
}

} // namespace mureum::datasets::synth
