#include "ui/evaluation/examples_panel.h"
#include "ui/evaluation/example_delegate.h"
#include "ui/theme/icons.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

QComboBox *filterBox(const QString &name)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

// Keeps what is chosen; `known` decides whether an entry is new.
void fill(QComboBox *box, const QString &all, const QList<QPair<QString, QVariant>> &entries)
{
    if (box->count() == entries.size() + 1)
        return;
    const QSignalBlocker quiet(box);
    const QVariant before = box->currentData();
    box->clear();
    box->addItem(all, QVariant());
    for (const auto &[text, value] : entries)
        box->addItem(text, value);
    box->setCurrentIndex(before.isValid() ? std::max(0, box->findData(before)) : 0);
}

void choose(QComboBox *box, const QVariant &value)
{
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

} // namespace

ExamplesPanel::ExamplesPanel(QWidget *parent)
    : QWidget(parent), search_(new QLineEdit), verdict_(filterBox(tr("Verdict"))),
      kind_(filterBox(tr("Kind of error"))), hardness_(filterBox(tr("Hardness"))),
      database_(filterBox(tr("Database"))), language_(filterBox(tr("Language"))), note_(new QLabel),
      empty_(new QLabel), reset_(new QToolButton), list_(new QListView), pages_(new QStackedWidget)
{
    search_->setPlaceholderText(tr("Search questions and SQL"));
    search_->setAccessibleName(tr("Search the examples"));
    search_->setClearButtonEnabled(true);
    search_->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    using Verdict = ExampleFilter::Verdict;
    for (const auto &[verdict, text] : {std::pair{Verdict::All, tr("All verdicts")},
                                        {Verdict::Right, tr("Right")},
                                        {Verdict::Wrong, tr("Wrong")},
                                        {Verdict::Inconclusive, tr("Inconclusive")},
                                        {Verdict::Failed, tr("Failed")},
                                        {Verdict::JudgeDisagrees, tr("Judge disagrees")}})
        verdict_->addItem(text, int(verdict));

    reset_->setText(tr("Show all"));
    reset_->setAutoRaise(true);
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setMinimumWidth(40);
    empty_->setWordWrap(true);
    empty_->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    empty_->setForegroundRole(QPalette::PlaceholderText);
    empty_->setContentsMargins(12, 24, 12, 12);

    list_->setModel(&model_);
    list_->setItemDelegate(new ExampleDelegate(
        [](const QModelIndex &index) { return Outcome(index.data(ExamplesModel::OutcomeRole).toInt()); },
        ExamplesModel::DetailRole, list_));
    list_->setAccessibleName(tr("Examples"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto *filters = new QGridLayout;
    filters->setContentsMargins(6, 6, 6, 0);
    filters->setSpacing(4);
    filters->addWidget(search_, 0, 0, 1, 2);
    filters->addWidget(verdict_, 1, 0);
    filters->addWidget(kind_, 1, 1);
    filters->addWidget(hardness_, 2, 0);
    filters->addWidget(language_, 2, 1);
    filters->addWidget(database_, 3, 0, 1, 2);
    filters->setColumnStretch(0, 1);
    filters->setColumnStretch(1, 1);
    auto *noteRow = new QHBoxLayout;
    noteRow->setContentsMargins(10, 2, 6, 2);
    noteRow->addWidget(note_, 1);
    noteRow->addWidget(reset_);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(filters);
    layout->addLayout(noteRow);
    pages_->addWidget(empty_);
    pages_->addWidget(list_);
    layout->addWidget(pages_, 1);
    setFocusProxy(list_);

    connect(search_, &QLineEdit::textChanged, this, &ExamplesPanel::readBoxes);
    for (QComboBox *box : {verdict_, kind_, hardness_, database_, language_})
        connect(box, &QComboBox::currentIndexChanged, this, &ExamplesPanel::readBoxes);
    connect(reset_, &QToolButton::clicked, this, [this] { setFilter({}); });
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { emit chosen(current.isValid() ? current.row() : -1); });
    connect(list_, &QListView::doubleClicked, this,
            [this](const QModelIndex &index) { emit opened(index.row()); });
    for (const int key : {int(Qt::Key_Return), int(Qt::Key_Enter)}) {
        auto *open = new QShortcut(QKeySequence(key), list_, nullptr, nullptr, Qt::WidgetShortcut);
        connect(open, &QShortcut::activated, this, [this] {
            if (currentRow() >= 0)
                emit opened(currentRow());
        });
    }
    fillChoices();
    updateNote();
}

void ExamplesPanel::clear()
{
    hardnesses_.clear();
    databases_.clear();
    languages_.clear();
    kinds_.clear();
    model_.clear();
    fillChoices();
    updateNote();
    emit chosen(-1);
}

void ExamplesPanel::append(const std::vector<ExamplePtr> &records, int first, int count)
{
    for (int i = first; i < first + count; ++i) {
        const RunExample &record = *records[std::size_t(i)];
        hardnesses_.insert(QString::fromStdString(record.hardness));
        databases_.insert(QString::fromStdString(record.databaseId));
        languages_.insert(QString::fromStdString(record.language));
        kinds_.insert(record.score.kind);
    }
    kinds_.erase(eval::ErrorKind::None);
    model_.append(records, first, count);
    fillChoices();
    updateNote();
    if (!list_->currentIndex().isValid() && model_.rowCount() > 0)
        list_->setCurrentIndex(model_.index(0));
}

void ExamplesPanel::replace(const std::vector<ExamplePtr> &records)
{
    const int row = currentRow();
    const int number = row >= 0 ? model_.number(row) : -1;
    model_.replace(records);
    updateNote();
    if (number >= 0)
        selectNumber(number);
}

void ExamplesPanel::fillChoices()
{
    QList<QPair<QString, QVariant>> entries;
    for (const eval::ErrorKind kind : kinds_)
        entries.append({errorKindText(kind), int(kind)});
    fill(kind_, tr("All errors"), entries);
    entries.clear();
    std::vector<QString> ranked(hardnesses_.begin(), hardnesses_.end());
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const QString &a, const QString &b) { return hardnessRank(a) < hardnessRank(b); });
    for (const QString &hardness : ranked)
        entries.append({hardnessText(hardness), hardness});
    fill(hardness_, tr("Any hardness"), entries);
    entries.clear();
    for (const QString &database : databases_)
        entries.append({database, database});
    fill(database_, tr("All databases"), entries);
    entries.clear();
    for (const QString &language : languages_)
        entries.append({languageText(language), language});
    fill(language_, tr("All languages"), entries);
    language_->setEnabled(languages_.size() > 1);
    database_->setEnabled(databases_.size() > 1);
}

