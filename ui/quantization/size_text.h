#pragma once
#include <QLocale>

namespace mureum::ui {

/// "5.9 MiB"
inline QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1);
}

} // namespace mureum::ui
