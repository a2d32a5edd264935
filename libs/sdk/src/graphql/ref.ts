/**
 * Stands for an object in a mutation's payload: the answer reads it once, with just the columns asked for.
 * It also makes payloads storable, so that a repeated idempotent call is answered from the stored reference.
 */
export class Ref {
  constructor(
    /** Prefix of the object's ids, which names its view. */
    readonly type: string,
    readonly id: string,
  ) {}
}

export const ref = (type: string, id: string): Ref => new Ref(type, id);
