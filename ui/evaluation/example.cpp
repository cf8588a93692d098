#include "ui/evaluation/example.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace mureum::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("mureum::ui::Example", text);
}

constexpr std::array<int, lengthGroups - 1> lengthEnds = {20, 40, 60, 90}; // characters

bool holds(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

Outcome outcomeOf(const eval::EvaluationRecord &record)
{
    if (record.score.failed || (!record.error.empty() && record.score.ex != eval::Verdict::Right))
        return Outcome::Failed;
    switch (record.score.ex) {
    case eval::Verdict::Right:
        return Outcome::Right;
    case eval::Verdict::Wrong:
        return Outcome::Wrong;
    case eval::Verdict::Inconclusive:
        return Outcome::Inconclusive;
    }
    return Outcome::Wrong;
}

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Right:
        return tr("right");
    case Outcome::Wrong:
        return tr("wrong");
    case Outcome::Inconclusive:
        return tr("inconclusive");
    case Outcome::Failed:
        return tr("failed");
    }
    return {};
}

ErrorKind errorKindOf(const eval::EvaluationRecord &record)
{
    const std::string &reason = record.score.reason;
    if (record.score.ex == eval::Verdict::Right)
        return ErrorKind::None;
    // "the right answer does not run: ..." comes before what may stand in SQLite's own words.
    if (reason.starts_with("the right answer") || reason.starts_with("there is no right answer"))
        return ErrorKind::GoldFails;
    if (record.prediction.empty())
        return ErrorKind::NoAnswer;
    if (record.score.failed)
        return holds(reason, "ran past its time limit") ? ErrorKind::TooSlow : ErrorKind::DoesNotRun;
    if (!record.error.empty())
        return ErrorKind::Database;
    if (holds(reason, " column") && holds(reason, " instead of "))
        return ErrorKind::OtherColumns;
    if (holds(reason, " row") && holds(reason, " instead of "))
        return ErrorKind::OtherRows;
    if (reason == "other values")
        return ErrorKind::OtherValues;
    if (holds(reason, "in another order"))
        return ErrorKind::OtherOrder;
    if (reason == "both results are empty")
        return ErrorKind::BothEmpty;
    return ErrorKind::Other;
}

QString errorKindText(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::None:
        return tr("none");
    case ErrorKind::NoAnswer:
        return tr("no answer");
    case ErrorKind::DoesNotRun:
        return tr("does not run");
    case ErrorKind::TooSlow:
        return tr("too slow");
    case ErrorKind::OtherColumns:
        return tr("other number of columns");
    case ErrorKind::OtherRows:
        return tr("other number of rows");
    case ErrorKind::OtherValues:
        return tr("other values");
    case ErrorKind::OtherOrder:
        return tr("other order");
    case ErrorKind::BothEmpty:
        return tr("both results are empty");
    case ErrorKind::GoldFails:
        return tr("the right answer fails");
    case ErrorKind::Database:
        return tr("the database fails");
    case ErrorKind::Other:
        return tr("other");
    }
    return {};
}

QString measureText(Measure measure)
{
    switch (measure) {
    case Measure::Ex:
        return tr("Execution accuracy (EX)");
    case Measure::Em:
        return tr("Exact match (EM)");
    case Measure::Suite:
        return tr("Suite of databases");
    }
    return {};
}

std::optional<bool> verdictOf(const eval::EvaluationRecord &record, Measure measure)
{
    std::optional<eval::Verdict> verdict;
    switch (measure) {
    case Measure::Em:
        return record.em;
    case Measure::Ex:
        verdict = record.score.ex;
        break;
    case Measure::Suite:
        verdict = record.exSuite;
        break;
    }
    if (!verdict || *verdict == eval::Verdict::Inconclusive)
        return {};
    return *verdict == eval::Verdict::Right;
}

int hardnessRank(const QString &hardness)
{
    static const QStringList ranks{QStringLiteral("easy"), QStringLiteral("medium"), QStringLiteral("hard"),
                                   QStringLiteral("extra")};
    const qsizetype rank = ranks.indexOf(hardness);
    return int(rank < 0 ? ranks.size() : rank);
}

QString hardnessText(const QString &hardness)
{
    switch (hardnessRank(hardness)) {
    case 0:
        return tr("easy");
    case 1:
        return tr("medium");
    case 2:
        return tr("hard");
    case 3:
        return tr("extra hard");
    default:
        return hardness == QLatin1String("unknown") ? tr("unknown") : hardness;
    }
}

QString languageText(const QString &language)
{
    return language == QLatin1String("ko")   ? tr("Korean")
           : language == QLatin1String("en") ? tr("English")
                                             : language;
}

int lengthGroupOf(const eval::EvaluationRecord &record)
{
    // Bytes of UTF-8 that begin a character.
    const auto characters = std::count_if(record.question.begin(), record.question.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return int(std::upper_bound(lengthEnds.begin(), lengthEnds.end(), int(characters)) - lengthEnds.begin());
}

QString lengthGroupText(int group)
{
    if (group == 0)
        return tr("under %1").arg(lengthEnds[0]);
    if (group == lengthGroups - 1)
        return tr("%1 and more").arg(lengthEnds[lengthGroups - 2]);
    return QStringLiteral("%1 – %2").arg(lengthEnds[std::size_t(group) - 1]).arg(lengthEnds[std::size_t(group)] - 1);
}

bool ExampleFilter::matches(const eval::EvaluationRecord &record) const
{
    switch (verdict) {
    case Verdict::All:
        break;
    case Verdict::Right:
        if (record.score.ex != eval::Verdict::Right)
            return false;
        break;
    case Verdict::Wrong:
        if (record.score.ex != eval::Verdict::Wrong)
            return false;
        break;
    case Verdict::Inconclusive:
        if (record.score.ex != eval::Verdict::Inconclusive)
            return false;
        break;
    case Verdict::Failed:
        if (outcomeOf(record) != Outcome::Failed)
            return false;
        break;
    }
    const auto differs = [](const QString &wanted, const std::string &value) {
        return !wanted.isEmpty() && wanted.toStdString() != value;
    };
    if (differs(hardness, record.hardness) || differs(database, record.databaseId) ||
        differs(language, record.language))
        return false;
    if (errorKind && errorKindOf(record) != *errorKind)
        return false;
    if (lengthGroup >= 0 && lengthGroupOf(record) != lengthGroup)
        return false;
    if (!clause.isEmpty()) {
        const std::string name = clause.toStdString();
        const auto wrong = [&](const eval::ClauseScore &score) {
            return score.clause == name && score.matched < std::max(score.gold, score.predicted);
        };
        if (std::none_of(record.clauses.begin(), record.clauses.end(), wrong))
            return false;
    }
    if (text.isEmpty())
        return true;
    const QString all = QString::fromStdString(record.question + '\n' + record.query + '\n' + record.prediction +
                                               '\n' + record.score.reason);
    const QStringList words =
        text.normalized(QString::NormalizationForm_C).split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace mureum::ui
