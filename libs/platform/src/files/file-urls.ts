import { type Clock, currentTenant } from '@atrium/sdk';
import type { FileRight, FileTokens } from './file-tokens';

/** Minutes an address to download from is good for. */
export const DOWNLOAD_MINUTES = 15;
/** Minutes an upload may wait to begin. */
export const UPLOAD_MINUTES = 60;

export interface FileUrl {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Signed addresses of the current tenant's files. */
export class FileUrls {
  constructor(
    private readonly tokens: FileTokens,
    private readonly clock: Clock,
    /** Public address of the API, without a slash at its end. */
    private readonly base: () => string,
  ) {}

  download(fileId: string): FileUrl {
    return this.sign('get', fileId, DOWNLOAD_MINUTES);
  }

  thumbnail(fileId: string): FileUrl {
    return this.sign('thumbnail', fileId, DOWNLOAD_MINUTES);
  }

  upload(fileId: string): FileUrl {
    return this.sign('put', fileId, UPLOAD_MINUTES);
  }

  private sign(right: FileRight, fileId: string, minutes: number): FileUrl {
    const expiresAt = new Date(this.clock.now().getTime() + minutes * 60_000);
    const token = this.tokens.issue({ right, tenantId: currentTenant().id, fileId, expiresAt });
    return { url: `${this.base()}/files/${token}`, expiresAt };
  }
}
