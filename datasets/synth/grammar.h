#pragma once
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets::synth {

enum class Lang { En, Ko };
enum class Register { Polite, Imperative, Casual, Terse, Title };

/// A piece of a template: literal text, or a slot {name:arg|modifier|modifier}.
struct Token
{
    bool slot = false;
    bool predicate = false; ///< {~name}: a Korean predicate, conjugated
    std::string text;       ///< literal text or slot name (without ~)
    std::string arg;
    std::vector<std::string> modifiers;
};

/// `when`: context a template needs. Values as text; a list is any-of.
struct Need
{
    std::string key;
    std::vector<std::string> values;
};

struct Phrase
{
    std::string text;
    std::vector<Token> tokens;
    Register reg = Register::Imperative;
    std::string form;
    std::vector<Need> when;
    double weight = 1;
    bool core = false;
    std::string end, use, object, before;
    bool hasEnd = false;

    /// Whether the template has a slot of that name, or one derived from it (np: np1, np_one).
    bool hasSlot(std::string_view name) const;
    bool startsWithSlot(std::string_view prefix) const;
};

/// Korean endings of one predicate: mod, conn, or, but, myeo, myeonseo, qp, qc.
using Forms = std::map<std::string, std::string, std::less<>>;

struct Adjective
{
    std::string family;
    std::vector<std::string> roles;
    std::array<std::vector<std::string>, 2> match; ///< by Lang
    bool descending = false;
    bool comparable = false; ///< {comp} may be used
    std::vector<std::string> superlatives, comparatives;
    std::string hilo;
    struct Predicate
    {
        std::vector<Token> subject;
        std::string subjectText;
        std::string predicate;
    };
    std::vector<Predicate> predicates;
    std::vector<std::vector<Token>> koSuperlatives, koComparatives, koOrders;
    std::string koHilo;
};

struct TimeVerb
{
    std::array<std::vector<std::string>, 2> match;
    std::vector<std::string> classes;
    bool passive = false;
    std::string participle;
    std::vector<Token> phrase;
    std::vector<std::string> nouns;
    std::vector<Forms> verbs;
};

struct EventVerb
{
    std::array<std::vector<std::string>, 2> match;
    std::string side; ///< actor: the one who does it; patient: what it is done to
    std::string past, participle, base, pastTransitive, participleTransitive;
    std::string noun, join, negative;
    Forms verb;
};

struct EntityClass
{
    std::string name, who, question, counter, generic;
    std::vector<std::string> heads;
    std::map<std::string, std::string, std::less<>> specialCounters;
};

struct RelativeDate
{
    std::string key;
    std::array<std::vector<std::string>, 2> names;
    std::string in, possessive, ending;
    bool span = false, now = false, future = false;
};

/// The phrase grammar (datasets/synth/phrases.json; documented there).
class Grammar
{
public:
    /// Throws Error where the file is missing, malformed, or lacks a section.
    static Grammar load(const std::filesystem::path &file);

    const std::vector<Phrase> &section(Lang lang, std::string_view path) const; ///< throws Error
    bool hasSection(Lang lang, std::string_view path) const;
    const Forms *conjugation(std::string_view predicate) const;

    double compatibility(Lang lang, Register sentence, Register fragment) const
    {
        return compat_[static_cast<int>(lang)][static_cast<int>(sentence)][static_cast<int>(fragment)];
    }
    const std::vector<double> &registerWeights() const { return registerWeights_; }

    std::vector<Adjective> adjectives;
    std::vector<TimeVerb> timeVerbs;
    std::vector<EventVerb> eventVerbs;
    std::vector<EntityClass> classes; ///< in order of precedence; the last is the default
    std::map<std::string, std::string, std::less<>> relationParticles; ///< Korean relation verb -> particle
    std::vector<RelativeDate> relative;
    std::vector<std::string> months;
    std::array<std::vector<std::pair<std::string, double>>, 2> quotes;
    std::array<std::map<std::string, std::vector<std::string>, std::less<>>, 2> abbreviations;
    std::array<std::map<std::string, std::string, std::less<>>, 2> misspellings;
    std::map<int, std::string> smallNumbers, nativeNumbers;
    std::vector<std::string> nativeCounters;
    std::array<std::map<int, std::vector<std::string>>, 2> ordinals;

    const EntityClass &classOf(std::string_view englishNoun) const;

private:
    std::array<std::map<std::string, std::vector<Phrase>, std::less<>>, 2> sections_;
    std::map<std::string, Forms, std::less<>> conjugations_;
    double compat_[2][5][5] = {};
    std::vector<double> registerWeights_;
};

/// Splits "{np|the} of {v:live}" into tokens.
std::vector<Token> tokenize(std::string_view text);
std::string_view registerName(Register reg);

} // namespace mureum::datasets::synth
