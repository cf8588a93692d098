#include "ui/ask/question_box.h"

#include <QInputMethodEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using mureum::ui::QuestionBox;

class TestAskQuestionBox : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        box_ = std::make_unique<QuestionBox>();
        box_->show();
        sent_ = std::make_unique<QSignalSpy>(box_.get(), &QuestionBox::sendRequested);
    }
    void cleanup()
    {
        sent_.reset();
        box_.reset();
    }

    void enterSends()
    {
        QTest::keyClicks(box_.get(), QStringLiteral("how many"));
        QTest::keyClick(box_.get(), Qt::Key_Return);
        QCOMPARE(sent_->count(), 1);
        QTest::keyClick(box_.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent_->count(), 2);
        QTest::keyClick(box_.get(), Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(sent_->count(), 3);
        QCOMPARE(box_->question(), QStringLiteral("how many"));
    }

    void shiftEnterBreaksTheLine()
    {
        QTest::keyClicks(box_.get(), QStringLiteral("a"));
        QTest::keyClick(box_.get(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(box_.get(), QStringLiteral("b"));
        QCOMPARE(sent_->count(), 0);
        QCOMPARE(box_->document()->toPlainText().replace(QChar(0x2028), u'\n'), QStringLiteral("a\nb"));
    }

    // Hangul "출" is still being composed when Enter comes.
    void enterWhileComposingDoesNotSend_data()
    {
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::newRow("plain") << Qt::KeyboardModifiers();
        QTest::newRow("control") << Qt::KeyboardModifiers(Qt::ControlModifier);
    }
    void enterWhileComposingDoesNotSend()
    {
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QTest::keyClicks(box_.get(), QStringLiteral("x"));
        QInputMethodEvent composing(QStringLiteral("출"), {});
        QCoreApplication::sendEvent(box_.get(), &composing);
        QVERIFY(box_->composing());
        QTest::keyClick(box_.get(), Qt::Key_Return, modifiers);
        QCOMPARE(sent_->count(), 0);
        QCOMPARE(box_->document()->blockCount(), 1);

        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("출"));
        QCoreApplication::sendEvent(box_.get(), &commit);
        QVERIFY(!box_->composing());
        QTest::keyClick(box_.get(), Qt::Key_Return, modifiers);
        QCOMPARE(sent_->count(), 1);
        QCOMPARE(box_->question(), QStringLiteral("x출"));
    }

    void escapeCancelsButNotWhileComposing()
    {
        QSignalSpy cancelled(box_.get(), &QuestionBox::cancelRequested);
        QInputMethodEvent composing(QStringLiteral("ㅊ"), {});
        QCoreApplication::sendEvent(box_.get(), &composing);
        QTest::keyClick(box_.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 0);
        QInputMethodEvent dropped;
        QCoreApplication::sendEvent(box_.get(), &dropped);
        QTest::keyClick(box_.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
    }

    void growsWithTextUpToALimit()
    {
        const int small = box_->height();
        box_->setQuestion(QStringLiteral("a\nb\nc\nd"));
        const int larger = box_->height();
        QVERIFY(larger > small);
        box_->setQuestion(QStringLiteral("line\n").repeated(500));
        QVERIFY(box_->height() < 2 * larger);
        box_->setQuestion(QStringLiteral("a"));
        QCOMPARE(box_->height(), small);
    }

    void takesAHundredThousandCharacters()
    {
        const QString huge = QStringLiteral("질문 ").repeated(33334);
        QElapsedTimer timer;
        timer.start();
        box_->setQuestion(huge);
        QCOMPARE(box_->question().size(), huge.trimmed().size());
        QVERIFY2(timer.elapsed() < 3000, "setting a long question took too long");
    }

    void settingAQuestionCanBeUndone()
    {
        box_->setQuestion(QStringLiteral("first"));
        box_->setQuestion(QStringLiteral("second"));
        box_->undo();
        QCOMPARE(box_->question(), QStringLiteral("first"));
    }

private:
    std::unique_ptr<QuestionBox> box_;
    std::unique_ptr<QSignalSpy> sent_;
};

QTEST_MAIN(TestAskQuestionBox)
#include "test_ask_question_box.moc"
