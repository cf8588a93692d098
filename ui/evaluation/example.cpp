#include "ui/evaluation/example.h"

#include "eval/suite/summary.h"

#include <QCoreApplication>

#include <algorithm>

namespace mureum::ui {

namespace {

struct Example
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::Example)
};

bool passes(const RunExample &example, ExampleFilter::Verdict verdict)
{
    using Verdict = ExampleFilter::Verdict;
    switch (verdict) {
    case Verdict::All:
        return true;
    case Verdict::Right:
        return example.score.ex == eval::Verdict::Right;
    case Verdict::Wrong:
        return example.score.ex == eval::Verdict::Wrong;
    case Verdict::Inconclusive:
        return example.score.ex == eval::Verdict::Inconclusive;
    case Verdict::Failed:
        return outcomeOf(example) == Outcome::Failed;
    case Verdict::JudgeDisagrees: {
        const auto ex = verdictOf(example, QStringLiteral("ex")),
                   judge = verdictOf(example, QStringLiteral("judge"));
        return ex && judge && *ex != *judge;
    }
    }
    return true;
}

} // namespace

Outcome outcomeOf(const RunExample &example)
{
    if (example.score.failed || (!example.error.empty() && example.score.ex != eval::Verdict::Right))
        return Outcome::Failed;
    switch (example.score.ex) {
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
        return Example::tr("right");
    case Outcome::Wrong:
        return Example::tr("wrong");
    case Outcome::Inconclusive:
        return Example::tr("inconclusive");
    case Outcome::Failed:
        return Example::tr("failed");
    }
    return {};
}

QString errorKindText(eval::ErrorKind kind)
{
    using eval::ErrorKind;
    switch (kind) {
    case ErrorKind::None:
        return Example::tr("right");
    case ErrorKind::NoAnswer:
        return Example::tr("no SQL");
    case ErrorKind::ModelError:
        return Example::tr("the model failed");
    case ErrorKind::Syntax:
        return Example::tr("syntax error");
    case ErrorKind::UnknownName:
        return Example::tr("unknown name");
    case ErrorKind::NotAllowed:
        return Example::tr("not a reading statement");
    case ErrorKind::Timeout:
        return Example::tr("time limit");
    case ErrorKind::RunFailure:
        return Example::tr("failed while running");
    case ErrorKind::Columns:
        return Example::tr("other number of columns");
    case ErrorKind::Empty:
        return Example::tr("no rows");
    case ErrorKind::RowCount:
        return Example::tr("other number of rows");
    case ErrorKind::Values:
        return Example::tr("other values");
    case ErrorKind::Order:
        return Example::tr("other order");
    case ErrorKind::Variant:
        return Example::tr("wrong on a changed database");
    case ErrorKind::GoldFails:
        return Example::tr("the right answer fails");
    case ErrorKind::BothEmpty:
        return Example::tr("both results are empty");
    case ErrorKind::Undecided:
        return Example::tr("cannot be decided");
    case ErrorKind::DatabaseError:
        return Example::tr("the database fails");
    }
    return {};
}

const QStringList &shownMeasures()
{
    static const QStringList measures{QStringLiteral("ex"), QStringLiteral("em"), QStringLiteral("ex_suite"),
                                      QStringLiteral("judge")};
    return measures;
}

QString measureText(const QString &measure)
{
    if (measure == QLatin1String("ex"))
        return Example::tr("Execution accuracy (EX)");
    if (measure == QLatin1String("em"))
        return Example::tr("Exact match (EM)");
    if (measure == QLatin1String("ex_suite"))
        return Example::tr("EX on a suite of databases");
    if (measure == QLatin1String("judge"))
        return Example::tr("Judge");
    if (measure == QLatin1String("em_strict"))
        return Example::tr("Strict exact match");
    if (measure == QLatin1String("ex_bird"))
        return Example::tr("EX as BIRD counts it");
    if (measure == QLatin1String("exact_string"))
        return Example::tr("Same text");
    return measure;
}

std::optional<bool> verdictOf(const RunExample &example, const QString &measure)
{
    return eval::isRight(example, example.judgement ? &*example.judgement : nullptr, measure.toStdString());
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
        return Example::tr("easy");
    case 1:
        return Example::tr("medium");
    case 2:
        return Example::tr("hard");
    case 3:
        return Example::tr("extra hard");
    default:
        return hardness == QLatin1String("unknown") ? Example::tr("unknown") : hardness;
    }
}

QString languageText(const QString &language)
{
    return language == QLatin1String("ko")   ? Example::tr("Korean")
           : language == QLatin1String("en") ? Example::tr("English")
                                             : language;
}

QString lengthText(const QString &group)
{
    const qsizetype space = group.indexOf(u' ');
    if (space < 0)
        return group;
    QString numbers = group.left(space);
    numbers.replace(u'-', u'–');
    return Example::tr("%1 words").arg(numbers);
}

bool ExampleFilter::matches(const RunExample &example) const
{
    const auto differs = [](const QString &wanted, const std::string &value) {
        return !wanted.isEmpty() && wanted.toStdString() != value;
    };
    if (!passes(example, verdict) || differs(hardness, example.hardness) ||
        differs(database, example.databaseId) || differs(language, example.language))
        return false;
    if (errorKind && example.score.kind != *errorKind)
        return false;
    if (!length.isEmpty() && length.toStdString() != eval::lengthGroup(example.question))
        return false;
    if (!clause.isEmpty()) {
        const std::string name = clause.toStdString();
        const auto wrong = [&](const eval::ClauseScore &score) {
            return score.clause == name && score.matched < std::max(score.gold, score.predicted);
        };
        if (std::none_of(example.clauses.begin(), example.clauses.end(), wrong))
            return false;
    }
    if (text.isEmpty())
        return true;
    const QString all = QString::fromStdString(example.question + '\n' + example.query + '\n' +
                                               example.prediction + '\n' + example.score.reason);
    const QStringList words = text.normalized(QString::NormalizationForm_C).split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace mureum::ui
