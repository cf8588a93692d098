#pragma once
#include "datasets/prompt/prompt.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace mureum::datasets {

/// Questions of one database, from any of the kinds of training file.
struct TrainingGroup {
    std::string id;
    std::filesystem::path file; ///< empty where the schema comes from DDL or a column list
    std::shared_ptr<const PromptDatabase> database; ///< of pseudo databases; of files once opened
    struct Question {
        std::string text;
        std::string query;
    };
    std::vector<Question> questions;
};

/// How a training file is laid out.
enum class TrainingLayout {
    Database, ///< {"db_id", "question", "question_*"..., "query"}: every question_* is another wording
    Columns,  ///< WikiSQL as in the data folder: {"table_id", "columns", "question", "query"}
    Context   ///< {"context": DDL, "question", "query"}
};

struct TrainingSource {
    std::filesystem::path examples;
    std::filesystem::path databases; ///< Database layout only
    TrainingLayout layout = TrainingLayout::Database;
    double weight = 1;               ///< share of the branches drawn from this source
    std::string language;            ///< "ko" or "en": only wordings in it; empty: all
    std::set<std::string> exclude;   ///< database ids held out
    std::set<std::string> only;      ///< where not empty, just these
};

/// Groups of one source. Databases that are missing are left out and named in `missing`.
/// Throws Error where the examples cannot be read.
std::vector<TrainingGroup> loadTrainingGroups(const TrainingSource &source, std::vector<std::string> &missing);

/// A schema prompt with some of its questions and their answers.
struct TrainingSample {
    std::string schemaText;
    struct Branch {
        std::string questionText;
        std::vector<int> answer; ///< symbols, symEnd last
        const TrainingGroup::Question *question = nullptr;
    };
    std::vector<Branch> branches;
};

/// Schema and questions as a prompt, the questions in their order; those that cannot be encoded are left out. Pure in
/// its arguments. Thread-safe but for the group's database, which is opened where it is not yet.
TrainingSample encodeQuestions(TrainingGroup &group, const std::vector<const TrainingGroup::Question *> &questions,
                               const PromptOptions &options = {});

/// How names get their slots.
enum class Dealing {
    Shuffled, ///< anew for every sample: a model must read the schema, and serves any
    AsAsked   ///< as in every prompt about this database: a model may learn the schema by heart
};

/// Draws `count` questions of a group (with replacement over batches) under one dealing of slots. Questions that
/// cannot be encoded are left out, so fewer may come. Pure in its arguments. Thread-safe.
TrainingSample drawSample(TrainingGroup &group, int count, std::uint64_t seed, Dealing dealing = Dealing::Shuffled);

} // namespace mureum::datasets
