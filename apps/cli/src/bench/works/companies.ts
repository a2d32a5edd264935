import { decodeId } from '@atrium/sdk';
import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../../client/api-client';
import { signUp } from '../../client/sign-up';

/** A Chinese company with nothing in it; `tenantId` is its UUID. */
export async function newCompany(anonymous: ApiClient, slug: string): Promise<{ api: ApiClient; tenantId: string }> {
  const { api, tenantId } = await signUp(
    anonymous,
    { company: '和园物业', slug, locale: 'zh-CN', timeZone: 'Asia/Shanghai', currency: 'CNY' },
    randomBytes(12).toString('base64url'),
  );
  const id = decodeId(tenantId, 'tenant');
  if (!id.ok) throw new Error(`signUpTenant answered ${tenantId}`);
  return { api, tenantId: id.uuid };
}
