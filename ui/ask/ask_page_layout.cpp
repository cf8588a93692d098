#include "ui/ask/ask_page.h"
#include "ui/ask/question_box.h"
#include "ui/ask/sql_pane.h"
#include "ui/editor/sql_editor.h"
#include "ui/history/history_view.h"
#include "ui/main/database_chooser.h"
#include "ui/results/result_pane.h"
#include "ui/schema/schema_view.h"
#include "ui/theme/icons.h"
#include "ui/training/active_adapters.h"
#include "ui/training/adapter_info.h"
#include "ui/widgets/choice_list.h"
#include "ui/widgets/message_bar.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

// The Ask page's parts and where they lie; what they do is in ask_page.cpp.
namespace mureum::ui {

void AskPage::buildLayout(QMenu *databaseMenu)
{
    sideSplitter_ = new QSplitter(Qt::Horizontal);
    sideSplitter_->addWidget(buildSide(databaseMenu));
    sideSplitter_->addWidget(buildAnswer());
    sideSplitter_->setStretchFactor(0, 0);
    sideSplitter_->setStretchFactor(1, 1);
    sideSplitter_->setSizes({290, 900});
    sideSplitter_->setChildrenCollapsible(false);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(sideSplitter_);

    const QByteArray side = settings_.get(keys::sideSplitter), answer = settings_.get(keys::answerSplitter);
    if (!side.isEmpty())
        sideSplitter_->restoreState(side);
    if (!answer.isEmpty())
        answerSplitter_->restoreState(answer);
    setSidePanelVisible(settings_.get(keys::sidePanel));
}

QWidget *AskPage::buildSide(QMenu *databaseMenu)
{
    databaseButton_ = new QToolButton;
    databaseButton_->setObjectName(QStringLiteral("databaseButton"));
    databaseButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    databaseButton_->setIcon(symbolicIcon(QStringLiteral("database")));
    databaseButton_->setIconSize(QSize(20, 20));
    databaseButton_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    databaseButton_->setPopupMode(QToolButton::InstantPopup);
    databaseButton_->setFocusPolicy(Qt::TabFocus);
    databaseButton_->setMenu(databaseMenu);

    adaptButton_ = new QToolButton;
    adaptButton_->setObjectName(QStringLiteral("adaptButton"));
    adaptButton_->setIcon(symbolicIcon(QStringLiteral("spark")));
    adaptButton_->setText(tr("Adapt…"));
    adaptButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    adaptButton_->setIconSize(QSize(20, 20));
    adaptButton_->setFocusPolicy(Qt::TabFocus);
    adaptButton_->setEnabled(false);
    adaptButton_->setAccessibleName(tr("Adapt to this database"));
    adaptButton_->setToolTip(tr("Adapt to this database: the model learns it, on this machine"));
    connect(adaptButton_, &QToolButton::clicked, this, &AskPage::adaptRequested);

    badge_ = new QToolButton;
    badge_->setObjectName(QStringLiteral("adapterBadge"));
    badge_->setIcon(symbolicIcon(QStringLiteral("spark")));
    badge_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    badge_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    badge_->setAutoRaise(true);
    badge_->setPopupMode(QToolButton::InstantPopup);
    badge_->setFocusPolicy(Qt::TabFocus);
    auto *badgeMenu = new QMenu(badge_);
    badgeMenu->addAction(tr("Switch off for this database"), this,
                         [this] { ActiveAdapters(settings_).switchOff(client_.database()); });
    badgeMenu->addAction(tr("Show all adapters"), this, &AskPage::adaptersRequested);
    badge_->setMenu(badgeMenu);
    badge_->hide();

    schemaView_ = new SchemaView;
    historyView_ = new HistoryView(history_);
    side_ = new QTabWidget;
    side_->setDocumentMode(true);
    side_->addTab(schemaView_, symbolicIcon(QStringLiteral("table")), tr("Schema"));
    side_->addTab(historyView_, symbolicIcon(QStringLiteral("history")), tr("History"));

    auto *panel = new QWidget;
    panel->setMinimumWidth(180);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(6, 6, 0, 0);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(databaseButton_, 1);
    row->addWidget(adaptButton_);
    layout->addLayout(row);
    layout->addWidget(badge_);
    layout->addWidget(side_, 1);
    return panel;
}

QWidget *AskPage::buildAnswer()
{
    message_ = new MessageBar;

    question_ = new QuestionBox;
    question_->setPlaceholderText(tr("Ask about this database in Korean or English"));
    question_->setAccessibleName(tr("Question"));
    QFont large = question_->font();
    large.setPointSizeF(large.pointSizeF() + 2);
    question_->setFont(large);

    askButton_ = new QPushButton;
    askButton_->setObjectName(QStringLiteral("askButton"));
    askButton_->setAutoDefault(false);
    askButton_->setIconSize(QSize(18, 18));
    askButton_->setMinimumWidth(96);
    askButton_->setFixedHeight(question_->minimumSizeHint().height());

    auto *questionRow = new QHBoxLayout;
    questionRow->setContentsMargins(6, 6, 6, 0);
    questionRow->addWidget(question_, 1);
    questionRow->addWidget(askButton_, 0, Qt::AlignTop);

    examples_ = new ChoiceList(tr("For example"), QStringLiteral("ask"));
    sql_ = new SqlPane;
    results_ = new ResultPane;
    answerSplitter_ = new QSplitter(Qt::Vertical);
    answerSplitter_->addWidget(sql_);
    answerSplitter_->addWidget(results_);
    answerSplitter_->setStretchFactor(0, 0);
    answerSplitter_->setStretchFactor(1, 1);
    answerSplitter_->setSizes({190, 500});
    answerSplitter_->setChildrenCollapsible(false);

    auto *panel = new QWidget;
    panel->setMinimumWidth(380);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 6, 0);
    notices_ = new QVBoxLayout;
    notices_->setSpacing(0);
    layout->addWidget(message_);
    layout->addLayout(notices_);
    layout->addLayout(questionRow);
    layout->addWidget(examples_);
    layout->addWidget(answerSplitter_, 1);
    return panel;
}

