/** Form of a plugin's id: words of small letters and digits, joined by hyphens, e.g. `community-events`. */
export const PLUGIN_ID = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;
export const PLUGIN_ID_LENGTH = 40;

/** What a plugin's id is called where hyphens are not allowed. Two ids never share a name. */
export interface PluginNames {
  /** `communityEvents`: before a dot in names of jobs and events; how GraphQL operations and fields begin. */
  readonly camel: string;
  /** `CommunityEvents`: how its GraphQL types begin. */
  readonly pascal: string;
  /** `community_events`: how its typed ids begin. */
  readonly snake: string;
  /** `plg_community_events`: its PostgreSQL schema, and the role its statements run as. */
  readonly schema: string;
  /** `plg_community_events_owner`: the role that owns its tables and runs its migrations. */
  readonly owner: string;
}

export function pluginNames(id: string): PluginNames {
  const camel = id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const snake = id.replaceAll('-', '_');
  return {
    camel,
    pascal: camel.charAt(0).toUpperCase() + camel.slice(1),
    snake,
    schema: `plg_${snake}`,
    owner: `plg_${snake}_owner`,
  };
}

/** Schemas of plugins, as a pattern of LIKE. */
export const PLUGIN_SCHEMAS = String.raw`plg\_%`;
