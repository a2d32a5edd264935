import { readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';
import { isPluginDefinition, type PluginDefinition } from '@atrium/sdk';
import { z } from 'zod';
import { arrangePlugins, type LoadedPlugin, type PluginMetadata } from './arrange-plugins';
import { shareHostPackages } from './host-packages';
import { PluginsError } from './plugin-errors';

const packageSchema = z.object({
  name: z.string(),
  main: z.string().optional(),
  exports: z.unknown().optional(),
  atrium: z
    .object({ displayName: z.record(z.string(), z.string()).optional(), description: z.string().optional() })
    .optional(),
});
type Package = z.infer<typeof packageSchema>;

/** A package, and the folder from which it is looked for: in its `node_modules`, and in those of the folders above. */
export interface PluginSource {
  readonly name: string;
  readonly from: string;
}

/**
 * Loads the plugins of an installation, CommonJS and ESM alike, and arranges them.
 *
 * @param sources names of packages, or absolute paths of folders
 * @param from folder in whose `node_modules` packages are looked for that say nothing else
 * @throws PluginsError naming each that cannot be loaded, or does not fit with another
 */
export function loadPlugins(
  sources: readonly (string | PluginSource)[],
  from: string = process.cwd(),
): readonly LoadedPlugin[] {
  const problems: string[] = [];
  const loaded = sources.flatMap((given) => {
    const { name: source, from: folder } = typeof given === 'string' ? { name: given, from } : given;
    try {
      return [loadPlugin(source, folder)];
    } catch (error) {
      problems.push(`${source} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  if (problems.length > 0) throw new PluginsError(problems);
  return arrangePlugins(loaded);
}

function loadPlugin(source: string, from: string): LoadedPlugin {
  const folder = isAbsolute(source) ? ownFolder(source) : installedFolder(source, from);
  const manifest = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  shareHostPackages(folder);
  const definition = definitionOf(createRequire(join(folder, 'package.json'))(entryOf(folder, manifest)));
  if (!definition) throw new Error('its default export is not what definePlugin answers');
  const metadata: PluginMetadata = manifest.atrium ?? {};
  return { source: manifest.name, definition, metadata };
}

function ownFolder(path: string): string {
  if (!statSync(path).isDirectory()) throw new Error('it is not a folder');
  return realpathSync(path);
}

/** Not by `require.resolve`: a package need not export its package.json. */
function installedFolder(name: string, from: string): string {
  for (let at = resolve(from); ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (statSync(join(folder, 'package.json'), { throwIfNoEntry: false })) return realpathSync(folder);
    if (at === parse(at).root) throw new Error(`it is not installed in ${from}`);
  }
}

function entryOf(folder: string, { main, exports }: Package): string {
  const exported = exports === undefined ? undefined : target(exports);
  return join(folder, exported ?? main ?? 'index.js');
}

/** The file behind `.` of a package's exports, for whom requires it. */
function target(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const entries = Object.entries(exports);
  const root = entries.find(([key]) => key === '.');
  if (root) return target(root[1]);
  for (const [condition, value] of entries) {
    if (!['node', 'require', 'module-sync', 'import', 'default'].includes(condition)) continue;
    const found = target(value);
    if (found) return found;
  }
  return undefined;
}

/** From a CommonJS or an ES module, compiled from either. */
function definitionOf(loaded: unknown): PluginDefinition | null {
  for (let at = loaded, depth = 0; depth < 3 && typeof at === 'object' && at !== null; depth++) {
    if (isPluginDefinition(at)) return at;
    at = (at as { default?: unknown }).default;
  }
  return null;
}
