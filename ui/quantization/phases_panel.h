#pragma once
#include "ui/quantization/quantization_info.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace mureum::ui {

/// How far a quantization is: its phases one below the other, the one under way with its bar and time left.
class PhasesPanel : public QWidget
{
    Q_OBJECT
public:
    explicit PhasesPanel(QWidget *parent = nullptr);

    void show(const QuantizationInfo &info, const JobProcess &job);
    QString noteText() const;
    QProgressBar *bar(int phase) const { return rows_[std::size_t(phase)].bar; }
    QString phaseState(int phase) const;

private:
    struct Row
    {
        QLabel *name, *state;
        QProgressBar *bar;
    };
    std::array<Row, QuantizationInfo::phases> rows_;
    QLabel *note_;
};

} // namespace mureum::ui
