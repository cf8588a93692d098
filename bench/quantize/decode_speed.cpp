// Decode speed of models beside one another: one row at a time (writing an answer) and six (a beam search),
// prefill of 64 tokens, load time and peak memory. The models take turns, so that other work on the machine
// meets all of them; the best of the rounds counts.
//
//   mureum-bench-decode THREADS ROUNDS MODEL.gguf [MODEL.gguf ...]
//
// The first model is what the others are compared with.

#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/model/decoder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

using namespace mureum::engine;

namespace {

/// Seconds: of this thread's work where it is alone, else of the wall.
double now()
{
    timespec time = {};
    clock_gettime(threadCount() == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

constexpr int steps = 12;
constexpr std::size_t beam = 6;

struct Contestant
{
    std::string file;
    std::unique_ptr<Decoder> decoder;
    double one = 1e30, six = 1e30, prefill = 1e30; ///< seconds a step, a step, a piece

    void round()
    {
        const auto vocab = static_cast<std::size_t>(decoder->config().vocabSize);
        std::vector<int> prompt(Decoder::prefillRows, 7);
        KvPrefix prefix(decoder->kvLayout());
        const double begin = now();
        decoder->prefill(prefix, prompt);
        prefill = std::min(prefill, now() - begin);
        KvPool pool(decoder->kvLayout());
        std::vector<float> logits(beam * vocab);
        for (const std::size_t rows : {std::size_t{1}, beam}) {
            std::vector<KvBranch> branches(rows, KvBranch(pool));
            const int token = 5;
            std::vector<DecodeInput> inputs;
            for (KvBranch &branch : branches)
                inputs.push_back({&branch, std::span(&token, 1)});
            for (int i = 0; i < steps; ++i) {
                const double start = now();
                decoder->decode(prefix, inputs, logits);
                double &best = rows == 1 ? one : six;
                best = std::min(best, now() - start);
            }
        }
    }
};

} // namespace

int main(int count, char **arguments)
{
    if (count < 4) {
        std::fprintf(stderr, "usage: %s THREADS ROUNDS MODEL.gguf [MODEL.gguf ...]\n", arguments[0]);
        return 2;
    }
    try {
        setThreadCount(std::atoi(arguments[1]));
        std::vector<Contestant> contestants;
        for (int i = 3; i < count; ++i)
            contestants.push_back(
                {arguments[i], std::make_unique<Decoder>(
                                   std::make_shared<const Model>(loadModel(arguments[i], LoadAs::Stored)),
                                   makeCpuBackend())});
        for (int round = 0; round < std::atoi(arguments[2]); ++round)
            for (Contestant &contestant : contestants)
                contestant.round();
        const Contestant &first = contestants.front();
        std::printf("%-28s %-10s %10s %6s %10s %6s %10s %6s\n", "model", "weights", "1 row/s", "ratio",
                    "6 rows/s", "ratio", "prefill/s", "ratio");
        for (const Contestant &c : contestants)
            std::printf("%-28s %-10s %10.1f %6.2f %10.1f %6.2f %10.0f %6.2f\n",
                        c.file.substr(c.file.find_last_of('/') + 1).c_str(),
                        c.decoder->baseWeights().storage().c_str(), 1 / c.one, first.one / c.one,
                        static_cast<double>(beam) / c.six, first.six / c.six,
                        Decoder::prefillRows / c.prefill, first.prefill / c.prefill);
    } catch (const Error &error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 2;
    }
    return 0;
}
