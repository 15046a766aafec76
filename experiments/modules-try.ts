import { bagOfWords, clip, defineExperiment, shapes, textTransformer, trainer, visionTransformer, TrainingObjective, Objective, type LossTerm as Term, LossTerm } from 'alignclip';
import { ContainerModule } from 'inversify';
const halved = new ContainerModule(({ unbind, bind }) => {
  unbind(TrainingObjective.id);
  bind(TrainingObjective.id).toResolvedValue(
    (terms: Term[]) => new Objective(terms.map((term) => ({ ...term, weight: term.weight / 2 }))),
    [{ isMultiple: true, serviceIdentifier: LossTerm.id }],
  );
});
const tower = { width: 32, layers: 1, embeddingWidth: 32 };
export default defineExperiment({ name: 'modules-try', seeds: [0], base: { dataset: shapes(), teacher: bagOfWords(), imageEncoder: visionTransformer(tower), textEncoder: textTransformer(tower), losses: [clip()], trainer: trainer({ steps: 2, batchSize: 8, logEvery: 1 }) }, variants: { a: {} }, modules: [halved] });
