#pragma once
#include "ui/jobs/plan_asker.h"
#include "ui/training/wizard/plan_report.h"

namespace mureum::ui {

/// What a training would do.
class Planner : public PlanAsker
{
    Q_OBJECT
public:
    using PlanAsker::PlanAsker;

    /// Of the last request; while busy the former answer, for pages not to flicker.
    const PlanReport *report() const { return report_ ? &*report_ : nullptr; }

protected:
    bool read(const QByteArray &json) override
    {
        report_ = PlanReport::read(json);
        return report_.has_value();
    }
    void forget() override { report_.reset(); }

private:
    std::optional<PlanReport> report_;
};

} // namespace mureum::ui
