/** The embedded database cannot be had; the message says why and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

/** These programs do not run on this machine; others may. */
export class UnusableBinariesError extends EmbeddedPostgresError {}

/** A property of whatever was thrown; not by `instanceof`, which fails for errors of another realm (jest). */
export function errorProperty(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}

/** The `code` of a Node system error (`ENOENT`), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = errorProperty(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
