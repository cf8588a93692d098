#pragma once
#include "ui/jobs/job_command.h"

#include <optional>
#include <vector>

namespace mureum::ui {

/// What is to be learned and how, as the wizard has it. Words (method, tuning, preset) are those of the
/// command line; what is absent is left to the program.
struct TrainingPlan
{
    enum class Kind {
        Adapt,   ///< to one database, with generated questions
        Finetune ///< on questions the user has
    };

    QString title; ///< of the run; not part of the command
    Kind kind = Kind::Adapt;
    QString model; ///< file; empty: the bundled one

    // Adapt
    QString database;
    int count = 3000;  ///< questions to generate
    int heldOut = 120; ///< of them to judge by
    QStringList languages = {QStringLiteral("ko"), QStringLiteral("en")};
    QStringList verified; ///< files of pairs people have verified
    QString history;      ///< file of questions asked before; empty: none

    // Finetune
    QString data, databases;
    QString validation;           ///< file; empty: a share of the data
    double validationShare = 0.1; ///< counts where `validation` is empty
    QString pairs;                ///< dpo; empty: made of the model's own answers

    QString method = QStringLiteral("sft");  ///< sft, rejection, dpo, distill; Adapt: sft, distill
    QString teacherEndpoint, teacherModel;   ///< distill
    QString tuning = QStringLiteral("lora"); ///< lora, qlora, full
    QString preset = QStringLiteral("balanced");

    // Advanced
    std::optional<int> rank, steps, batchTokens, accumulation, evaluateEvery, patience, checkpointEvery,
        memory, samples, candidates, seed, threads;
    std::optional<double> alpha, dropout, learningRate, beta;
    bool rslora = false, checkpointing = false;
    bool spill = false;  ///< the optimizer's moments in a file of the run directory
    QStringList targets; ///< layers; empty: all
    QStringList more;    ///< arguments that have no field here ("--device", "cpu"), kept as they are

    bool operator==(const TrainingPlan &) const = default;
};

/// A number of the plan that the command line names.
struct IntegerOption
{
    const char *option;
    std::optional<int> TrainingPlan::*field;
};
struct RealOption
{
    const char *option;
    std::optional<double> TrainingPlan::*field;
};
const std::vector<IntegerOption> &integerOptions();
const std::vector<RealOption> &realOptions();

/// Without what its kind and its method do not use.
TrainingPlan normalized(TrainingPlan plan);

/// The call that trains into `runDirectory`. Secrets are not part of it.
JobCommand commandOf(const TrainingPlan &plan, const QString &program, const QString &runDirectory);
/// The call that only says what would happen: one JSON document, nothing is written.
JobCommand planCommandOf(const TrainingPlan &plan, const QString &program, const QString &runDirectory);
/// What a command of ours trains: planOf(commandOf(p)) is normalized(p), but for the title.
TrainingPlan planOf(const JobCommand &command);
/// The plan with `arguments` of the command line over it, as a proposal of the program gives them.
TrainingPlan withArguments(TrainingPlan plan, const QStringList &arguments);

} // namespace mureum::ui
