#pragma once
#include <QString>

class QJsonObject;

namespace mureum::ui {

/// A share of examples with its 95% interval (Wilson).
struct Rate
{
    double value = 0, low = 0, high = 1; ///< 0..1
    qint64 right = 0, count = 0;         ///< right -1: only the rate is known
    bool known() const { return count > 0; }
    static Rate of(qint64 right, qint64 count);
    /// EX of a summary.json, or of a summary inside another file; not known() where it has none.
    static Rate exOf(const QJsonObject &summary);
};
/// "83.3%" in the language's digits; a dash where nothing was measured.
QString percentText(const Rate &rate);
/// "72.0% – 90.9%"; empty where nothing was measured.
QString intervalText(const Rate &rate);

} // namespace mureum::ui
