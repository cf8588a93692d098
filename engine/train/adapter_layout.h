#pragma once

#include "engine/model/adapter.h"
#include "engine/train/parameters.h"
#include "engine/train/training_weights.h"

namespace mureum::engine {

/// The adapters on one product. Their A's lie on top of one another, so that they are one matrix
/// [parts * rank, inputs].
struct LowRankGroup
{
    struct Part
    {
        int64_t b;           ///< offset of B [outputs, rank]
        int64_t firstOutput; ///< its rows among the product's outputs
        int64_t outputs;
    };
    int64_t a = 0; ///< offset of the first A
    int64_t inputs = 0;
    int64_t outputs = 0; ///< of the whole product
    std::vector<Part> parts;
};

/// The flat layout of an adapter's parameters; slots have the names of Adapter::tensors.
class AdapterLayout : public FlatLayout
{
public:
    AdapterLayout(const ModelConfig &model, const AdapterConfig &adapter);

    const AdapterConfig &adapter() const { return adapter_; }
    /// Without parts where nothing of the product is adapted.
    const LowRankGroup &group(int layer, Product which) const
    {
        return groups_[static_cast<std::size_t>(layer * productsPerLayer + static_cast<int>(which))];
    }
    const LowRankGroup &head() const { return head_; }

private:
    struct Member
    {
        std::string tensor;
        std::string module;
        int64_t outputs;
    };
    LowRankGroup addGroup(const std::vector<Member> &members, int64_t inputs);

    AdapterConfig adapter_;
    std::vector<LowRankGroup> groups_;
    LowRankGroup head_;
};

/// A uniform in +-1/sqrt(inputs) (Kaiming with a = sqrt(5), as PEFT has it), B zero: an adapter that changes
/// nothing yet. The same seed gives the same numbers on every machine.
void initializeAdapter(const AdapterLayout &layout, uint64_t seed, float *flat);

} // namespace mureum::engine
