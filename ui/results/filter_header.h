#pragma once
#include "ui/results/result_query.h"

#include <QHeaderView>
#include <QTimer>

#include <map>

class QLineEdit;

namespace mureum::ui {

/// A table's header with a field under each column to type a filter into. Fields exist for the columns that
/// were in sight; what was typed is kept for all.
class FilterHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit FilterHeader(QWidget *parent = nullptr);

    void setFiltersShown(bool shown);
    bool filtersShown() const { return shown_; }
    const ColumnFilters &filters() const { return filters_; }
    /// Takes effect at once.
    void setFilter(int column, const QString &typed);
    /// Forgets what was typed, silently.
    void resetFilters();
    /// The field of a column in sight, else null.
    QLineEdit *field(int column) const;

    QSize sizeHint() const override;
    /// Places the fields; to be called as the table scrolls sideways.
    void placeFields();

signals:
    void filtersEdited();

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int section) const override;
    void updateGeometries() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QLineEdit *makeField(int column);
    int fieldHeight() const;
    void onTyped(int column, const QString &typed);

    bool shown_ = false;
    ColumnFilters filters_;
    std::map<int, QLineEdit *> fields_;
    QTimer typing_; ///< asks the database only after a pause
};

} // namespace mureum::ui
