#include "ui/evaluation/breakdown.h"

#include "eval/suite/summary.h"

#include <QCoreApplication>

#include <cmath>
#include <map>

namespace mureum::ui {

namespace {

struct Count
{
    qint64 right = 0, all = 0;
};

struct Breakdown
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::Breakdown)
};

std::vector<Bar> clauses(const std::vector<ExamplePtr> &examples)
{
    struct Sum
    {
        qint64 right = 0, sides = 0; ///< sides: golds that have the clause and predictions that do
    };
    std::vector<std::string> order;
    std::map<std::string, Sum> sums;
    for (const ExamplePtr &example : examples)
        for (const eval::ClauseScore &clause : example->clauses) {
            const auto [found, fresh] = sums.try_emplace(clause.clause);
            if (fresh)
                order.push_back(clause.clause);
            found->second.sides += (clause.gold > 0) + (clause.predicted > 0);
            found->second.right +=
                clause.gold > 0 && clause.matched == clause.gold && clause.matched == clause.predicted;
        }
    std::vector<Bar> bars;
    for (const std::string &name : order) {
        const Sum &sum = sums[name];
        if (sum.sides == 0)
            continue;
        Bar bar;
        bar.label = QString::fromStdString(name);
        bar.filter.clause = bar.label;
        bar.rate = Rate::of(sum.right, (sum.sides + 1) / 2);
        bar.rate.value = 2.0 * double(sum.right) / double(sum.sides);
        bars.push_back(bar);
    }
    return bars;
}

/// A key that sorts as the bars are to stand.
std::pair<int, QString> keyOf(const RunExample &record, Division division)
{
    switch (division) {
    case Division::Hardness: {
        const QString hardness = QString::fromStdString(record.hardness);
        return {hardnessRank(hardness), hardness};
    }
    case Division::Language:
        return {0, QString::fromStdString(record.language)};
    case Division::Length: {
        const QString group = QString::fromStdString(eval::lengthGroup(record.question));
        int first = 0;
        while (first < group.size() && group[first].isDigit())
            ++first;
        return {group.left(first).toInt(), group};
    }
    case Division::Database:
        return {0, QString::fromStdString(record.databaseId)};
    case Division::Clause:
        break;
    }
    return {};
}

} // namespace

QString divisionText(Division division)
{
    switch (division) {
    case Division::Hardness:
        return Breakdown::tr("By hardness");
    case Division::Clause:
        return Breakdown::tr("By clause (F1)");
    case Division::Language:
        return Breakdown::tr("By language");
    case Division::Length:
        return Breakdown::tr("By length of the question");
    case Division::Database:
        return Breakdown::tr("By database");
    }
    return {};
}

std::vector<Bar> breakDown(const std::vector<ExamplePtr> &examples, Division division, const QString &measure)
{
    if (division == Division::Clause)
        return clauses(examples);
    std::map<std::pair<int, QString>, Count> groups;
    for (const ExamplePtr &record : examples)
        if (const std::optional<bool> right = verdictOf(*record, measure)) {
            Count &count = groups[keyOf(*record, division)];
            ++count.all;
            count.right += *right;
        }
    std::vector<Bar> bars;
    for (const auto &[key, count] : groups) {
        Bar bar;
        bar.rate = Rate::of(count.right, count.all);
        bar.label = key.second;
        switch (division) {
        case Division::Hardness:
            bar.filter.hardness = key.second;
            bar.label = hardnessText(key.second);
            break;
        case Division::Language:
            bar.filter.language = key.second;
            bar.label = languageText(key.second);
            break;
        case Division::Length:
            bar.filter.length = key.second;
            bar.label = lengthText(key.second);
            break;
        case Division::Database:
            bar.filter.database = key.second;
            break;
        case Division::Clause:
            break;
        }
        bars.push_back(bar);
    }
    return bars;
}

} // namespace mureum::ui
