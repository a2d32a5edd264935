import type { Localised } from './segment-field';

/** Something that uses a segment. */
export interface SegmentUse {
  /** Name for people, e.g. the title of a notice. */
  readonly title: string;
  /** Typed id of the object to open; null where there is none. */
  readonly link: string | null;
}

/** A kind of thing that uses segments, e.g. notices. While one does, the segment is not deleted. */
export interface SegmentUseKind {
  /** E.g. `notice`; of a plugin it begins with the plugin's name. */
  readonly name: string;
  readonly label: Localised;
  /**
   * What uses the segment, at most a few dozen, whether or not the caller may see it: asked in the transaction that wants
   * to delete. Let a foreign key with ON DELETE NO ACTION stand behind it.
   */
  readonly usesOf: (segmentId: string) => Promise<readonly SegmentUse[]>;
}

const kinds = new Map<string, SegmentUseKind>();

/** Declares that something uses segments; the same name twice stops the start. */
export function registerSegmentUse(kind: SegmentUseKind): void {
  if (kinds.has(kind.name)) throw new Error(`Two kinds of use of segments are called ${kind.name}`);
  kinds.set(kind.name, kind);
}

export const allSegmentUses = (): readonly SegmentUseKind[] => [...kinds.values()];