void ExamplesPanel::readBoxes()
{
    ExampleFilter filter = model_.filter();
    filter.text = search_->text().trimmed();
    filter.verdict = ExampleFilter::Verdict(verdict_->currentData().toInt());
    const QVariant kind = kind_->currentData();
    filter.errorKind = kind.isValid() ? std::optional(eval::ErrorKind(kind.toInt())) : std::nullopt;
    filter.hardness = hardness_->currentData().toString();
    filter.database = database_->currentData().toString();
    filter.language = language_->currentData().toString();
    apply(filter);
}

void ExamplesPanel::setFilter(const ExampleFilter &filter)
{
    {
        const QSignalBlocker quiet(search_);
        search_->setText(filter.text);
    }
    const auto orNothing = [](const QString &text) { return text.isEmpty() ? QVariant() : QVariant(text); };
    choose(verdict_, int(filter.verdict));
    choose(kind_, filter.errorKind ? QVariant(int(*filter.errorKind)) : QVariant());
    choose(hardness_, orNothing(filter.hardness));
    choose(database_, orNothing(filter.database));
    choose(language_, orNothing(filter.language));
    apply(filter);
}

void ExamplesPanel::setDivision(Division division, const ExampleFilter &bar)
{
    ExampleFilter filter = model_.filter();
    switch (division) {
    case Division::Hardness:
        filter.hardness = bar.hardness;
        break;
    case Division::Clause:
        filter.clause = bar.clause;
        break;
    case Division::Language:
        filter.language = bar.language;
        break;
    case Division::Length:
        filter.length = bar.length;
        break;
    case Division::Database:
        filter.database = bar.database;
        break;
    }
    setFilter(filter);
}

void ExamplesPanel::apply(const ExampleFilter &filter)
{
    if (filter == model_.filter())
        return;
    const int row = currentRow();
    const int number = row >= 0 ? model_.number(row) : -1;
    model_.setFilter(filter);
    updateNote();
    // The example that was looked at stays where it still passes.
    const int kept = number >= 0 ? model_.rowOfNumber(number) : -1;
    if (model_.rowCount() > 0)
        list_->setCurrentIndex(model_.index(std::max(0, kept)));
    else
        emit chosen(-1);
    emit filterChanged(filter);
}

void ExamplesPanel::updateNote()
{
    const int rows = model_.rowCount();
    const ExampleFilter &filter = model_.filter();
    const QLocale locale;
    QString text = rows == model_.total()
                       ? tr("%n example(s)", nullptr, rows)
                       : tr("%1 of %2").arg(locale.toString(rows), locale.toString(model_.total()));
    if (!filter.clause.isEmpty())
        text += QStringLiteral(" · ") + tr("wrong in “%1”").arg(filter.clause);
    if (!filter.length.isEmpty())
        text += QStringLiteral(" · ") + lengthText(filter.length);
    note_->setText(text);
    reset_->setVisible(!(filter == ExampleFilter()));
    empty_->setText(model_.total() == 0 ? tr("Examples appear here as they are answered.")
                                        : tr("No example passes these filters."));
    pages_->setCurrentWidget(rows > 0 ? static_cast<QWidget *>(list_) : empty_);
}

int ExamplesPanel::currentRow() const
{
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? index.row() : -1;
}

bool ExamplesPanel::step(int by)
{
    const int row = currentRow() + by;
    if (row < 0 || row >= model_.rowCount())
        return false;
    list_->setCurrentIndex(model_.index(row));
    return true;
}

void ExamplesPanel::selectNumber(int number)
{
    const int row = model_.rowOfNumber(number);
    if (row >= 0)
        list_->setCurrentIndex(model_.index(row));
}

} // namespace mureum::ui
