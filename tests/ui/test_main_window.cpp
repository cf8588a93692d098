#include "evaluation_files.h"
#include "fake_ask_service.h"
#include "ui/ask/ask_page.h"
#include "ui/ask/question_box.h"
#include "ui/ask/sql_pane.h"
#include "ui/editor/sql_editor.h"
#include "ui/evaluation/evaluation_page.h"
#include "ui/jobs/leave_question.h"
#include "ui/main/about_dialog.h"
#include "ui/main/database_chooser.h"
#include "ui/main/desktop.h"
#include "ui/main/settings_dialog.h"
#include "ui/results/result_pane.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/training/training_page.h"
#include "ui/widgets/choice_list.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>

using namespace mureum;

class TestMainWindow : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { ui::initResources(); }
    void init() { start({}); }
    void cleanup()
    {
        desktop_.reset();
        for (const char *name : {"test.conf", "history.sqlite", "history.sqlite-wal", "history.sqlite-shm"})
            QFile::remove(home_.path(name));
        QApplication::setPalette(ui::lightPalette());
    }

    void firstRunOpensTheShopWithThreeQuestions()
    {
        const QString shop = ui::paths::sampleDatabases().value(0);
        QVERIFY(shop.endsWith(QStringLiteral("shop.sqlite")));
        QTRY_COMPARE(desktop_->client().database(), shop);
        QCOMPARE(page()->examples()->count(), 3);
        const QString question = ui::paths::exampleQuestions(shop, QStringLiteral("en")).value(0);
        QSignalSpy finished(page()->results(), &ui::ResultPane::finished);
        QTest::mouseClick(page()->examples()->row(0), Qt::LeftButton);
        QCOMPARE(page()->questionBox()->question(), question);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(page()->examples()->count(), 0);
    }

    void aDroppedFileOpens()
    {
        const QString file = home_.shop("dropped.sqlite");
        QTRY_VERIFY(!desktop_->client().database().isEmpty());
        drop({QUrl::fromLocalFile(file)});
        QTRY_COMPARE(desktop_->client().database(), file);
        QCOMPARE(desktop_->settings().get(ui::keys::recentDatabases), QStringList{file});
        QVERIFY(desktop_->window()->windowTitle().contains(QStringLiteral("dropped.sqlite")));
    }

    void otherDropsAreRefused()
    {
        QVERIFY(!drop({QUrl(QStringLiteral("https://example.org/x.sqlite"))}));
        QVERIFY(!drop({QUrl::fromLocalFile(home_.folder.path())}));
        QVERIFY(!drop({QUrl::fromLocalFile(home_.shop("a.db")), QUrl::fromLocalFile(home_.shop("b.db"))}));
    }

    void filesDropThroughEditorAndQuestion()
    {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(home_.path("test_shop.sqlite"))});
        for (QWidget *target : {static_cast<QWidget *>(page()->questionBox()->viewport()),
                                static_cast<QWidget *>(page()->sqlPane()->editor()->viewport())}) {
            QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            enter.ignore();
            QCoreApplication::sendEvent(target, &enter);
            QCOMPARE(page()->questionBox()->question(), QString());
            QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(target, &drop);
            QCOMPARE(page()->questionBox()->question(), QString());
            QVERIFY(!page()->sqlPane()->sql().contains(QStringLiteral("test_shop")));
        }
    }

    void keysMoveTheFocus()
    {
        desktop_->window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(desktop_->window()));
        page()->sqlPane()->editor()->setFocus();
        QTest::keyClick(page()->sqlPane()->editor(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(page()->questionBox()->hasFocus());
        QTest::keyClick(page()->questionBox(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(page()->sqlPane()->editor()->hasFocus());
        QTest::keyClick(page()->sqlPane()->editor(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!page()->sidePanelVisible());
        QTest::keyClick(page()->sqlPane()->editor(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(page()->sidePanelVisible());
    }

    void remembersDatabaseAndGeometry()
    {
        const QString file = home_.shop("kept.sqlite");
        desktop_->window()->openDatabase(file);
        QTRY_COMPARE(desktop_->client().database(), file);
        desktop_->window()->resize(901, 611);
        desktop_->window()->close();
        start({});
        QCOMPARE(desktop_->window()->size(), QSize(901, 611));
        QTRY_COMPARE(desktop_->client().database(), file);
    }

    void anArgumentWinsAndABadOneIsExplained()
    {
        start(home_.path("not_there.sqlite"));
        QTRY_VERIFY(page()->messageBar()->text().contains(QStringLiteral("not_there.sqlite")));
        const QString file = home_.shop("argument.sqlite");
        start(file);
        QTRY_COMPARE(desktop_->client().database(), file);
    }

    void chooserListsRecentAndSamples()
    {
        const QString file = home_.shop("a&b.sqlite");
        desktop_->settings().addRecentDatabase(file);
        desktop_->settings().addRecentDatabase(home_.path("gone.sqlite"));
        ui::DatabaseChooser chooser(desktop_->settings(), nullptr);
        QMenu menu;
        chooser.fill(&menu);
        QStringList files;
        for (const QAction *action : menu.actions())
            if (!action->data().isNull())
                files << action->data().toString();
        QCOMPARE(files, QStringList{file} + ui::paths::sampleDatabases()); // what is gone is not offered
        QSignalSpy chosen(&chooser, &ui::DatabaseChooser::chosen);
        for (QAction *action : menu.actions())
            if (action->data().toString() == file)
                action->trigger();
        QCOMPARE(chosen.first().first().toString(), file);
    }

    void theWindowFollowsALanguageChange()
    {
        QTRY_VERIFY(!desktop_->client().database().isEmpty());
        page()->questionBox()->setQuestion(QStringLiteral("kept question"));
        QCOMPARE(page()->askButton()->text(), QStringLiteral("Ask"));
        desktop_->settings().set(ui::keys::language, QStringLiteral("ko"));
        QTRY_COMPARE(page()->askButton()->text(), QStringLiteral("질문하기"));
        QCOMPARE(page()->questionBox()->question(), QStringLiteral("kept question"));
        QVERIFY(desktop_->window()->isVisible());
        QVERIFY(!desktop_->client().database().isEmpty());
        desktop_->settings().set(ui::keys::language, QStringLiteral("en"));
        QTRY_COMPARE(page()->askButton()->text(), QStringLiteral("Ask"));
    }

    void pagesChangeWithKeys()
    {
        using Page = ui::MainWindow::Page;
        ui::MainWindow *window = desktop_->window();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
        QTest::keyClick(window, Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window->page(), Page::Evaluation);
        QVERIFY(window->evaluationPage()->isVisible());
        QTest::keyClick(window, Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(window->page(), Page::Training);
        QVERIFY(window->trainingPage()->isVisible());
        const bool side = page()->sidePanelVisible();
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier); // belongs to the other page
        QCOMPARE(page()->sidePanelVisible(), side);
        QTest::keyClick(window, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(window->page(), Page::Ask);
        QTRY_VERIFY(page()->questionBox()->hasFocus());
        window->showPage(Page::Evaluation);
        desktop_->settings().set(ui::keys::language, QStringLiteral("ko"));
        QTRY_VERIFY(desktop_->window() != window);
        QCOMPARE(desktop_->window()->page(), Page::Evaluation); // the new window shows the same
        desktop_->settings().set(ui::keys::language, QStringLiteral("en"));
    }

    void runningJobsAreAskedAboutOnClosing()
    {
        ui::JobsStore &jobs = desktop_->evaluations();
        ui::JobProcess *job = jobs.create(QStringLiteral("long"));
        jobs.enqueue(
            job,
            {files::script(home_.path("long.sh"), "trap 'exit 1' TERM\nwhile :; do sleep 0.1; done"), {}});
        QCOMPARE(job->state(), ui::JobProcess::State::Running);
        ui::JobProcess *training = desktop_->trainings().create(QStringLiteral("learning"));
        desktop_->trainings().enqueue(
            training,
            {files::script(home_.path("learn.sh"), "trap 'exit 1' TERM\nwhile :; do sleep 0.1; done"), {}});
        ui::MainWindow *window = desktop_->window();
        window->close();
        auto *question = window->findChild<ui::LeaveQuestion *>();
        QVERIFY(question && window->isVisible());
        QVERIFY(question->text().contains(QStringLiteral("long")));
        QVERIFY(question->text().contains(QStringLiteral("learning"))); // jobs of every kind
        QTest::keyClick(question, Qt::Key_Escape); // stay
        QTRY_VERIFY(!window->findChild<ui::LeaveQuestion *>());
        QVERIFY(window->isVisible());
        QCOMPARE(job->state(), ui::JobProcess::State::Running);

        window->close();
        QTest::mouseClick(window->findChild<ui::LeaveQuestion *>()->keepButton(), Qt::LeftButton);
        QTRY_VERIFY(!window->isVisible());
        QCOMPARE(job->state(), ui::JobProcess::State::Running); // it goes on
        start({});
        ui::JobsStore &again = desktop_->evaluations();
        QCOMPARE(again.count(), 1);
        QCOMPARE(again.at(0)->state(), ui::JobProcess::State::Running); // and is found again
        desktop_->window()->close();
        QTest::mouseClick(desktop_->window()->findChild<ui::LeaveQuestion *>()->stopButton(), Qt::LeftButton);
        QTRY_VERIFY(!desktop_->window()->isVisible());
        QTRY_COMPARE(again.at(0)->state(), ui::JobProcess::State::Interrupted);
        QCOMPARE(again.remove(again.at(0), true), QString());
        ui::JobsStore &trainings = desktop_->trainings();
        QTRY_COMPARE(trainings.at(0)->state(), ui::JobProcess::State::Interrupted);
        QCOMPARE(trainings.remove(trainings.at(0), true), QString());
    }

    void themeAppliesAtOnce()
    {
        desktop_->settings().set(ui::keys::theme, QStringLiteral("dark"));
        QVERIFY(ui::isDark(QApplication::palette()));
        const QColor dark = iconColor();
        QTRY_COMPARE(page()->sqlPane()->editor()->palette().color(QPalette::Base),
                     ui::darkPalette().color(QPalette::Base));
        desktop_->settings().set(ui::keys::theme, QStringLiteral("light"));
        QVERIFY(!ui::isDark(QApplication::palette()));
        QVERIFY(iconColor().lightness() < dark.lightness());
    }

    void settingsAreWrittenOnlyOnOk()
    {
        {
            ui::SettingsDialog dialog(desktop_->settings());
            dialog.setAttribute(Qt::WA_DeleteOnClose, false);
            auto *theme = dialog.findChild<QComboBox *>(QStringLiteral("theme"));
            theme->setCurrentIndex(theme->findData(QStringLiteral("dark")));
            dialog.reject();
            QCOMPARE(desktop_->settings().get(ui::keys::theme), QStringLiteral("light"));
            dialog.accept();
            QCOMPARE(desktop_->settings().get(ui::keys::theme), QStringLiteral("dark"));
        }
    }

    void withoutAModelSqlStillRuns()
    {
        start({}, false);
        QTRY_VERIFY(page()->messageBar()->text().contains(QStringLiteral("fake.gguf")));
        QTRY_VERIFY(!desktop_->client().database().isEmpty());
        QSignalSpy finished(page()->results(), &ui::ResultPane::finished);
        page()->sqlPane()->editor()->setSql(QStringLiteral("SELECT 1"));
        page()->runSql(page()->sqlPane()->sql());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(page()->sqlPane()->error(), QString());
    }

    void dialogsOpenAndClose()
    {
        for (QDialog *dialog :
             {static_cast<QDialog *>(new ui::AboutDialog), static_cast<QDialog *>(new ui::KeysDialog)}) {
            dialog->show();
            QVERIFY(!dialog->grab().isNull());
            QTest::keyClick(dialog, Qt::Key_Escape);
        }
    }

private:
    ui::AskPage *page() const { return desktop_->window()->askPage(); }

    void start(const QString &database, bool hasModel = true)
    {
        desktop_.reset();
        auto service = std::make_unique<FakeAskService>();
        service->hasModel = hasModel;
        for (const QString &question :
             ui::paths::exampleQuestions(ui::paths::sampleDatabases().value(0), QStringLiteral("en")))
            service->answers[question] = QStringLiteral("SELECT 1");
        {
            ui::Settings settings(home_.path("test.conf"));
            settings.set(ui::keys::language, QStringLiteral("en"));
            settings.set(ui::keys::theme, QStringLiteral("light"));
        }
        desktop_ = std::make_unique<ui::Desktop>(std::move(service), home_.path("test.conf"),
                                                 home_.path("history.sqlite"));
        desktop_->start(database);
    }

    bool drop(const QList<QUrl> &urls)
    {
        QMimeData mime;
        mime.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(desktop_->window(), &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desktop_->window(), &drop);
        return true;
    }

    static QColor iconColor()
    {
        const QImage image = ui::symbolicIcon(QStringLiteral("stop")).pixmap(24, 24).toImage();
        return image.pixelColor(image.width() / 2, image.height() / 2);
    }

    TestHome home_;
    std::unique_ptr<ui::Desktop> desktop_;
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
