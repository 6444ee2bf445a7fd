// The licences of what is built in: MIT, ISC and the fonts' OFL ask that their texts travel along.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface Package {
  name: string;
  version: string;
  license?: string;
}

/** Writes third-party.txt beside the bundle: each package of which anything is in it, with its licence. Fails where one has none. */
export function licences(): Plugin {
  const found = new Map<string, string>();

  function note(id: string): void {
    const folder = home(id);
    if (!folder || found.has(folder)) return;
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
    if (!text) throw new Error(`${about.name} says no licence in its package`);
    found.set(folder, `${about.name} ${about.version} (${about.license ?? 'see below'})\n\n${text}`);
  }

  return {
    name: 'licences',
    apply: 'build',
    moduleParsed: (module) => note(module.id),
    generateBundle() {
      const texts = [...found.values()].sort();
      this.emitFile({ type: 'asset', fileName: 'third-party.txt', source: `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n` });
    },
  };
}

/** The folder of the package that a module is part of. */
function home(id: string): string | null {
  const path = id.replace(/^\0/, '').replace(/[?].*$/, '');
  if (!path.includes('/node_modules/')) return null;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && /node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+$/.test(folder)) return folder;
  }
  return null;
}
