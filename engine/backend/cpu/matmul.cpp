#include "engine/backend/cpu/matmul.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"

#include <array>
#include <map>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

namespace mureum::engine::cpu {

namespace {

using Key = std::array<int64_t, 14>;

/// Products smaller than this (multiplications) take one thread: the second would cost more than it brings.
constexpr int64_t serialProduct = 1 << 20;

dnnl::memory::data_type dataType(DType type)
{
    return type == DType::BF16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32;
}

/// The primitives of one thread: oneDNN primitives keep scratch memory of their own, so two threads
/// must not run the same one at once.
class MatmulCache
{
public:
    void run(const MatView &c, const MatView &a, const MatView &b, int64_t m, int64_t n, int64_t k,
             bool accumulate)
    {
        const int threads = m * n * k < serialProduct ? 1 : threadCount();
        if (omp_get_max_threads() != threads)
            omp_set_num_threads(threads); // oneDNN takes the calling thread's setting
        const Key key = {m,
                         n,
                         k,
                         accumulate,
                         static_cast<int64_t>(a.dtype),
                         static_cast<int64_t>(c.dtype),
                         a.rowStride,
                         a.columnStride,
                         b.rowStride,
                         b.columnStride,
                         c.rowStride,
                         c.columnStride,
                         threads,
                         static_cast<int64_t>(b.dtype)};
        auto found = entries_.find(key);
        if (found == entries_.end()) {
            if (entries_.size() >= limit)
                entries_.clear();
            found = entries_.emplace(key, create(c, a, b, m, n, k, accumulate)).first;
        }
        Entry &entry = found->second;
        entry.a.set_data_handle(a.data);
        entry.b.set_data_handle(b.data);
        entry.c.set_data_handle(c.data);
        entry.primitive.execute(stream_, entry.arguments);
        stream_.wait();
    }

private:
    struct Entry
    {
        dnnl::matmul primitive;
        dnnl::memory a, b, c;
        std::unordered_map<int, dnnl::memory> arguments;
    };

    Entry create(const MatView &c, const MatView &a, const MatView &b, int64_t m, int64_t n, int64_t k,
                 bool accumulate)
    {
        using dnnl::memory;
        const memory::desc da({m, k}, dataType(a.dtype), memory::dims{a.rowStride, a.columnStride});
        const memory::desc db({k, n}, dataType(b.dtype), memory::dims{b.rowStride, b.columnStride});
        const memory::desc dc({m, n}, dataType(c.dtype), memory::dims{c.rowStride, c.columnStride});
        dnnl::primitive_attr attributes;
        if (accumulate) {
            dnnl::post_ops operations;
            operations.append_sum(1.0F);
            attributes.set_post_ops(operations);
        }
        Entry entry;
        entry.primitive =
            dnnl::matmul(dnnl::matmul::primitive_desc(dnnl::matmul::desc(da, db, dc), attributes, engine_));
        entry.a = memory(da, engine_, a.data);
        entry.b = memory(db, engine_, b.data);
        entry.c = memory(dc, engine_, c.data);
        entry.arguments = {{DNNL_ARG_SRC, entry.a}, {DNNL_ARG_WEIGHTS, entry.b}, {DNNL_ARG_DST, entry.c}};
        return entry;
    }

    static constexpr std::size_t limit = 1024;
    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
    std::map<Key, Entry> entries_;
};

} // namespace

void matmul(const MatView &c, const MatView &a, const MatView &b, int64_t m, int64_t n, int64_t k,
            bool accumulate)
{
    thread_local MatmulCache cache;
    try {
        cache.run(c, a, b, m, n, k, accumulate);
    } catch (const dnnl::error &error) {
        throw Error("matmul: oneDNN refused [" + std::to_string(m) + ", " + std::to_string(k) + "] x [" +
                    std::to_string(k) + ", " + std::to_string(n) + "]: " + error.what());
    }
}

bool cpuHasBf16()
{
    static const bool has = [] {
        const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
        return isa == dnnl::cpu_isa::avx512_core_bf16 ||
               (static_cast<int>(isa) & static_cast<int>(dnnl::cpu_isa::avx512_core_bf16)) ==
                   static_cast<int>(dnnl::cpu_isa::avx512_core_bf16);
    }();
    return has;
}

} // namespace mureum::engine::cpu
