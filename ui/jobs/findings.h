#pragma once
#include "ui/jobs/finding.h"

class QLabel;
class QPlainTextEdit;

namespace mureum::ui {

/// Where findings are told, and the command a dialog is about: the same in every dialog that starts a job.
QLabel *reportLabel();
QPlainTextEdit *commandView();
/// Errors and warnings in words; whether nothing blocks.
bool showFindings(QLabel *report, const std::vector<Finding> &findings);

} // namespace mureum::ui
