// Single-key bindings. A page says which keys it knows while it is shown; `?` lists them; fields keep what is typed.
import { untrack } from 'svelte';

export interface Binding {
  /** "a", "shift+u", "ctrl+k", "Enter", "ArrowDown", "?". Several with a comma: "k,p" */
  keys: string;
  does: string;
  run: (event: KeyboardEvent) => void;
  /** Not listed by `?` where false. */
  shown?: boolean;
  /** Works also while a field has the focus. */
  always?: boolean;
}
export interface Layer {
  title: string;
  bindings: Binding[];
}

class Layers {
  all = $state.raw<Layer[]>([]);
}
export const layers = new Layers();

export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A field of a dialog that has just been closed keeps the focus for a moment longer.
  if (target.closest('dialog:not([open])')) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^[a-z]$/.test(key);
  // Shift belongs to the name of letters and named keys only: "?" is already shift and something.
  const shift = event.shiftKey && (letter || event.key.length > 1) ? 'shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.altKey ? 'alt+' : ''}${shift}${key}`;
}

export function matches(binding: Binding, name: string): boolean {
  return binding.keys.split(',').includes(name) || (name === ',' && binding.keys === ',');
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const inField = typing(event.target);
  // A dialog has the floor: keys of the page beneath sleep.
  const dialog = document.querySelector('dialog[open]:not([data-keys])');
  for (const layer of [...layers.all].reverse()) {
    for (const binding of layer.bindings) {
      if (!matches(binding, name)) continue;
      if (inField && !binding.always) continue;
      if (dialog && !binding.always) continue;
      // Enter and Space belong to the button or link that has the focus.
      if ((name === 'Enter' || name === ' ') && event.target instanceof Element && event.target.closest('a,button,summary,[role=row]')) continue;
      event.preventDefault();
      binding.run(event);
      return;
    }
  }
});

/** Make these keys work while the component is shown. Call in its script. */
export function useKeys(title: string, bindings: () => Binding[]): void {
  $effect(() => {
    const layer: Layer = { title, bindings: bindings() };
    layers.all = [...untrack(() => layers.all), layer];
    return () => {
      layers.all = untrack(() => layers.all).filter((other) => other !== layer);
    };
  });
}
