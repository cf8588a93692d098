#pragma once
#include "eval/answer/asker.h"
#include "eval/suite/evaluation.h"

#include <filesystem>

namespace mureum::eval {

/// The local model as evaluations ask it, one database open at a time.
class LocalAnswerer final : public Answerer
{
public:
    /// `description`: what config.json says beside the options. The asker has to outlive this.
    LocalAnswerer(Asker &asker, const AskOptions &options, nlohmann::ordered_json description);

    nlohmann::ordered_json description() const override { return description_; }
    Answer answer(const std::filesystem::path &database, const std::string &question,
                  std::stop_token stop) override;

private:
    Asker &asker_;
    const AskOptions options_;
    nlohmann::ordered_json description_;
    std::filesystem::path open_;
};

} // namespace mureum::eval
