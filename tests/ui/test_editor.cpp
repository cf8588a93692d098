#include "fake_ask_service.h"
#include "ui/editor/sql_editor.h"
#include "ui/editor/sql_text.h"
#include "ui/theme/theme.h"

#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <Qsci/qscilexersql.h>

using namespace mureum;

class TestEditor : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        schema_ = std::make_shared<const datasets::Schema>(datasets::readSchema(home_.shop().toStdString()));
    }
    void init()
    {
        editor_ = std::make_unique<ui::SqlEditor>();
        editor_->setSchema(schema_);
        editor_->resize(500, 200);
        editor_->show();
    }
    void cleanup() { editor_.reset(); }

    void quotesOnlyWhereNeeded_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << "price"
                               << "price";
        QTest::newRow("korean") << "고객번호"
                                << "고객번호";
        QTest::newRow("space") << "order list"
                               << "\"order list\"";
        QTest::newRow("keyword") << "order"
                                 << "\"order\"";
        QTest::newRow("digit first") << "2024매출"
                                     << "\"2024매출\"";
        QTest::newRow("quote") << "a\"b"
                               << "\"a\"\"b\"";
        QTest::newRow("empty") << ""
                               << "\"\"";
    }
    void quotesOnlyWhereNeeded()
    {
        QFETCH(QString, name);
        QTEST(ui::quoteIdentifier(name), "quoted");
    }

    void completes_data()
    {
        QTest::addColumn<QString>("sql"); // | is the cursor
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("absent");
        QTest::newRow("table after from") << "SELECT * FROM pro|"
                                          << "product"
                                          << "price";
        QTest::newRow("table after join") << "SELECT * FROM product JOIN ca|"
                                          << "category"
                                          << "CASE";
        QTest::newRow("column of alias") << "SELECT p.pr| FROM product AS p"
                                         << "price"
                                         << "product";
        QTest::newRow("column of table") << "SELECT category.n| FROM category"
                                         << "name"
                                         << "category";
        QTest::newRow("bare column in scope") << "SELECT pri| FROM product"
                                              << "price"
                                              << "번호";
        QTest::newRow("keyword") << "SEL|"
                                 << "SELECT"
                                 << "price";
        QTest::newRow("korean column") << "SELECT 번| FROM \"order list\""
                                       << "번호"
                                       << "name";
        QTest::newRow("after half a statement") << "SELECT name FROM product WHERE pr|"
                                                << "price"
                                                << "SELECT";
    }
    void completes()
    {
        QFETCH(QString, sql);
        QFETCH(QString, first);
        QFETCH(QString, absent);
        const int cursor = int(sql.indexOf(u'|'));
        const ui::Completion completion = ui::completeSql(*schema_, QString(sql).remove(cursor, 1), cursor);
        QVERIFY(!completion.items.isEmpty());
        QCOMPARE(completion.items.first(), first);
        QVERIFY(!completion.items.contains(absent));
    }

    void completionOffersNothingInANumber()
    {
        QVERIFY(ui::completeSql(*schema_, QStringLiteral("SELECT 12"), 9).items.isEmpty());
    }

    void typingOpensTheListAndQuotesWhatNeedsIt()
    {
        QTest::keyClicks(editor_.get(), QStringLiteral("SELECT * FROM ord"));
        QVERIFY(editor_->SendScintilla(QsciScintilla::SCI_AUTOCACTIVE));
        QTest::keyClick(editor_.get(), Qt::Key_Return);
        QCOMPARE(editor_->sql(), QStringLiteral("SELECT * FROM \"order list\""));
        QTest::keyClicks(editor_.get(), QStringLiteral(" x"));
        QCOMPARE(editor_->sql(), QStringLiteral("SELECT * FROM \"order list\" x"));
    }

    void controlEnterRunsAndAddsNothing()
    {
        QSignalSpy run(editor_.get(), &ui::SqlEditor::runRequested);
        editor_->setSql(QStringLiteral("SELECT 1"));
        QTest::keyClick(editor_.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(run.count(), 1);
        QCOMPARE(editor_->text(), QStringLiteral("SELECT 1"));
    }

    void escapeClosesTheListFirst()
    {
        QSignalSpy cancelled(editor_.get(), &ui::SqlEditor::cancelRequested);
        QTest::keyClicks(editor_.get(), QStringLiteral("SEL"));
        QVERIFY(editor_->SendScintilla(QsciScintilla::SCI_AUTOCACTIVE));
        QTest::keyClick(editor_.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 0);
        QTest::keyClick(editor_.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
    }

    void insertsSnippetsApart()
    {
        editor_->setSql(QStringLiteral("SELECT"));
        editor_->insertSnippet(QStringLiteral("고객"));
        editor_->insertSnippet(QStringLiteral("x"));
        QCOMPARE(editor_->sql(), QStringLiteral("SELECT 고객 x"));
    }

    void settingIsOneUndoStep()
    {
        editor_->setSql(QStringLiteral("SELECT 1"));
        editor_->setSql(QStringLiteral("SELECT 2"));
        editor_->undo();
        QCOMPARE(editor_->sql(), QStringLiteral("SELECT 1"));
    }

    void colorsFollowThePalette()
    {
        auto *lexer = static_cast<QsciLexerSQL *>(editor_->lexer());
        for (const QPalette &palette : {ui::lightPalette(), ui::darkPalette()}) {
            editor_->setPalette(palette);
            QCOMPARE(lexer->paper(QsciLexerSQL::Default), palette.color(QPalette::Base));
            const QColor base = palette.color(QPalette::Base);
            for (const int style :
                 {QsciLexerSQL::Default, QsciLexerSQL::Keyword, QsciLexerSQL::Number,
                  QsciLexerSQL::SingleQuotedString, QsciLexerSQL::Identifier, QsciLexerSQL::CommentLine})
                QVERIFY2(ui::contrast(lexer->color(style), base) >= 4.5,
                         qPrintable(lexer->description(style)));
            QVERIFY(lexer->color(QsciLexerSQL::Keyword) != lexer->color(QsciLexerSQL::Identifier));
        }
    }

private:
    TestHome home_;
    ui::SchemaPtr schema_;
    std::unique_ptr<ui::SqlEditor> editor_;
};

QTEST_MAIN(TestEditor)
#include "test_editor.moc"
