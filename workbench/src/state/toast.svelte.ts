// A line at the foot of the window, with Undo where there is something to take back.
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  undo: (() => void | Promise<void>) | null;
}

class Toasts {
  all = $state.raw<Toast[]>([]);
  private next = 1;

  add(text: string, { undo = null, tone = 'plain', keep = 6000 }: { undo?: Toast['undo']; tone?: Toast['tone']; keep?: number } = {}): number {
    const id = this.next++;
    this.all = [...this.all.slice(-2), { id, text, tone, undo }];
    setTimeout(() => this.drop(id), tone === 'bad' ? keep * 2 : keep);
    return id;
  }

  drop(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }
}
export const toasts = new Toasts();

export const toast = (text: string, undo: Toast['undo'] = null): number => toasts.add(text, { undo });
export const toastFault = (fault: unknown): number =>
  toasts.add(fault instanceof Error ? fault.message : String(fault), { tone: 'bad' });
