#pragma once
#include "ui/jobs/plan_asker.h"

#include <optional>
#include <vector>

namespace mureum::ui {

/// What `mureum-cli quantize --plan --json` says of a model. docs/formats.md describes the document.
struct QuantizationForecast
{
    struct Scheme
    {
        QString scheme;
        int bits = 0;
        qint64 bytes = 0, memory = 0;
        double bitsPerWeight = 0;
        bool calibrated = false;
        QString error; ///< why it does not suit the model; the rest is unknown then

        bool usable() const { return error.isEmpty(); }
    };

    QString modelName, modelFile, modelType;
    qint64 parameters = 0, bytes = 0, memory = 0;
    double bitsPerWeight = 0;
    std::vector<Scheme> schemes;

    /// Null where there is none.
    const Scheme *find(const QString &scheme, int bits) const;
    /// Nothing where it is no such document.
    static std::optional<QuantizationForecast> read(const QByteArray &json);
};

class QuantizationForecaster : public PlanAsker
{
    Q_OBJECT
public:
    using PlanAsker::PlanAsker;

    /// Of the last request; while busy the former answer, for pages not to flicker.
    const QuantizationForecast *forecast() const { return forecast_ ? &*forecast_ : nullptr; }

protected:
    bool read(const QByteArray &json) override
    {
        forecast_ = QuantizationForecast::read(json);
        return forecast_.has_value();
    }
    void forget() override { forecast_.reset(); }

private:
    std::optional<QuantizationForecast> forecast_;
};

} // namespace mureum::ui
