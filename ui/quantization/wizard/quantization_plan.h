#pragma once
#include "ui/jobs/job_command.h"

#include <optional>

namespace mureum::ui {

/// A model to make smaller and how, as the wizard has it. Words are those of the command line; what is absent
/// is left to the program.
struct QuantizationPlan
{
    QString title; ///< of the run; not part of the command
    QString model; ///< file; empty: the bundled one
    QString scheme = QStringLiteral("q8_0");
    int bits = 4;                             ///< of schemes that come in several widths
    int group = 0;                            ///< of the same; 0: the most columns that fit
    bool symmetric = false, actOrder = false; ///< gptq
    std::optional<double> damping;            ///< gptq
    bool plainScales = false;                 ///< nf4: scales are not quantized again
    QString embeddings = QStringLiteral("auto"), head = QStringLiteral("auto");
    QStringList overrides; ///< PATTERN=SCHEME[:bits[:group]]

    QString calibration; ///< file of questions or of text; empty: sample questions
    QString evaluation;  ///< file of questions; empty: sample questions
    QString databases;   ///< folder, of both files of questions
    QString text;        ///< file to measure on, too; empty: none
    bool measure = true, speed = true;
    std::optional<int> calibrationTokens, limit, candidates, seed, threads;
    QStringList more; ///< arguments that have no field here, kept as they are

    bool operator==(const QuantizationPlan &) const = default;
};

/// A file of questions, not of text.
bool holdsQuestions(const QString &file);
/// Whether some of its layers are made by looking at questions.
bool isCalibrated(const QuantizationPlan &plan);
/// Without what its scheme does not use.
QuantizationPlan normalized(QuantizationPlan plan);

/// The file that a run in `directory` writes, and the folder of what it measures there.
QString quantizedFile(const QuantizationPlan &plan, const QString &directory);
QString reportFolder(const QString &directory);

/// The call that quantizes into `directory`.
JobCommand commandOf(const QuantizationPlan &plan, const QString &program, const QString &directory);
/// The call that only says how large every scheme would make the model; nothing is written.
JobCommand forecastCommandOf(const QuantizationPlan &plan, const QString &program);
/// What a command of ours makes: planOf(commandOf(p)) is normalized(p), but for the title.
QuantizationPlan quantizationPlanOf(const JobCommand &command);

} // namespace mureum::ui
