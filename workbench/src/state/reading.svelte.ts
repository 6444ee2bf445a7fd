// Files that a person adds: sent to the server, read there as a job, followed until it ends.
import { upload } from '../api/client';
import { server } from './server.svelte';
import { toast, toastFault } from './toast.svelte';

class Reading {
  /** While files are on their way to the server. */
  sending = $state(0);
  /** Troubles of the last job, kept on screen until somebody closes them. */
  troubles = $state.raw<string[]>([]);
  private watched = false;

  async add(files: readonly File[]): Promise<void> {
    if (!files.length) return;
    this.watch();
    this.sending = files.length;
    try {
      await upload([...files]);
      server.soon(0);
    } catch (fault) {
      toastFault(fault);
    } finally {
      this.sending = 0;
    }
  }

  /** Say so when reading ends, whoever began it. */
  watch(): void {
    if (this.watched) return;
    this.watched = true;
    server.whenDone((job) => {
      if (job.kind !== 'read') return;
      this.troubles = job.troubles;
      if (job.state === 'failed') toastFault(new Error(job.message || 'Reading failed.'));
      else toast(job.message || 'Reports read. The record is being worked out again.');
    });
  }
}
export const reading = new Reading();
