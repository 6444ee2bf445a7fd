// One colour for one actor on every page: the case's foremost actors take the slots, in their order.
import { makePalette, slotsOf, type Palette } from '../text/palette';

class Colours {
  slots = $state.raw<ReadonlyMap<string, number>>(new Map());

  /** Called once by the shell, with the foremost actors of the case. */
  settle(keys: readonly string[]): void {
    this.slots = slotsOf(keys);
  }

  /** Colours for these keys; those foremost in the case keep theirs. */
  of(keys: readonly string[]): Palette {
    return makePalette(keys, this.slots);
  }

  /** The colour of one actor in the case. */
  one(key: string): string {
    return makePalette([...this.slots.keys()], this.slots)(key);
  }
}
export const colours = new Colours();
