#pragma once
#include "ui/jobs/job_process.h"
#include "ui/jobs/rate.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonObject>

namespace mureum::ui {

/// What the table of fine-tunings knows of a run, from its small files: config.json, report.json, job.json.
struct TrainingInfo
{
    enum class Phase { None, Preparing, Before, Sampling, Training, After };

    QString title;
    QString model, modelFile; ///< name to show, and the file
    QString data;             ///< the database it is adapted to, or the file of questions
    bool adapts = false;      ///< data is a database
    QString databases;        ///< folder of the validation questions' databases
    QString method, tuning;
    qint64 step = 0, steps = -1; ///< -1: unknown
    Rate before, after;          ///< EX on the validation questions
    double bestEx = -1;          ///< of the evaluations during training; negative: none yet
    qint64 bestStep = 0;
    QDateTime date;          ///< of its start
    bool hasAdapter = false; ///< the folder holds one
    QJsonObject config;

    Phase phase = Phase::None; ///< of a running job
    qint64 phaseDone = 0, phaseTotal = 0;
    double secondsLeft = -1; ///< negative where unknown

    double fraction() const; ///< 0..1 over all phases

    Q_DECLARE_TR_FUNCTIONS(mureum::ui::TrainingInfo)
};
TrainingInfo readTrainingInfo(const JobProcess &job);
/// Brings it up to what a running job said last.
void followTraining(TrainingInfo &info, const JobProcess &job);

/// "training, 40 of 100", "measuring before"; of a job that does not run its state.
QString phaseText(const TrainingInfo &info, const JobProcess &job);
/// "learns answers", "DPO", ...: the method for people, with the tuning where it is not LoRA.
QString methodText(const TrainingInfo &info);

} // namespace mureum::ui
