#pragma once
#include "eval/suite/record.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace mureum::ui {

/// One example of a run, immutable once read.
using RecordPtr = std::shared_ptr<const eval::EvaluationRecord>;

/// What is drawn beside an example. A prediction that failed counts as wrong in every rate.
enum class Outcome { Right, Wrong, Inconclusive, Failed };
Outcome outcomeOf(const eval::EvaluationRecord &record);
QString outcomeText(Outcome outcome);

/// Why an example is not right, told from what the scorer said.
enum class ErrorKind {
    None,
    NoAnswer,
    DoesNotRun,
    TooSlow,
    OtherColumns,
    OtherRows,
    OtherValues,
    OtherOrder,
    BothEmpty,
    GoldFails,
    Database,
    Other
};
constexpr int errorKinds = int(ErrorKind::Other) + 1;
ErrorKind errorKindOf(const eval::EvaluationRecord &record);
QString errorKindText(ErrorKind kind);

/// A yes or no that is asked of every example.
enum class Measure { Ex, Em, Suite };
QString measureText(Measure measure);
/// Nothing where it was not measured or is inconclusive.
std::optional<bool> verdictOf(const eval::EvaluationRecord &record, Measure measure);

/// easy, medium, hard, extra in their order, then the rest.
int hardnessRank(const QString &hardness);
QString hardnessText(const QString &hardness);
QString languageText(const QString &language);

/// Questions by length in characters; the last group is open.
constexpr int lengthGroups = 5;
int lengthGroupOf(const eval::EvaluationRecord &record);
QString lengthGroupText(int group);

/// Which examples are looked at; what is empty narrows nothing.
struct ExampleFilter
{
    enum class Verdict { All, Right, Wrong, Inconclusive, Failed };
    Verdict verdict = Verdict::All;
    std::optional<ErrorKind> errorKind;
    QString hardness, database, language;
    QString clause; ///< examples that got this clause wrong
    int lengthGroup = -1;
    QString text; ///< words that all occur in question, SQL or reason
    bool operator==(const ExampleFilter &) const = default;
    bool matches(const eval::EvaluationRecord &record) const;
};

} // namespace mureum::ui
