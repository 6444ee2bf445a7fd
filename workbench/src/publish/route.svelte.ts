// Where the reader is: the part of the address after "#", which works from a disk as well as from a server.
// "#/incidents?type=clash" is the path "/incidents" and the query "type=clash".
export class Route {
  path = $state('/');
  query = $state.raw(new URLSearchParams());

  constructor() {
    addEventListener('hashchange', () => this.read());
    this.read();
  }

  private read(): void {
    const [path = '', query = ''] = location.hash.replace(/^#/, '').split('?', 2);
    this.path = path.startsWith('/') ? path : '/';
    this.query = new URLSearchParams(query);
  }

  /** Change the query; what is '' goes. The address changes in place, so that "back" leaves the page. */
  set(changes: Record<string, string>): void {
    const next = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    try {
      history.replaceState(null, '', `#${this.path}${text ? `?${text}` : ''}`);
    } catch {
      // a browser may refuse it for files; the page works all the same
    }
    this.query = next;
  }
}

export const route = new Route();