void AskPage::updateDatabaseButton()
{
    const QString file = client_.database();
    adaptButton_->setEnabled(!file.isEmpty());
    databaseButton_->setText(client_.opening() ? tr("Opening…")
                             : file.isEmpty()
                                 ? tr("Open a database")
                                 : QFileInfo(file).completeBaseName().replace(u'&', QLatin1String("&&")));
    databaseButton_->setToolTip(file.isEmpty() ? tr("Choose a database")
                                               : DatabaseChooser::displayPath(file));
    databaseButton_->setAccessibleName(tr("Database"));
}

void AskPage::chooseAdapter(const QString &database)
{
    client_.useAdapter(database.isEmpty() ? QString() : ActiveAdapters(settings_).of(database));
}

void AskPage::updateBadge()
{
    const QString folder = client_.adapter();
    badge_->setVisible(!folder.isEmpty());
    if (folder.isEmpty())
        return;
    const AdapterInfo adapter = readAdapterInfo(folder);
    const QString name = adapter.name;
    badge_->setText(tr("With adapter: %1").arg(QString(name).replace(u'&', QLatin1String("&&"))));
    QString tip = tr("The model answers with the adapter “%1” beside it").arg(name);
    if (adapter.after.known())
        tip += u'\n' +
               tr("EX %1 → %2 when it was made").arg(percentText(adapter.before), percentText(adapter.after));
    badge_->setToolTip(tip);
}

void AskPage::addNotice(QWidget *notice)
{
    notices_->addWidget(notice);
}

void AskPage::focusQuestion()
{
    question_->setFocus(Qt::ShortcutFocusReason);
    question_->selectAll();
}

void AskPage::focusSql()
{
    sql_->editor()->setFocus(Qt::ShortcutFocusReason);
}

void AskPage::focusSchemaSearch()
{
    setSidePanelVisible(true);
    side_->setCurrentWidget(schemaView_);
    schemaView_->searchBox()->setFocus(Qt::ShortcutFocusReason);
    schemaView_->searchBox()->selectAll();
}

void AskPage::focusHistorySearch()
{
    setSidePanelVisible(true);
    side_->setCurrentWidget(historyView_);
    historyView_->searchBox()->setFocus(Qt::ShortcutFocusReason);
    historyView_->searchBox()->selectAll();
}

void AskPage::setSidePanelVisible(bool visible)
{
    sideSplitter_->widget(0)->setVisible(visible);
}
bool AskPage::sidePanelVisible() const
{
    return !sideSplitter_->widget(0)->isHidden();
}

void AskPage::saveLayout()
{
    settings_.set(keys::sideSplitter, sideSplitter_->saveState());
    settings_.set(keys::answerSplitter, answerSplitter_->saveState());
    settings_.set(keys::sidePanel, sidePanelVisible());
}

} // namespace mureum::ui
