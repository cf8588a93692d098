#include "ui/evaluation/breakdown.h"

#include <QCoreApplication>

#include <cmath>
#include <map>

namespace mureum::ui {

namespace {

struct Count
{
    qint64 right = 0, all = 0;
};

QString tr(const char *text)
{
    return QCoreApplication::translate("mureum::ui::Breakdown", text);
}

std::vector<Bar> clauses(const std::vector<RecordPtr> &records)
{
    std::vector<std::string> order;
    std::map<std::string, std::pair<qint64, qint64>> sums; // matched, gold + predicted
    for (const RecordPtr &record : records)
        for (const eval::ClauseScore &clause : record->clauses) {
            const auto [found, fresh] = sums.try_emplace(clause.clause);
            if (fresh)
                order.push_back(clause.clause);
            found->second.first += clause.matched;
            found->second.second += clause.gold + clause.predicted;
        }
    std::vector<Bar> bars;
    for (const std::string &name : order) {
        const auto [matched, elements] = sums[name];
        if (elements == 0)
            continue;
        Bar bar;
        bar.label = QString::fromStdString(name);
        bar.filter.clause = bar.label;
        const qint64 trials = std::max<qint64>(1, (elements + 1) / 2);
        bar.rate = Rate::of(std::min(matched, trials), trials);
        bar.rate.value = 2.0 * double(matched) / double(elements);
        bars.push_back(bar);
    }
    return bars;
}

/// A key that sorts as the bars are to stand.
std::pair<int, QString> keyOf(const eval::EvaluationRecord &record, Division division)
{
    switch (division) {
    case Division::Hardness: {
        const QString hardness = QString::fromStdString(record.hardness);
        return {hardnessRank(hardness), hardness};
    }
    case Division::Language:
        return {0, QString::fromStdString(record.language)};
    case Division::Length:
        return {lengthGroupOf(record), {}};
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
        return tr("By hardness");
    case Division::Clause:
        return tr("By clause (F1)");
    case Division::Language:
        return tr("By language");
    case Division::Length:
        return tr("By length of the question (characters)");
    case Division::Database:
        return tr("By database");
    }
    return {};
}

std::vector<Bar> breakDown(const std::vector<RecordPtr> &records, Division division, Measure measure)
{
    if (division == Division::Clause)
        return clauses(records);
    std::map<std::pair<int, QString>, Count> groups;
    for (const RecordPtr &record : records)
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
            bar.filter.lengthGroup = key.first;
            bar.label = lengthGroupText(key.first);
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
