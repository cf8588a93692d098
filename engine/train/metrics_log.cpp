#include "engine/train/metrics_log.h"

#include "engine/core/error.h"

#include <nlohmann/json.hpp>

namespace mureum::engine {

MetricsLog::MetricsLog(std::filesystem::path path, int64_t step) : path_(std::move(path))
{
    std::string kept;
    bool dropped = false;
    if (std::ifstream old(path_); old) {
        std::string line;
        while (std::getline(old, line)) {
            const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
            if (json.is_object() && json.contains("step") && json["step"].is_number_integer() &&
                json["step"].get<int64_t>() <= step)
                kept += line + "\n";
            else
                dropped = true;
        }
    }
    if (dropped) {
        std::filesystem::path temporary = path_;
        temporary += ".tmp";
        std::ofstream out(temporary, std::ios::trunc);
        out << kept;
        out.close();
        if (!out)
            throw Error("metrics " + temporary.string() + ": cannot write; check space and permissions");
        std::filesystem::rename(temporary, path_);
    }
    file_.open(path_, std::ios::app);
    if (!file_)
        throw Error("metrics " + path_.string() +
                    ": cannot open for writing; check the folder's permissions");
}

void MetricsLog::append(const TrainMetrics &metrics)
{
    const nlohmann::json json = {{"step", metrics.step},
                                 {"steps", metrics.steps},
                                 {"loss", metrics.loss},
                                 {"learning_rate", metrics.learningRate},
                                 {"grad_norm", metrics.gradNorm},
                                 {"tokens_per_second", metrics.tokensPerSecond},
                                 {"tokens", metrics.tokens},
                                 {"target_tokens", metrics.targetTokens},
                                 {"seconds_left", metrics.secondsLeft}};
    write(json.dump());
}

void MetricsLog::append(const TrainEvaluation &evaluation)
{
    const nlohmann::json json = {{"step", evaluation.step},
                                 {"score", evaluation.score},
                                 {"best_score", evaluation.bestScore},
                                 {"best_step", evaluation.bestStep}};
    write(json.dump());
}

void MetricsLog::write(const std::string &line)
{
    file_ << line << '\n' << std::flush;
    if (!file_)
        throw Error("metrics " + path_.string() + ": cannot write; check the free space");
}

} // namespace mureum::engine
