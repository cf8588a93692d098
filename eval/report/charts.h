#pragma once
#include <string>
#include <utility>
#include <vector>

namespace mureum::eval::html {

/// A line of a bar chart.
struct Bar
{
    std::string label;
    double value = -1;                      ///< 0..1; below 0: nothing was measured
    std::pair<double, double> ci95{-1, -1}; ///< a whisker; below 0: none
    double mark = -1;                       ///< a second value, drawn as a diamond; below 0: none
    std::string note;                       ///< at the right
};

/// Horizontal bars as inline SVG, readable by screen readers.
std::string bars(const std::vector<Bar> &lines, const std::string &title);

/// One rate with its interval: a thin line for a tile.
std::string gauge(double value, std::pair<double, double> ci95);

/// Differences with intervals around a zero line; values in -1..1, drawn on a scale that fits them all.
std::string differences(const std::vector<Bar> &lines, const std::string &title);

} // namespace mureum::eval::html
