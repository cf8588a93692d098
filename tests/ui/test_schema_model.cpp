#include "fake_ask_service.h"
#include "ui/schema/schema_model.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace mureum;
using ui::SchemaModel;

class TestSchemaModel : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        schema_ = std::make_shared<const datasets::Schema>(datasets::readSchema(home_.shop().toStdString()));
        model_ = std::make_unique<SchemaModel>();
        tester_ = std::make_unique<QAbstractItemModelTester>(
            model_.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        model_->setSchema(schema_);
    }
    void cleanup()
    {
        tester_.reset();
        model_.reset();
        QFile::remove(home_.path("test_shop.sqlite"));
    }

    void hasThreeLevels()
    {
        QCOMPARE(model_->rowCount(), 4);
        const QModelIndex product = table("product");
        QCOMPARE(model_->rowCount(product), 4);
        const QModelIndex name = model_->index(1, 0, product);
        QCOMPARE(name.data().toString(), QStringLiteral("name"));
        QCOMPARE(name.parent(), product);
        QCOMPARE(model_->rowCount(name), 2); // NULL is no sample
        const QModelIndex tea = model_->index(0, 0, name);
        QCOMPARE(tea.data().toString(), QStringLiteral("Tea"));
        QCOMPARE(tea.parent(), name);
        QCOMPARE(tea.parent().parent(), product);
        QCOMPARE(model_->rowCount(tea), 0);
    }

    void tellsKindsKeysAndTypes()
    {
        QCOMPARE(table("cheap").data(SchemaModel::KindRole).toInt(), int(SchemaModel::ViewKind));
        const QModelIndex product = table("product");
        QCOMPARE(product.data(SchemaModel::KindRole).toInt(), int(SchemaModel::TableKind));
        QVERIFY(model_->index(0, 0, product)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("Primary key")));
        QVERIFY(model_->index(3, 0, product)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("category.id")));
        QCOMPARE(model_->index(2, 1, product).data().toString(), QStringLiteral("real"));
    }

    void insertsWhatSqlNeeds()
    {
        QCOMPARE(table("product").data(SchemaModel::InsertRole).toString(), QStringLiteral("product"));
        const QModelIndex orders = table("order list");
        QCOMPARE(orders.data(SchemaModel::InsertRole).toString(), QStringLiteral("\"order list\""));
        QCOMPARE(model_->index(0, 0, orders).data(SchemaModel::InsertRole).toString(),
                 QStringLiteral("번호"));
        QCOMPARE(model_->index(1, 0, orders).data(SchemaModel::InsertRole).toString(),
                 QStringLiteral("\"수량 합계\""));
        const QModelIndex name = model_->index(1, 0, table("product"));
        QCOMPARE(model_->index(1, 0, name).data(SchemaModel::InsertRole).toString(),
                 QStringLiteral("'Rice ''cake'''"));
        const QModelIndex price = model_->index(2, 0, table("product"));
        QCOMPARE(model_->index(0, 0, price).data(SchemaModel::InsertRole).toString(), QStringLiteral("2.5"));
    }

    void asksForEachCountOnce()
    {
        QSignalSpy needed(model_.get(), &SchemaModel::rowCountNeeded);
        const QModelIndex cell = table("product").siblingAtColumn(1);
        QCOMPARE(cell.data().toString(), QString());
        QCOMPARE(cell.data().toString(), QString());
        QTRY_COMPARE(needed.count(), 1);
        QCOMPARE(needed.first().first().toString(), QStringLiteral("product"));
        QSignalSpy changed(model_.get(), &QAbstractItemModel::dataChanged);
        model_->setRowCount(QStringLiteral("product"), 12345);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(cell.data().toString(), QLocale().toString(12345));
        model_->setRowCount(QStringLiteral("product"), -1);
        QCOMPARE(cell.data().toString(), QString());
        model_->setRowCount(QStringLiteral("not there"), 1);
    }

    void dragsQuotedNames()
    {
        const QModelIndex orders = table("order list");
        std::unique_ptr<QMimeData> mime(model_->mimeData({orders, orders.siblingAtColumn(1)}));
        QVERIFY(mime);
        QCOMPARE(mime->text(), QStringLiteral("\"order list\""));
        QVERIFY(orders.flags() & Qt::ItemIsDragEnabled);
    }

    void emptiesAndRefills()
    {
        model_->setSchema(nullptr);
        QCOMPARE(model_->rowCount(), 0);
        model_->setSchema(schema_);
        QCOMPARE(model_->rowCount(), 4);
    }

private:
    QModelIndex table(const char *name) const
    {
        for (int row = 0; row < model_->rowCount(); ++row)
            if (model_->index(row, 0).data(SchemaModel::NameRole).toString() == QString::fromUtf8(name))
                return model_->index(row, 0);
        return {};
    }
    TestHome home_;
    ui::SchemaPtr schema_;
    std::unique_ptr<SchemaModel> model_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
};

QTEST_MAIN(TestSchemaModel)
#include "test_schema_model.moc"
