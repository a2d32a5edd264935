import { type Change, Changes, currentTenant, db, isTopic, isUuid, type Topic } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { CHANGE_CHANNEL } from './notice';

/** By `NOTIFY` in the transaction: PostgreSQL delivers it with the commit, to every process, or not at all. */
@Injectable()
export class NotifiedChanges extends Changes {
  async publish(topic: Topic, { key, id = key }: Change): Promise<void> {
    if (!isTopic(topic)) throw new Error(`Topic ${topic.name} is not declared`);
    for (const uuid of [key, id]) if (!isUuid(uuid)) throw new Error(`Not a UUID: ${JSON.stringify(uuid)}`);
    const ids = id === key ? key : `${key} ${id}`;
    await db().execute('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, `${topic.name} ${currentTenant().id} ${ids}`]);
  }
}
