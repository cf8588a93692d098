#pragma once
#include "ui/evaluation/api_keys.h"

#include <QObject>

class QCheckBox;
class QFormLayout;
class QLineEdit;

namespace mureum::ui {

/// Which model on which server: address, model, key; the rows of a form that say so.
class ServerFields : public QObject
{
    Q_OBJECT
public:
    explicit ServerFields(ApiKeys &keys, QObject *parent = nullptr);

    /// Once.
    void addTo(QFormLayout *form);
    QString endpoint() const;
    QString model() const;
    QString key() const;
    void setServer(const QString &endpoint, const QString &model);
    /// Asks the keyring for the key of the address.
    void loadKey();
    /// For this session, or in the keyring where wanted.
    void keepKey();
    QLineEdit *endpointField() const { return endpoint_; }
    QLineEdit *modelField() const { return model_; }
    QLineEdit *keyField() const { return key_; }

signals:
    void changed();

private:
    ApiKeys &keys_;
    QLineEdit *endpoint_, *model_, *key_;
    QCheckBox *inKeyring_;
};

} // namespace mureum::ui
