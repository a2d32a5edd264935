import type { GraphqlAnswer } from '../test-client';
import { worldFor } from './audience';
import { type Documents, PARENT } from './documents';
import { firstMessage } from './listener';
import type { Operation } from './surface';
import { type Arguments, fillArguments, type Swaps } from './template';
import type { Caller, Tools } from './tools';
import type { World } from './world';

/** One call that was made, with all it takes to repeat it. */
export interface Call {
  readonly caller: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: GraphqlAnswer;
}

export interface CallOptions {
  readonly plan: { readonly operation: Operation; readonly template: Arguments; readonly idType?: string | null };
  /** Whose ids and texts the arguments are made of. */
  readonly world: World;
  readonly swaps?: Swaps;
  /** See what would be answered, and undo it. */
  readonly rehearse?: boolean;
  /** Ask for fields, too, that are closed to whom the operation is made for. */
  readonly whole?: boolean;
  /** Told once the arguments are made, before the call: making them can change the world. */
  readonly onFilled?: () => Promise<void>;
}

/** Arguments that a call has left as good as new. */
interface Unused {
  readonly template: Arguments;
  readonly world: World;
  readonly swaps: string;
  readonly variables: Record<string, unknown>;
}

/** Calls operations with arguments made from worlds. */
export class Calls {
  private readonly worlds: World[] = [];
  private unused: Unused | null = null;

  constructor(
    readonly documents: Documents,
    readonly tools: Tools,
  ) {}

  /** Versions of this world's objects are known from now on. */
  know(world: World): void {
    this.worlds.push(world);
  }

  versionOf = (id: string): number | undefined =>
    this.worlds.map(({ versions }) => versions.get(id)).find((version) => version !== undefined);

  async call(caller: Caller, options: CallOptions): Promise<Call> {
    const { plan, swaps, rehearse = false, whole, onFilled } = options;
    const { operation, template, idType = null } = plan;
    const world = worldFor(operation, options.world);
    const variables = await this.argumentsFor(template, world, swaps);
    const document = this.documents.of(operation, Object.keys(template), idType, { whole });
    const way = operation.isRoot ? null : this.documents.wayTo(operation.parent);
    if (way?.by === 'node') variables[PARENT] = world.id(way.idType);
    const ask = (): Promise<GraphqlAnswer> => caller.client.query(document, variables);
    await onFilled?.();
    if (operation.kind === 'subscription') {
      const answer = await firstMessage(this.tools.platform, caller, document, variables);
      return { caller: caller.name, document, variables, answer };
    }
    const answer = rehearse ? await this.tools.platform.rehearse(ask) : await ask();
    // What was undone, or refused before it was looked at, has used nothing up: the next caller may try with the same.
    if (rehearse || answer.errors?.[0]?.extensions.code === 'FORBIDDEN') {
      this.unused = { template, world, swaps: told(swaps), variables };
    }
    return { caller: caller.name, document, variables, answer };
  }

  /** Making some takes long: codes by mail, people who sign in. */
  private async argumentsFor(
    template: Arguments,
    world: World,
    swaps: Swaps | undefined,
  ): Promise<Record<string, unknown>> {
    const { unused } = this;
    this.unused = null;
    if (unused?.template === template && unused.world === world && unused.swaps === told(swaps)) {
      return unused.variables;
    }
    return fillArguments(template, world, { ...this.tools, versionOf: this.versionOf }, swaps);
  }
}

const told = (swaps: Swaps | undefined): string => JSON.stringify([...(swaps ?? [])]);

/** What the field itself answered, below whatever led to it. */
export const isOk = ({ answer }: Call): boolean => !answer.errors && answer.data != null;

/** A call as it is printed with a failure. */
export function describeCall({ caller, document, variables, answer }: Call): string {
  const short = (value: unknown, most: number): string => {
    const text = JSON.stringify(value) ?? 'undefined';
    return text.length > most ? `${text.slice(0, most)}…` : text;
  };
  const told = answer.errors
    ? answer.errors.map(({ message, extensions, path }) => ({ message, ...extensions, path }))
    : answer.data;
  return [
    `as ${caller}: ${document.length > 300 ? `${document.slice(0, 300)}…` : document}`,
    `with ${short(variables, 600)}`,
    `answered ${short(told, 600)}`,
  ].join('\n      ');
}
