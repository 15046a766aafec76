import { fromHub } from './hugging-face/from-hub';
import { hubUsual } from './hugging-face/hub-config';
import type { HubModel } from './hugging-face/hub-names';
import { fromOpenClip, type ImportedModel } from './open-clip/from-open-clip';
import type { StateDict } from './open-clip/naming';

/** A model from a state dict of another program. */
export interface ForeignModel extends ImportedModel {
  /** The model of transformers whose names these are; undefined for those of open_clip and AlignCLIP. */
  readonly hub: HubModel | undefined;
}

/**
 * The parameters of a model whose names are open_clip's, AlignCLIP's or those of transformers, told apart by the names
 * themselves. Throws UserError as `fromOpenClip` and `fromHub` do.
 */
export function fromStateDict(stateDict: StateDict): ForeignModel {
  const hub = fromHub(stateDict);
  if (hub === undefined) return { ...fromOpenClip(stateDict), hub: undefined };
  const { usual, unused, ...model } = fromOpenClip(hub.stateDict);
  return { ...model, hub: hub.model, unused: [...unused, ...hub.unused], usual: { ...usual, ...hubUsual(hub.model) } };
}
