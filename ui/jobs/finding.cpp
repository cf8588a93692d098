#include "ui/jobs/finding.h"

#include <QCoreApplication>
#include <QUrl>

namespace mureum::ui {

namespace {

struct Check
{
    Q_DECLARE_TR_FUNCTIONS(mureum::ui::Finding)
};

} // namespace

Finding programFinding()
{
    return {true,
            Check::tr("mureum-cli was found neither beside this program nor in PATH. Install it again.")};
}

std::vector<Finding> checkServer(const QString &endpoint, const QString &model, bool hasKey)
{
    std::vector<Finding> findings;
    const auto add = [&findings](bool error, const QString &text) { findings.push_back({error, text}); };
    const QUrl url(endpoint, QUrl::StrictMode);
    const bool secret = url.scheme() == QLatin1String("https"), plain = url.scheme() == QLatin1String("http");
    const QString host = url.host();
    const bool here = host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") ||
                      host == QLatin1String("::1");
    if (!url.isValid() || host.isEmpty() || !(secret || plain))
        add(true, Check::tr("The server's address has to look like https://host/v1."));
    else if (plain && !here)
        add(true,
            Check::tr("The server's address has to begin with https: a key and your data would be sent for "
                      "everybody to read."));
    if (model.isEmpty())
        add(true, Check::tr("The model on the server is not named."));
    if (secret && !here)
        add(false, Check::tr("Questions, SQL and table definitions are sent to %1.").arg(host));
    if (!hasKey)
        add(false, Check::tr("No key for the server is given; most servers want one."));
    return findings;
}

} // namespace mureum::ui
