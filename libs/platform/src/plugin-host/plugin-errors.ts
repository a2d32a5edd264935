/** Plugins that cannot be put together: with each other, with this version, or with the core. Names both sides. */
export class PluginsError extends Error {
  override readonly name = 'PluginsError';
  constructor(readonly problems: readonly string[]) {
    super(`The plugins do not fit:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** A plugin that did not start, and whose failure stops everything. */
export class PluginBootError extends Error {
  override readonly name = 'PluginBootError';
  constructor(
    readonly plugin: string,
    readonly step: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The plugin ${plugin} could not start (${step}): ${reason}`, { cause });
  }
}
