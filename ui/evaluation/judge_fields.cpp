#include "ui/evaluation/judge_fields.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace mureum::ui {

namespace {

QSpinBox *limitBox(int most, const QString &forNone)
{
    auto *box = new QSpinBox;
    box->setRange(0, most);
    box->setSpecialValueText(forNone);
    box->setGroupSeparatorShown(true);
    return box;
}

} // namespace

JudgeFields::JudgeFields(Settings &settings, ApiKeys &keys, QWidget *parent)
    : QWidget(parent), settings_(settings), keys_(keys), endpoint_(new QLineEdit), model_(new QLineEdit),
      key_(new QLineEdit), keepKey_(new QCheckBox(tr("Keep it in the keyring"))),
      requests_(limitBox(1'000'000, tr("no limit"))), tokens_(limitBox(1'000'000'000, tr("no limit")))
{
    endpoint_->setPlaceholderText(QStringLiteral("https://host/v1"));
    key_->setEchoMode(QLineEdit::Password);
    key_->setPlaceholderText(tr("for this session only"));
    auto *keyRow = new QWidget;
    auto *keyLayout = new QHBoxLayout(keyRow);
    keyLayout->setContentsMargins(0, 0, 0, 0);
    keyLayout->addWidget(key_, 1);
    keyLayout->addWidget(keepKey_);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Server:"), endpoint_);
    form->addRow(tr("Model:"), model_);
    form->addRow(tr("Key:"), keyRow);
    form->addRow(tr("Requests per minute:"), requests_);
    form->addRow(tr("Tokens per minute:"), tokens_);

    setPlan({settings_.get(keys::judgeEndpoint), settings_.get(keys::judgeModel),
             settings_.get(keys::judgeRequests), settings_.get(keys::judgeTokens)});
    for (QLineEdit *field : {endpoint_, model_, key_})
        connect(field, &QLineEdit::textChanged, this, &JudgeFields::changed);
    for (QSpinBox *box : {requests_, tokens_})
        connect(box, &QSpinBox::valueChanged, this, &JudgeFields::changed);
    connect(endpoint_, &QLineEdit::editingFinished, this, &JudgeFields::loadKey);
    connect(&keys_, &ApiKeys::loaded, this, [this](const QString &endpoint, const QString &key) {
        if (endpoint == endpoint_->text().trimmed() && key_->text().isEmpty())
            key_->setText(key);
    });
}

JudgePlan JudgeFields::plan() const
{
    return {endpoint_->text().trimmed(), model_->text().trimmed(), requests_->value(), tokens_->value()};
}

void JudgeFields::setPlan(const JudgePlan &plan)
{
    endpoint_->setText(plan.endpoint);
    model_->setText(plan.model);
    requests_->setValue(plan.requests);
    tokens_->setValue(plan.tokens);
}

QString JudgeFields::key() const
{
    return key_->text();
}

void JudgeFields::loadKey()
{
    const QString endpoint = endpoint_->text().trimmed();
    if (endpoint.isEmpty() || !key_->text().isEmpty())
        return;
    if (const QString known = keys_.sessionKey(endpoint); !known.isEmpty())
        key_->setText(known);
    else
        keys_.load(endpoint);
}

void JudgeFields::keep()
{
    const JudgePlan now = plan();
    settings_.set(keys::judgeEndpoint, now.endpoint);
    settings_.set(keys::judgeModel, now.model);
    settings_.set(keys::judgeRequests, now.requests);
    settings_.set(keys::judgeTokens, now.tokens);
    if (!key_->text().isEmpty())
        keys_.keep(now.endpoint, key_->text(), keepKey_->isChecked());
}

} // namespace mureum::ui
