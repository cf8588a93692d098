#pragma once
#include "ui/jobs/job_process.h"
#include "ui/quantization/quantization_report.h"

#include <QCoreApplication>
#include <QDateTime>

#include <array>

namespace mureum::ui {

/// What is known of one quantization, from its small files and, while it runs, from what it says.
struct QuantizationInfo
{
    enum Phase { Quantizing, Speed, Scores, Before, After, phases };
    enum { Preparing = -1, Idle = -2 };

    QString title;
    QString model, modelFile; ///< name to show, and the file
    QString scheme;           ///< for people
    QString out;              ///< the file it writes
    bool hasFile = false;     ///< it is there
    QString runFolder;        ///< where report.json, before and after are
    QString databases;        ///< of the questions it was measured by
    std::optional<QuantizationReport> report;
    bool damaged = false; ///< there is a report that cannot be read
    QDateTime date;       ///< of its start

    int phase = Idle; ///< a Phase, of a running job; Preparing before the first
    qint64 done = 0, total = 0;
    QString tensor;          ///< that is quantized now
    double secondsLeft = -1; ///< of the phase; negative where unknown
    double phaseBegan = 0;   ///< seconds of the first event of the phase that was seen
    qint64 phaseFirst = 0;   ///< done of the same

    double fraction() const; ///< 0..1 over all phases

    Q_DECLARE_TR_FUNCTIONS(mureum::ui::QuantizationInfo)
};

QuantizationInfo readQuantizationInfo(const JobProcess &job);
/// Brings it up to what a running job said last.
void followQuantization(QuantizationInfo &info, const JobProcess &job);
QString phaseName(int phase);
/// "layers, 12 of 56"; of a job that does not run its state.
QString phaseText(const QuantizationInfo &info, const JobProcess &job);

} // namespace mureum::ui
