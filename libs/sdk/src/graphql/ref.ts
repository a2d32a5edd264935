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

/**
 * An object that a row of a view points to and that lies in another room, e.g. the core's customer of a plugin's row: read
 * with the rights of the operation, for all rows of a list at once. Null where the caller does not see it.
 */
export class RowRef extends Ref {}

export const ref = (type: string, id: string): Ref => new Ref(type, id);
