#pragma once
#include <string_view>

/// The word lists of datasets/linking/data, compiled in.
namespace mureum::datasets::data {

std::string_view thesaurus();
std::string_view stopWords();
std::string_view numbers();
std::string_view particles();
std::string_view values();

} // namespace mureum::datasets::data
