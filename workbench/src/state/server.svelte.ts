// How things stand at the server: polled slowly, faster while something is read or weighed.
import { ApiError, get } from '../api/client';
import type { Job, Status } from '../api/types';

class Server {
  now = $state.raw<Status | null>(null);
  /** Why the server could not be asked; null while it answers. */
  fault = $state<string | null>(null);
  /** Changes when the record has been worked out again: what was asked before is old. */
  revision = $state('');
  /** Set by whoever has given a verdict or sent files: ask soon. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  private started = false;
  private listeners = new Set<(job: Job) => void>();
  private last = '';

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

  /** Be told when a job ends. */
  whenDone(listener: (job: Job) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const now = await get('/api/status');
      this.tell(now.job ?? null);
      this.now = now;
      this.fault = null;
      if (now.revision !== this.revision) this.revision = now.revision;
    } catch (fault) {
      this.fault = fault instanceof ApiError ? fault.message : String(fault);
    }
    const busy = this.now && (!this.now.current || this.now.job?.state === 'running' || this.now.job?.state === 'waiting');
    this.timer = setTimeout(() => void this.poll(), this.fault ? 5000 : busy ? 700 : document.hidden ? 30_000 : 6000);
  }

  private tell(job: Job | null): void {
    const mark = job ? `${job.id} ${job.state}` : '';
    if (job && mark !== this.last && this.last !== '' && (job.state === 'done' || job.state === 'failed')) {
      for (const listener of this.listeners) listener(job);
    }
    this.last = mark || ' ';
  }
}

export const server = new Server();
