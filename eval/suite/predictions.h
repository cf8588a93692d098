#pragma once
#include "datasets/examples/example.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mureum::eval {

/// Reads a prediction for each example of `dataFile`: plain SQL, one per line ("SQL<tab>db_id" as Spider
/// writes it is fine), or JSON lines with "prediction" (a records.jsonl). An empty line is a missing answer.
/// Where the data file has bad lines, their predictions are left out, so that the rest stays paired. Throws
/// datasets::Error where the file cannot be read or the numbers differ.
std::vector<std::string> readPredictions(const std::filesystem::path &file,
                                         const std::filesystem::path &dataFile,
                                         const datasets::ExampleFile &data);

} // namespace mureum::eval
