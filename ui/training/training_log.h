#pragma once
#include "ui/training/json_lines.h"

#include <QObject>

namespace mureum::ui {

/// One logged step of a training.
struct TrainingPoint
{
    qint64 step = 0;
    double loss = 0, learningRate = 0, gradNorm = 0, tokensPerSecond = 0;
};
/// EX on some of the validation questions during the training.
struct TrainingScore
{
    qint64 step = 0;
    double ex = 0; ///< 0..1
};
/// A validation question as it was answered at an evaluation.
struct TrainingSample
{
    qint64 step = 0;
    QString question, sql;
    bool right = false;
};

/// What a run has written of its training: metrics.jsonl, evaluations.jsonl, and the samples among what its
/// job printed. Steps that were done again after a crash replace those of the first time.
class TrainingLog : public QObject
{
    Q_OBJECT
public:
    explicit TrainingLog(const QString &directory, QObject *parent = nullptr);

    const QList<TrainingPoint> &points() const { return points_; }
    const QList<TrainingScore> &scores() const { return scores_; }
    const QList<TrainingSample> &samples() const { return samples_; }
    /// Reads what was written since; signals follow.
    void refresh();

signals:
    void curvesChanged();
    void samplesChanged();

private:
    JsonLines metrics_, evaluations_, output_;
    QList<TrainingPoint> points_;
    QList<TrainingScore> scores_;
    QList<TrainingSample> samples_;
};

} // namespace mureum::ui
