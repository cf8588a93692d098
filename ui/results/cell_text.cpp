#include "ui/results/cell_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <charconv>
#include <cmath>

namespace mureum::ui {

namespace {

constexpr qsizetype longestLine = 300; // characters; a cell is rarely wider
constexpr std::size_t blobBytesShown = 8;

QString fromBytes(const std::string &text, std::size_t limit = std::string::npos)
{
    return QString::fromUtf8(text.data(), qsizetype(std::min(text.size(), limit)));
}

QString hex(const std::vector<std::uint8_t> &bytes, std::size_t count)
{
    return QString::fromLatin1(QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()),
                                                       qsizetype(std::min(count, bytes.size())))
                                   .toHex());
}

QString grouping(const QString &number)
{
    // Only the whole part; an exponent or "Inf" stays as it is.
    static const QRegularExpression plain(QStringLiteral(R"(^(-?)(\d+)(\.\d+)?$)"));
    const auto match = plain.match(number);
    if (!match.hasMatch())
        return number;
    const QLocale locale;
    QString whole = match.captured(2);
    const QString separator = locale.groupSeparator();
    for (qsizetype at = whole.size() - 3; at > 0; at -= 3)
        whole.insert(at, separator);
    return match.captured(1) + whole +
           (match.hasCaptured(3) ? locale.decimalPoint() + match.captured(3).mid(1) : QString());
}

QString oneLine(QString text, bool cut)
{
    const bool tooLong = cut || text.size() > longestLine;
    text.truncate(longestLine);
    for (QChar &c : text) {
        if (c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar(0x21B5); // ↵
        else if (c == u'\t' || c == u'\r')
            c = u' ';
    }
    return tooLong ? text + u'…' : text;
}

} // namespace

QString cellLine(const eval::Cell &cell, bool grouped, qint64 wholeSize)
{
    if (const auto *text = std::get_if<std::string>(&cell))
        return oneLine(fromBytes(*text, longestLine * 4), wholeSize >= 0 || text->size() > longestLine * 4);
    if (const auto *blob = std::get_if<eval::Blob>(&cell)) {
        const qint64 size = wholeSize >= 0 ? wholeSize : qint64(blob->bytes.size());
        return QCoreApplication::translate("ResultModel", "blob %1%2, %3")
            .arg(hex(blob->bytes, blobBytesShown),
                 size > qint64(blobBytesShown) ? QStringLiteral("…") : QString(),
                 QLocale().formattedDataSize(size));
    }
    const QString number = QString::fromStdString(eval::displayText(cell));
    return grouped ? grouping(number) : number;
}

QString cellText(const eval::Cell &cell)
{
    if (std::holds_alternative<std::monostate>(cell))
        return {};
    if (const auto *integer = std::get_if<std::int64_t>(&cell))
        return QString::number(*integer);
    if (const auto *real = std::get_if<double>(&cell)) {
        if (!std::isfinite(*real))
            return QString::fromStdString(eval::displayText(cell));
        // The shortest text that reads back as the same number.
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, *real).ptr;
        const QString text = QString::fromLatin1(digits, end - digits);
        const bool whole = !text.contains(u'.') && !text.contains(u'e');
        return whole ? text + QLatin1String(".0") : text;
    }
    if (const auto *blob = std::get_if<eval::Blob>(&cell))
        return QStringLiteral("x'%1'").arg(hex(blob->bytes, blob->bytes.size()));
    return fromBytes(std::get<std::string>(cell));
}

bool looksLikeIdentifier(const QString &column)
{
    static const QRegularExpression words(
        QStringLiteral(
            "(^|[_ .])(id|no|nr|code|key|zip|year|yr|phone|tel|isbn|barcode|rowid|yyyymm|yyyymmdd)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression camel(QStringLiteral("[a-z](Id|ID|No|Code|Key|Year)$"));
    static const QRegularExpression korean(QStringLiteral("(아이디|번호|코드|연도|년도|전화)$"));
    return words.match(column).hasMatch() || camel.match(column).hasMatch() ||
           korean.match(column).hasMatch();
}

} // namespace mureum::ui
