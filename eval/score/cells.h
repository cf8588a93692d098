#pragma once
#include "eval/run/sql_runner.h"

// How two cells compare for scoring: NULL equals NULL, 6 equals 6.0, text never equals a number or a blob.

namespace mureum::eval {

/// Negative, zero or positive; NULL < numbers < text < blobs as in SQLite's ORDER BY, text by bytes. An
/// integer and a real compare exactly, without rounding the integer.
int compareCells(const Cell &a, const Cell &b);

/// Equal, where a real may differ by `tolerance` times the larger magnitude (or by 1e-12, the residue of sums
/// that cancel). Two integers have to be the same.
bool sameCell(const Cell &a, const Cell &b, double tolerance = 1e-6);

} // namespace mureum::eval
