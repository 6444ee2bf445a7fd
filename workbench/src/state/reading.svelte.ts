// Files that a person adds: sent to the server, read there as a job, followed until it ends.
import { get, upload } from '../api/client';
import type { Job } from '../api/types';
import { server } from './server.svelte';
import { toast, toastFault } from './toast.svelte';

const EVERY = 400;

class Reading {
  /** How many files are on their way to the server. */
  sending = $state(0);
  /** The job that reads them, while it runs. */
  job = $state.raw<Job | null>(null);
  /** Troubles of the last job, kept until somebody has seen them. */
  troubles = $state.raw<string[]>([]);

  async add(files: readonly File[]): Promise<void> {
    if (!files.length) return;
    this.sending = files.length;
    try {
      const job: Job = await upload([...files]);
      this.sending = 0;
      this.ended(await this.follow(job));
    } catch (fault) {
      toastFault(fault);
    } finally {
      this.sending = 0;
      this.job = null;
      server.soon(0);
    }
  }

  private async follow(begun: Job): Promise<Job> {
    let job = begun;
    this.job = job;
    server.soon(0);
    while (job.state === 'waiting' || job.state === 'running') {
      await new Promise((done) => setTimeout(done, EVERY));
      job = await get('/api/jobs/{id}', { path: { id: job.id } });
      this.job = job;
    }
    return job;
  }

  private ended(job: Job): void {
    this.troubles = job.troubles;
    if (job.state === 'failed') toastFault(new Error(job.message || 'Reading failed.'));
    else toast(job.message || 'The reports are read. The record is being worked out again.');
  }
}
export const reading = new Reading();
