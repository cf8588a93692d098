#include "ui/widgets/model_choice.h"

#include "ui/settings/paths.h"
#include "ui/widgets/choice_cards.h"
#include "ui/widgets/form_page.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr QLatin1String bundled("bundled"), other("file");

} // namespace

QString parameterText(qint64 count)
{
    const QLocale locale;
    if (count >= 1'000'000'000)
        return ModelChoice::tr("%1 B").arg(locale.toString(double(count) / 1e9, 'f', 2));
    if (count >= 1'000'000)
        return ModelChoice::tr("%1 M").arg(locale.toString(double(count) / 1e6, 'f', 1));
    return locale.toString(count);
}

ModelChoice::ModelChoice(const Words &words, QWidget *parent)
    : QWidget(parent), cards_(new ChoiceCards(words.name)), file_(new QLineEdit)
{
    cards_->add(bundled, tr("The bundled model"), words.bundled);
    cards_->add(other, tr("A model of my own"), words.own);
    cards_->setOffered(bundled, !paths::bundledModel().isEmpty());
    file_->setPlaceholderText(QStringLiteral("*.gguf"));
    file_->setToolTip(words.fileTip);
    fileRow_ = rowOf({new QLabel(tr("File:")), file_,
                      browseButton(file_, tr("Choose a model"), tr("Models (*.gguf)"), false)});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(cards_);
    layout->addWidget(fileRow_);
    fileRow_->setVisible(cards_->choice() == other);
    connect(cards_, &ChoiceCards::chosen, this, [this](const QString &choice) {
        fileRow_->setVisible(choice == other);
        emit changed();
    });
    connect(file_, &QLineEdit::textChanged, this, &ModelChoice::changed);
}

void ModelChoice::setModel(const QString &file)
{
    const bool own = !file.isEmpty() && QFileInfo(file) != QFileInfo(paths::bundledModel());
    cards_->setChoice(own || !cards_->offered(bundled) ? other : bundled);
    file_->setText(own ? file : QString());
}

QString ModelChoice::model() const
{
    return cards_->choice() == other ? file_->text().trimmed() : QString();
}

QString ModelChoice::missing() const
{
    return cards_->choice() == other && file_->text().trimmed().isEmpty() ? tr("Choose a model file.")
                                                                          : QString();
}

} // namespace mureum::ui
