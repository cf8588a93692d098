#include "ui/training/wizard/planner.h"

namespace mureum::ui {

namespace {

constexpr int pauseMs = 450;

} // namespace

Planner::Planner(QObject *parent) : QObject(parent), asker_(QStringLiteral("plan"))
{
    pause_.setSingleShot(true);
    pause_.setInterval(pauseMs);
    connect(&pause_, &QTimer::timeout, this, &Planner::ask);
}

void Planner::request(const JobCommand &command)
{
    if (command == command_)
        return;
    command_ = command;
    asker_.cancel();
    if (command.program.isEmpty()) {
        pause_.stop();
        outcome_ = {};
    } else {
        pause_.start();
    }
    emit changed();
}

void Planner::ask()
{
    asker_.run([command = command_](std::stop_token stop) { return askForPlan(command, stop); },
               [this](PlanOutcome outcome) {
                   outcome_ = std::move(outcome);
                   emit changed();
               });
    emit changed();
}

} // namespace mureum::ui
