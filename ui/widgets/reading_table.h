#pragma once

class QAbstractItemModel;
class QString;
class QTableView;

namespace mureum::ui {

/// A table to read in: whole rows, nothing to edit. `name` is for screen readers.
QTableView *readingTable(QAbstractItemModel &model, const QString &name);

} // namespace mureum::ui
