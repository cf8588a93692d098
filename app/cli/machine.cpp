#include "app/cli/machine.h"

#include "engine/core/tensor.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace mureum::app {

namespace {

using Clock = std::chrono::steady_clock;

template <typename Work>
double bestSeconds(double budget, const Work &work)
{
    work();
    double best = 1e300;
    const auto start = Clock::now();
    do {
        const auto begin = Clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
    } while (std::chrono::duration<double>(Clock::now() - start).count() < budget);
    return best;
}

} // namespace

double measureGemm(engine::Backend &backend, engine::DType dtype)
{
    double best = 0;
    for (const std::int64_t size : {1024, 2048}) {
        const auto count = static_cast<std::size_t>(size * size);
        std::vector<float> values(count);
        for (std::size_t i = 0; i < count; ++i)
            values[i] = static_cast<float>(i % 17) / 17.0F;
        const engine::ConstMat source(values.data());
        std::vector<engine::BFloat16> narrow(dtype == engine::DType::BF16 ? count : 0);
        if (dtype == engine::DType::BF16)
            backend.convert(engine::Mat(narrow.data()), source, size, size);
        const engine::ConstMat matrix =
            dtype == engine::DType::BF16 ? engine::ConstMat(narrow.data()) : source;
        std::vector<float> out(count);
        const double seconds = bestSeconds(
            0.3, [&] { backend.linear(engine::Mat(out.data()), matrix, matrix, size, size, size); });
        best = std::max(best, 2.0 * static_cast<double>(count) * static_cast<double>(size) / seconds);
    }
    return best;
}

double measureReading(std::size_t bytes)
{
    const int threads = engine::threadCount();
    const std::size_t part =
        std::max<std::size_t>(8, bytes / sizeof(std::uint64_t) / static_cast<std::size_t>(threads));
    const std::vector<std::uint64_t> data(part * static_cast<std::size_t>(threads), 1);
    std::atomic<std::uint64_t> sink{0};
    const double seconds = bestSeconds(0.3, [&] {
        engine::parallelFor(threads, [&](std::int64_t thread) {
            const std::uint64_t *from = data.data() + static_cast<std::size_t>(thread) * part;
            std::uint64_t sums[8] = {};
            for (std::size_t i = 0; i + 8 <= part; i += 8)
                for (std::size_t k = 0; k < 8; ++k)
                    sums[k] += from[i + k];
            for (const std::uint64_t sum : sums)
                sink += sum;
        });
    });
    return static_cast<double>(data.size() * sizeof(std::uint64_t)) / seconds;
}

std::int64_t availableMemory()
{
    std::int64_t available = 0;
    std::ifstream info("/proc/meminfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("MemAvailable:"))
            available = std::strtoll(line.c_str() + 13, nullptr, 10) * 1024;
    const auto number = [](const char *file) {
        std::ifstream in(file);
        std::int64_t value = -1; // "max", or no such group
        in >> value;
        return in ? value : -1;
    };
    const std::int64_t most = number("/sys/fs/cgroup/memory.max"),
                       used = number("/sys/fs/cgroup/memory.current");
    if (most >= 0 && used >= 0)
        available = std::min(available, std::max<std::int64_t>(0, most - used));
    return available;
}

std::int64_t peakMemoryBytes()
{
    // getrusage would count in the process that started this one.
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::strtoll(line.c_str() + 6, nullptr, 10) * 1024;
    return 0;
}

} // namespace mureum::app
