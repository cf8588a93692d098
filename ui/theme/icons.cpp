#include "ui/theme/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

namespace mureum::ui {

namespace {

class SymbolicEngine : public QIconEngine
{
public:
    explicit SymbolicEngine(const QString &name)
    {
        QFile file(QStringLiteral(":/mureum/icons/%1.svg").arg(name));
        if (file.open(QIODevice::ReadOnly))
            svg_ = file.readAll();
    }

    QIconEngine *clone() const override { return new SymbolicEngine(*this); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        if (svg_.isEmpty())
            return;
        const QPalette palette = QApplication::palette();
        QColor color = palette.color(QPalette::ButtonText);
        if (mode == QIcon::Disabled)
            color = palette.color(QPalette::Disabled, QPalette::ButtonText);
        else if (mode == QIcon::Selected)
            color = palette.color(QPalette::HighlightedText);
        QByteArray colored = svg_;
        colored.replace("currentColor", color.name().toLatin1());
        QSvgRenderer(colored).render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

private:
    QByteArray svg_;
};

} // namespace

QIcon symbolicIcon(const QString &name)
{
    return QIcon(new SymbolicEngine(name));
}

QIcon applicationIcon()
{
    return QIcon(QStringLiteral(":/mureum/icons/io.mureum.Mureum.svg"));
}

} // namespace mureum::ui
