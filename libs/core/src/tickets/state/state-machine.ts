/** A finite-state machine: its moves are data, and whoever uses it says what each demands. */
export interface Transition<S extends string> {
  readonly from: S;
  readonly to: S;
}

export class StateMachine<S extends string, T extends Transition<S>> {
  private readonly moves: ReadonlyMap<S, ReadonlyMap<S, T>>;

  /** @throws Error for a move that is listed twice or leads nowhere: a mistake of a developer */
  constructor(moves: readonly T[]) {
    const all = new Map<S, Map<S, T>>();
    for (const move of moves) {
      const from = all.get(move.from) ?? new Map<S, T>();
      if (move.from === move.to || from.has(move.to)) throw new Error(`The move ${move.from} → ${move.to} is no use`);
      all.set(move.from, from.set(move.to, move));
    }
    this.moves = all;
  }

  /** The move, or null where it is not allowed. */
  find(from: S, to: S): T | null {
    return this.moves.get(from)?.get(to) ?? null;
  }

  /** Where one can go from here, in the order of the table. */
  allowedFrom(from: S): S[] {
    return [...(this.moves.get(from)?.keys() ?? [])];
  }
}
