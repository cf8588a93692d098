#pragma once
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace mureum::ui {

/// What a quantization cost: report.json of its run. docs/formats.md describes the document.
struct QuantizationReport
{
    struct Footprint
    {
        double loadSeconds = 0, prefill = 0, decode = 0; ///< tokens/s
        qint64 peakBytes = 0;
    };
    struct Drift
    {
        qint64 positions = 0;
        double perplexityBefore = 0, perplexityAfter = 0, meanKl = 0, sameTop = 0;
    };
    struct Ex
    {
        double before = 0, after = 0, difference = 0, low = 0, high = 0, pValue = 1;
        qint64 fixed = 0, broken = 0, count = 0;
    };
    struct Flip
    {
        QString database, question, query; ///< the right answer
        bool fixed = false;
        QString before, after;
    };
    struct Tensor
    {
        QString name, scheme, type;
        double bits = 0, outputError = -1, roundingError = -1; ///< negative: not computed
    };

    QString model, out, scheme;
    int bits = 0;
    qint64 bytesBefore = 0, bytesAfter = 0;
    std::optional<Footprint> speedBefore, speedAfter; ///< both or none
    std::optional<Drift> answers, prompts, text;
    std::optional<Ex> ex;
    QList<Flip> flips;
    QString verdict; ///< keep, unsure, discard; empty: nothing was measured
    QList<Tensor> tensors;
    QStringList warnings;
    double seconds = 0;

    /// Nothing where it is no such document.
    static std::optional<QuantizationReport> read(const QByteArray &json);
    /// The verdict and why, in the user's language.
    QString recommendation() const;
    QString verdictText() const; ///< in a few words
};

} // namespace mureum::ui
