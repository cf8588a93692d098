#include "ui/settings/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

// Q_INIT_RESOURCE must be expanded outside any namespace.
static void initUiResources()
{
    Q_INIT_RESOURCE(mureum_ui);
}

namespace mureum::ui {

void initResources()
{
    initUiResources();
}

QString resolveLanguage(const QString &choice)
{
    if (choice == QLatin1String("ko") || choice == QLatin1String("en"))
        return choice;
    // The first UI language the user reads and we speak.
    for (const QString &language : QLocale::system().uiLanguages()) {
        if (language.startsWith(QLatin1String("ko")))
            return QStringLiteral("ko");
        if (language.startsWith(QLatin1String("en")))
            return QStringLiteral("en");
    }
    return QStringLiteral("en");
}

Translations::~Translations()
{
    if (QCoreApplication::instance()) {
        QCoreApplication::removeTranslator(&own_);
        QCoreApplication::removeTranslator(&qt_);
    }
}

void Translations::apply(const QString &choice)
{
    QCoreApplication::removeTranslator(&own_);
    QCoreApplication::removeTranslator(&qt_);
    language_ = resolveLanguage(choice);
    QLocale::setDefault(language_ == QLatin1String("ko") ? QLocale(QLocale::Korean, QLocale::SouthKorea)
                                                         : QLocale(QLocale::English));
    if (language_ != QLatin1String("en") &&
        qt_.load(QStringLiteral("qtbase_") + language_, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qt_);
    // English has a file too, for its plurals.
    if (own_.load(QStringLiteral(":/mureum/translations/mureum_%1.qm").arg(language_)))
        QCoreApplication::installTranslator(&own_);
}

} // namespace mureum::ui
