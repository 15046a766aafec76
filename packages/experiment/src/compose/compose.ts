import 'reflect-metadata';
import {
  alone,
  Dataset,
  EmbeddingHead,
  EmbeddingMap,
  EvaluationTransform,
  Evaluator,
  Head,
  ImageEncoder,
  LossTerm,
  Peers,
  Progress,
  RunSeed,
  SharingStrategy,
  Temperature,
  TextEncoder,
  Tokenizer,
  Trainer,
  TrainingProbe,
  type DualEncoder,
  type ReportProgress,
  type Spec,
  type Token,
  type TrainingPlan,
} from '@alignclip/core';
import { Parameters, ParameterStore } from '@alignclip/nn';
import {
  ContrastiveModel,
  Model,
  Objective,
  TrainedModel,
  TrainingObjective,
  TrainingProbes,
  openFrozenTrunks,
} from '@alignclip/training';
import { Container, type ContainerModule } from 'inversify';
import { bindData } from './bind-data';
import type { Registry } from '../define/registry';
import type { RunConfig } from '../define/run-config';
import { featureServices } from './data-services';
import { dropUnused, withoutProjections } from './unused-projections';

export interface Composition {
  readonly config: RunConfig;
  readonly seed: number;
  readonly registry: Registry;
  /** Changes that no spec can express: the user's own bindings, loaded last. */
  readonly modules?: readonly ContainerModule[] | undefined;
  /** Called with the progress of preparations. */
  readonly onProgress?: ReportProgress;
  /** Where the run's parameters live; by default a new store with the run's seed. */
  readonly parameters?: ParameterStore;
  /** The experiment's file, from which a thread composes the data again; without it no thread is started. */
  readonly file?: string;
  /** The workers that train together; without it this process trains alone. */
  readonly peers?: Peers | undefined;
  /** Hash of the code of these components; without it features of frozen trunks are kept in memory only. */
  readonly codeOf?: ((specs: readonly Spec[]) => string) | undefined;
}

/** The services of one run; each is created once, when it is first requested. */
export class Run {
  constructor(
    private readonly container: Container,
    readonly composition: Pick<Composition, 'config' | 'registry' | 'codeOf'>,
  ) {}

  /** What is known about its training before anything is created. Throws UserError on a trainer that can't be planned. */
  get plan(): TrainingPlan {
    return this.composition.registry.trainingPlan(this.composition.config.trainer);
  }

  get<T>(token: Token<T>): Promise<T> {
    return this.container.getAsync<T>(token.id);
  }

  evaluators(): Promise<Evaluator[]> {
    return this.container.getAllAsync<Evaluator>(Evaluator.id);
  }

  async maps(): Promise<EmbeddingMap[]> {
    return this.container.isBound(EmbeddingMap.id) ? this.container.getAllAsync<EmbeddingMap>(EmbeddingMap.id) : [];
  }

  trainer(): Promise<Trainer> {
    return this.get(Trainer);
  }

  /** Call it when the weights are final and frozen ones are frozen. */
  async dualEncoder(): Promise<DualEncoder> {
    const [model, parameters] = [await this.get(Model), await this.get(Parameters)];
    const [transform, tokenizer] = [await this.get(EvaluationTransform), await this.get(Tokenizer)];
    const { config, codeOf } = this.composition;
    const named = featureServices(config, config.evaluationTransform, codeOf);
    const services = { ...named, transform, tokenizer, evaluated: () => this.get(Dataset) };
    return new TrainedModel(model, transform, tokenizer, await openFrozenTrunks(model, parameters, services));
  }
}

/** The composition root: from specs to services. One run is one container of singletons. */
export function compose(composition: Composition): Run {
  const { config, seed, registry, modules = [], onProgress = () => undefined } = composition;
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(RunSeed.id).toConstantValue(seed);
  container.bind(Progress.id).toConstantValue(onProgress);
  container.bind(Peers.id).toConstantValue(composition.peers ?? alone);
  container.bind(Parameters.id).toConstantValue(composition.parameters ?? new ParameterStore(seed));
  for (const spec of Object.values(config).flat() as Spec[]) bindComponent(container, registry, spec);
  bindTraining(container);
  bindData(container, composition, onProgress);
  for (const module of modules) container.load(module);
  return new Run(container, composition);
}

function bindComponent(container: Container, registry: Registry, spec: Spec): void {
  const { slot, inject, create } = registry.find(spec);
  const factory = (...services: unknown[]) => create(spec.options, ...services);
  container.bind(slot.id).toResolvedValue(
    factory,
    inject.map(({ id }) => id),
  );
}

function bindTraining(container: Container): void {
  container
    .bind(TrainingProbes.id)
    .toDynamicValue(async (context) =>
      container.isBound(TrainingProbe.id) ? context.getAllAsync(TrainingProbe.id) : [],
    );
  container.bind(Model.id).toDynamicValue(async (context) => {
    const get = <T>({ id }: Token<T>): Promise<T> => context.getAsync<T>(id);
    const [image, text, temperature] = [await get(ImageEncoder), await get(TextEncoder), await get(Temperature)];
    const last = container.isBound(EmbeddingHead.id) ? await get(EmbeddingHead) : undefined;
    if (!container.isBound(Head.id)) return new ContrastiveModel(image, text, temperature, undefined, last);
    const head = await get(Head);
    dropUnused(await get(Parameters), [image, text]);
    return new ContrastiveModel(image, text, temperature, head, last);
  });
  container.onActivation<SharingStrategy>(SharingStrategy.id, (_, sharing) =>
    container.isBound(Head.id) ? withoutProjections(sharing) : sharing,
  );
  container
    .bind(TrainingObjective.id)
    .toResolvedValue(
      (terms: LossTerm[]) => new Objective(terms),
      [{ isMultiple: true, serviceIdentifier: LossTerm.id }],
    );
}
