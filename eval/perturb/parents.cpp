#include "eval/perturb/parents.h"

#include <algorithm>

namespace mureum::eval {

Parents::Parents(const ReferenceKey &key, bool invented, const std::vector<Row> &sourceParents,
                 const std::vector<Row> &parents, const std::vector<bool> &aimed, std::size_t groups,
                 Random &random)
    : key_(key), invented_(invented)
{
    for (const Row &row : sourceParents)
        before_.insert(pick(row, key.parentColumns));
    std::vector<Row> first;
    for (std::size_t i = 0; i < parents.size(); ++i) {
        Row value = pick(parents[i], key.parentColumns);
        if (!anyNull(value) && now_.insert(value).second)
            (i < aimed.size() && aimed[i] ? first : values_).push_back(std::move(value));
    }
    random.shuffle(values_);
    random.shuffle(first);
    // One parent stays without children, so that LEFT JOIN and JOIN differ; others get so many as are
    // asked for.
    for (std::size_t i = 0; i <= groups && values_.size() + first.size() >= 4 && !values_.empty(); ++i) {
        reserved_.push_back(values_.back());
        values_.pop_back();
    }
    values_.insert(values_.begin(), first.begin(), first.end());
}

bool Parents::settle(Row &row, int group, double change, Random &random) const
{
    if (group >= 0 && static_cast<std::size_t>(group) + 1 < reserved_.size()) {
        put(row, reserved_[static_cast<std::size_t>(group) + 1]);
        return true;
    }
    if (invented_)
        return draw(row, random);
    const Row value = pick(row, key_.columns);
    if (anyNull(value) || !before_.contains(value))
        return true;
    const bool gone =
        !now_.contains(value) || std::any_of(reserved_.begin(), reserved_.end(), [&](const Row &one) {
            return !RowLess()(one, value) && !RowLess()(value, one);
        });
    return !(gone || random.chance(change)) || draw(row, random);
}

bool Parents::draw(Row &row, Random &random) const
{
    if (values_.empty())
        return false;
    const double skewed = random.uniform() * random.uniform();
    put(row, values_[static_cast<std::size_t>(skewed * static_cast<double>(values_.size()))]);
    return true;
}

void Parents::put(Row &row, const Row &value) const
{
    for (std::size_t i = 0; i < value.size(); ++i)
        row[static_cast<std::size_t>(key_.columns[i])] = value[i];
}

} // namespace mureum::eval
