#pragma once
#include "ui/evaluation/run_plan.h"
#include "ui/evaluation/server_fields.h"
#include "ui/settings/settings.h"

#include <QWidget>

class QSpinBox;

namespace mureum::ui {

/// Which server judges: address, model, key, limits. Begins with what was used last.
class JudgeFields : public QWidget
{
    Q_OBJECT
public:
    JudgeFields(Settings &settings, ApiKeys &keys, QWidget *parent = nullptr);

    JudgePlan plan() const;
    void setPlan(const JudgePlan &plan);
    QString key() const { return server_->key(); }
    /// Asks the keyring for the key of the address.
    void loadKey() { server_->loadKey(); }
    /// Remembers the fields; the key for this session, or in the keyring where wanted.
    void keep();
    QLineEdit *endpointField() const { return server_->endpointField(); }
    QLineEdit *modelField() const { return server_->modelField(); }
    QLineEdit *keyField() const { return server_->keyField(); }

signals:
    void changed();

private:
    Settings &settings_;
    ServerFields *server_;
    QSpinBox *requests_, *tokens_;
};

} // namespace mureum::ui
