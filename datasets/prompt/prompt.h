#pragma once
#include "datasets/linking/linker.h"
#include "datasets/linking/values.h"
#include "datasets/schema/join_path.h"
#include "datasets/schema/value_index.h"
#include "datasets/slots/slot_map.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// A database as the prompt builder needs it; shared by all its questions.
struct PromptDatabase {
    Schema schema;
    std::shared_ptr<const ValueIndex> values; ///< may be null
    std::unique_ptr<SchemaLinker> linker;
    std::unique_ptr<JoinGraph> joins;
};

/// Reads a SQLite file. Throws Error.
std::shared_ptr<const PromptDatabase> openForPrompts(const std::filesystem::path &file);
std::shared_ptr<const PromptDatabase> makeForPrompts(Schema schema, std::shared_ptr<const ValueIndex> values);

struct PromptOptions {
    /// Slots are dealt by this number, so that a model learns pointers and not positions. Questions are asked with the
    /// default: one number keeps prefixes reusable.
    std::uint64_t seed = 7;
    bool shuffleTables = false;  ///< training only
    int maxColumns = 110;        ///< more than that and tables are chosen by the question
};

/// The half of a prompt that is the same for every question of a database (of one choice of tables):
///   <schema><t3> singer<c17> id<num><pk><c5> name<t1> concert<c2> singer id<num><fk><t3>
struct SchemaPrompt {
    std::shared_ptr<const PromptDatabase> database;
    std::string text;
    SlotMap slots; ///< without values
};

/// The other half:  <q> how many singers<t3> are older than<num><v0><sql>
struct QuestionPrompt {
    std::string text;
    std::shared_ptr<const SlotMap> slots;
    std::vector<ItemLink> links;
};

/// All tables where they fit, else those of `tables` (in schema order, every table where empty).
SchemaPrompt buildSchemaPrompt(std::shared_ptr<const PromptDatabase> database, const std::vector<int> &tables,
                               const PromptOptions &options);

/// A question read once: its words, the names and the values it mentions.
struct ReadQuestion {
    std::string text; ///< NFC
    std::vector<QuestionWord> words;
    std::vector<ItemLink> links;
    std::vector<ValueMention> values;
};
ReadQuestion readQuestion(const PromptDatabase &database, std::string_view question);

/// Tables worth showing for a question, `always` included, closed over foreign-key paths, within options.maxColumns.
/// Empty where all of the schema fits.
std::vector<int> chooseTables(const PromptDatabase &database, const ReadQuestion &question,
                              const std::vector<int> &always, const PromptOptions &options);

QuestionPrompt buildQuestionPrompt(const SchemaPrompt &schema, const ReadQuestion &question);

} // namespace mureum::datasets
