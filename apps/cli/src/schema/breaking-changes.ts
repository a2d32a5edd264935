import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** A change that a client of the released schema could notice as an error. */
export interface BreakingChange {
  /** What changed, e.g. `Unit.code` or `CreateUnitInput.floor`. */
  readonly path: string;
  readonly message: string;
}

/** What of the released schema the present one breaks. Both as SDL. */
export async function breakingChanges(released: string, present: string): Promise<BreakingChange[]> {
  const changes: readonly Change[] = await diff(buildSchema(released), buildSchema(present));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ path, message }) => ({ path: path ?? message, message }));
}

/** Text below the heading "Unreleased" of a changelog in Markdown, up to the next heading of its level. */
export function unreleasedSection(changelog: string): string {
  const [, after = ''] = changelog.split(/^## +\[?Unreleased\]?.*$/im);
  return after.split(/^## /m)[0]!;
}

/** Those changes whose path no line of the changelog names between backticks. */
export const unannounced = (changes: readonly BreakingChange[], unreleased: string): BreakingChange[] =>
  changes.filter(({ path }) => !unreleased.includes(`\`${path}\``));
