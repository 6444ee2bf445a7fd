// Where we are: path and query, on the browser's History. Links are plain <a href>; this takes over those of our own.
export type Go = { replace?: boolean; keepScroll?: boolean };

class Router {
  path = $state(location.pathname);
  search = $state(location.search);
  /** Counts moves to another path, so that the shell knows when to move focus. */
  moves = $state(0);
  private leaving: (() => boolean) | null = null;

  constructor() {
    addEventListener('popstate', () => this.read());
    document.addEventListener('click', (event) => this.follow(event));
  }

  /** Go to an address of the workbench ("/incidents?type=clash"). */
  go(to: string, { replace = false, keepScroll = false }: Go = {}): void {
    const url = new URL(to, location.href);
    if (url.pathname !== this.path && this.leaving && !this.leaving()) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', url.pathname + url.search + url.hash);
    this.read(keepScroll);
  }

  /** Change the query only: no new entry in the browser's history unless `push`. */
  query(search: URLSearchParams, push = false): void {
    const text = search.toString();
    const to = this.path + (text ? `?${text}` : '');
    if (to === location.pathname + location.search) return;
    history[push ? 'pushState' : 'replaceState'](null, '', to);
    this.search = location.search;
  }

  /** Ask `may` before another page is shown (unsaved work); returns how to take that back. */
  guard(may: () => boolean): () => void {
    this.leaving = may;
    return () => {
      if (this.leaving === may) this.leaving = null;
    };
  }

  private read(keepScroll = false): void {
    const moved = location.pathname !== this.path;
    this.path = location.pathname;
    this.search = location.search;
    if (moved && !keepScroll) this.moves += 1;
  }

  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/')) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();

/** Addresses of the workbench's pages; every key and id is quoted here and nowhere else. */
export const to = {
  report: (id: string, statement?: string) => `/read/${encodeURIComponent(id)}${statement ? `?s=${encodeURIComponent(statement)}` : ''}`,
  incident: (id: string) => `/incidents/${encodeURIComponent(id)}`,
  place: (key: string) => `/places/${encodeURIComponent(key)}`,
  actor: (key: string) => `/actors/${encodeURIComponent(key)}`,
  dispute: (id: string) => `/disputes/${encodeURIComponent(id)}`,
};
