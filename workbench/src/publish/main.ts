import './publish.css';
import { mount } from 'svelte';
import Site from './Site.svelte';

const target = document.getElementById('app');
if (target) mount(Site, { target });
