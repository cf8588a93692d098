#include "ui/quantization/wizard/quantization_goal.h"

#include "ui/quantization/scheme.h"
#include "ui/quantization/size_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace mureum::ui {

namespace {

using Scheme = QuantizationForecast::Scheme;
using Kind = QuantizationGoal::Kind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::Recommendation)
};

/// Files that differ by less are as small as each other.
constexpr double asSmall = 1.05;
/// A file that is larger than this share of the original is not worth the trouble.
constexpr double smaller = 0.97;
/// What counts as much smaller: of the original, and in bits a weight.
constexpr double muchSmaller = 0.7, balancedBits = 7;

class Chooser
{
public:
    explicit Chooser(const QuantizationForecast &forecast) : forecast_(forecast) {}

    /// The one that loses least of those that make the model smaller and that `suits` accepts; -1: none.
    template <typename Suits>
    int best(Suits suits) const
    {
        int found = -1;
        for (int i = 0; i < int(forecast_.schemes.size()); ++i)
            if (isSmaller(at(i)) && suits(at(i)) && (found < 0 || rank(i) < rank(found)))
                found = i;
        return found;
    }
    /// Of those with hardly more than the least of `size`.
    int least(qint64 Scheme::*size) const
    {
        qint64 lowest = 0;
        for (const Scheme &one : forecast_.schemes)
            if (isSmaller(one) && (lowest == 0 || one.*size < lowest))
                lowest = one.*size;
        return best([&](const Scheme &one) { return double(one.*size) <= asSmall * double(lowest); });
    }
    const Scheme &at(int i) const { return forecast_.schemes[std::size_t(i)]; }

private:
    bool isSmaller(const Scheme &one) const
    {
        return one.usable() && double(one.bytes) <= smaller * double(forecast_.bytes);
    }
    int rank(int i) const { return lossRank(at(i).scheme, at(i).bits); }

    const QuantizationForecast &forecast_;
};

} // namespace

Recommendation recommend(const QuantizationForecast &forecast, const QuantizationGoal &goal)
{
    const Chooser choose(forecast);
    Recommendation found;
    const auto name = [&] {
        const Scheme &one = choose.at(found.scheme);
        return wordsOf(one.scheme, one.bits).name;
    };
    const auto size = [&] { return sizeText(choose.at(found.scheme).bytes); };
    found.scheme = choose.best([](const Scheme &) { return true; });
    if (found.scheme < 0) {
        found.met = false;
        found.why = Words::tr("No scheme makes this model smaller.");
        return found;
    }
    switch (goal.kind) {
    case Kind::Closest:
        found.why = Words::tr("%1 stays closest to the original; the file shrinks from %2 to %3.")
                        .arg(name(), sizeText(forecast.bytes), size());
        break;
    case Kind::Smallest:
        found.scheme = choose.least(&Scheme::bytes);
        found.why = Words::tr("%1 loses least of those with the smallest files: %2 instead of %3.")
                        .arg(name(), size(), sizeText(forecast.bytes));
        break;
    case Kind::Balanced:
        if (const int some = choose.best([&](const Scheme &one) {
                return one.bitsPerWeight <= balancedBits &&
                       double(one.bytes) <= muchSmaller * double(forecast.bytes);
            });
            some >= 0)
            found.scheme = some;
        found.why = Words::tr("%1 loses least of those that make the file much smaller: %2 instead of %3.")
                        .arg(name(), size(), sizeText(forecast.bytes));
        break;
    case Kind::FileSize:
    case Kind::Memory: {
        const auto field = goal.kind == Kind::Memory ? &Scheme::memory : &Scheme::bytes;
        const int within = choose.best([&](const Scheme &one) { return one.*field <= goal.limit; });
        found.met = within >= 0;
        found.scheme = found.met ? within : choose.least(field);
        const QString needed = sizeText(choose.at(found.scheme).*field);
        found.why = (found.met ? Words::tr("%1 loses least of those that stay within %2: it takes %3.")
                               : Words::tr("Nothing stays within %2; %1 comes closest and takes %3."))
                        .arg(name(), sizeText(goal.limit), needed);
        break;
    }
    }
    return found;
}

} // namespace mureum::ui
