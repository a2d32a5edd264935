import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';

/** A kind of thing that can be watched: rows of one sort, e.g. the customers. */
export interface Topic {
  /** Unique in the installation, e.g. `customer`; a plugin's begins with its id, as in `loyalty.account`. */
  readonly name: string;
}

const TOPIC = /^[a-z][a-zA-Z0-9_]*(\.[a-z][a-zA-Z0-9_]*)*$/;
const topics = new Map<string, Topic>();

/** Declares a topic; the same name twice stops the start. */
export function defineTopic(name: string): Topic {
  if (!TOPIC.test(name) || name.length > 80) throw new Error(`Topic ${name}: the name must be like loyalty.account`);
  if (topics.has(name)) throw new Error(`Topic ${name} is declared twice`);
  const topic = { name };
  topics.set(name, topic);
  return topic;
}

export const isTopic = (topic: Topic): boolean => topics.get(topic.name) === topic;

/** What is told of: ids alone. Whoever watches reads the row anew, with its own rights. */
export interface Change {
  /** UUID of the row that is watched, or of the person something is for. */
  readonly key: string;
  /** UUID of what is new, where that is another row than the one watched, e.g. a message for a person. */
  readonly id?: string;
}

/** Tells watchers of changes that no row of an announced table shows; see {@link announceChanges} for those. */
export abstract class Changes {
  /** Tells of a change of the current tenant when, and only when, the current transaction commits. */
  abstract publish(topic: Topic, change: Change): Promise<void>;
}

/**
 * For migrations: from now on whoever watches the topic is told of every row of the table that is inserted, changed or
 * deleted, whatever statement does it, when its transaction commits. A statement with many rows is told of as one.
 *
 * @param key the column that holds the id of what is watched: the row itself, or what it hangs on
 */
export async function announceChanges(
  runner: QueryRunner,
  { table, topic, key = 'id' }: { table: string; topic: Topic; key?: string },
): Promise<void> {
  const [on, column] = [identifier(table), identifier(key)];
  const short = topic.name.replaceAll('.', '_').toLowerCase();
  for (const [event, transition] of [
    ['INSERT', 'NEW TABLE AS new_rows'],
    ['UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'],
    ['DELETE', 'OLD TABLE AS old_rows'],
  ] as const) {
    await runner.query(`
      CREATE TRIGGER announce_${short}_${event.toLowerCase()} AFTER ${event} ON ${on} REFERENCING ${transition}
      FOR EACH STATEMENT EXECUTE FUNCTION app.announce_changes('${topic.name}', '${column}')`);
  }
}
