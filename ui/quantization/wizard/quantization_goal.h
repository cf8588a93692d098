#pragma once
#include "ui/quantization/wizard/quantization_forecast.h"

namespace mureum::ui {

/// What a model is made smaller for.
struct QuantizationGoal
{
    enum class Kind { Smallest, Balanced, Closest, FileSize, Memory };
    Kind kind = Kind::Balanced;
    qint64 limit = 0; ///< bytes, of FileSize and Memory
};

struct Recommendation
{
    int scheme = -1; ///< of the forecast; -1: none suits the model
    bool met = true; ///< false: nothing stays within the limit
    QString why;     ///< in words
};

/// The scheme for a goal: the one that loses least of those that meet it.
Recommendation recommend(const QuantizationForecast &forecast, const QuantizationGoal &goal);

} // namespace mureum::ui
