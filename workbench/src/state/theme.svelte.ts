// Light or dark: the system's choice until a person chooses; then theirs, kept in this browser.
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'calm' | 'dense';

const asked = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage may be forbidden; the choice then lasts as long as the window
  }
}
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // see above
  }
}

class Look {
  theme = $state<Theme>('system');
  density = $state<Density>('calm');
  dark = $state(false);

  constructor() {
    const theme = kept('theme');
    if (theme === 'light' || theme === 'dark') this.theme = theme; // 'system' is the default
    if (kept('density') === 'dense') this.density = 'dense';
    asked?.addEventListener('change', () => this.show());
    this.show();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    keep('theme', theme);
    this.show();
  }

  /** The other of light and dark, as seen now. */
  flip(): void {
    this.choose(this.dark ? 'light' : 'dark');
  }

  chooseDensity(density: Density): void {
    this.density = density;
    keep('density', density);
    this.show();
  }

  private show(): void {
    this.dark = this.theme === 'dark' || (this.theme === 'system' && (asked?.matches ?? false));
    document.documentElement.dataset['theme'] = this.dark ? 'dark' : 'light';
    document.documentElement.dataset['density'] = this.density;
  }
}

export const look = new Look();
