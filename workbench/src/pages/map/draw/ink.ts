// The map's colours, read from the design's tokens, and how a holder gets its colour. In: the document's style.
// Out: plain strings for canvas and SVG. Blending is done here, since a canvas knows no color-mix of tokens.
import { CONTESTED, UNKNOWN } from './control';

export interface Ink {
  sea: string;
  land: string;
  coast: string;
  border: string;
  country: string;
  text: string;
  quiet: string;
  halo: string;
  accent: string;
  contested: string;
  unknown: string;
  families: string[];
  sans: string;
  dark: boolean;
}

type Read = (name: string, fallback: string) => string;

/** Read the tokens in force at an element. */
export function readInk(element: Element, dark: boolean): Ink {
  const style = getComputedStyle(element);
  const read: Read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  return {
    sea: read('--map-sea', '#dfe5e6'),
    land: read('--map-land', '#fbf9f5'),
    coast: read('--map-coast', '#a9b2b3'),
    border: read('--map-border', '#b7ada0'),
    country: read('--map-country', '#8a8175'),
    text: read('--ink', '#23201c'),
    quiet: read('--ink-3', '#655f56'),
    halo: read('--map-halo', '#fffefc'),
    accent: read('--accent', '#0b5a6e'),
    contested: read('--cat-contested', '#5a544b'),
    unknown: read('--line-strong', '#8d857a'),
    families: [1, 2, 3, 4].map((at) => read(`--family-${at}`, '#a0440f')),
    sans: read('--sans', 'sans-serif'),
    dark,
  };
}

/** "#rrggbb" to its three parts; grey for anything else. */
export function partsOf(colour: string): [number, number, number] {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim());
  return found ? [parseInt(found[1]!, 16), parseInt(found[2]!, 16), parseInt(found[3]!, 16)] : [128, 128, 128];
}

/** So much of one colour, the rest of another. */
export function blend(colour: string, other: string, share: number): string {
  const [one, two] = [partsOf(colour), partsOf(other)];
  return `#${one.map((part, at) => Math.round(part * share + two[at]! * (1 - share)).toString(16).padStart(2, '0')).join('')}`;
}

/** A colour with an opacity, as both canvas and SVG read it. */
export function fade(colour: string, opacity: number): string {
  const [red, green, blue] = partsOf(colour);
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

/** Neither a side nor a colour of its own. */
export function isNobody(holder: string): boolean {
  return holder === CONTESTED || holder === UNKNOWN;
}
