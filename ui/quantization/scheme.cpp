#include "ui/quantization/scheme.h"

#include <QCoreApplication>

#include <iterator>

namespace mureum::ui {

namespace {

struct Scheme
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::Scheme)
};

struct Row
{
    const char *scheme;
    int bits; ///< 0: it has one width
    const char *name, *losses, *text;
};

const char *const hardly = QT_TRANSLATE_NOOP("mureum::ui::Scheme", "hardly any");
const char *const little = QT_TRANSLATE_NOOP("mureum::ui::Scheme", "very little");
const char *const some = QT_TRANSLATE_NOOP("mureum::ui::Scheme", "some");
const char *const calibrated = QT_TRANSLATE_NOOP("mureum::ui::Scheme", "some, calibrated");
const char *const more = QT_TRANSLATE_NOOP("mureum::ui::Scheme", "more");
const char *const most = QT_TRANSLATE_NOOP("mureum::ui::Scheme", "most");

/// Ordered by how little they lost of the bundled model (docs/model_card.md, "Made smaller").
const Row rows[] = {
    {"q8_0", 0, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Q8_0"), hardly,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme",
                       "8 bits, rounded in blocks of 32. Other programs read it, too.")},
    {"int8", 0, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "INT8"), hardly,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme",
                       "8 bits, one scale for each row; inputs far out of the usual are computed exactly.")},
    {"gptq", 8, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "GPTQ, 8 bits"), hardly,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "8 bits; what a column loses is made good by the next ones.")},
    {"awq", 8, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "AWQ, 8 bits"), hardly,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "8 bits; columns that matter most are rounded the least.")},
    {"zeropoint", 8, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Zero point, 8 bits"), hardly,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "8 bits, plainly rounded in groups.")},
    {"absmax", 8, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Absmax, 8 bits"), hardly,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "8 bits, plainly rounded in groups around zero.")},
    {"q6_K", 0, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Q6_K"), little,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "6 bits in blocks of 256. Other programs read it, too.")},
    {"q4_K", 0, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Q4_K"), some,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "4 bits in blocks of 256. Other programs read it, too.")},
    {"gptq", 4, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "GPTQ, 4 bits"), calibrated,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme",
                       "4 bits; looks at questions first, and what a column loses is made good by the next "
                       "ones.")},
    {"awq", 4, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "AWQ, 4 bits"), calibrated,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme",
                       "4 bits; looks at questions first, and columns that matter most are rounded the "
                       "least.")},
    {"nf4", 0, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "NF4"), more,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "16 values that lie where weights usually are.")},
    {"q4_0", 0, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Q4_0"), most,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme",
                       "4 bits, rounded in blocks of 32. Other programs read it, too.")},
    {"zeropoint", 4, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Zero point, 4 bits"), most,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "4 bits, plainly rounded in groups.")},
    {"absmax", 4, QT_TRANSLATE_NOOP("mureum::ui::Scheme", "Absmax, 4 bits"), most,
     QT_TRANSLATE_NOOP("mureum::ui::Scheme", "4 bits, plainly rounded in groups around zero.")},
};

const Row *find(const QString &scheme, int bits)
{
    for (const Row &row : rows)
        if (scheme.compare(QLatin1String(row.scheme), Qt::CaseInsensitive) == 0 &&
            (row.bits == 0 || row.bits == bits))
            return &row;
    return nullptr;
}

bool isOne(const QString &scheme, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (scheme.compare(QLatin1String(name), Qt::CaseInsensitive) == 0)
            return true;
    return false;
}

} // namespace

SchemeWords wordsOf(const QString &scheme, int bits)
{
    const Row *row = find(scheme, bits);
    if (!row)
        return {scheme, {}, {}};
    return {Scheme::tr(row->name), Scheme::tr(row->losses), Scheme::tr(row->text)};
}

int lossRank(const QString &scheme, int bits)
{
    const Row *row = find(scheme, bits);
    return row ? int(row - std::begin(rows)) : int(std::size(rows));
}

bool isGrouped(const QString &scheme)
{
    return isOne(scheme, {"absmax", "zeropoint", "gptq", "awq"});
}

bool isCalibrated(const QString &scheme)
{
    return isOne(scheme, {"gptq", "awq"});
}

bool isCommon(const QString &scheme)
{
    return isOne(scheme, {"q8_0", "q6_K", "q4_K", "q4_0"});
}

} // namespace mureum::ui
