// The workbench: index.html and hashed assets, into the Python package, where the server finds them.
// The pages are served under a policy that allows no inline script or style and no data: address but for pictures.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { licences } from './licences';

export default defineConfig({
  plugins: [svelte(), licences()],
  base: '/',
  build: {
    outDir: '../src/imbroglio/web/static',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  // Tests see Svelte as a browser does.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], passWithNoTests: true },
});
