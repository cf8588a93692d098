#include "app/cli/interrupt.h"

#include <csignal>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace mureum::app {

std::stop_token stopOnInterrupt()
{
    // Requesting a stop runs callbacks, which a signal handler must not: a thread waits for the signals
    // instead.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source source;
    std::thread([source, signals]() mutable {
        int signal = 0;
        sigwait(&signals, &signal);
        source.request_stop();
        sigwait(&signals, &signal);
        ::_exit(128 + signal);
    }).detach();
    return source.get_token();
}

} // namespace mureum::app
