#include "finetuning_files.h"
#include "ui/settings/translations.h"
#include "ui/training/active_adapters.h"
#include "ui/training/adapters_view.h"

#include <QAbstractItemModelTester>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestTrainingAdapters : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        initResources();
        qputenv("MUREUM_RESOURCES", "/nowhere"); // no bundled model to hash
    }
    void init()
    {
        root_ = home_.path("runs") + QString::number(++number_);
        QFile::remove(home_.path("a.conf"));
        settings_ = std::make_unique<Settings>(home_.path("a.conf"));
    }

    void aDatabaseHasItsOwnOrTheCommonOne()
    {
        ActiveAdapters active(*settings_);
        QSignalSpy changed(settings_.get(), &Settings::changed);
        QCOMPARE(active.of(QStringLiteral("/a.sqlite")), QString());
        active.use(QStringLiteral("/a.sqlite"), QStringLiteral("/one"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(active.of(QStringLiteral("/a.sqlite")), QStringLiteral("/one"));
        QCOMPARE(active.of(QStringLiteral("/b.sqlite")), QString());
        active.useEverywhere(QStringLiteral("/two"));
        QCOMPARE(active.of(QStringLiteral("/a.sqlite")), QStringLiteral("/one"));
        QCOMPARE(active.of(QStringLiteral("/b.sqlite")), QStringLiteral("/two"));
        active.switchOff(QStringLiteral("/b.sqlite"));
        QCOMPARE(active.of(QStringLiteral("/b.sqlite")), QString()); // although one serves all
        QCOMPARE(active.of(QStringLiteral("/c.sqlite")), QStringLiteral("/two"));
        active.forget(QStringLiteral("/two"));
        QCOMPARE(active.of(QStringLiteral("/c.sqlite")), QString());
        QCOMPARE(active.databasesOf(QStringLiteral("/one")), QStringList{QStringLiteral("/a.sqlite")});
        active.switchOff(QStringLiteral("/a.sqlite"));
        QCOMPARE(active.of(QStringLiteral("/a.sqlite")), QString());
        // Another start of the program reads the same.
        active.use(QStringLiteral("/x, y.sqlite"), QStringLiteral("/an adapter"));
        settings_ = std::make_unique<Settings>(home_.path("a.conf"));
        QCOMPARE(ActiveAdapters(*settings_).of(QStringLiteral("/x, y.sqlite")),
                 QStringLiteral("/an adapter"));
    }

    void readsAndNotes()
    {
        const QString folder = root_ + QStringLiteral("/one");
        files::training(folder);
        AdapterInfo info = readAdapterInfo(folder);
        QCOMPARE(info.name, QStringLiteral("one"));
        QCOMPARE(info.base, QStringLiteral("tiny"));
        QCOMPARE(info.baseHash, QStringLiteral("0123456789abcdef"));
        QCOMPARE(info.database, QStringLiteral("/data/shop.sqlite"));
        QCOMPARE(info.rank, 8);
        QCOMPARE(info.bytes, qint64(1000));
        QCOMPARE(info.after.right, qint64(27));
        QCOMPARE(info.problem, QString());
        QCOMPARE(writeAdapterMetadata(folder, {{QStringLiteral("note"), QStringLiteral("for 판매")}}),
                 QString());
        info = readAdapterInfo(folder);
        QCOMPARE(info.note, QStringLiteral("for 판매"));
        QCOMPARE(info.baseHash, QStringLiteral("0123456789abcdef")); // all else stays

        QFile::remove(folder + QStringLiteral("/adapter_model.safetensors"));
        QVERIFY(readAdapterInfo(folder).problem.contains(QStringLiteral("safetensors")));
        files::write(folder + QStringLiteral("/adapter_config.json"), "{not json");
        QVERIFY(!readAdapterInfo(folder).problem.isEmpty());
        files::write(folder + QStringLiteral("/mureum_adapter.json"), "{not json");
        QVERIFY(!writeAdapterMetadata(folder, {{QStringLiteral("note"), QStringLiteral("x")}}).isEmpty());
    }

    void exportsWithWhatIsKnown()
    {
        const QString folder = root_ + QStringLiteral("/one"), copy = root_ + QStringLiteral("/copy");
        files::training(folder);
        QCOMPARE(exportAdapter(readAdapterInfo(folder), copy), QString());
        const AdapterInfo info = readAdapterInfo(copy);
        QCOMPARE(info.name, QStringLiteral("one"));
        QCOMPARE(info.after.right, qint64(27));
        QCOMPARE(info.after.count, qint64(40));
        QCOMPARE(info.bytes, qint64(1000));
        QCOMPARE(QDir(copy).entryList(QDir::Files).size(), 3);
        QVERIFY(!exportAdapter(info, copy).isEmpty()); // exists
        QCOMPARE(deleteAdapter(folder), QString());
        QVERIFY(!holdsAdapter(folder));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/metrics.jsonl"))); // the run stays
    }

    void listsAndEdits()
    {
        files::training(root_ + QStringLiteral("/one"));
        AdaptersModel model(*settings_);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFolders({root_ + QStringLiteral("/one")});
        const auto shown = [&](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(shown(AdaptersModel::After), QStringLiteral("67.5%"));
        QCOMPARE(shown(AdaptersModel::Base), QStringLiteral("tiny"));
        model.setModelHash(QStringLiteral("0123456789abcdef"));
        QVERIFY(!model.isForeign(0));
        model.setModelHash(QStringLiteral("fedcba9876543210"));
        QVERIFY(model.isForeign(0));
        QVERIFY(shown(AdaptersModel::Base).contains(QStringLiteral("other weights")));
        QVERIFY(model.setData(model.index(0, AdaptersModel::Note), QStringLiteral(" mine ")));
        QVERIFY(!model.setData(model.index(0, AdaptersModel::Name), QStringLiteral("  ")));
        model.setFolders({root_ + QStringLiteral("/one")});
        QCOMPARE(shown(AdaptersModel::Note), QStringLiteral("mine"));
        ActiveAdapters(*settings_).use(QStringLiteral("/data/shop.sqlite"), root_ + QStringLiteral("/one"));
        QCOMPARE(shown(AdaptersModel::Use), QStringLiteral("shop"));
    }

    void foreignWeightsAreAskedAbout()
    {
        const QString folder = root_ + QStringLiteral("/one");
        files::training(folder);
        JobsStore jobs(root_);
        AdaptersView view(jobs, *settings_);
        view.show();
        view.setDatabase(QStringLiteral("/data/shop.sqlite"));
        view.select(folder);
        QVERIFY(view.useButton()->isEnabled());
        QVERIFY(!view.offButton()->isEnabled());
        QMenu *menu = view.useButton()->menu();
        emit menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 2); // its database is the open one, and all
        menu->actions().first()->trigger();
        QCOMPARE(ActiveAdapters(*settings_).of(QStringLiteral("/data/shop.sqlite")), folder);
        QVERIFY(view.offButton()->isEnabled());
        QTest::mouseClick(view.offButton(), Qt::LeftButton);
        QCOMPARE(ActiveAdapters(*settings_).of(QStringLiteral("/data/shop.sqlite")), QString());

        view.model().setModelHash(QStringLiteral("fedcba9876543210"));
        view.activate(folder, QString());
        QCOMPARE(ActiveAdapters(*settings_).everywhere(), QString());
        auto *box = view.findChild<QMessageBox *>();
        QVERIFY(box && box->text().contains(QStringLiteral("other weights")));
        for (QAbstractButton *button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(ActiveAdapters(*settings_).everywhere(), folder);
    }

    void deletingAsksAndSwitchesOff()
    {
        const QString folder = root_ + QStringLiteral("/one");
        files::training(folder);
        JobsStore jobs(root_);
        AdaptersView view(jobs, *settings_);
        view.show();
        ActiveAdapters(*settings_).useEverywhere(folder);
        view.select(folder);
        QTest::mouseClick(view.removeButton(), Qt::LeftButton);
        auto *box = view.findChild<QMessageBox *>();
        QVERIFY(box && holdsAdapter(folder));
        for (QAbstractButton *button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!holdsAdapter(folder));
        QCOMPARE(ActiveAdapters(*settings_).everywhere(), QString());
        QCOMPARE(view.model().rowCount(), 0);
    }

    void opensAndMerges()
    {
        const QString folder = home_.path("elsewhere");
        files::training(folder);
        JobsStore jobs(root_);
        AdaptersView view(jobs, *settings_);
        view.show();
        QSignalSpy told(&view, &AdaptersView::told);
        view.openAdapter(home_.folder.path());
        QVERIFY(told.last().first().toString().contains(QStringLiteral("adapter_config.json")));
        view.openAdapter(folder);
        QCOMPARE(view.model().rowCount(), 1);
        QCOMPARE(view.current(), 0);
        qputenv("MUREUM_CLI",
                files::script(home_.path("merge.sh"),
                              "[ \"$1\" = merge ] && echo '{\"drift\":{\"same_top_token\":0.995}}' > \"$5\"\n"
                              "cat \"$5\"")
                    .toUtf8());
        view.merge(folder, home_.path("merged.gguf"));
        QTRY_VERIFY(told.last().first().toString().contains(QStringLiteral("99.5%")));
        QVERIFY(QFileInfo::exists(home_.path("merged.gguf")));
        qputenv("MUREUM_CLI",
                files::script(home_.path("bad.sh"), "echo 'error: merge: no space' >&2; exit 2").toUtf8());
        view.merge(folder, home_.path("merged.gguf"));
        QTRY_VERIFY(told.last().first().toString().contains(QStringLiteral("merge: no space")));
        qputenv("MUREUM_CLI", home_.path("none").toUtf8());
        view.merge(folder, home_.path("merged.gguf"));
        QTRY_VERIFY(told.last().first().toString().contains(QStringLiteral("cannot be started")));
    }

private:
    TestHome home_;
    QString root_;
    std::unique_ptr<Settings> settings_;
    int number_ = 0;
};

QTEST_MAIN(TestTrainingAdapters)
#include "test_training_adapters.moc"
