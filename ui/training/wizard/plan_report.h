#pragma once
#include "ui/training/wizard/training_plan.h"

#include <QMap>

#include <optional>
#include <vector>

namespace mureum::ui {

/// What `mureum-cli finetune|adapt --plan --json` says would happen. docs/formats.md describes the document.
struct PlanReport
{
    struct LeftOut
    {
        QString reason;
        qint64 count = 0, firstLine = 0; ///< line 0: none
    };
    struct Sample
    {
        QString database, question, query, language;
    };
    struct Histogram
    {
        qint64 width = 0; ///< tokens
        std::vector<qint64> counts;
    };
    /// Bytes.
    struct Memory
    {
        qint64 parameters = 0, frozen = 0, gradients = 0, moments = 0, activations = 0, kv = 0, program = 0;
        qint64 spilled = 0; ///< on disk, not part of the total
        qint64 total = 0;
    };
    struct Proposal
    {
        QStringList changes; ///< in words
        QStringList arguments;
        Memory memory;
    };

    qint64 questions = 0, validation = 0, databases = 0;
    QMap<QString, qint64> languages; ///< code to questions to learn
    std::vector<LeftOut> leftOut;
    std::vector<Sample> sample;
    qint64 context = 0, longest = 0; ///< tokens
    /// Questions looked at for their lengths, and of those what is longer than the context, and what has SQL
    /// that the model's language cannot say. Both are left out of the training.
    qint64 counted = 0, tooLong = 0, unusable = 0;
    Histogram prompt, answer;
    QString modelName, modelFile;
    qint64 modelParameters = 0, trainedParameters = 0;
    Memory memory;
    qint64 available = 0; ///< bytes
    bool fits = true;
    std::optional<Proposal> proposal;
    qint64 steps = 0, tokensPerStep = 0;
    double seconds = 0, tokensPerSecond = 0;

    /// Nothing where it is no such document.
    static std::optional<PlanReport> read(const QByteArray &json);
};

} // namespace mureum::ui
