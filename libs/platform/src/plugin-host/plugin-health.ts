import { db, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { Plugin } from './plugin.types';
import { FAULTS_KEPT_DAYS, PluginFaults } from './plugin-faults';
import { type PluginFailedStart, type PluginFault, PluginHealth, PluginHealthState } from './plugin-health.types';
import { PluginRegistry } from './plugin-registry';
import { TenantPlugins } from './tenant-plugins';

/** Different faults of one plugin that are told. */
const MOST_FAULTS = 50;
const HOUR_MS = 3_600_000;

const FAULTS = `
  SELECT f.* FROM (
    SELECT plugin, kind, upper(place) AS place, name, sum(count)::int AS count, max(last_at) AS "lastAt",
      coalesce(sum(count) FILTER (WHERE hour >= $1), 0)::int AS recent,
      (array_agg(error ORDER BY last_at DESC))[1] AS error, (array_agg(request_id ORDER BY last_at DESC))[1] AS "requestId"
    FROM atrium.plugin_fault WHERE hour >= $2 GROUP BY plugin, kind, place, name) f
  ORDER BY f."lastAt" DESC, f.plugin, f.name, f.kind`;

const WAITING = `
  SELECT handler AS name, count(*)::int AS count FROM atrium.event_delivery
  WHERE state = 'WAITING' AND handler = ANY ($1) GROUP BY 1`;
/** By the name of a job, and by the handler of an event. */
const DEAD = `
  SELECT coalesce(handler, name) AS name, count(*)::int AS count FROM atrium.dead_letter
  WHERE coalesce(handler, name) = ANY ($1) GROUP BY 1`;

interface StoredFault extends PluginFault {
  readonly plugin: string;
  /** In the running hour and the one before. */
  readonly recent: number;
}

interface Count {
  readonly name: string;
  readonly count: number;
}

/** How plugins fare in the company of the running operation. */
@Injectable()
export class PluginHealthReader {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly tenants: TenantPlugins,
    private readonly faults: PluginFaults,
  ) {}

  async all(): Promise<PluginHealth[]> {
    // What this process has seen is told at once, what others have a second later.
    await this.faults.flush();
    const plugins = await this.tenants.all();
    const handlers = new Map(plugins.map(({ name }) => [name, this.handlersOf(name)]));
    const jobs = new Map(plugins.map(({ name }) => [name, this.jobsOf(name)]));
    const here = now().getTime();
    const recently = new Date(Math.floor(here / HOUR_MS) * HOUR_MS - HOUR_MS);
    const kept = new Date(here - FAULTS_KEPT_DAYS * 24 * HOUR_MS);
    const faults = await db().query<StoredFault>(FAULTS, [recently, kept]);
    const starts = await db().query<PluginFailedStart & { plugin: string }>(
      'SELECT plugin, process, step, at FROM app.plugin_start WHERE step IS NOT NULL ORDER BY plugin, process',
    );
    const waiting = await db().query<Count>(WAITING, [[...handlers.values()].flat()]);
    const dead = await db().query<Count>(DEAD, [[...handlers.values(), ...jobs.values()].flat()]);
    return plugins.map((plugin) =>
      healthOf(plugin, {
        faults: faults.filter((fault) => fault.plugin === plugin.name),
        failedStarts: starts.filter((start) => start.plugin === plugin.name),
        waitingEvents: sumOf(waiting, handlers.get(plugin.name)!),
        deadLetters: sumOf(dead, [...handlers.get(plugin.name)!, ...jobs.get(plugin.name)!]),
      }),
    );
  }

  /** As deliveries of events name them. */
  private handlersOf(id: string): string[] {
    const { definition, names } = this.registry.find(id)!;
    return (definition.events ?? []).map(({ options }) => `${names.camel}.${options.name}`);
  }

  private jobsOf(id: string): string[] {
    const { jobs = [], schedules = [] } = this.registry.find(id)!.definition;
    return [...jobs.map(({ job }) => job.name), ...schedules.map(({ schedule }) => `schedule.${schedule.name}`)];
  }
}

type Found = Pick<PluginHealth, 'failedStarts' | 'waitingEvents' | 'deadLetters'> & {
  readonly faults: readonly StoredFault[];
};

function healthOf({ name, displayName, release, enabled, running }: Plugin, found: Found): PluginHealth {
  const { faults, failedStarts } = found;
  const recentFaults = faults.reduce((sum, { recent }) => sum + recent, 0);
  const isStarted = running && failedStarts.length === 0;
  const state = recentFaults > 0 ? PluginHealthState.FAULTY : PluginHealthState.WELL;
  return {
    ...{ name, displayName, release, enabled },
    ...{ ...found, recentFaults, faults: faults.slice(0, MOST_FAULTS) },
    state: isStarted ? state : PluginHealthState.NOT_STARTED,
  };
}

const sumOf = (counts: readonly Count[], names: readonly string[]): number =>
  counts.filter(({ name }) => names.includes(name)).reduce((sum, { count }) => sum + count, 0);
