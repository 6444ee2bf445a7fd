// The one drawer that opens the sentences behind a cell, dot, edge or figure.
class Why {
  open = $state(false);
  ids = $state.raw<string[]>([]);
  title = $state('');
  note = $state('');
}
export const why = new Why();

/** Open the sentences of these statements. `note` says, in a line, how the figure came about ("best: mean of two accounts"). */
export function openWhy(ids: readonly string[], title: string, note = ''): void {
  why.ids = [...new Set(ids)];
  why.title = title;
  why.note = note;
  why.open = true;
}
