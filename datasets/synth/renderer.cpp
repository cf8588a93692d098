#include "datasets/synth/renderer.h"

#include "datasets/synth/morphology.h"

#include <algorithm>

namespace mureum::datasets::synth {

void Context::merge(const Context &other)
{
    for (const auto &[key, value] : other.facts)
        facts[key] = value;
    if (!other.phrases.empty())
        phrases = other.phrases;
    aggregate = aggregate || other.aggregate;
}

Renderer::Renderer(const Grammar &grammar, const World &world, Lang lang, Register reg, Rng &rng)
    : grammar_(grammar), world_(world), lang_(lang), reg_(reg), rng_(rng),
      names_(std::make_shared<std::map<std::pair<int, int>, std::string>>()),
      nouns_(std::make_shared<std::map<int, std::string>>())
{
    const auto &styles = grammar_.quotes[static_cast<std::size_t>(lang)];
    std::vector<double> weights;
    for (const auto &style : styles)
        weights.push_back(style.second);
    quoteStyle_ = styles[rng_.weighted(weights)].first;
}

Renderer Renderer::as(Register reg) const
{
    Renderer other(*this);
    other.reg_ = reg;
    return other;
}

Renderer Renderer::nominal() const
{
    return korean() && (terse() || title()) ? as(Register::Terse) : *this;
}

bool Renderer::holds(const Phrase &phrase, const Context &context) const
{
    for (const Need &need : phrase.when) {
        if (need.key == "match") {
            bool found = false;
            for (const std::string &p : context.phrases)
                for (const std::string &word : need.values)
                    found = found || (" " + p + " ").find(word) != std::string::npos;
            if (!found)
                return false;
            continue;
        }
        auto it = context.facts.find(need.key);
        if (it == context.facts.end())
            return false;
        bool any = std::find(need.values.begin(), need.values.end(), it->second) != need.values.end();
        // a count is a measure where it is added up
        if (!any && need.key == "role" && context.aggregate && it->second == "count" &&
            need.values.size() == 1 && need.values[0] == "measure")
            any = true;
        if (!any)
            return false;
    }
    return true;
}

Picked Renderer::pick(std::string_view path, const Slots &slots, const Context &context,
                      const PickOptions &options)
{
    const std::vector<Phrase> &phrases = grammar_.section(lang_, path);
    std::vector<const Phrase *> candidates;
    std::vector<double> weights;
    for (const Phrase &phrase : phrases) {
        if (options.core && !phrase.core)
            continue;
        if (options.sentence && topicOnly_ && !phrase.startsWithSlot("np"))
            continue;
        if (!options.forms.empty() &&
            std::find(options.forms.begin(), options.forms.end(), phrase.form) == options.forms.end())
            continue;
        double weight =
            options.sentence ? (phrase.reg == reg_ ? 1 : 0) : grammar_.compatibility(lang_, reg_, phrase.reg);
        if (weight <= 0 || !holds(phrase, context))
            continue;
        bool complete = std::all_of(options.needed.begin(), options.needed.end(), [&](const auto &any) {
            return std::any_of(any.begin(), any.end(),
                               [&](const std::string &name) { return phrase.hasSlot(name); });
        });
        if (!complete)
            continue;
        candidates.push_back(&phrase);
        weights.push_back(weight * phrase.weight);
    }
    while (!candidates.empty()) {
        std::size_t i = rng_.weighted(weights);
        if (std::optional<std::string> text = fill(grammar_, lang_, candidates[i]->tokens, slots))
            return {candidates[i], std::move(*text)};
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(i));
        weights.erase(weights.begin() + static_cast<std::ptrdiff_t>(i));
    }
    throw Skip();
}

std::string Renderer::say(std::string_view path, const Slots &slots, const Context &context,
                          const PickOptions &options)
{
    return pick(path, slots, context, options).text;
}

std::string Renderer::sentence(std::string_view path, Slots slots, Context context,
                               std::vector<std::vector<std::string>> needed)
{
    if (korean()) {
        std::string np = slots.text("np");
        bool all = np.find("모든") != std::string::npos || np.find("전체") != std::string::npos ||
                   np.find("전부") != std::string::npos;
        context.set("noall", !all);
    }
    PickOptions options;
    options.sentence = true;
    options.needed = std::move(needed);
    return say(path, slots, context, options);
}

} // namespace mureum::datasets::synth
