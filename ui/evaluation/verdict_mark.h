#pragma once
#include "ui/evaluation/example.h"

#include <QIcon>
#include <QPalette>

class QPainter;
class QRect;

namespace mureum::ui {

/// Green, red, amber; readable on the palette's base.
QColor outcomeColor(Outcome outcome, const QPalette &palette);
/// A tick, a cross, a question mark or an exclamation mark in a disc: told apart without colours too.
void paintOutcome(QPainter &painter, const QRect &area, Outcome outcome, const QPalette &palette);
QPixmap outcomePixmap(Outcome outcome, int size, const QPalette &palette, double pixelRatio);

} // namespace mureum::ui
