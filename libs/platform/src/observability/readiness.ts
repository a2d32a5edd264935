/** Milliseconds the database may take to answer before the process counts as not ready. */
const PATIENCE_MS = 2000;

export type Phase = 'starting' | 'running' | 'draining';

/** May this process be sent requests? It may between its start and its stop, while the database answers. */
export class Readiness {
  private phase: Phase = 'starting';
  private asking: Promise<string | null> | null = null;

  /** @param ask rejects when the database is away */
  constructor(private readonly ask: () => Promise<unknown>) {}

  get draining(): boolean {
    return this.phase === 'draining';
  }

  started(): void {
    if (this.phase === 'starting') this.phase = 'running';
  }

  /** From now on: no. */
  drain(): void {
    this.phase = 'draining';
  }

  /** What is wrong; null when nothing is. However many ask, the database is asked once at a time. */
  async problem(): Promise<string | null> {
    if (this.phase !== 'running') return this.phase === 'starting' ? 'starting' : 'shutting down';
    this.asking ??= this.asked().finally(() => (this.asking = null));
    return this.asking;
  }

  private async asked(): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
    });
    try {
      await Promise.race([this.ask(), late]);
      return null;
    } catch {
      return 'the database does not answer';
    } finally {
      clearTimeout(timer);
    }
  }
}
