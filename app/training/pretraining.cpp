#include "app/training/pretraining.h"

#include "app/training/copy_circuits.h"
#include "app/training/question_batches.h"
#include "datasets/slots/symbols.h"
#include "datasets/text/write_file.h"
#include "engine/model/model.h"
#include "engine/train/parameters.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"

#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace mureum::app {
namespace {

std::string readBytes(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// What training from nothing begins with.
engine::TensorMap freshParameters(const Recipe &recipe, const engine::Tokenizer &tokenizer)
{
    const engine::ParameterLayout layout(recipe.model);
    std::vector<float> flat(static_cast<std::size_t>(layout.total()));
    engine::initializeParameters(layout, recipe.model, recipe.train.seed, flat.data());
    engine::TensorMap tensors;
    for (const auto &slot : layout.slots())
        tensors.emplace(slot.name, engine::Tensor::view(flat.data() + slot.offset, slot.shape, engine::DType::F32).clone());
    wireCopying(recipe.model, eval::SlotTokens(tokenizer), tokenizer.id(datasets::piece::answer), recipe.train.seed, tensors);
    return tensors;
}

} // namespace

engine::TrainEnd pretrain(const Recipe &recipe, const std::filesystem::path &directory, bool resume,
                          const PretrainingEvents &events, std::stop_token stop)
{
    std::filesystem::create_directories(directory);
    QuestionPool pool(recipe.sources, recipe.branches, events.note);

    engine::TensorMap initial;
    std::string tokenizerBytes;
    const auto tokenizerFile = directory / "tokenizer.model";
    if (resume && std::filesystem::exists(tokenizerFile)) {
        tokenizerBytes = readBytes(tokenizerFile);
    } else if (!recipe.initial.empty()) {
        const auto model = engine::loadModel(recipe.initial.string());
        const auto *tokenizer = dynamic_cast<const engine::SentencePieceTokenizer *>(model.tokenizer.get());
        if (!tokenizer)
            throw engine::Error("initial model: " + recipe.initial.string() + ": it holds no SentencePiece tokenizer");
        tokenizerBytes = tokenizer->serialized();
        for (const auto &[name, tensor] : model.tensors)
            initial.emplace(name, tensor.clone());
    } else {
        events.note(fmt::format("training a tokenizer of {} pieces", recipe.model.vocabSize));
        tokenizerBytes = trainTokenizer(pool, recipe.model.vocabSize, recipe.train.seed);
    }
    datasets::writeFileAtomically(tokenizerFile, tokenizerBytes);
    datasets::writeFileAtomically(directory / "config.json", recipe.text.dump(2) + "\n");

    const auto tokenizer = std::make_shared<const engine::SentencePieceTokenizer>(tokenizerBytes);
    if (initial.empty())
        initial = freshParameters(recipe, *tokenizer);
    QuestionBatches batches(pool,
                            {recipe.train.seed, recipe.train.batchTokens, recipe.model.contextLength, recipe.loss,
                             recipe.lossSteps * recipe.train.accumulation},
                            tokenizer);
    engine::Trainer trainer(recipe.model, recipe.train, directory, resume, initial);
    events.note(fmt::format("{} questions, {} layers of {}, step {} of {}", pool.questions(), recipe.model.layers,
                            recipe.model.dim, trainer.step(), recipe.train.steps));

    engine::TrainCallbacks callbacks;
    callbacks.onMetrics = events.metrics;
    callbacks.onCheckpoint = [&](int64_t step, const engine::TensorMap &tensors) {
        engine::Model model;
        model.config = recipe.model;
        model.tensors = tensors;
        model.tokenizer = tokenizer;
        model.name = recipe.name;
        model.promptTemplate = eval::slotTemplate;
        model.metadata["steps"] = std::to_string(step);
        engine::saveModel((directory / "model.gguf").string(), model, recipe.storage);
    };
    return trainer.run(batches, callbacks, stop);
}

} // namespace mureum::app
