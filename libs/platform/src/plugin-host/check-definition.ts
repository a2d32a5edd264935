import { CORE_VIEWS, PLUGIN_ID, PLUGIN_ID_LENGTH, type PluginDefinition, pluginNames, SDK_VERSION } from '@atrium/sdk';
import { satisfies, valid, validRange } from 'semver';
import { settingsProblems } from './settings-schema';

/** Those for which the configuration names a provider. */
const NAMED_CHANNELS: readonly string[] = ['SMS', 'WECHAT', 'VOICE', 'PUSH'];
const CHANNEL_NAME = /^[a-z][a-z0-9-]{0,39}$/;
const ROUTE = /^(\/(:[a-z][a-zA-Z0-9]*|[a-z0-9][a-z0-9._-]*))+$/;

/** What is wrong with a plugin by itself, in sentences; empty when it is well made. */
export function definitionProblems(definition: PluginDefinition): string[] {
  const { id } = definition;
  if (typeof id !== 'string' || !PLUGIN_ID.test(id) || id.length > PLUGIN_ID_LENGTH) {
    return [`id ${JSON.stringify(id)} must be like community-events, at most ${PLUGIN_ID_LENGTH} characters`];
  }
  return [
    ...ownerProblems(id),
    ...versionProblems(definition),
    ...nameProblems(definition),
    ...segmentProblems(definition),
    ...(definition.settings ? settingsProblems(definition.settings) : []),
    ...(definition.upgradeSettings && !definition.settings ? ['upgradeSettings without settings'] : []),
  ];
}

/** The role of `foo-owner` would be the one that owns the tables of `foo`. */
function ownerProblems(id: string): string[] {
  const other = /^(.+)-owner$/.exec(id)?.[1];
  return other === undefined
    ? []
    : [`id ${id} must not end in -owner: ${pluginNames(id).schema} is the role that owns the tables of ${other}`];
}

function versionProblems({ version, sdk, requires = {}, optional = {} }: PluginDefinition): string[] {
  const problems: string[] = [];
  if (!valid(version)) problems.push(`version ${JSON.stringify(version)} must be like 1.2.0`);
  if (!validRange(sdk)) problems.push(`sdk ${JSON.stringify(sdk)} must be a range of versions like ^1.0`);
  else if (!satisfies(SDK_VERSION, sdk)) problems.push(`it is made for SDK ${sdk}, this is SDK ${SDK_VERSION}`);
  for (const [other, range] of [...Object.entries(requires), ...Object.entries(optional)]) {
    if (!validRange(range)) problems.push(`the range of ${other}, ${JSON.stringify(range)}, must be like ^1.0`);
  }
  return problems;
}

