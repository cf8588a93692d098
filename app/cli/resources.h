#pragma once
#include <filesystem>
#include <string>

namespace mureum::app {

/// Where the running program lies.
std::filesystem::path programFolder();

/// The model to use: `given`, or else the one $MUREUM_MODEL names, or else the bundled one: the first *.gguf
/// by name in resources/model of the source tree the program was built in, then in share/mureum/model beside
/// the program's bin, then in /usr/share/mureum/model. Throws UsageError where the file is not there, saying
/// where it was sought.
std::filesystem::path findModel(const std::string &given);

/// A folder or file of the installed resources: `inSourceTree` below the source tree the program was built
/// in, `installed` below share/mureum beside the program's bin or below /usr/share/mureum, or, where
/// $MUREUM_RESOURCES is set, either of them below that folder. Throws UsageError where it is not there,
/// saying where it was sought.
std::filesystem::path findResource(const std::filesystem::path &inSourceTree,
                                   const std::filesystem::path &installed);

} // namespace mureum::app
