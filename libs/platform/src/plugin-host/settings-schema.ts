import type { SettingsSchema } from '@atrium/sdk';
import { z } from 'zod';

/** JSON Schema of an object, as far as it is looked at here. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, Record<string, unknown>>>;
  readonly [keyword: string]: unknown;
}

const schemas = new WeakMap<SettingsSchema, JsonSchema>();

/** What a console draws a form from; secrets are `writeOnly`. */
export function jsonSchemaOf(schema: SettingsSchema): JsonSchema {
  const known = schemas.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  schemas.set(schema, made);
  return made;
}

/** Names of the settings that are kept sealed. */
export const secretNames = (schema: SettingsSchema): readonly string[] =>
  Object.entries(jsonSchemaOf(schema).properties ?? {})
    .filter(([, property]) => property.writeOnly === true)
    .map(([name]) => name);

export const settingNames = (schema: SettingsSchema): readonly string[] =>
  Object.keys(jsonSchemaOf(schema).properties ?? {});

/** What the host cannot keep or show. */
export function settingsProblems(schema: SettingsSchema): string[] {
  let json: JsonSchema;
  try {
    json = jsonSchemaOf(schema);
  } catch (error) {
    return [`settings cannot be written as JSON Schema: ${(error as Error).message}`];
  }
  if (json.type !== 'object') return ['settings must be one object: z.object({ … })'];
  return Object.entries(json.properties ?? {}).flatMap(([name, property]) => {
    if (property.writeOnly === true) {
      return property.type === 'string' ? [] : [`setting ${name}: only a text can be secret`];
    }
    return JSON.stringify(property).includes('"writeOnly":true')
      ? [`setting ${name}: only settings of the first level can be secret`]
      : [];
  });
}
