#pragma once
#include "ui/evaluation/api_keys.h"
#include "ui/evaluation/run_plan.h"
#include "ui/settings/settings.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
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
    QString key() const;
    /// Asks the keyring for the key of the address.
    void loadKey();
    /// Remembers the fields; the key for this session, or in the keyring where wanted.
    void keep();
    QLineEdit *endpointField() const { return endpoint_; }
    QLineEdit *modelField() const { return model_; }
    QLineEdit *keyField() const { return key_; }

signals:
    void changed();

private:
    Settings &settings_;
    ApiKeys &keys_;
    QLineEdit *endpoint_, *model_, *key_;
    QCheckBox *keepKey_;
    QSpinBox *requests_, *tokens_;
};

} // namespace mureum::ui
