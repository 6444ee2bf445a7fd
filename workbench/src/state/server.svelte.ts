// How things stand at the server: polled slowly, faster while something is read or weighed.
import { ApiError, get } from '../api/client';
import type { Status } from '../api/types';

class Server {
  now = $state.raw<Status | null>(null);
  /** Why the server could not be asked; null while it answers. */
  fault = $state<string | null>(null);
  /** Changes when the record has been worked out again: what was asked before is old. */
  revision = $state('');
  private timer: ReturnType<typeof setTimeout> | undefined;
  private started = false;

  start(): void {
    if (this.started) return;
    this.started = true;
    addEventListener('focus', () => this.soon(0));
    void this.poll();
  }

  /** Ask again in a moment, since something has changed. */
  soon(after = 250): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.poll(), after);
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const now = await get('/api/status');
      this.now = now;
      this.fault = null;
      if (now.revision !== this.revision) this.revision = now.revision;
    } catch (fault) {
      this.fault = fault instanceof ApiError ? fault.message : String(fault);
    }
    const busy = this.now && (!this.now.current || this.now.job?.state === 'running' || this.now.job?.state === 'waiting');
    this.timer = setTimeout(() => void this.poll(), this.fault ? 5000 : busy ? 700 : document.hidden ? 30_000 : 6000);
  }
}

export const server = new Server();
