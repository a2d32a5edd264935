import { defineCounter } from '@atrium/sdk';
import { PLUGIN_LABEL } from '../observability/labels';

const PLACES = ['boot', 'field', 'operation', 'job', 'event', 'schedule', 'route', 'channel', 'hook'] as const;
export type PluginPlace = (typeof PLACES)[number];

export const pluginFaults = defineCounter({
  name: 'atrium_plugin_faults_total',
  help: 'What went wrong in code of plugins, by plugin and place; what a plugin refuses with an error meant for the caller is none.',
  labels: { plugin: PLUGIN_LABEL, place: PLACES },
});
