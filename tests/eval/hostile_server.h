#pragma once
#include <nlohmann/json.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <functional>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

/// A server for tests of HTTP clients: says whatever the test wants, late, wrong, or cut in the middle. One
/// thread, any number of connections.
class HostileServer
{
public:
    using Clock = std::chrono::steady_clock;

    struct Request
    {
        std::string head, body;
        std::size_t number = 0; ///< from 0
        Clock::time_point time;
        /// What the user's message says, where the body is a chat request.
        std::string userMessage() const
        {
            const auto json = nlohmann::json::parse(body, nullptr, false);
            return json.is_object() ? json["messages"].back()["content"].get<std::string>() : std::string();
        }
        bool has(const char *field) const
        {
            const auto json = nlohmann::json::parse(body, nullptr, false);
            return json.is_object() && json.contains(field);
        }
    };

    struct Reply
    {
        int status = 200;
        std::string body;
        std::vector<std::string> headers{};
        std::chrono::milliseconds delay{0};
        std::optional<std::size_t> cutAfter{}; ///< bytes of the body, then the connection is closed
        bool silent = false;                   ///< the connection is closed without a word
    };

    using Handler = std::function<Reply(const Request &)>;

    explicit HostileServer(Handler handler) : handler_(std::move(handler))
    {
        listen_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (::bind(listen_, reinterpret_cast<sockaddr *>(&address), length) != 0 ||
            ::listen(listen_, 1024) != 0 ||
            ::getsockname(listen_, reinterpret_cast<sockaddr *>(&address), &length) != 0 ||
            ::pipe2(wake_, O_CLOEXEC) != 0)
            std::abort();
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }

    ~HostileServer()
    {
        static_cast<void>(!::write(wake_[1], "x", 1));
        thread_.join();
        for (const Connection &connection : connections_)
            ::close(connection.socket);
        for (const int file : {listen_, wake_[0], wake_[1]})
            ::close(file);
    }

    HostileServer(const HostileServer &) = delete;
    HostileServer &operator=(const HostileServer &) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }
    int port() const { return port_; }

    std::vector<Request> requests() const
    {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    std::size_t count() const
    {
        const std::lock_guard lock(mutex_);
        return requests_.size();
    }
    int mostInFlight() const { return mostInFlight_; }
    int accepted() const { return accepted_; }

    /// A chat completion as OpenAI writes it.
    static Reply says(const std::string &content, int promptTokens = 100, int completionTokens = 8)
    {
        const nlohmann::json body = {
            {"object", "chat.completion"},
            {"choices",
             {{{"index", 0},
               {"message", {{"role", "assistant"}, {"content", content}}},
               {"finish_reason", "stop"}}}},
            {"usage", {{"prompt_tokens", promptTokens}, {"completion_tokens", completionTokens}}}};
        return {200, body.dump()};
    }
    static Reply fails(int status, const std::string &message = "something is wrong")
    {
        return {status, nlohmann::json{{"error", {{"message", message}}}}.dump()};
    }

private:
    struct Connection
    {
        int socket = -1;
        std::string in, out;
        bool pending = false, closing = false, dead = false;
        Clock::time_point due{};
        Reply reply{};
    };

    void serve()
    {
        for (;;) {
            std::vector<pollfd> files = {{wake_[0], POLLIN, 0}, {listen_, POLLIN, 0}};
            std::vector<Connection *> order;
            int wait = 1000;
            const auto now = Clock::now();
            for (Connection &connection : connections_) {
                const bool writing = !connection.out.empty();
                files.push_back({connection.socket, static_cast<short>(writing ? POLLOUT : POLLIN), 0});
                order.push_back(&connection);
                if (connection.pending)
                    wait = std::min(
                        wait,
                        static_cast<int>(std::max<std::int64_t>(
                            0, std::chrono::ceil<std::chrono::milliseconds>(connection.due - now).count())));
            }
            ::poll(files.data(), files.size(), wait);
            if (files[0].revents)
                return;
            for (std::size_t i = 0; i < order.size(); ++i)
                if (files[i + 2].revents) {
                    if (order[i]->out.empty())
                        receive(*order[i]);
                    else
                        send(*order[i]);
                }
            for (Connection &connection : connections_)
                if (!connection.dead && connection.pending && Clock::now() >= connection.due)
                    begin(connection);
            connections_.remove_if([](const Connection &connection) {
                if (connection.dead)
                    ::close(connection.socket);
                return connection.dead;
            });
            if (files[1].revents)
                for (int socket;
                     (socket = ::accept4(listen_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
                    connections_.emplace_back().socket = socket;
                    ++accepted_;
                }
        }
    }

    void receive(Connection &connection)
    {
        char buffer[65536];
        const ssize_t got = ::recv(connection.socket, buffer, sizeof buffer, 0);
        if (got <= 0) {
            connection.dead = got == 0 || errno != EAGAIN;
            return;
        }
        connection.in.append(buffer, static_cast<std::size_t>(got));
        const auto end = connection.in.find("\r\n\r\n");
        if (end == std::string::npos || connection.pending)
            return;
        const auto field = connection.in.find("Content-Length: ");
        const std::size_t length = field < end ? std::stoul(connection.in.substr(field + 16)) : 0;
        if (connection.in.size() < end + 4 + length)
            return;
        Request request{connection.in.substr(0, end), connection.in.substr(end + 4, length), 0, Clock::now()};
        connection.in.erase(0, end + 4 + length);
        {
            const std::lock_guard lock(mutex_);
            request.number = requests_.size();
            requests_.push_back(request);
        }
        connection.reply = handler_(request);
        connection.pending = true;
        connection.due = request.time + connection.reply.delay;
        const auto inFlight = static_cast<int>(std::count_if(connections_.begin(), connections_.end(),
                                                             [](const Connection &c) { return c.pending; }));
        mostInFlight_ = std::max(mostInFlight_.load(), inFlight);
    }

    void begin(Connection &connection)
    {
        connection.pending = false;
        const Reply &reply = connection.reply;
        if (reply.silent) {
            connection.dead = true;
            return;
        }
        connection.out = "HTTP/1.1 " + std::to_string(reply.status) +
                         " X\r\nContent-Type: application/json\r\n" +
                         "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
        for (const std::string &header : reply.headers)
            connection.out += header + "\r\n";
        connection.out += "\r\n" + reply.body.substr(0, reply.cutAfter.value_or(reply.body.size()));
        connection.closing = reply.cutAfter.has_value();
        send(connection);
    }

    static void send(Connection &connection)
    {
        const ssize_t sent =
            ::send(connection.socket, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            connection.dead = errno != EAGAIN;
            return;
        }
        connection.out.erase(0, static_cast<std::size_t>(sent));
        if (connection.out.empty() && connection.closing)
            connection.dead = true;
    }

    Handler handler_;
    int listen_ = -1, wake_[2] = {-1, -1}, port_ = 0;
    mutable std::mutex mutex_;
    std::vector<Request> requests_;
    std::list<Connection> connections_;
    std::atomic<int> mostInFlight_{0}, accepted_{0};
    std::thread thread_;
};
