import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { shippedLicenses, unbundledPackage } from './build/packaging/licenses.ts'

const at = (path: string) => resolve(import.meta.dirname, path)

const licenses = shippedLicenses(['electron', 'better-sqlite3', '@fontsource-variable/inter'].map(unbundledPackage))

export default defineConfig({
  main: {
    plugins: [licenses.collect()],
    build: {
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        // The database worker is an entry of its own: main starts it by file name.
        input: { index: at('main/index.ts'), 'db-worker': at('main/db/worker.ts') },
      },
    },
  },
  preload: {
    plugins: [licenses.collect()],
    build: {
      outDir: 'out/preload',
      // A sandboxed preload may require only `electron`, so everything else is bundled into one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), tailwindcss(), licenses.collect(), licenses.emit()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: {
        input: {
          index: at('renderer/index.html'),
          panel: at('renderer/panel.html'),
          popout: at('renderer/popout.html'),
          print: at('renderer/print.html'),
        },
      },
    },
  },
})
