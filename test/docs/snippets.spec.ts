import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');

/** Every sample in TypeScript of the pages, as a file beside this one that nobody writes. */
const snippets = new Map(
  globSync('docs/{plugins,api}/*.md', { cwd: root }).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
      ([, code], n) => [join(__dirname, `${page.replace(/\W/g, '_')}_${n}.ts`), code!] as const,
    ),
  ),
);

/** What the compiler says of them, as the code of a plugin, strictly. */
function problemsOf(sources: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const settings = { ...options, composite: false, declaration: false, declarationMap: false, noEmit: true };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists.call(host, file);
  host.readFile = (file) => sources.get(file) ?? readFile.call(host, file);
  host.getSourceFile = (file, ...rest) => {
    const text = sources.get(file);
    return text === undefined
      ? getSourceFile.call(host, file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2024);
  };
  const program = ts.createProgram([...sources.keys()], settings, host);
  return [...sources.keys()].flatMap((file) =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
      ...program.getSemanticDiagnostics(program.getSourceFile(file)),
    ].map(({ messageText }) => `${file.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
}

it('samples of plugins compile against the SDK; what does not fit it is seen', () => {
  expect(snippets.size).toBeGreaterThan(1);
  const wrong = join(__dirname, 'wrong.ts');
  const found = problemsOf(
    new Map([
      ...snippets,
      [wrong, `import { definePlugin } from '@atrium/sdk';\nexport default definePlugin({ id: 1 });`],
    ]),
  );
  expect(found.filter((one) => !one.startsWith('test/docs/wrong.ts'))).toEqual([]);
  expect(found).toContainEqual(
    expect.stringContaining("test/docs/wrong.ts: Type 'number' is not assignable to type 'string'"),
  );
});
