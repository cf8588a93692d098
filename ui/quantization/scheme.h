#pragma once
#include <QString>

#include <vector>

namespace mureum::ui {

/// What people should know of a way to quantize.
struct SchemeWords
{
    QString name;   ///< "GPTQ, 4 bits"
    QString losses; ///< "hardly any", ...
    QString text;   ///< what it does, in a line
};

/// `bits`: of schemes that come in several widths (absmax, zeropoint, gptq, awq).
SchemeWords wordsOf(const QString &scheme, int bits);
/// Schemes in the order of how little they lose, 0 first; unknown ones last.
int lossRank(const QString &scheme, int bits);
/// Whether it comes in several widths, in groups of columns.
bool isGrouped(const QString &scheme);
/// Whether it looks at questions first.
bool isCalibrated(const QString &scheme);
/// Whether other programs read its files.
bool isCommon(const QString &scheme);

} // namespace mureum::ui
