import type { ContextDefinition } from '@atrium/sdk';

/** Every context of the core, in the order in which later ones build on earlier ones. */
export const coreContexts: readonly ContextDefinition[] = [];
