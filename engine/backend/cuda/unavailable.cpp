#include "engine/backend/backend.h"
#include "engine/core/error.h"

namespace mureum::engine {

std::shared_ptr<Backend> makeCudaBackend()
{
    throw Error("cuda: this build has no CUDA backend; use --device cpu");
}

} // namespace mureum::engine
