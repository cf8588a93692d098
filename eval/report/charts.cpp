#include "eval/report/charts.h"

#include "eval/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mureum::eval::html {

namespace {

// In the units of the drawing, which is scaled to the width of its card.
constexpr int width = 480, labelWidth = 172, noteWidth = 96, lineHeight = 26;
constexpr int plotWidth = width - labelWidth - noteWidth;

/// Wide letters (Hangul, Han, kana) count twice.
std::string shortened(const std::string &label)
{
    constexpr int most = 24;
    int columns = 0;
    for (std::size_t i = 0; i < label.size();) {
        const auto lead = static_cast<unsigned char>(label[i]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        columns += bytes >= 3 ? 2 : 1;
        if (columns > most)
            return label.substr(0, i) + "…";
        i += bytes;
    }
    return label;
}

std::string open(int height, const std::string &title)
{
    return fmt::format("<svg viewBox=\"0 0 {} {}\" width=\"100%\" role=\"img\" aria-label=\"{}\">\n", width,
                       height, escape(title));
}

std::string label(const Bar &line, int y)
{
    return fmt::format("<text x=\"0\" y=\"{}\">{}<title>{}</title></text>\n", y + 17,
                       escape(shortened(line.label)), escape(line.label));
}

std::string note(const Bar &line, int y)
{
    return fmt::format("<text class=\"note\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n", width,
                       y + 17, escape(line.note));
}

std::string whisker(double from, double to, int y)
{
    return fmt::format(
        "<path class=\"whisker\" fill=\"none\" d=\"M{0:.1f} {2}v8M{0:.1f} {3}H{1:.1f}M{1:.1f} {2}v8\"/>\n",
        from, to, y + 9, y + 13);
}

} // namespace

std::string bars(const std::vector<Bar> &lines, const std::string &title)
{
    std::string out = open(static_cast<int>(lines.size()) * lineHeight, title);
    int y = 0;
    const auto at = [](double value) { return labelWidth + value * plotWidth; };
    for (const Bar &line : lines) {
        out += label(line, y);
        out += fmt::format("<rect class=\"track\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"3\"/>\n",
                           labelWidth, y + 6, plotWidth);
        if (line.value > 0)
            out += fmt::format(
                "<rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"14\" rx=\"3\"/>\n",
                labelWidth, y + 6, line.value * plotWidth);
        if (line.ci95.first >= 0)
            out += whisker(at(line.ci95.first), at(line.ci95.second), y);
        if (line.mark >= 0)
            out += fmt::format("<path class=\"mark\" d=\"M{:.1f} {}l5 6l-5 6l-5 -6z\"/>\n", at(line.mark),
                               y + 7);
        out += note(line, y);
        y += lineHeight;
    }
    return out + "</svg>\n";
}

std::string gauge(double value, std::pair<double, double> ci95)
{
    std::string out = "<svg viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                      "<rect class=\"track\" y=\"2\" width=\"200\" height=\"6\" rx=\"3\"/>";
    if (value > 0)
        out +=
            fmt::format("<rect class=\"bar\" y=\"2\" width=\"{:.1f}\" height=\"6\" rx=\"3\"/>", value * 200);
    if (ci95.first >= 0)
        out += fmt::format("<path class=\"whisker\" d=\"M{0:.1f} 5H{1:.1f}M{0:.1f} 1v8M{1:.1f} 1v8\"/>",
                           ci95.first * 200, ci95.second * 200);
    return out + "</svg>\n";
}

std::string differences(const std::vector<Bar> &lines, const std::string &title)
{
    double most = 0.01;
    for (const Bar &line : lines)
        most = std::max({most, std::fabs(line.ci95.first), std::fabs(line.ci95.second)});
    const auto at = [&](double value) { return labelWidth + (value / most + 1) / 2 * plotWidth; };
    const int height = static_cast<int>(lines.size()) * lineHeight;
    std::string out = open(height, title);
    out += fmt::format("<path class=\"grid\" d=\"M{:.1f} 0V{}\"/>\n", at(0), height);
    int y = 0;
    for (const Bar &line : lines) {
        out += label(line, y);
        out += fmt::format(
            "<rect class=\"{}\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"14\" rx=\"2\"/>\n",
            line.value < 0 ? "bad" : "good", at(std::min(0.0, line.value)), y + 6,
            std::fabs(at(line.value) - at(0)));
        out += whisker(at(line.ci95.first), at(line.ci95.second), y);
        out += note(line, y);
        y += lineHeight;
    }
    return out + "</svg>\n";
}

} // namespace mureum::eval::html
