import type { PluginContext } from '@atrium/sdk';
import { z } from 'zod';

export const settings = z.object({
  remindHours: z
    .int()
    .min(0)
    .max(168)
    .default(24)
    .describe('Hours before an event at which whoever has a place is reminded; 0: nobody. An event can say otherwise.'),
  checkInMinutes: z
    .int()
    .min(0)
    .max(1440)
    .default(120)
    .describe('Minutes before its start from which, and after its end until which, an event checks people in.'),
  maxPeople: z.int().min(1).max(50).default(10).describe('Most people that one registration may bring.'),
});

export type Ctx = PluginContext<z.output<typeof settings>>;
