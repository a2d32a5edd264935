import { Log, type PluginLog } from '@atrium/sdk';

/** The log as one plugin has it: each line names it; the logger adds the tenant and the request at hand. */
export const pluginLog = (id: string): PluginLog => new Log(`Plugin ${id}`, { plugin: id });
