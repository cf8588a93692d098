#pragma once
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>

namespace mureum::ui {

/// A thread for one kind of work. A new task stops the former one, whose result is dropped. Destruction stops
/// what runs and waits for it.
class Background : public QObject
{
    Q_OBJECT
public:
    explicit Background(const QString &name, QObject *parent = nullptr);
    ~Background() override;

    /// `work(std::stop_token)` runs on the thread and must not throw; `done(result)` here, unless a later
    /// call or cancel() came first.
    template <typename Work, typename Done>
    void run(Work work, Done done)
    {
        using Result = std::invoke_result_t<Work, std::stop_token>;
        cancel();
        busy_ = true;
        post([this, work = std::move(work), done = std::move(done), token = stop_.get_token()]() mutable {
            if (token.stop_requested())
                return;
            const auto result = std::make_shared<Result>(work(token));
            QMetaObject::invokeMethod(
                this,
                [this, done = std::move(done), token, result]() mutable {
                    if (token.stop_requested())
                        return;
                    busy_ = false;
                    done(std::move(*result));
                },
                Qt::QueuedConnection);
        });
    }
    void cancel();
    bool busy() const { return busy_; }

private:
    void post(std::function<void()> task);

    QThread thread_;
    QObject *worker_; ///< on thread_; carries the calls, deleted as the thread ends
    std::stop_source stop_;
    bool busy_ = false;
};

} // namespace mureum::ui
