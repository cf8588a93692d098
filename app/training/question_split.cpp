#include "app/training/question_split.h"

#include "datasets/random.h"
#include "datasets/validate/inspect.h"

#include <algorithm>
#include <map>

namespace mureum::app {

QuestionSplit splitByTemplate(std::vector<datasets::Example> examples, std::size_t wanted, std::uint64_t seed)
{
    std::map<std::string, std::vector<std::size_t>> byTemplate;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        auto key = datasets::queryTemplate(examples[i].query);
        byTemplate[examples[i].databaseId + '\n' + (key.empty() ? examples[i].query : key)].push_back(i);
    }
    std::vector<const std::vector<std::size_t> *> templates;
    for (const auto &[key, members] : byTemplate)
        templates.push_back(&members);
    datasets::SplitMix64 dice(seed);
    for (std::size_t i = templates.size(); i > 1; --i)
        std::swap(templates[i - 1], templates[dice.next() % i]);
    std::vector<bool> heldOut(examples.size());
    std::size_t held = 0;
    for (const auto *members : templates) {
        if (held >= wanted)
            break;
        if (held + members->size() > wanted + wanted / 4 + 1)
            continue; // a template of many questions would be most of the validation
        for (const std::size_t i : *members)
            heldOut[i] = true;
        held += members->size();
    }
    QuestionSplit split;
    for (std::size_t i = 0; i < examples.size(); ++i)
        (heldOut[i] ? split.validation : split.training).push_back(std::move(examples[i]));
    return split;
}

std::vector<datasets::TrainingGroup> groupByDatabase(const std::vector<datasets::Example> &examples,
                                                     const std::filesystem::path &databases)
{
    std::map<std::string, datasets::TrainingGroup> groups;
    for (const auto &example : examples) {
        auto &group = groups[example.databaseId];
        if (group.id.empty()) {
            group.id = example.databaseId;
            group.file = datasets::databaseFile(databases, group.id);
        }
        group.questions.push_back({example.question, example.query});
    }
    std::vector<datasets::TrainingGroup> all;
    for (auto &[id, group] : groups)
        all.push_back(std::move(group));
    return all;
}

} // namespace mureum::app
