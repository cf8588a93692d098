#include "ui/evaluation/server_fields.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>

namespace mureum::ui {

ServerFields::ServerFields(ApiKeys &keys, QObject *parent)
    : QObject(parent), keys_(keys), endpoint_(new QLineEdit), model_(new QLineEdit), key_(new QLineEdit),
      inKeyring_(new QCheckBox(tr("Keep it in the keyring")))
{
    endpoint_->setPlaceholderText(QStringLiteral("https://host/v1"));
    key_->setEchoMode(QLineEdit::Password);
    key_->setPlaceholderText(tr("for this session only"));
    for (QLineEdit *field : {endpoint_, model_, key_})
        connect(field, &QLineEdit::textChanged, this, &ServerFields::changed);
    connect(endpoint_, &QLineEdit::editingFinished, this, &ServerFields::loadKey);
    connect(&keys_, &ApiKeys::loaded, this, [this](const QString &endpoint, const QString &key) {
        if (endpoint == this->endpoint() && key_->text().isEmpty())
            key_->setText(key);
    });
}

void ServerFields::addTo(QFormLayout *form)
{
    auto *keyRow = new QWidget;
    auto *keyLayout = new QHBoxLayout(keyRow);
    keyLayout->setContentsMargins(0, 0, 0, 0);
    keyLayout->addWidget(key_, 1);
    keyLayout->addWidget(inKeyring_);
    form->addRow(tr("Server:"), endpoint_);
    form->addRow(tr("Model:"), model_);
    form->addRow(tr("Key:"), keyRow);
}

QString ServerFields::endpoint() const
{
    return endpoint_->text().trimmed();
}

QString ServerFields::model() const
{
    return model_->text().trimmed();
}

QString ServerFields::key() const
{
    return key_->text();
}

void ServerFields::setServer(const QString &endpoint, const QString &model)
{
    endpoint_->setText(endpoint);
    model_->setText(model);
}

void ServerFields::loadKey()
{
    if (endpoint().isEmpty() || !key_->text().isEmpty())
        return;
    if (const QString known = keys_.sessionKey(endpoint()); !known.isEmpty())
        key_->setText(known);
    else
        keys_.load(endpoint());
}

void ServerFields::keepKey()
{
    if (!key_->text().isEmpty())
        keys_.keep(endpoint(), key_->text(), inKeyring_->isChecked());
}

} // namespace mureum::ui
