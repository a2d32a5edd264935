import {
  allPermissions,
  allViews,
  type ContextDefinition,
  definePermissions,
  defineSegmentField,
  defineSegmentRecord,
  pluginNames,
  notificationType,
  registerSegmentFields,
  registerSurveyTrigger,
  segmentViewOf,
} from '@atrium/sdk';
import { Module, type Type } from '@nestjs/common';
import { asRole } from '../database/role-session';
import type { ProcessOptions } from '../platform.tokens';
import type { LoadedPlugin } from './arrange-plugins';
import { PluginsError } from './plugin-errors';
import { handlersOf } from './plugin-handlers';
import { resolversOf } from './plugin-resolvers';

/** In a process with both an API and a worker a plugin is declared once. */
const declared = new WeakMap<object, ContextDefinition>();

/** The plugins of a process among its contexts, each a module of its own. */
export function withPlugins(options: ProcessOptions): ProcessOptions {
  const { plugins = [], contexts } = options;
  return plugins.length === 0 ? options : { ...options, contexts: [...contexts, ...plugins.map(contextOf)] };
}

function contextOf(plugin: LoadedPlugin): ContextDefinition {
  const { definition } = plugin;
  const known = declared.get(definition);
  if (known) return known;
  declarePermissions(plugin);
  declareSegments(plugin);
  declareNotifications(plugin);
  ownViews(plugin);
  const made: ContextDefinition = {
    name: definition.id,
    module: moduleOf(definition.id, [...resolversOf(plugin), handlersOf(plugin)]),
    entities: definition.data?.entities ?? [],
    migrations: [],
  };
  declared.set(definition, made);
  return made;
}

function moduleOf(id: string, providers: Type[]): Type {
  class PluginModule {}
  Object.defineProperty(PluginModule, 'name', { value: `PluginModule(${id})` });
  Module({ providers })(PluginModule);
  return PluginModule;
}

function declarePermissions({ source, definition: { id, permissions = {} } }: LoadedPlugin): void {
  const core = allPermissions().find(({ name }) => name.startsWith(`${id}:`));
  if (core) throw new PluginsError([`${id} (${source}) and the core both claim the permission ${core.name}`]);
  definePermissions(permissions);
}

/** What rules of segments can ask of it: the core reads it through the views that were made when it was installed. */
function declareSegments({ source, definition: { id, segments } }: LoadedPlugin): void {
  if (!segments) return;
  const { schema } = pluginNames(id);
  const records = segments.records.map(({ columns: _, ...record }) =>
    defineSegmentRecord({ ...record, table: segmentViewOf(schema, record.name) }),
  );
  try {
    registerSegmentFields({ owner: id, plugin: id }, { records, fields: segments.fields.map(defineSegmentField) });
  } catch (error) {
    throw new PluginsError([`${id} (${source}): ${(error as Error).message}`]);
  }
}

/** What it sends, and what it has customers asked after. */
function declareNotifications({ source, definition }: LoadedPlugin): void {
  const { id, notifications = [], surveyTriggers = [] } = definition;
  const { camel } = pluginNames(id);
  const strange = notifications.filter(({ key }) => !key.startsWith(`${camel}.`) || !notificationType(key));
  if (strange.length > 0) {
    throw new PluginsError(
      strange.map(
        ({ key }) => `${id} (${source}): notification ${key} is not made by defineNotification as ${camel}.…`,
      ),
    );
  }
  for (const trigger of surveyTriggers) registerSurveyTrigger(trigger, id);
}

/** Views of the plugin's tables are read as its role, wherever the core meets an object of them. */
function ownViews({ source, definition: { id } }: LoadedPlugin): void {
  const { schema, snake } = pluginNames(id);
  const own = allViews().filter(({ table }) => table.startsWith(`${schema}.`));
  const problems = own
    .filter(({ idType }) => !idType.startsWith(`${snake}_`))
    .map(({ idType }) => `${id} (${source}): ids of its view of "${idType}" must begin with ${snake}_`);
  if (problems.length > 0) throw new PluginsError(problems);
  for (const view of own) view.plugin = { id, session: (session) => asRole(session, schema) };
}
