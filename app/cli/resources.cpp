#include "app/cli/resources.h"

#include "app/cli/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace mureum::app {

namespace fs = std::filesystem;

namespace {

const fs::path systemFolder = "/usr/share/mureum";

/// build/<preset>/bin/mureum-cli lies three levels below the source tree.
fs::path sourceTree()
{
    return programFolder().parent_path().parent_path().parent_path();
}

fs::path installedFolder()
{
    return programFolder().parent_path() / "share" / "mureum";
}

fs::path firstModel(const fs::path &folder)
{
    std::vector<fs::path> models;
    std::error_code code;
    for (const auto &entry : fs::directory_iterator(folder, code))
        if (entry.path().extension() == ".gguf")
            models.push_back(entry.path());
    return models.empty() ? fs::path() : *std::min_element(models.begin(), models.end());
}

fs::path existing(const fs::path &file, const char *source)
{
    std::error_code code;
    if (!fs::exists(file, code))
        throw UsageError(fmt::format("model: {}{} does not exist: check the path", file.string(), source));
    return file;
}

} // namespace

fs::path programFolder()
{
    std::error_code code;
    return fs::read_symlink("/proc/self/exe", code).parent_path();
}

fs::path findModel(const std::string &given)
{
    if (!given.empty())
        return existing(given, "");
    if (const char *variable = std::getenv("MUREUM_MODEL"); variable && *variable)
        return existing(variable, " (from MUREUM_MODEL)");
    const std::vector<fs::path> folders = {sourceTree() / "resources" / "model", installedFolder() / "model",
                                           systemFolder / "model"};
    for (const fs::path &folder : folders)
        if (const fs::path model = firstModel(folder); !model.empty())
            return model;
    throw UsageError(fmt::format("model: no *.gguf in {}, {} or {}: give one with --model",
                                 folders[0].string(), folders[1].string(), folders[2].string()));
}

fs::path findResource(const fs::path &inSourceTree, const fs::path &installed)
{
    std::vector<fs::path> places = {sourceTree() / inSourceTree, installedFolder() / installed,
                                    systemFolder / installed};
    if (const char *variable = std::getenv("MUREUM_RESOURCES"); variable && *variable)
        places = {fs::path(variable) / inSourceTree, fs::path(variable) / installed};
    for (const fs::path &place : places) {
        std::error_code code;
        if (fs::exists(place, code))
            return place;
    }
    std::string sought;
    for (const fs::path &place : places)
        sought += (sought.empty() ? "" : ", ") + place.string();
    throw UsageError(fmt::format(
        "resources: none of {} exists: install the program again, or set MUREUM_RESOURCES", sought));
}

} // namespace mureum::app
