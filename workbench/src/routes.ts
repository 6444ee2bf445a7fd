// Every page: its address, name, icon, and how it is loaded. A page is one Svelte component; `id` is what follows the slash.
import type { Component } from 'svelte';
import type { IconName } from './parts/Icon.svelte';

export type Page = Component<{ id: string }>;
export interface Route {
  /** "/incidents", or with an id: "/incidents/" */
  path: string;
  /** In the rail where it has an icon. */
  label: string;
  icon?: IconName;
  /** Reached with "g" and this letter. */
  key?: string;
  load: () => Promise<{ default: Page }>;
}

const page = (load: () => Promise<{ default: unknown }>) => load as unknown as () => Promise<{ default: Page }>;

export const ROUTES: readonly Route[] = [
  { path: '/', label: 'Case', icon: 'case', key: 'c', load: page(() => import('./pages/case/Case.svelte')) },
  { path: '/read', label: 'Read', icon: 'read', key: 'r', load: page(() => import('./pages/read/Reports.svelte')) },
  { path: '/read/', label: 'Read', load: page(() => import('./pages/read/Report.svelte')) },
  { path: '/incidents', label: 'Incidents', icon: 'incidents', key: 'i', load: page(() => import('./pages/incidents/Incidents.svelte')) },
  { path: '/incidents/', label: 'Incidents', load: page(() => import('./pages/incidents/Incident.svelte')) },
  { path: '/map', label: 'Map', icon: 'map', key: 'm', load: page(() => import('./pages/map/Map.svelte')) },
  { path: '/places', label: 'Places', key: 'p', load: page(() => import('./pages/places/Places.svelte')) },
  { path: '/places/', label: 'Places', load: page(() => import('./pages/places/Place.svelte')) },
  { path: '/actors', label: 'Actors', icon: 'actors', key: 'a', load: page(() => import('./pages/actors/Actors.svelte')) },
  { path: '/actors/', label: 'Actors', load: page(() => import('./pages/actors/Actor.svelte')) },
  { path: '/network', label: 'Network', icon: 'network', key: 'n', load: page(() => import('./pages/network/Network.svelte')) },
  { path: '/disputes', label: 'Disputes', icon: 'disputes', key: 'd', load: page(() => import('./pages/disputes/Disputes.svelte')) },
  { path: '/disputes/', label: 'Disputes', load: page(() => import('./pages/disputes/Dispute.svelte')) },
  { path: '/tangle', label: 'Tangle', icon: 'tangle', key: 't', load: page(() => import('./pages/tangle/Tangle.svelte')) },
  { path: '/history', label: 'History', icon: 'history', key: 'h', load: page(() => import('./pages/history/History.svelte')) },
];

export interface Found {
  route: Route;
  id: string;
}

export function find(path: string): Found | null {
  const exact = ROUTES.find((route) => route.path === path || (route.path !== '/' && !route.path.endsWith('/') && `${route.path}/` === path));
  if (exact) return { route: exact, id: '' };
  const under = ROUTES.find((route) => route.path !== '/' && route.path.endsWith('/') && path.startsWith(route.path));
  if (!under) return null;
  try {
    return { route: under, id: decodeURIComponent(path.slice(under.path.length)) };
  } catch {
    return null; // a broken escape in the address
  }
}
