#include "engine/core/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <fstream>
#include <omp.h>
#include <sched.h>
#include <set>
#include <string>

namespace mureum::engine {

namespace {

/// First CPU of the hyper-thread group of `cpu`; `cpu` itself where the kernel does not say.
int firstSibling(int cpu)
{
    std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
                       "/topology/thread_siblings_list");
    int first = cpu;
    file >> first;
    return file ? first : cpu;
}

int quotaCores()
{
    std::ifstream file("/sys/fs/cgroup/cpu.max");
    std::string quota;
    double period = 0;
    if (!(file >> quota >> period) || quota == "max" || period <= 0)
        return 1 << 20;
    return std::max(1, static_cast<int>(std::strtod(quota.c_str(), nullptr) / period + 0.5));
}

} // namespace

int availableCores()
{
    static const int cores = [] {
        cpu_set_t set;
        CPU_ZERO(&set);
        if (sched_getaffinity(0, sizeof set, &set) != 0)
            return std::max(1, omp_get_num_procs());
        std::set<int> groups;
        for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
            if (CPU_ISSET(static_cast<std::size_t>(cpu), &set))
                groups.insert(firstSibling(cpu));
        return std::max(1, std::min(static_cast<int>(groups.size()), quotaCores()));
    }();
    return cores;
}

// OpenMP keeps its thread count per calling thread, so the process-wide wish is stored here and
// every entry point of the backend applies it to the thread it runs on.
static std::atomic<int> wantedThreads{0};

void setThreadCount(int count)
{
    wantedThreads = count;
    omp_set_num_threads(threadCount());
}

int threadCount()
{
    const int wanted = wantedThreads;
    return wanted > 0 ? wanted : availableCores();
}

void parallelFor(int64_t count, const std::function<void(int64_t)> &body)
{
    std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threadCount())
    for (int64_t i = 0; i < count; ++i) {
        try {
            body(i);
        } catch (...) {
#pragma omp critical(mureumParallelFor)
            failure = std::current_exception();
        }
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace mureum::engine
