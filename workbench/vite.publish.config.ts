// The published site: one classic script and one style sheet, fonts and map inside, so that a page opens from disk.
// (A browser loads no module and fetches nothing from file://.)
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { licences } from './licences';

export default defineConfig({
  plugins: [svelte(), licences()],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: '../src/imbroglio/web/static/publish',
    emptyOutDir: true,
    target: 'es2022',
    cssCodeSplit: false,
    copyPublicDir: false,
    chunkSizeWarningLimit: 3000,
    lib: {
      entry: 'src/publish/main.ts',
      formats: ['iife'],
      name: 'imbroglio',
      fileName: () => 'publish.js',
      cssFileName: 'publish',
    },
  },
});
