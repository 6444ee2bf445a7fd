// The published site: data.js has set window.IMBROGLIO; this takes the place of the plain page that stands until then.
import './publish.css';
import { mount } from 'svelte';
import Page from './Site.svelte';
import { Site } from './data';

const target = document.getElementById('app');
const data = window.IMBROGLIO;
if (target && data) {
  target.replaceChildren();
  mount(Page, { target, props: { site: new Site(data) } });
}
