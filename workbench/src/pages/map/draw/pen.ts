// What the map is drawn with: the part of a canvas's 2D context that it uses, and the same as SVG. One drawing serves the
// screen and the export, so that what is saved is what is seen. The SVG has presentation attributes only, no style sheet.

export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath' | 'moveTo' | 'lineTo' | 'closePath' | 'arc' | 'rect' | 'fill' | 'stroke' | 'setLineDash' | 'fillText' | 'strokeText' | 'measureText'
  | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline' | 'lineJoin' | 'lineCap'
>;

const SVG = 'http://www.w3.org/2000/svg';
const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Draws into an SVG element what it is told to draw. */
export class SvgPen implements Pen {
  fillStyle: string | CanvasGradient | CanvasPattern = '#000';
  strokeStyle: string | CanvasGradient | CanvasPattern = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '12px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  lineJoin: CanvasLineJoin = 'round';
  lineCap: CanvasLineCap = 'butt';
  private path: string[] = [];
  private dash: number[] = [];

  constructor(
    private readonly into: SVGElement,
    private readonly ruler: Pick<CanvasRenderingContext2D, 'measureText' | 'font'> | null,
  ) {}

  beginPath(): void {
    this.path = [];
  }
  moveTo(x: number, y: number): void {
    this.path.push(`M${round(x)} ${round(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.path.push(`L${round(x)} ${round(y)}`);
  }
  closePath(): void {
    this.path.push('Z');
  }
  /** Whole circles only: the map has no other arcs. */
  arc(x: number, y: number, radius: number): void {
    const r = round(radius);
    this.path.push(`M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${round(radius * 2)} 0a${r} ${r} 0 1 0 ${round(-radius * 2)} 0`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`);
  }
  fill(rule?: unknown): void {
    this.shape({ fill: String(this.fillStyle), ...(rule === 'evenodd' ? { 'fill-rule': 'evenodd' } : {}), ...this.opacity('fill-opacity') });
  }
  stroke(): void {
    this.shape({ fill: 'none', ...this.strokes() });
  }
  setLineDash(dash: Iterable<number>): void {
    this.dash = [...dash];
  }
  fillText(text: string, x: number, y: number): void {
    this.letters(text, x, y, { fill: String(this.fillStyle), ...this.opacity('fill-opacity') });
  }
  strokeText(text: string, x: number, y: number): void {
    this.letters(text, x, y, { fill: 'none', ...this.strokes() });
  }
  measureText(text: string): TextMetrics {
    if (this.ruler) {
      this.ruler.font = this.font;
      return this.ruler.measureText(text);
    }
    return { width: text.length * 6.2 } as TextMetrics;
  }

  private strokes(): Record<string, string> {
    return {
      stroke: String(this.strokeStyle),
      'stroke-width': round(this.lineWidth),
      'stroke-linejoin': this.lineJoin,
      ...(this.dash.length ? { 'stroke-dasharray': this.dash.map(round).join(' ') } : {}),
      ...this.opacity('stroke-opacity'),
    };
  }
  private opacity(name: string): Record<string, string> {
    return this.globalAlpha < 1 ? { [name]: String(Math.round(this.globalAlpha * 100) / 100) } : {};
  }
  private shape(attributes: Record<string, string>): void {
    if (this.path.length) this.add('path', { d: this.path.join(''), ...attributes });
  }
  private letters(text: string, x: number, y: number, attributes: Record<string, string>): void {
    const [, weight = '400', size = '12', family = 'sans-serif'] = /^(?:(\d+) )?([\d.]+)px (.+)$/.exec(this.font) ?? [];
    const anchor = { start: 'start', left: 'start', center: 'middle', end: 'end', right: 'end' }[this.textAlign];
    const down = this.textBaseline === 'middle' ? Number(size) * 0.35 : 0;
    this.add('text', {
      x: round(x), y: round(y + down), 'text-anchor': anchor, 'font-size': size, 'font-weight': weight ?? '400', 'font-family': family, ...attributes,
    }).textContent = text;
  }
  private add(name: string, attributes: Record<string, string>): SVGElement {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    this.into.append(element);
    return element;
  }
}
