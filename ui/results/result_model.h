#pragma once
#include "ui/results/result_query.h"
#include "ui/results/row_block.h"

#include <QAbstractTableModel>
#include <QThread>

#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <vector>

namespace mureum::ui {

class ResultReader;

/// Rows of one statement as far as they are known. The statement runs in a ResultReader on a thread of its
/// own; here are its first rows and those looked at last. The number of rows grows as the view asks for more
/// (canFetchMore); sorting and filtering ask the database again.
class ResultModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { NumberRole = Qt::UserRole }; ///< bool: a number, shown at the right

    explicit ResultModel(QObject *parent = nullptr);
    ~ResultModel() override;

    void open(const QString &database, const QString &sql);
    void clear();
    /// Ends the reading; what is known stays.
    void stop();
    /// Steps on until the last row (or the last one a table can show) is known.
    void readToEnd();

    void setFilters(const ColumnFilters &filters);
    const ColumnFilters &filters() const { return filters_; }
    bool filtered() const; ///< something is typed into a filter
    const RowOrder &rowOrder() const { return order_; }
    /// Takes filters and order back.
    void resetRefinement();
    bool refinable() const;
    void setGrouping(bool grouping);
    bool grouping() const { return grouping_; }

    const QString &database() const { return database_; }
    /// The statement whose rows are shown, filters and order included.
    const QString &currentSql() const { return currentSql_; }
    const QStringList &columns() const { return columns_; }
    /// 64 bits wide; rowCount() is what a table can show of it.
    qint64 rowsSoFar() const { return rows_; }
    bool complete() const { return complete_; }
    bool reading() const { return reading_; }
    /// The rows shown are those of the former statement: nothing of this one has come yet.
    bool awaited() const { return reading_ && fresh_; }
    bool stopped() const { return stopped_; }
    bool atLimit() const;
    bool numeric(int column) const { return column < int(numeric_.size()) && numeric_[column]; }
    /// Null where the row is not here at the moment; asks for it then.
    const eval::Cell *cell(int row, int column) const;
    /// Whether cell() holds only the beginning of the value.
    bool isCut(int row, int column) const;
    /// The value in words, whole lines, without grouping.
    QString text(int row, int column) const;
    /// The first rows, whole blocks from the first on without a gap.
    std::vector<RowBlockPtr> head() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    /// `column` -1: as the statement gives them.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    /// The first rows of open() or of another order are there; `seconds` since the call.
    void settled(double seconds);
    void failed(const QString &error, double seconds);
    void columnsChanged();
    void progressed(); ///< rows, completeness or reading changed
    void headChanged();
    void changedMeanwhile();

private:
    void connectReader();
    void run();
    void refine();
    void begin();
    void forgetColumns();
    void onCounted(qint64 rows, bool ended);
    void onBlock(RowBlockPtr block);
    void setReading(bool reading);
    void learnColumns(const RowBlock &block);
    RowBlockPtr block(qint64 index) const;
    void ask(qint64 block) const;
    QString display(int row, int column, const eval::Cell &cell) const;
    template <typename Call>
    void onReader(Call call) const;

    QThread thread_;
    ResultReader *reader_; ///< on thread_, deleted as it ends
    std::stop_source stop_;
    quint64 number_ = 0; ///< of the statement; what belongs to a former one is dropped

    QString database_, sql_, currentSql_;
    ColumnFilters filters_;
    RowOrder order_;
    QStringList columns_;
    std::vector<char> numeric_, grouped_, identifier_; ///< by column
    qint64 rows_ = 0;
    bool complete_ = false, reading_ = false, stopped_ = false, failed_ = false, grouping_ = true;
    bool columnsKnown_ = false; ///< columns_ are those of sql_
    bool fresh_ = false;        ///< rows of the former statement are still shown

    std::vector<RowBlockPtr> head_;
    std::size_t headBytes_ = 0;
    bool headGrown_ = false; ///< since headChanged
    BlockCache cache_;
    mutable std::set<qint64> missing_;
};

} // namespace mureum::ui