/** Everything a plugin owns bears its name: so nothing of two plugins can ever be taken for each other. */
function nameProblems(definition: PluginDefinition): string[] {
  const { id, permissions = {}, graphql = {}, jobs = [], events = [], http = [], data, retention = [] } = definition;
  const { publicEvents = [], schedules = [], timeline = [], surveyTriggers = [], channels = [] } = definition;
  const { camel, pascal } = pluginNames(id);
  const unless = (fits: boolean, problem: string): string[] => (fits ? [] : [problem]);
  const handlers = events.map(({ options }) => options.name);
  return [
    ...Object.keys(permissions).flatMap((name) =>
      unless(
        new RegExp(`^${id}(\\.[a-z][a-z-]*)?:[a-z][a-z-]*$`).test(name),
        `permission ${name} must be like ${id}:manage`,
      ),
    ),
    ...retention.flatMap(({ kind }) =>
      unless(
        kind.startsWith(`${id.replace(/-/g, '_').toUpperCase()}_`),
        `retention ${kind} must begin with ${id.replace(/-/g, '_').toUpperCase()}_`,
      ),
    ),
    ...Object.keys(graphql.queries ?? {}).flatMap((name) =>
      unless(begins(name, camel), `query ${name} must begin with ${camel}`),
    ),
    ...Object.keys(graphql.mutations ?? {}).flatMap((name) =>
      unless(
        begins(name, camel) || new RegExp(`^[a-z]\\w*${pascal}([A-Z]\\w*)?$`).test(name),
        `mutation ${name} must have ${pascal} in its name`,
      ),
    ),
    ...Object.entries(graphql.fields ?? {}).flatMap(([place, { timeoutMs = 1 }]) => {
      const [type = '', field = '', ...more] = place.split('.');
      return [
        ...unless(more.length === 0 && field !== '', `field ${place} must be like Customer.${camel}`),
        ...unless(
          begins(type, pascal) || begins(field, camel),
          `field ${place} must begin with ${camel} behind the dot`,
        ),
        ...unless(
          Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= 10_000,
          `field ${place}: timeoutMs must be 1 to 10000`,
        ),
      ];
    }),
    ...jobs.flatMap(({ job }) => unless(job.name.startsWith(`${camel}.`), `job ${job.name} must begin with ${camel}.`)),
    ...schedules.flatMap(({ schedule: { name } }) =>
      unless(name.startsWith(`${camel}.`), `schedule ${name} must begin with ${camel}.`),
    ),
    ...repeated(schedules.map(({ schedule: { name } }) => name)).map((name) => `schedule ${name} is there twice`),
    ...timeline.flatMap(({ kind }) =>
      unless(
        kind.startsWith(`${id.replace(/-/g, '_').toUpperCase()}_`),
        `timeline kind ${kind} must begin with ${id.replace(/-/g, '_').toUpperCase()}_`,
      ),
    ),
    ...publicEvents.flatMap(({ definition: { name }, permission }) => [
      ...unless(name.startsWith(`${camel}.`), `public event ${name} must begin with ${camel}.`),
      ...unless(
        Object.hasOwn(permissions, permission),
        `public event ${name}: its permission must be one of the plugin`,
      ),
    ]),
    ...repeated(publicEvents.map(({ definition: { name } }) => name)).map((name) => `${name} is made public twice`),
    ...surveyTriggers.flatMap(({ name }) =>
      unless(name.startsWith(`${camel}.`), `survey trigger ${name} must begin with ${camel}.`),
    ),
    ...repeated(surveyTriggers.map(({ name }) => name)).map((name) => `survey trigger ${name} is there twice`),
    ...channels.flatMap(({ name, channel }) =>
      unless(
        CHANNEL_NAME.test(name) && name !== 'file' && name !== 'none' && NAMED_CHANNELS.includes(channel),
        `channel ${channel} ${name}: the name must be like wechat-work, and the channel one of ${NAMED_CHANNELS.join(', ')}`,
      ),
    ),
    ...repeated(channels.map(({ name, channel }) => `${channel} ${name}`)).map(
      (one) => `channel ${one} is there twice`,
    ),
    ...handlers
      .filter((name, index) => handlers.indexOf(name) !== index)
      .map((name) => `two handlers of events are called ${name}`),
    ...http.flatMap(({ path, method }) =>
      unless(ROUTE.test(path), `route ${method} ${path} must be like /feed/:token`),
    ),
    ...repeated(http.map(({ path, method }) => `${method} ${path.replace(/:\w+/g, ':')}`)).map(
      (route) => `route ${route} is there twice`,
    ),
    ...repeated((data?.migrations ?? []).map(({ name }) => name)).map((name) => `migration ${name} is there twice`),
    ...(data?.reads ?? [])
      .filter((view) => !CORE_VIEWS.includes(view))
      .map((view) => `the core has no view ${view} for plugins; it has ${CORE_VIEWS.join(', ')}`),
  ];
}

/** What rules of segments ask of a plugin is its own, and lies in its own tables. */
function segmentProblems({ id, segments }: PluginDefinition): string[] {
  if (!segments) return [];
  const { camel, schema } = pluginNames(id);
  const records = segments.records.map(({ name }) => name);
  return [
    ...segments.records.flatMap(({ name, table }) => [
      ...(new RegExp(`^${camel}\\.[a-z][a-zA-Z0-9]*$`).test(name)
        ? []
        : [`segment record ${name} must be like ${camel}.entry`]),
      ...(table.startsWith(`${schema}.`) ? [] : [`segment record ${name} reads ${table}, which is not in ${schema}`]),
    ]),
    ...segments.fields
      .filter(({ of }) => !records.includes(of))
      .map(({ name, of }) => `segment field ${name} is about ${of}, which is no segment record of the plugin`),
    ...repeated(records).map((name) => `segment record ${name} is there twice`),
    ...repeated(segments.fields.map(({ name }) => name)).map((name) => `segment field ${name} is there twice`),
  ];
}

const begins = (name: string, prefix: string): boolean =>
  name.startsWith(prefix) && /^([A-Z0-9_]|$)/.test(name.slice(prefix.length));

const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index);
