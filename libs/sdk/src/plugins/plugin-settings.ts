import type { ZodObject, ZodType } from 'zod';

/** Settings of a plugin: one flat object with a rule for each key. */
export type SettingsSchema = ZodObject;

/**
 * A setting that is encrypted at rest and never answered: `secret(z.string().min(16))`. In the JSON Schema it is
 * `writeOnly`. Only settings of the first level can be secret, and only texts.
 */
export const secret = <T extends ZodType<string>>(schema: T): T => schema.meta({ writeOnly: true });
