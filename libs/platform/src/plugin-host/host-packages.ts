import { realpathSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Packages of which there must be one copy in a process: their registries (decorators, metadata, error classes) are how
 * the host sees what a plugin declares.
 */
export const HOST_PACKAGES = [
  '@atrium/sdk',
  '@atrium/core',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/graphql',
  'class-transformer',
  'class-validator',
  'dataloader',
  'graphql',
  'reflect-metadata',
  'rxjs',
  'typeorm',
  'zod',
] as const;

const isHostPackage = (specifier: string): boolean =>
  HOST_PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`));

/** Address of a module made for an ES module that imports one of the host's packages. */
const FACADE = 'atrium-host:';

const folders = new Set<string>();
let hooked = false;

/**
 * Has everything inside a plugin's folder, its dependencies included, take the host's copies of the host's packages: by
 * `require` and by `import` alike. Without it a plugin that is linked, or given by its path, loads copies of its own; and
 * an ES module loads second copies of packages that come in both forms, even from the host's own folder.
 */
export function shareHostPackages(folder: string): void {
  folders.add(realpathSync(folder) + sep);
  // Jest loads modules by its own means, and refuses hooks: its resolver does the same.
  if (hooked || process.env.JEST_WORKER_ID !== undefined) return;
  hooked = true;
  const host = createRequire(__filename);
  registerHooks({
    resolve(specifier, context, next) {
      if (!isHostPackage(specifier) || !isInPlugin(context.parentURL)) return next(specifier, context);
      return context.conditions.includes('import')
        ? { url: FACADE + specifier, format: 'module', shortCircuit: true }
        : { url: pathToFileURL(host.resolve(specifier)).href, shortCircuit: true };
    },
    load(url, context, next) {
      if (!url.startsWith(FACADE)) return next(url, context);
      return { format: 'module', source: facadeOf(url.slice(FACADE.length), host), shortCircuit: true };
    },
  });
}

/** Exports just what the host has loaded. */
function facadeOf(specifier: string, host: NodeJS.Require): string {
  const loaded = host(specifier) as Record<string, unknown>;
  const names = Object.keys(loaded).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
  return `
    import { createRequire } from 'node:module';
    const loaded = createRequire(${JSON.stringify(__filename)})(${JSON.stringify(specifier)});
    export default loaded.__esModule || loaded[Symbol.toStringTag] === 'Module' ? loaded.default : loaded;
    ${names.map((name) => `const _${name} = loaded.${name}; export { _${name} as ${name} };`).join('\n')}`;
}

function isInPlugin(parentUrl: string | undefined): boolean {
  if (!parentUrl?.startsWith('file:')) return false;
  const file = fileURLToPath(parentUrl);
  for (const folder of folders) if (file.startsWith(folder)) return true;
  return false;
}
