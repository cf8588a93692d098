#include "ui/results/filter_header.h"

#include <QLineEdit>

namespace mureum::ui {

namespace {
constexpr int typingPauseMs = 350;
constexpr int gap = 2;
constexpr int nameMargin = 3; // above and below the names
} // namespace

FilterHeader::FilterHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    // Qt looks at every row to see whether a column is selected: ten million of them take seconds.
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    typing_.setSingleShot(true);
    typing_.setInterval(typingPauseMs);
    connect(&typing_, &QTimer::timeout, this, &FilterHeader::filtersEdited);
    connect(this, &QHeaderView::sectionResized, this, &FilterHeader::placeFields);
    connect(this, &QHeaderView::sectionCountChanged, this, &FilterHeader::placeFields);
}

void FilterHeader::setFiltersShown(bool shown)
{
    if (shown_ == shown)
        return;
    shown_ = shown;
    updateGeometries();
    // Makes the table ask for the new height.
    emit geometriesChanged();
    placeFields();
}

void FilterHeader::setFilter(int column, const QString &typed)
{
    typing_.stop();
    filters_[column] = typed;
    if (QLineEdit *edit = field(column))
        edit->setText(typed);
    emit filtersEdited();
}

void FilterHeader::resetFilters()
{
    typing_.stop();
    filters_.clear();
    for (const auto &[column, edit] : fields_)
        edit->clear();
}

QLineEdit *FilterHeader::field(int column) const
{
    const auto found = fields_.find(column);
    return found == fields_.end() ? nullptr : found->second;
}

QLineEdit *FilterHeader::makeField(int column)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QStringLiteral("filter%1").arg(column));
    edit->setPlaceholderText(tr("Filter"));
    edit->setClearButtonEnabled(true);
    edit->setToolTip(tr("text: contains it\n!text: does not contain it\n=x  <>x  <x  >=x: compared\n"
                        "a ~ b: from a to b\nNULL: no value"));
    edit->setText(filters_.value(column));
    connect(edit, &QLineEdit::textEdited, this,
            [this, column](const QString &typed) { onTyped(column, typed); });
    // The clear button changes the text without an edit.
    connect(edit, &QLineEdit::textChanged, this, [this, column](const QString &typed) {
        if (typed.isEmpty() && !filters_.value(column).isEmpty())
            onTyped(column, typed);
    });
    connect(edit, &QLineEdit::returnPressed, this, [this] {
        typing_.stop();
        emit filtersEdited();
    });
    fields_[column] = edit;
    return edit;
}

void FilterHeader::onTyped(int column, const QString &typed)
{
    filters_[column] = typed;
    typing_.start();
}

int FilterHeader::fieldHeight() const
{
    static const int height = QLineEdit().sizeHint().height();
    return height + 2 * gap;
}

QSize FilterHeader::sizeHint() const
{
    QSize size = QHeaderView::sizeHint();
    size.rheight() += 2 * nameMargin;
    if (shown_)
        size.rheight() += fieldHeight();
    return size;
}

void FilterHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int section) const
{
    QHeaderView::initStyleOptionForIndex(option, section);
    // A name at the right keeps clear of the next one; ordinary blanks at an end take no room.
    if (option->textAlignment & Qt::AlignRight)
        option->text += QString(2, QChar::Nbsp);
}

void FilterHeader::updateGeometries()
{
    setViewportMargins(0, 0, 0, shown_ ? fieldHeight() : 0);
    QHeaderView::updateGeometries();
    placeFields();
}

void FilterHeader::resizeEvent(QResizeEvent *event)
{
    QHeaderView::resizeEvent(event);
    placeFields();
}

void FilterHeader::placeFields()
{
    const int top = height() - fieldHeight() + gap;
    for (int column = 0; column < count(); ++column) {
        const int left = sectionViewportPosition(column);
        const bool inSight = shown_ && !isSectionHidden(column) && left < viewport()->width() &&
                             left + sectionSize(column) > 0;
        QLineEdit *edit = field(column);
        if (!inSight) {
            if (edit)
                edit->hide();
            continue;
        }
        if (!edit)
            edit = makeField(column);
        edit->setGeometry(left + 1, top, sectionSize(column) - 2, fieldHeight() - 2 * gap);
        edit->show();
    }
    for (const auto &[column, edit] : fields_)
        if (column >= count())
            edit->hide();
}

} // namespace mureum::ui
