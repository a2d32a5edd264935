import { Label } from '@atrium/sdk';

/** Labels whose values come from the code of contexts and plugins: the registries declare them at the start. */
export const JOB_LABEL = new Label('job');
export const HANDLER_LABEL = new Label('handler');
export const SCHEDULE_LABEL = new Label('schedule');
export const PLUGIN_LABEL = new Label('plugin');
export const IMPORT_LABEL = new Label('kind');
