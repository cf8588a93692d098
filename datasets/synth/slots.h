#pragma once
#include "datasets/synth/grammar.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mureum::datasets::synth {

/// A drawn tree or wording that does not work out: draw again. Never leaves the synthesizer.
struct Skip
{
};

/// An English noun phrase in both numbers; in Korean only `plural` is used.
struct NounPhrase
{
    std::string plural;
    std::optional<std::string> singular;
    bool determined = false;
};

struct Slot
{
    NounPhrase text;
    /// Set where the text depends on the form asked for: a Korean predicate (mod, conn, or, ...) or an
    /// English phrase that agrees in number (pl, sg).
    std::function<std::optional<std::string>(std::string_view form)> inflect;
};

/// What a template can be filled with, and the number or ending wanted.
struct Slots
{
    std::map<std::string, Slot, std::less<>> values;
    bool singular = false;       ///< English agreement: {be}, {v:live}
    bool entitySingular = false; ///< {entity|s} stays singular
    std::string form = "mod";    ///< Korean ending

    void set(std::string_view name, std::string text)
    {
        values[std::string(name)] = Slot{{std::move(text), {}, false}, {}};
    }
    void set(std::string_view name, NounPhrase np) { values[std::string(name)] = Slot{std::move(np), {}}; }
    void set(std::string_view name, const char *text) { set(name, std::string(text)); }
    void setInflected(std::string_view name,
                      std::function<std::optional<std::string>(std::string_view)> inflect)
    {
        values[std::string(name)] = Slot{{}, std::move(inflect)};
    }
    /// Predicate {~name}, with words standing before it (값이 높다).
    void setPredicate(std::string_view name, const Forms *forms, std::string lead = {});
    bool has(std::string_view name) const { return values.find(name) != values.end(); }
    void erase(std::string_view name);
    void merge(const Slots &other);
    std::string text(std::string_view name) const;
};

/// nullopt where a slot cannot be filled.
std::optional<std::string> fill(const Grammar &grammar, Lang lang, const std::vector<Token> &tokens,
                                const Slots &slots);

} // namespace mureum::datasets::synth
