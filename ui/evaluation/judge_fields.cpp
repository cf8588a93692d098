#include "ui/evaluation/judge_fields.h"

#include <QFormLayout>
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
    : QWidget(parent), settings_(settings), server_(new ServerFields(keys, this)),
      requests_(limitBox(1'000'000, tr("no limit"))), tokens_(limitBox(1'000'000'000, tr("no limit")))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    server_->addTo(form);
    form->addRow(tr("Requests per minute:"), requests_);
    form->addRow(tr("Tokens per minute:"), tokens_);

    setPlan({settings_.get(keys::judgeEndpoint), settings_.get(keys::judgeModel),
             settings_.get(keys::judgeRequests), settings_.get(keys::judgeTokens)});
    connect(server_, &ServerFields::changed, this, &JudgeFields::changed);
    for (QSpinBox *box : {requests_, tokens_})
        connect(box, &QSpinBox::valueChanged, this, &JudgeFields::changed);
}

JudgePlan JudgeFields::plan() const
{
    return {server_->endpoint(), server_->model(), requests_->value(), tokens_->value()};
}

void JudgeFields::setPlan(const JudgePlan &plan)
{
    server_->setServer(plan.endpoint, plan.model);
    requests_->setValue(plan.requests);
    tokens_->setValue(plan.tokens);
}

void JudgeFields::keep()
{
    const JudgePlan now = plan();
    settings_.set(keys::judgeEndpoint, now.endpoint);
    settings_.set(keys::judgeModel, now.model);
    settings_.set(keys::judgeRequests, now.requests);
    settings_.set(keys::judgeTokens, now.tokens);
    server_->keepKey();
}

} // namespace mureum::ui
