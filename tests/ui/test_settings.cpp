#include "fake_ask_service.h"
#include "ui/settings/paths.h"
#include "ui/settings/settings.h"
#include "ui/settings/translations.h"
#include "ui/theme/theme.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>

using namespace mureum::ui;

class TestSettings : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }

    void keepTypesAndDefaults()
    {
        const QString file = home_.path("typed.conf");
        {
            Settings settings(file);
            QCOMPARE(settings.get(keys::candidates), 6);
            QSignalSpy changed(&settings, &Settings::changed);
            settings.set(keys::candidates, 3);
            settings.set(keys::candidates, 3);
            QCOMPARE(changed.count(), 1);
            settings.set(keys::sidePanel, false);
            settings.set(keys::language, QStringLiteral("ko"));
            settings.set(keys::theme, QStringLiteral("dark"));
            settings.set(keys::lastDatabase, QStringLiteral("/한국어/shop.sqlite"));
            settings.set(keys::recentDatabases, QStringList{QStringLiteral("/one")});
            settings.set(keys::windowGeometry, QByteArray("\0\1\xff", 3));
        }
        Settings settings(file);
        QCOMPARE(settings.get(keys::candidates), 3);
        QCOMPARE(settings.get(keys::sidePanel), false);
        QCOMPARE(settings.get(keys::language), QStringLiteral("ko"));
        QCOMPARE(settings.get(keys::theme), QStringLiteral("dark"));
        QCOMPARE(settings.get(keys::lastDatabase), QStringLiteral("/한국어/shop.sqlite"));
        QCOMPARE(settings.get(keys::recentDatabases), QStringList{QStringLiteral("/one")});
        QCOMPARE(settings.get(keys::windowGeometry), QByteArray("\0\1\xff", 3));
    }

    void nonsenseCountsAsAbsent()
    {
        const QString file = home_.path("nonsense.conf");
        QFile text(file);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("[model]\ncandidates=many\n[window]\ngeometry=hello\n\x01\x02[[[\n");
        text.close();
        Settings settings(file);
        QCOMPARE(settings.get(keys::candidates), keys::candidates.fallback);
        QCOMPARE(settings.get(keys::language), QStringLiteral("system"));
    }

    void recentListIsShortAndWithoutDoubles()
    {
        Settings settings(home_.path("recent.conf"));
        for (int i = 0; i < 15; ++i)
            settings.addRecentDatabase(QStringLiteral("/db/%1").arg(i));
        settings.addRecentDatabase(QStringLiteral("/db/9"));
        const QStringList recent = settings.get(keys::recentDatabases);
        QCOMPARE(recent.size(), 10);
        QCOMPARE(recent.first(), QStringLiteral("/db/9"));
        QCOMPARE(recent.count(QStringLiteral("/db/9")), 1);
        QCOMPARE(settings.get(keys::lastDatabase), QStringLiteral("/db/9"));
    }

    void placesFollowXdg()
    {
        QCOMPARE(paths::configFile(), home_.path("config/mureum/mureum.conf"));
        QCOMPARE(paths::historyFile(), home_.path("data/mureum/history.sqlite"));
        QVERIFY(QFileInfo(home_.path("data/mureum")).isDir());
    }

    void examplesSpeakBothLanguages()
    {
        for (const QString &sample : paths::sampleDatabases())
            for (const char *language : {"ko", "en"}) {
                const QStringList questions = paths::exampleQuestions(sample, QLatin1String(language));
                QVERIFY2(questions.size() >= 3, qPrintable(sample));
            }
        QVERIFY(paths::exampleQuestions(home_.path("shop.sqlite"), QStringLiteral("en")).isEmpty());
    }

    void palettesAreReadable()
    {
        QVERIFY(isDark(darkPalette()));
        QVERIFY(!isDark(lightPalette()));
        for (const QPalette &palette : {lightPalette(), darkPalette()}) {
            const QColor base = palette.color(QPalette::Base);
            QVERIFY(contrast(palette.color(QPalette::Text), base) > 7);
            QVERIFY(contrast(palette.color(QPalette::WindowText), palette.color(QPalette::Window)) > 7);
            QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >
                    4.5);
            QVERIFY(contrast(secondaryText(palette), base) >= 4.5);
            const SyntaxColors colors = syntaxColors(palette);
            for (const QColor &mark : {colors.tableMark, colors.columnMark, colors.valueMark})
                QVERIFY(contrast(palette.color(QPalette::Text), mark) > 4.5);
        }
    }

    void koreanIsCompiledIn()
    {
        Translations translations;
        translations.apply(QStringLiteral("ko"));
        QCOMPARE(translations.language(), QStringLiteral("ko"));
        QCOMPARE(QCoreApplication::translate("mureum::ui::AskPage", "Ask"), QStringLiteral("질문하기"));
        translations.apply(QStringLiteral("en"));
        QCOMPARE(QCoreApplication::translate("mureum::ui::AskPage", "Ask"), QStringLiteral("Ask"));
    }

    // Every string has a finished Korean text with the same place marks.
    void koreanIsComplete()
    {
        QFile file(QStringLiteral(MUREUM_SOURCE_DIR "/resources/translations/mureum_ko.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        static const QRegularExpression marks(QStringLiteral("%(\\d+|n)"));
        QString source;
        int messages = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("source"))
                source = xml.readElementText();
            if (xml.name() != QLatin1String("translation"))
                continue;
            ++messages;
            const QString type = xml.attributes().value(QLatin1String("type")).toString();
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            QVERIFY2(type != QLatin1String("unfinished"), qPrintable(source));
            QVERIFY2(!text.isEmpty(), qPrintable(source));
            for (auto it = marks.globalMatch(source); it.hasNext();) {
                const QString mark = it.next().captured();
                QVERIFY2(text.contains(mark), qPrintable(source));
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 100);
    }

    // A string added to the code without the translation file being updated would otherwise pass unseen.
    void everySourceStringIsInTheFile()
    {
        QFile file(QStringLiteral(MUREUM_SOURCE_DIR "/resources/translations/mureum_ko.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QSet<QString> known;
        while (!xml.atEnd())
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("source"))
                known.insert(xml.readElementText());
        // No raw strings: moc reads past their quotes.
        static const QRegularExpression call(QStringLiteral("\\btr\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)"));
        static const QRegularExpression piece(QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\""));
        QDirIterator files(QStringLiteral(MUREUM_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp")}, QDir::Files,
                           QDirIterator::Subdirectories);
        int found = 0;
        while (files.hasNext()) {
            QFile source(files.next());
            QVERIFY(source.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(source.readAll());
            for (auto it = call.globalMatch(text); it.hasNext();) {
                QString literal;
                for (auto part = piece.globalMatch(it.next().captured(1)); part.hasNext();)
                    literal += part.next().captured(1);
                literal.replace(QLatin1String("\\n"), QLatin1String("\n"))
                    .replace(QLatin1String("\\\""), QLatin1String("\""));
                QVERIFY2(known.contains(literal),
                         qPrintable(source.fileName() + QStringLiteral(": ") + literal));
                ++found;
            }
        }
        QVERIFY(found > 100);
    }

private:
    TestHome home_;
};

QTEST_MAIN(TestSettings)
#include "test_settings.moc"
