#pragma once
#include <QString>

#include <vector>

namespace mureum::ui {

/// What is said of a job before it starts.
struct Finding
{
    bool error = false; ///< blocks the start; else a warning
    QString text;
    bool operator==(const Finding &) const = default;
};

/// There is no mureum-cli to run.
Finding programFinding();
/// Of a server that a job would ask: its address, its model, whether a key is at hand. Quick.
std::vector<Finding> checkServer(const QString &endpoint, const QString &model, bool hasKey);

} // namespace mureum::ui
