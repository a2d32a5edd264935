import type { PluginDefinition } from '@atrium/sdk';
import { satisfies } from 'semver';
import { definitionProblems } from './check-definition';
import { PluginsError } from './plugin-errors';

/** A plugin and where it comes from: the name of its package, or its folder. */
export interface LoadedPlugin {
  readonly source: string;
  readonly definition: PluginDefinition;
  /** `package.json#atrium`, for people. */
  readonly metadata: PluginMetadata;
}

export interface PluginMetadata {
  /** By language; `en` for the rest. */
  readonly displayName?: Readonly<Record<string, string>>;
  readonly description?: string;
}

/**
 * Puts plugins into the order in which they are installed and started: each behind what it needs, else by id, so that it
 * is the same in every process.
 * @throws PluginsError with everything that does not fit
 */
export function arrangePlugins(loaded: readonly LoadedPlugin[]): readonly LoadedPlugin[] {
  const problems = loaded.flatMap(({ source, definition }) =>
    definitionProblems(definition).map((problem) => `${nameOf(source, definition)}: ${problem}`),
  );
  problems.push(...clashes(loaded));
  const byId = new Map(loaded.map((plugin) => [plugin.definition.id, plugin]));
  for (const { definition } of loaded) problems.push(...unmetNeeds(definition, byId));
  if (problems.length > 0) throw new PluginsError(problems);
  return sorted(byId);
}

const nameOf = (source: string, { id, version }: PluginDefinition): string => `${id} ${version} (${source})`;

function clashes(loaded: readonly LoadedPlugin[]): string[] {
  const owners = new Map<string, LoadedPlugin>();
  const problems: string[] = [];
  for (const plugin of loaded) {
    const { id, graphql = {}, channels = [] } = plugin.definition;
    const claims = [
      `the id ${id}`,
      ...Object.keys(graphql.queries ?? {}).map((name) => `the field Query.${name}`),
      ...Object.keys(graphql.mutations ?? {}).map((name) => `the field Mutation.${name}`),
      ...Object.keys(graphql.fields ?? {}).map((place) => `the field ${place}`),
      ...channels.map(({ channel, name }) => `the channel ${channel} ${name}`),
    ];
    for (const claim of claims) {
      const other = owners.get(claim);
      if (!other) owners.set(claim, plugin);
      else {
        const [a, b] = [other, plugin].map(({ source, definition }) => nameOf(source, definition));
        problems.push(`${a} and ${b} both claim ${claim}`);
      }
    }
  }
  return problems;
}

function unmetNeeds(definition: PluginDefinition, byId: ReadonlyMap<string, LoadedPlugin>): string[] {
  const { id, version, requires = {}, optional = {} } = definition;
  const me = `${id} ${version}`;
  const wrong = (other: string, range: string): string[] => {
    const found = byId.get(other)?.definition.version;
    return found !== undefined && !satisfies(found, range)
      ? [`${me} needs ${other} ${range}, and ${other} ${found} is installed`]
      : [];
  };
  return [
    ...Object.entries(requires).flatMap(([other, range]) =>
      byId.has(other) ? wrong(other, range) : [`${me} needs ${other} ${range}, which is not installed`],
    ),
    ...Object.entries(optional).flatMap(([other, range]) => wrong(other, range)),
  ];
}

function sorted(byId: ReadonlyMap<string, LoadedPlugin>): LoadedPlugin[] {
  const order: LoadedPlugin[] = [];
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    const plugin = byId.get(id);
    if (!plugin || done.has(id)) return;
    if (path.includes(id)) {
      throw new PluginsError([`${[...path.slice(path.indexOf(id)), id].join(' needs ')}: a circle`]);
    }
    const { requires = {}, optional = {} } = plugin.definition;
    for (const other of [...Object.keys(requires), ...Object.keys(optional)].sort()) visit(other, [...path, id]);
    done.add(id);
    order.push(plugin);
  };
  for (const id of [...byId.keys()].sort()) visit(id, []);
  return order;
}
