#include "app/training/recipe.h"

#include "datasets/error.h"

#include <fmt/format.h>
#include <fstream>

namespace mureum::app {
namespace {

using Json = nlohmann::json;
using datasets::Error;

datasets::TrainingLayout layoutOf(const std::string &name)
{
    if (name == "database")
        return datasets::TrainingLayout::Database;
    if (name == "columns")
        return datasets::TrainingLayout::Columns;
    if (name == "context")
        return datasets::TrainingLayout::Context;
    throw Error("layout \"" + name + "\": use database, columns or context");
}

LearnedTokens lossOf(const std::string &name)
{
    if (name == "sql")
        return LearnedTokens::Sql;
    if (name == "links")
        return LearnedTokens::Links;
    if (name == "question")
        return LearnedTokens::Question;
    throw Error("loss \"" + name + "\": use sql, links or question");
}

datasets::TrainingSource sourceOf(const Json &json, const std::filesystem::path &folder)
{
    datasets::TrainingSource source;
    source.examples = folder / json.at("examples").get<std::string>();
    if (json.contains("databases"))
        source.databases = folder / json.at("databases").get<std::string>();
    source.layout = layoutOf(json.value("layout", "database"));
    source.weight = json.value("weight", 1.0);
    source.language = json.value("language", "");
    for (const auto &id : json.value("exclude", Json::array()))
        source.exclude.insert(id.get<std::string>());
    for (const auto &id : json.value("only", Json::array()))
        source.only.insert(id.get<std::string>());
    if (!(source.weight >= 0))
        throw Error("weight of " + source.examples.string() + ": it must not be negative");
    return source;
}

} // namespace

Recipe readRecipe(const std::filesystem::path &file)
{
    std::ifstream in(file);
    if (!in)
        throw Error("cannot read the recipe: " + file.string() + ": check the path given to --config");
    Recipe recipe;
    try {
        recipe.text = Json::parse(in);
        recipe.name = recipe.text.value("name", recipe.name);
        recipe.model = engine::modelConfigFromJson(recipe.text.at("model"));
        recipe.train = engine::trainConfigFromJson(recipe.text.at("train"));
        recipe.branches = recipe.text.value("branches", recipe.branches);
        recipe.storage = recipe.text.value("storage", recipe.storage);
        if (recipe.storage != "f32" && recipe.storage != "f16" && recipe.storage != "bf16" && recipe.storage != "q8_0")
            throw Error("storage \"" + recipe.storage + "\": use f32, f16, bf16 or q8_0");
        recipe.lossSteps = recipe.text.value("lossSteps", recipe.lossSteps);
        recipe.loss = lossOf(recipe.text.value("loss", "sql"));
        const auto folder = std::filesystem::absolute(file).parent_path();
        if (const auto initial = recipe.text.value("initial", std::string()); !initial.empty())
            recipe.initial = folder / initial;
        for (const auto &source : recipe.text.at("sources"))
            recipe.sources.push_back(sourceOf(source, folder));
    } catch (const Json::exception &error) {
        throw Error(fmt::format("recipe: {}: {}", file.string(), error.what()));
    }
    recipe.model.validate();
    recipe.train.validate();
    if (recipe.sources.empty())
        throw Error("recipe: " + file.string() + ": name at least one source of examples");
    if (recipe.branches < 1 || recipe.branches > 64)
        throw Error("recipe: " + file.string() + ": branches must be 1 to 64");
    return recipe;
}

} // namespace mureum::app
