#include "engine/backend/cpu/cpu_backend.h"
#include "engine/core/error.h"

#include <algorithm>

namespace mureum::engine {

std::vector<std::string> cpuIsas()
{
    std::vector<std::string> names = {"generic"};
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
        names.emplace_back("avx2");
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && names.size() == 2)
        names.emplace_back("avx512");
    return names;
}

std::shared_ptr<Backend> makeCpuBackend(const std::string &isa)
{
    const std::vector<std::string> names = cpuIsas();
    const std::string wanted = isa == "auto" ? names.back() : isa;
    if (wanted != "generic" && wanted != "avx2" && wanted != "avx512")
        throw Error("cpu backend: unknown instruction set \"" + isa +
                    "\"; use auto, generic, avx2 or avx512");
    if (std::find(names.begin(), names.end(), wanted) == names.end())
        throw Error("cpu backend: this CPU has no " + wanted + "; use auto or " + names.back());
    const cpu::Kernels &kernels = wanted == "avx512" ? cpu::avx512Kernels()
                                  : wanted == "avx2" ? cpu::avx2Kernels()
                                                     : cpu::genericKernels();
    return std::make_shared<cpu::CpuBackend>(kernels);
}

} // namespace mureum::engine
