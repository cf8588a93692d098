#include "ui/quantization/wizard/scheme_step.h"

#include "ui/quantization/scheme.h"
#include "ui/quantization/size_text.h"
#include "ui/quantization/wizard/scheme_fields.h"
#include "ui/widgets/choice_cards.h"
#include "ui/widgets/reading_table.h"
#include "ui/widgets/value_label.h"

#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr double mebibyte = 1024 * 1024;

const std::pair<const char *, QuantizationGoal::Kind> goalKinds[] = {
    {"smallest", QuantizationGoal::Kind::Smallest},
    {"balanced", QuantizationGoal::Kind::Balanced},
    {"closest", QuantizationGoal::Kind::Closest},
    {"size", QuantizationGoal::Kind::FileSize},
    {"memory", QuantizationGoal::Kind::Memory}};

} // namespace

SchemeStep::SchemeStep(QWidget *parent)
    : QuantizeStep(parent), goals_(new ChoiceCards(tr("What for"))), limitText_(new QLabel),
      limit_(new QDoubleSpinBox), table_(readingTable(schemes_, tr("Schemes"))), why_(wrappedLabel()),
      about_(wrappedLabel()), fields_(new SchemeFields)
{
    buildGoals();
    buildTable();
    QFont bold = why_->font();
    bold.setBold(true);
    why_->setFont(bold);
    about_->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(goals_);
    layout->addWidget(limitRow_);
    layout->addWidget(why_);
    layout->addWidget(table_);
    layout->addWidget(about_);
    layout->addWidget(fields_);
    layout->addStretch(1);
    connect(fields_, &SchemeFields::changed, this, &SchemeStep::changed);
    connect(fields_, &SchemeFields::bitsChosen, this, [this](int bits) {
        bits_ = bits;
        touched_ = true;
        showChosen();
        emit changed();
    });
}

void SchemeStep::buildGoals()
{
    goals_->add(QStringLiteral("smallest"), tr("Smallest"), tr("The smallest file, whatever it loses."));
    goals_->add(QStringLiteral("balanced"), tr("Balanced"), tr("Much smaller, with hardly a loss."));
    goals_->add(QStringLiteral("closest"), tr("Closest"), tr("As near to the original as it gets."));
    goals_->add(QStringLiteral("size"), tr("A file size"), tr("The best that stays within a size."));
    goals_->add(QStringLiteral("memory"), tr("A memory"), tr("The best that stays within a memory."));
    goals_->setChoice(QStringLiteral("balanced"));
    limit_->setRange(0.1, 1e7);
    limit_->setDecimals(1);
    limit_->setSuffix(QStringLiteral(" MiB"));
    limit_->setGroupSeparatorShown(true);
    limit_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    limit_->setMinimumWidth(140);
    limitText_->setBuddy(limit_);
    limitRow_ = rowOf({limitText_, limit_});
    limitRow_->hide();
    connect(goals_, &ChoiceCards::chosen, this, [this](const QString &goal) {
        const bool size = goal == QLatin1String("size");
        limitRow_->setVisible(size || goal == QLatin1String("memory"));
        limitText_->setText(size ? tr("At most:") : tr("Memory at most:"));
        touched_ = limited_ = false;
        propose();
        emit changed();
    });
    connect(limit_, &QDoubleSpinBox::valueChanged, this, [this] {
        if (selecting_)
            return;
        limited_ = true;
        touched_ = false;
        propose();
        emit changed();
    });
}

void SchemeStep::buildTable()
{
    table_->setFrameShape(QFrame::StyledPanel);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->horizontalHeader()->setSectionResizeMode(SchemesModel::Name, QHeaderView::Stretch);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = table_->selectionModel()->selectedRows();
        if (selecting_ || rows.isEmpty())
            return;
        touched_ = true;
        const auto &one = schemes_.forecast().schemes[std::size_t(rows.first().row())];
        scheme_ = one.scheme;
        bits_ = one.bits;
        showChosen();
        emit changed();
    });
}

QuantizationGoal SchemeStep::goal() const
{
    QuantizationGoal goal;
    for (const auto &[name, kind] : goalKinds)
        if (goals_->choice() == QLatin1String(name))
            goal.kind = kind;
    goal.limit = qint64(limit_->value() * mebibyte);
    return goal;
}

void SchemeStep::load(const QuantizationPlan &plan)
{
    scheme_ = plan.scheme;
    bits_ = plan.bits;
    fields_->load(plan);
    showChosen();
}

void SchemeStep::store(QuantizationPlan &plan) const
{
    plan.scheme = scheme_;
    plan.bits = bits_ == 8 ? 8 : 4;
    fields_->store(plan);
}

void SchemeStep::follow(const QuantizationForecast *forecast, const QuantizationPlan &)
{
    schemes_.setForecast(forecast ? *forecast : QuantizationForecast());
    propose();
    fitTable();
}

void SchemeStep::fitTable()
{
    for (int column = SchemesModel::Bits; column < SchemesModel::columns; ++column)
        table_->resizeColumnToContents(column);
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           table_->verticalHeader()->defaultSectionSize() * std::max(3, schemes_.rowCount()) +
                           2 * table_->frameWidth());
}

void SchemeStep::propose()
{
    const QuantizationForecast &forecast = schemes_.forecast();
    if (forecast.schemes.empty()) {
        why_->clear();
        showChosen();
        return;
    }
    if (!limited_) { // half of what it is now, until another limit is named
        const QScopedValueRollback selecting(selecting_, true);
        const bool memory = goal().kind == QuantizationGoal::Kind::Memory;
        limit_->setValue(double(memory ? forecast.memory : forecast.bytes) / mebibyte / 2);
    }
    const Recommendation found = recommend(forecast, goal());
    why_->setText(found.why);
    schemes_.setRecommended(found.scheme);
    if (!touched_ && found.scheme >= 0) {
        const auto &one = forecast.schemes[std::size_t(found.scheme)];
        scheme_ = one.scheme;
        bits_ = one.bits;
    }
    showChosen();
}

void SchemeStep::showChosen()
{
    const QScopedValueRollback selecting(selecting_, true);
    const auto &all = schemes_.forecast().schemes;
    const auto *chosen = schemes_.forecast().find(scheme_, bits_);
    if (chosen)
        table_->selectRow(int(chosen - all.data()));
    else
        table_->clearSelection();
    about_->setText(wordsOf(scheme_, bits_).text);
    fields_->follow(scheme_, bits_ == 8 ? 8 : 4);
}

QString SchemeStep::missing() const
{
    const auto *chosen = schemes_.forecast().find(scheme_, bits_);
    return chosen && !chosen->usable() ? chosen->error : QString();
}

QString SchemeStep::whyText() const
{
    return why_->text();
}

} // namespace mureum::ui
