// What the map is given, column by column (MapForm of the API), and what it draws with. Types only.

export interface WhoForm {
  key: string;
  name: string;
  kind?: string;
}

export interface SpotForm {
  key: string;
  name: string;
  lat?: number | null;
  lon?: number | null;
  precision?: number | null;
}

export interface SpellForm {
  holder: string;
  start: string;
  end: string;
  probability: number;
  statements: string[];
  /** Days of evidence within the spell; where it is missing the spell's first day stands for them. */
  evidence?: string[];
}

export interface PlaceSpells {
  place: SpotForm;
  spells: SpellForm[];
}

export interface IncidentColumns {
  id: string[];
  lat: number[];
  lon: number[];
  precision: (number | null)[];
  type: string[];
  first: (number | null)[];
  last: (number | null)[];
  dead: (number | null)[];
  sources: number[];
  place: string[];
}

export interface MonthForm {
  month: string;
  reports?: number;
  statements?: number;
  incidents?: number;
}

export interface MapData {
  first: string | null;
  last: string | null;
  months: MonthForm[];
  incidents: IncidentColumns;
  places: PlaceSpells[];
  holders: WhoForm[];
}
