#include "eval/suite/judgement.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace mureum::eval {

Judgements readJudgements(const std::filesystem::path &file)
{
    Judgements judgements;
    std::ifstream in(file, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
        const auto object = nlohmann::json::parse(line, nullptr, false);
        if (!object.is_object())
            continue;
        try {
            Judgement judgement;
            const auto verdict = object.find("verdict");
            if (verdict != object.end() && verdict->is_string())
                judgement.yes = verdict->get<std::string>() == "yes";
            const auto error = object.find("error");
            if (error != object.end() && error->is_string())
                judgement.error = error->get<std::string>();
            judgement.promptTokens = object.value("prompt_tokens", 0);
            judgement.completionTokens = object.value("completion_tokens", 0);
            judgements[object.at("index").get<std::size_t>()] = std::move(judgement);
        } catch (const nlohmann::json::exception &) {
            continue;
        }
    }
    return judgements;
}

} // namespace mureum::eval
