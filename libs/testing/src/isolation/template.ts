import type { Tools } from './tools';
import type { TextShape, World } from './world';

/**
 * Arguments of an operation that fit any world: ids stand for "the world's first building", texts for "a new text of
 * the world", so that what was found to work in one world can be asked in another.
 */
export type Template =
  | { readonly is: 'id'; readonly idType: string; readonly slot: number }
  | { readonly is: 'text'; readonly shape: TextShape }
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'made'; readonly make: (world: World, tools: Tools) => unknown }
  /** Version of the object that the `id` beside it names. */
  | { readonly is: 'version' }
  | { readonly is: 'list'; readonly items: readonly Template[] }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Template>> };

export type Arguments = Readonly<Record<string, Template>>;

/** Other values for some paths of a template, e.g. somebody else's id. */
export type Swaps = ReadonlyMap<string, unknown>;

const NO_SWAPS: Swaps = new Map();

/** Variables made from a template in a world. */
export async function fillArguments(
  template: Arguments,
  world: World,
  tools: Tools & { readonly versionOf: (id: string) => number | undefined },
  swaps: Swaps = NO_SWAPS,
): Promise<Record<string, unknown>> {
  const fill = async (one: Template, path: string): Promise<unknown> => {
    if (swaps.has(path)) return swaps.get(path);
    switch (one.is) {
      case 'id':
        return world.id(one.idType, one.slot);
      case 'text':
        return world.text(one.shape);
      case 'value':
        return one.value;
      case 'made':
        return one.make(world, tools);
      case 'version':
        return null;
      case 'list':
        return Promise.all(one.items.map((item, index) => fill(item, `${path}.${index}`)));
      case 'object':
        return fillObject(one.fields, path);
    }
  };
  const fillObject = async (fields: Arguments, path: string): Promise<Record<string, unknown>> => {
    const filled: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(fields)) filled[name] = await fill(one, path ? `${path}.${name}` : name);
    for (const [name, one] of Object.entries(fields)) {
      if (one.is === 'version') filled[name] = tools.versionOf(idBeside(fields, filled)) ?? 1;
    }
    return filled;
  };
  return fillObject(template, '');
}

function idBeside(fields: Arguments, filled: Readonly<Record<string, unknown>>): string {
  const name = 'id' in fields ? 'id' : Object.keys(fields).find((one) => fields[one]!.is === 'id');
  return name === undefined ? '' : String(filled[name]);
}

/** The part of a template at a dotted path. */
export function templateAt(template: Arguments, path: string): Template | undefined {
  let at: Template | undefined = { is: 'object', fields: template };
  for (const step of path.split('.')) {
    if (at?.is === 'object') at = at.fields[step];
    else if (at?.is === 'list') at = at.items[Number(step)];
    else return undefined;
  }
  return at;
}
