#pragma once

class QLabel;

namespace mureum::ui {

/// A value to read and to copy; a dash until it is known.
QLabel *valueLabel();
/// A text that wraps.
QLabel *wrappedLabel();

} // namespace mureum::ui
