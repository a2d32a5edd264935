import { createHmac, timingSafeEqual } from 'node:crypto';

export type FileRight = 'put' | 'get' | 'thumbnail';

export interface FileGrant {
  readonly right: FileRight;
  /** UUIDs. */
  readonly tenantId: string;
  readonly fileId: string;
  readonly expiresAt: Date;
}

export type ReadGrant = { ok: true; grant: FileGrant } | { ok: false; why: 'INVALID' | 'EXPIRED' };

const RIGHTS: readonly FileRight[] = ['put', 'get', 'thumbnail'];
const GRANT_BYTES = 1 + 16 + 16 + 6;
const MAC_BYTES = 32;

/**
 * Addresses that carry a right with them: which file of which tenant, to do what, until when, sealed by HMAC-SHA-256.
 * Nothing is stored for them.
 */
export class FileTokens {
  constructor(private readonly key: Uint8Array) {}

  issue({ right, tenantId, fileId, expiresAt }: FileGrant): string {
    const grant = Buffer.alloc(GRANT_BYTES);
    grant.writeUInt8(RIGHTS.indexOf(right), 0);
    uuidBytes(tenantId).copy(grant, 1);
    uuidBytes(fileId).copy(grant, 17);
    grant.writeUIntBE(expiresAt.getTime(), 33, 6);
    return Buffer.concat([grant, this.mac(grant)]).toString('base64url');
  }

  read(token: string, rights: readonly FileRight[], now: Date): ReadGrant {
    const raw = Buffer.from(token, 'base64url');
    // The same bytes in another spelling are another token.
    if (raw.length !== GRANT_BYTES + MAC_BYTES || raw.toString('base64url') !== token) return INVALID;
    const grant = raw.subarray(0, GRANT_BYTES);
    if (!timingSafeEqual(this.mac(grant), raw.subarray(GRANT_BYTES))) return INVALID;
    const right = RIGHTS[grant.readUInt8(0)];
    if (!right || !rights.includes(right)) return INVALID;
    const expiresAt = new Date(grant.readUIntBE(33, 6));
    if (expiresAt.getTime() <= now.getTime()) return { ok: false, why: 'EXPIRED' };
    return { ok: true, grant: { right, tenantId: uuidText(grant, 1), fileId: uuidText(grant, 17), expiresAt } };
  }

  private mac(grant: Uint8Array): Buffer {
    return createHmac('sha256', this.key).update(grant).digest();
  }
}

const INVALID: ReadGrant = { ok: false, why: 'INVALID' };
const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidText = (bytes: Buffer, at: number): string => {
  const hex = bytes.toString('hex', at, at + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
