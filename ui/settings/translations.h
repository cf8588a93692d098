#pragma once
#include <QString>
#include <QTranslator>

class QCoreApplication;

namespace mureum::ui {

/// Registers the icons and translations inside this static library. Call once before the first widget.
void initResources();

/// The language a choice stands for ("system" looks at the locale): "ko" or "en".
QString resolveLanguage(const QString &choice);

/// The translators of the running application; changing the choice swaps them.
class Translations
{
public:
    ~Translations();
    void apply(const QString &choice);
    QString language() const { return language_; }

private:
    QTranslator own_, qt_;
    QString language_ = QStringLiteral("en");
};

} // namespace mureum::ui
