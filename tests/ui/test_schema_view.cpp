#include "fake_ask_service.h"
#include "ui/schema/schema_view.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace mureum;

class TestSchemaView : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        const QString file = home_.shop();
        view_ = std::make_unique<ui::SchemaView>();
        view_->resize(300, 500);
        view_->show();
        view_->setSchema(file,
                         std::make_shared<const datasets::Schema>(datasets::readSchema(file.toStdString())));
    }
    void cleanup()
    {
        view_.reset();
        QFile::remove(home_.path("test_shop.sqlite"));
    }

    void countsRowsInTheBackground()
    {
        QTRY_COMPARE(find("product").siblingAtColumn(1).data().toString(), QStringLiteral("3"));
        QTRY_COMPARE(find("cheap").siblingAtColumn(1).data().toString(), QStringLiteral("1"));
    }

    void filtersByTableColumnAndValue()
    {
        QTest::keyClicks(view_->searchBox(), QStringLiteral("PRICE"));
        QCOMPARE(model()->rowCount(), 1);
        QVERIFY(find("product").isValid());
        QVERIFY(view_->tree()->isExpanded(find("product")));
        view_->searchBox()->setText(QStringLiteral("음료"));
        QVERIFY(find("category").isValid());
        QCOMPARE(model()->rowCount(), 1);
        view_->searchBox()->setText(QStringLiteral("음료").normalized(QString::NormalizationForm_D));
        QCOMPARE(model()->rowCount(), 1);
        view_->searchBox()->clear();
        QCOMPARE(model()->rowCount(), 4);
    }

    void doubleClickInserts()
    {
        QSignalSpy inserted(view_.get(), &ui::SchemaView::insertRequested);
        const QModelIndex orders = find("order list");
        view_->tree()->scrollTo(orders);
        const QPoint middle = view_->tree()->visualRect(orders).center();
        QTest::mouseClick(view_->tree()->viewport(), Qt::LeftButton, {}, middle);
        QTest::mouseDClick(view_->tree()->viewport(), Qt::LeftButton, {}, middle);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(inserted.first().first().toString(), QStringLiteral("\"order list\""));
    }

    void closingWhileCountingIsClean()
    {
        const QString big = home_.database("big.sqlite", R"(
            CREATE TABLE t(x);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO t SELECT i FROM n;
            CREATE VIEW endless AS SELECT 1 AS one FROM t a, t b, t c, t d, t e;)");
        view_->setSchema(big,
                         std::make_shared<const datasets::Schema>(datasets::readSchema(big.toStdString())));
        QTest::qWait(150); // counting the view is now under way
        QElapsedTimer timer;
        timer.start();
        view_.reset();
        QVERIFY2(timer.elapsed() < 1500, "the counter did not stop");
    }

private:
    QAbstractItemModel *model() const { return view_->tree()->model(); }
    QModelIndex find(const char *name) const
    {
        for (int row = 0; row < model()->rowCount(); ++row)
            if (model()->index(row, 0).data().toString() == QString::fromUtf8(name))
                return model()->index(row, 0);
        return {};
    }
    TestHome home_;
    std::unique_ptr<ui::SchemaView> view_;
};

QTEST_MAIN(TestSchemaView)
#include "test_schema_view.moc"
