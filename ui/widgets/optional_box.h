#pragma once
#include <QDoubleSpinBox>
#include <QLocale>
#include <QSpinBox>
#include <QWheelEvent>

#include <optional>
#include <type_traits>

namespace mureum::ui {

/// A number that may be left to the program: the lowest value stands for "as usual" and shows what that is.
template <typename Box>
class OptionalBox : public Box
{
public:
    using Number = std::conditional_t<std::is_same_v<Box, QSpinBox>, int, double>;

    /// `unit`: a step below `lowest` where nothing is chosen.
    OptionalBox(Number lowest, Number highest, Number unit)
    {
        if constexpr (std::is_same_v<Box, QDoubleSpinBox>)
            this->setDecimals(8);
        this->setRange(lowest - unit, highest);
        this->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        this->setGroupSeparatorShown(true);
        this->setFocusPolicy(Qt::StrongFocus);
        this->setValue(this->minimum());
        // The widest number is no reason for a wide page.
        this->setMinimumWidth(110);
        this->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    std::optional<Number> number() const
    {
        return this->value() > this->minimum() ? std::optional<Number>(this->value()) : std::nullopt;
    }
    void setNumber(std::optional<Number> number) { this->setValue(number.value_or(this->minimum())); }
    /// What is shown while nothing is chosen, and where the first step leads.
    void setUsual(std::optional<Number> usual, const QString &text)
    {
        usual_ = usual;
        this->setSpecialValueText(text);
    }

    void stepBy(int steps) override
    {
        if (!number() && usual_)
            this->setValue(*usual_);
        else
            Box::stepBy(steps);
    }
    QString textFromValue(Number value) const override
    {
        if constexpr (std::is_same_v<Box, QDoubleSpinBox>)
            return this->locale().toString(value, 'f', QLocale::FloatingPointShortest);
        else
            return Box::textFromValue(value);
    }

protected:
    // The page scrolls, not a number that happens to lie under the wheel.
    void wheelEvent(QWheelEvent *event) override
    {
        if (this->hasFocus())
            Box::wheelEvent(event);
        else
            event->ignore();
    }
    QAbstractSpinBox::StepEnabled stepEnabled() const override
    {
        return number() ? Box::stepEnabled()
                        : QAbstractSpinBox::StepUpEnabled | QAbstractSpinBox::StepDownEnabled;
    }

private:
    std::optional<Number> usual_;
};

using OptionalSpinBox = OptionalBox<QSpinBox>;
using OptionalDoubleSpinBox = OptionalBox<QDoubleSpinBox>;

} // namespace mureum::ui
