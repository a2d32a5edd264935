import { db, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireInside } from '../team/lock-team';
import { lockVersion, nameKey, update } from '../../rows/rows';
import { replace, requireStaff } from '../team/rows';
import type { CreateSkillInput, SetStaffSkillsInput, UpdateSkillInput } from '../team/team.inputs';

/** Skills are words of the whole company's: who is limited to communities gives them to staff and changes none. */
@Injectable()
export class SkillsService {
  async create({ name, description }: CreateSkillInput): Promise<string> {
    requireInside(null);
    const id = newId();
    await db().execute('INSERT INTO atrium.skill (id, name, sort_key, description) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      nameKey(name),
      description ?? null,
    ]);
    return id;
  }

  async update({ id, version, name, description }: UpdateSkillInput): Promise<void> {
    requireInside(null);
    await lockVersion('skill', 'Skill', id, version);
    await update('skill', id, {
      name: name ?? undefined,
      sort_key: name == null ? undefined : nameKey(name),
      description,
    });
  }

  async delete(id: string): Promise<void> {
    requireInside(null);
    if ((await db().execute('DELETE FROM atrium.skill WHERE id = $1', [id])) === 0) throw notFound('Skill');
  }

  /** `NOT_FOUND` for a person or skill that is not the tenant's. */
  async assign({ staffId, skillIds }: SetStaffSkillsInput): Promise<void> {
    await requireStaff([staffId], 'FOR NO KEY UPDATE');
    const known = await db().query('SELECT FROM atrium.skill WHERE id = ANY ($1::uuid[]) FOR KEY SHARE', [skillIds]);
    if (known.length !== skillIds.length) throw notFound('Skill');
    await replace('staff_skill', { staff_id: staffId }, 'skill_id', skillIds);
  }
}
