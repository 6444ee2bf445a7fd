// How long a kilometre is here. In: a scale and a latitude. Out: a round length and its pixels.
import { metresPerPixel } from './mercator';

const ROUND = [1, 2, 5];

/** The longest round length that fits into so many pixels. */
export function scaleBar(k: number, lat: number, most = 110): { pixels: number; label: string } {
  const metres = metresPerPixel(k, lat);
  const power = 10 ** Math.floor(Math.log10(metres * most));
  const length = ROUND.map((digit) => digit * power).findLast((one) => one / metres <= most) ?? power;
  return { pixels: length / metres, label: length >= 1000 ? `${length / 1000} km` : `${length} m` };
}
