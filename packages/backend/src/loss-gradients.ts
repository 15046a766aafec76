import type { Scalar, Tensor, Variable } from '@alignclip/core';
import { tf } from './tf';

interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  readonly saved: readonly Tensor[];
  readonly gradient?: (dys: readonly (Tensor | null)[]) => Readonly<Record<string, () => Tensor>>;
}

/** The part of tfjs's engine that keeps the tape. */
interface TapeEngine {
  readonly state: { activeTape: TapeNode[] | null; readonly gradientDepth: number };
  startTape(): void;
  endTape(): void;
  scopedRun<T>(start: () => void, end: () => void, work: () => T): T;
}

/**
 * A loss and its gradients, undefined for a variable that it doesn't depend on: the numbers of tfjs's own `gradients`, in
 * less memory. tfjs keeps what nodes of the tape saved, and the gradient of every intermediate value, until all are done;
 * here both go as soon as the node that needs them is done.
 */
export function lossGradients(loss: () => Scalar, variables: readonly Variable[]) {
  const engine = tf.engine() as unknown as TapeEngine;
  const value = engine.scopedRun(
    () => engine.startTape(),
    () => engine.endTape(),
    () => tf.tidy(loss),
  );
  return tf.tidy(() => {
    const tape = engine.state.activeTape!;
    const isOutermost = engine.state.gradientDepth === 0; // otherwise another gradient needs the tape too
    const held = new HeldGradients(value);
    const kept = new Set(variables.map(({ id }) => id));
    for (const [node, inputs] of nodesBetween(variables, tape, value).reverse()) {
      for (const [input, gradient] of inputGradients(node, inputs, held)) held.add(input, gradient);
      for (const { id } of node.outputs) if (!kept.has(id)) held.release(id);
      if (isOutermost) for (const tensor of node.saved) if (!held.has(tensor)) tensor.dispose();
    }
    if (isOutermost) {
      for (const { saved } of tape) tf.dispose(saved as Tensor[]);
      engine.state.activeTape = null;
    }
    return { value, gradients: variables.map(({ id }) => held.get(id)) };
  });
}

/** Gradients of intermediate values by their number; one tensor may be that of several. */
class HeldGradients {
  private readonly byId = new Map<number, Tensor>();
  private readonly uses = new Map<Tensor, number>();

  constructor({ id, shape }: Scalar) {
    this.hold(id, tf.ones(shape));
  }

  get(id: number): Tensor | undefined {
    return this.byId.get(id);
  }

  has(gradient: Tensor): boolean {
    return this.uses.has(gradient);
  }

  add({ id }: Tensor, gradient: Tensor): void {
    const before = this.byId.get(id);
    if (before === undefined) return this.hold(id, gradient);
    const sum = tf.add(before, gradient);
    this.release(id);
    if (!this.has(gradient)) gradient.dispose();
    this.hold(id, sum);
  }

  release(id: number): void {
    const gradient = this.byId.get(id);
    if (gradient === undefined) return;
    this.byId.delete(id);
    const left = this.uses.get(gradient)! - 1;
    if (left > 0) return void this.uses.set(gradient, left);
    this.uses.delete(gradient);
    gradient.dispose();
  }

  private hold(id: number, gradient: Tensor): void {
    this.byId.set(id, gradient);
    this.uses.set(gradient, (this.uses.get(gradient) ?? 0) + 1);
  }
}

type PrunedNode = readonly [node: TapeNode, inputs: readonly (readonly [name: string, input: Tensor])[]];

/** The nodes that lead from the variables to the value, in order, each with those of its inputs that do. */
function nodesBetween(variables: readonly Variable[], tape: readonly TapeNode[], value: Tensor): PrunedNode[] {
  const fromVariables = new Set(variables.map(({ id }) => id));
  const dependent = tape.filter(({ inputs, outputs }) => {
    const isDependent = Object.values(inputs).some(({ id }) => fromVariables.has(id));
    if (isDependent) for (const { id } of outputs) fromVariables.add(id);
    return isDependent;
  });
  const toValue = new Set([value.id]);
  const needed = dependent.reverse().filter(({ inputs, outputs }) => {
    const isNeeded = outputs.some(({ id }) => toValue.has(id));
    if (isNeeded) for (const { id } of Object.values(inputs)) toValue.add(id);
    return isNeeded;
  });
  return needed
    .reverse()
    .map((node) => [node, Object.entries(node.inputs).filter(([, { id }]) => fromVariables.has(id))]);
}

function* inputGradients(
  { kernelName, outputs, gradient }: TapeNode,
  inputs: PrunedNode[1],
  held: HeldGradients,
): Generator<[Tensor, Tensor]> {
  if (gradient === undefined) throw new Error(`${kernelName} has no gradient`);
  const byName = gradient(outputs.map(({ id }) => held.get(id) ?? null));
  for (const [name, input] of inputs) {
    const make = byName[name];
    if (make === undefined) throw new Error(`${kernelName} has no gradient for its input ${name}`);
    const made = tf.tidy(make);
    if (made.shape.join() !== input.shape.join())
      throw new Error(
        `the gradient of ${kernelName} for ${name} is [${made.shape.join()}], not [${input.shape.join()}]`,
      );
    yield [input, made];
  }
}
