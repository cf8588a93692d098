#pragma once
#include "datasets/synth/condition.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/rng.h"
#include "datasets/synth/slots.h"
#include "datasets/synth/world.h"

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets::synth {

/// What `when` of a template is held against.
struct Context
{
    std::map<std::string, std::string, std::less<>> facts;
    std::vector<std::string> phrases;
    bool aggregate = false;

    void set(std::string_view key, std::string value) { facts[std::string(key)] = std::move(value); }
    void set(std::string_view key, const char *value) { facts[std::string(key)] = value; }
    void set(std::string_view key, bool value) { facts[std::string(key)] = value ? "1" : "0"; }
    void merge(const Context &other);
};

struct SlotsAndContext
{
    Slots slots;
    Context context;
};

struct PickOptions
{
    std::vector<std::string> forms;               ///< empty: any
    bool sentence = false;                        ///< the register must be the sentence's own
    std::vector<std::vector<std::string>> needed; ///< slots the template must have; inner list: any of
    bool core = false;
};

/// A condition in English: words that agree in number, in one form.
struct EnglishCond
{
    std::string form, plural, lead;
    std::optional<std::string> singular;
};

/// A condition in Korean: inflects with what follows; `fixed` has one form only.
struct KoreanCond
{
    bool fixed = false;
    std::function<std::optional<std::string>(std::string_view)> inflect;
};

struct Picked
{
    const Phrase *phrase = nullptr;
    std::string text;
};

struct Order
{
    int attribute = -1;
    bool descending = false;
};

/// Words one SQL tree in one language and register. Every draw that cannot be worded throws Skip.
class Renderer
{
public:
    Renderer(const Grammar &grammar, const World &world, Lang lang, Register reg, Rng &rng);

    Lang lang() const { return lang_; }
    Register reg() const { return reg_; }
    bool korean() const { return lang_ == Lang::Ko; }
    Rng &rng() { return rng_; }
    const World &world() const { return world_; }
    const Entity &entity(int e) const { return world_.entities[static_cast<std::size_t>(e)]; }
    const Attribute &attribute(int e, int a) const
    {
        return entity(e).attributes[static_cast<std::size_t>(a)];
    }
    const EntityClass &classOf(int e) const
    {
        return grammar_.classes[static_cast<std::size_t>(entity(e).cls)];
    }
    bool terse() const { return reg_ == Register::Terse; }
    bool title() const { return reg_ == Register::Title; }

    // choosing (renderer.cpp)
    Picked pick(std::string_view path, const Slots &slots, const Context &context = {},
                const PickOptions &options = {});
    std::string say(std::string_view path, const Slots &slots, const Context &context = {},
                    const PickOptions &options = {});
    std::string sentence(std::string_view path, Slots slots, Context context,
                         std::vector<std::vector<std::string>> needed = {});
    /// Names used that are no more than identifiers in this language.
    int unknownNames() const { return *unknown_; }
    /// The same words in another register.
    Renderer as(Register reg) const;
    Renderer nominal() const; ///< terse where a Korean sentence has no verb

    // nouns (renderer_nouns.cpp)
    std::string noun(int e);
    std::string nameOf(int e, int a);
    std::string ownedName(int e, int a); ///< without the owner's noun in front
    std::string counter(int e) const;
    std::string questionWord(int e) const;
    std::string questionWord(Role role) const;
    std::string list(const std::vector<std::string> &items);
    std::string columns(int e, const std::vector<int> &attributes);
    SlotsAndContext base(int e, std::string_view use = "list");
    void requestSlots(Slots &slots, std::string_view use);
    SlotsAndContext attributeSlots(int e, int a, std::string_view direction = {});
    /// Superlatives and comparatives of an attribute. Without its name (the largest, 더 비싼) only where no
    /// other column of the entity could be meant.
    void directionSlots(Slots &slots, int e, const Attribute &attribute, bool descending);

    // literals (renderer_literals.cpp)
    std::string number(double value, const Attribute &attribute, bool bare = false);
    std::string small(int n);
    std::string counted(int n, std::string_view counter);
    std::string date(std::string_view kind, const Date &date, int quarter = 0);
    std::string days(int n);
    const RelativeDate &relative(std::string_view key) const; ///< throws Skip
    /// A relative date, year, quarter or month beside a noun, with its blank: " in 2024", "지난달 ".
    std::string when(const Cond &cond);
    std::string valueOf(const Attribute &attribute, int index);
    std::string quote(const std::string &value, bool like = false);
    void valueListSlots(Slots &slots, const std::vector<std::string> &values);
    void compareSlots(Slots &slots, std::string_view op, int n, std::string_view counter, bool related);
    void havingValueSlots(Slots &slots, const Attribute &attribute, std::string_view op, double value);

    // conditions (renderer_conditions.cpp)
    EnglishCond english(const Cond &cond, const std::vector<std::string> &forms);
    KoreanCond koreanCond(const Cond &cond, const std::vector<std::string> &forms);
    EnglishCond joined(std::vector<EnglishCond> parts, std::string_view op);
    std::optional<std::string> verbPhrase(int e, const std::vector<Cond> &conds);

    // noun phrases (renderer_phrases.cpp)
    NounPhrase nounPhrase(int e, const std::vector<Cond> &conds, std::string_view op = "and",
                          bool bare = false, bool noClause = false);
    NounPhrase superlative(int e, const std::vector<Cond> &conds, Order order, int k, int rank);
    std::string tail(int e, Order order);
    std::string tail(int e, Order first, Order second);
    std::string aggregate(std::string_view function, int e, int a, bool core = false);
    SlotsAndContext group(int e, const std::vector<std::string> &names, Role role, bool bare, bool owns);
    SlotsAndContext groupByPeriod(int e, int a, std::string_view period);
    /// Group names of one entity's own columns.
    SlotsAndContext group(int e, const std::vector<int> &attributes, bool bare);
    const EventVerb *event(const Link &link) const;
    void eventSlots(Slots &slots, Context &context, const EventVerb *event);

private:
    struct Parts
    {
        std::string path;
        Slots slots;
        Context context;
        std::vector<std::vector<std::string>> needed;
    };
    Parts parts(const Cond &cond);
    Parts relationParts(const Cond &cond);
    Parts parentParts(const Cond &cond);
    Parts nestedParts(const Cond &cond, Parts parts);
    void dateParts(const Cond &cond, Parts &parts);
    void flagSlots(Slots &slots, Context &context, const Attribute &attribute, bool on);
    std::string koreanPhrase(int e, const std::vector<Cond> &conds, std::string_view op, bool bare);
    NounPhrase englishPhrase(int e, const std::vector<Cond> &conds, std::string_view op, bool bare,
                             bool noClause);
    KoreanCond joinedKorean(std::vector<KoreanCond> parts, std::string_view op);
    bool holds(const Phrase &phrase, const Context &context) const;
    const Adjective *adjective(const Attribute &attribute, bool descending) const;
    bool speaksForItself(int e, const Attribute &attribute, const Adjective &adjective) const;
    const TimeVerb *timeVerb(int e, const Attribute &attribute) const;

    const Grammar &grammar_;
    const World &world_;
    Lang lang_;
    Register reg_;
    Rng &rng_;
    std::string quoteStyle_;
    bool topicOnly_ = false; ///< the noun phrase is the topic: only sentences that begin with it
    std::shared_ptr<std::map<std::pair<int, int>, std::string>> names_;
    std::shared_ptr<std::map<int, std::string>> nouns_;
    std::shared_ptr<int> unknown_ = std::make_shared<int>(0);
};

/// Openers, closers and slips of the pen; values of `kept` are never touched.
std::string roughen(const Grammar &grammar, Lang lang, Register reg, std::string text,
                    const std::vector<std::string> &kept, Rng &rng);

} // namespace mureum::datasets::synth
