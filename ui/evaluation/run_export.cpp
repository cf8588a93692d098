#include "ui/evaluation/run_export.h"
#include "ui/results/delimited.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace mureum::ui {

QByteArray examplesAsCsv(const std::vector<ExamplePtr> &examples, bool byteOrderMark)
{
    const DelimitedStyle style;
    QByteArray out;
    if (byteOrderMark)
        out += "\xef\xbb\xbf";
    const auto line = [&](const QList<QByteArray> &fields) {
        bool first = true;
        for (const QByteArray &field : fields) {
            if (!std::exchange(first, false))
                out += style.separator;
            appendField(out, field, style);
        }
        out += style.lineEnd;
    };
    line({"number", "db_id", "question", "query", "prediction", "ex", "em", "ex_suite", "judge", "hardness",
          "lang", "error_kind", "reason", "seconds"});
    const auto text = [](std::string_view value) {
        return QByteArray(value.data(), qsizetype(value.size()));
    };
    const auto yesNo = [](const std::optional<bool> &value) {
        return value ? QByteArray(*value ? "yes" : "no") : QByteArray();
    };
    for (const ExamplePtr &one : examples)
        line({QByteArray::number(qulonglong(one->index + 1)), text(one->databaseId), text(one->question),
              text(one->query), text(one->prediction), text(eval::name(one->score.ex)), yesNo(one->em),
              one->exSuite ? text(eval::name(*one->exSuite)) : QByteArray(),
              one->judgement ? yesNo(one->judgement->yes) : QByteArray(), text(one->hardness),
              text(one->language), text(eval::name(one->score.kind)), text(one->score.reason),
              QByteArray::number(one->seconds, 'f', 3)});
    return out;
}

QString writeWhole(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return QCoreApplication::translate("mureum::ui::RunView", "Cannot write %1: %2. Nothing was saved")
            .arg(path, file.errorString());
    return {};
}

} // namespace mureum::ui
