#pragma once
#include "datasets/lexicon/lexicon.h"
#include "datasets/synth/rng.h"

#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets::synth {

enum class NamingStyle { Snake, Camel, Pascal, Erp, ErpLower, ErpTight, Korean };

/// How one invented database names things; drawn once per database.
class Naming
{
public:
    explicit Naming(Rng &rng);

    NamingStyle style() const { return style_; }
    bool korean() const { return style_ == NamingStyle::Korean; }
    std::string table(const LexiconEntity &entity, Rng &rng) const;
    std::string column(const LexiconAttribute &attribute, Rng &rng) const;
    /// Key column of an entity, and the same key seen from a row that refers to it.
    std::string primaryKey(const LexiconEntity &entity, bool textual) const;
    /// A table between two entities.
    std::string bridge(const LexiconEntity &left, const LexiconEntity &right) const;
    std::string foreignKey(const LexiconRelation *relation, const LexiconEntity &parent, bool textual) const;

private:
    std::string convert(std::string_view snake) const;
    std::string shortName(const LexiconEntity &entity) const;

    NamingStyle style_;
    std::string prefix_; ///< TB_, T_ ... of tables
    bool singular_ = false;
    bool plainId_ = false; ///< primary keys are called id
    int keyWord_ = 0;      ///< id / no / code
};

} // namespace mureum::datasets::synth
