#include "ui/quantization/wizard/quantization_forecast.h"

#include "ui/quantization/scheme.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mureum::ui {

const QuantizationForecast::Scheme *QuantizationForecast::find(const QString &scheme, int bits) const
{
    for (const Scheme &one : schemes)
        if (one.scheme == scheme && (!isGrouped(scheme) || one.bits == bits))
            return &one;
    return nullptr;
}

std::optional<QuantizationForecast> QuantizationForecast::read(const QByteArray &json)
{
    const QJsonObject all = QJsonDocument::fromJson(json).object(),
                      model = all.value(QLatin1String("model")).toObject();
    if (!all.value(QLatin1String("schemes")).isArray() || !model.value(QLatin1String("bytes")).isDouble())
        return std::nullopt;
    QuantizationForecast forecast;
    forecast.modelName = model.value(QLatin1String("name")).toString();
    forecast.modelFile = model.value(QLatin1String("file")).toString();
    forecast.modelType = model.value(QLatin1String("type")).toString();
    forecast.parameters = model.value(QLatin1String("parameters")).toInteger();
    forecast.bytes = model.value(QLatin1String("bytes")).toInteger();
    forecast.memory = model.value(QLatin1String("memory_bytes")).toInteger();
    forecast.bitsPerWeight = model.value(QLatin1String("bits_per_weight")).toDouble();
    for (const QJsonValue &value : all.value(QLatin1String("schemes")).toArray()) {
        const QJsonObject one = value.toObject();
        Scheme scheme;
        scheme.scheme = one.value(QLatin1String("scheme")).toString();
        scheme.bits = one.value(QLatin1String("bits")).toInt();
        scheme.bytes = one.value(QLatin1String("bytes")).toInteger();
        scheme.memory = one.value(QLatin1String("memory_bytes")).toInteger();
        scheme.bitsPerWeight = one.value(QLatin1String("bits_per_weight")).toDouble();
        scheme.calibrated = one.value(QLatin1String("needs_calibration")).toBool();
        scheme.error = one.value(QLatin1String("error")).toString();
        forecast.schemes.push_back(std::move(scheme));
    }
    return forecast;
}

} // namespace mureum::ui
