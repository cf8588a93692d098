#pragma once
#include "eval/suite/judgement.h"
#include "eval/suite/record.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace mureum::ui {

/// One example of a run and what a judge said of it.
struct RunExample : eval::EvaluationRecord
{
    std::optional<eval::Judgement> judgement;
};
/// Immutable once read; shared between lists, charts and views.
using ExamplePtr = std::shared_ptr<const RunExample>;

/// What is drawn beside an example. A prediction that failed counts as wrong in every rate.
enum class Outcome { Right, Wrong, Inconclusive, Failed };
Outcome outcomeOf(const RunExample &example);
QString outcomeText(Outcome outcome);

QString errorKindText(eval::ErrorKind kind);

/// Measures that are asked of every example with yes or no, by their names in rateMetrics().
const QStringList &shownMeasures();
QString measureText(const QString &measure);
/// Nothing where it was not measured or is inconclusive.
std::optional<bool> verdictOf(const RunExample &example, const QString &measure);

/// easy, medium, hard, extra in their order, then the rest.
int hardnessRank(const QString &hardness);
QString hardnessText(const QString &hardness);
QString languageText(const QString &language);
/// Of a group of eval::lengthGroup.
QString lengthText(const QString &group);

/// Which examples are looked at; what is empty narrows nothing.
struct ExampleFilter
{
    enum class Verdict { All, Right, Wrong, Inconclusive, Failed, JudgeDisagrees };
    Verdict verdict = Verdict::All;
    std::optional<eval::ErrorKind> errorKind;
    QString hardness, database, language, length;
    QString clause; ///< examples that got this clause wrong
    QString text;   ///< words that all occur in question, SQL or reason
    bool operator==(const ExampleFilter &) const = default;
    bool matches(const RunExample &example) const;
};

} // namespace mureum::ui
