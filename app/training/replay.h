#pragma once
#include "datasets/training/training_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mureum::app {

/// People's questions about other databases, to be mixed in while a model adapts to one: generated questions
/// are more regular than people's, and a model that sees nothing else forgets how people ask.
///
/// `folder`: questions.jsonl (every question_* field another wording) and a NAME.sql for each of its
/// databases, as in resources/replay. The databases are built in `work` where they are not there yet.
/// `without`: a database id to leave out. Throws datasets::Error.
std::vector<datasets::TrainingGroup> replayGroups(const std::filesystem::path &folder,
                                                  const std::filesystem::path &work,
                                                  const std::string &without);

} // namespace mureum::app
