// Days as people write them. Everything is a calendar day without a zone: ISO text in, words out.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  year: number;
  month: number;
  day: number;
}

function partsOf(iso: string): Parts | null {
  const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(iso);
  return found ? { year: Number(found[1]), month: Number(found[2]), day: found[3] ? Number(found[3]) : 0 } : null;
}

/** "2016-11-15" is "15 Nov 2016"; what is no day stays as it is; null is "undated". */
export function sayDay(iso: string | null | undefined, { year = true }: { year?: boolean } = {}): string {
  if (!iso) return 'undated';
  const at = partsOf(iso);
  if (!at) return iso;
  const words = `${at.day ? `${at.day} ` : ''}${MONTHS[at.month - 1] ?? at.month}`;
  return year ? `${words} ${at.year}` : words;
}

/** "2016-11" is "Nov 2016". */
export function sayMonth(month: string): string {
  return sayDay(month);
}

/** Two days as one phrase: "15 to 18 Nov 2016", "since 3 May 2015", "until 1 Jan 2016". */
export function saySpan(start: string | null | undefined, end: string | null | undefined): string {
  if (!start && !end) return 'undated';
  if (!start) return `until ${sayDay(end)}`;
  if (!end) return `since ${sayDay(start)}`;
  if (start === end) return sayDay(start);
  const a = partsOf(start);
  const b = partsOf(end);
  if (!a || !b) return `${start} to ${end}`;
  if (a.year === b.year && a.month === b.month) {
    const last = new Date(Date.UTC(a.year, a.month, 0)).getUTCDate();
    if (a.day === 1 && b.day === last) return sayMonth(start.slice(0, 7));
    return `${a.day} to ${sayDay(end)}`;
  }
  if (a.year === b.year) {
    if (a.month === 1 && a.day === 1 && b.month === 12 && b.day === 31) return String(a.year);
    return `${sayDay(start, { year: false })} to ${sayDay(end)}`;
  }
  return `${sayDay(start)} to ${sayDay(end)}`;
}

/** Days since 1970-01-01, and back. */
export function dayNumber(iso: string): number {
  const at = partsOf(iso);
  return at ? Math.round(Date.UTC(at.year, at.month - 1, at.day || 1) / 86_400_000) : NaN;
}
export function dayOf(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/** The next month of "2016-12": "2017-01". */
export function nextMonth(month: string): string {
  const at = partsOf(month);
  if (!at) return month;
  return at.month === 12 ? `${at.year + 1}-01` : `${at.year}-${String(at.month + 1).padStart(2, '0')}`;
}

/** Every month from the first to the last, both included; at most 2,400. */
export function monthsBetween(first: string, last: string): string[] {
  const all: string[] = [];
  for (let month = first.slice(0, 7); month <= last.slice(0, 7) && all.length < 2400; month = nextMonth(month)) all.push(month);
  return all;
}

/** The last day of a month. */
export function lastDay(month: string): string {
  const at = partsOf(month);
  if (!at) return month;
  return `${month}-${String(new Date(Date.UTC(at.year, at.month, 0)).getUTCDate()).padStart(2, '0')}`;
}

/** A moment of a verdict, in this machine's time: "25 Nov 2026, 11:04". */
export function sayMoment(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getDate()} ${MONTHS[moment.getMonth()]} ${moment.getFullYear()}, ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
