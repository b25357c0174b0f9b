/**
 * `npm run dist`: packages the app for this system, into `dist/`. `LEADLINE_UPDATE_URL` says where its updates will be
 * published, `LEADLINE_UPDATE_CHANNEL` (latest, beta) on which channel. Signing and notarisation take the packager's own
 * variables (CSC_LINK, APPLE_API_KEY, …).
 */
import { join } from 'node:path'
import { build } from 'electron-builder'
import { packageConfig } from '#build/packaging/package-config.ts'
import { buildApp, ROOT } from './build-app.ts'

const url = process.env['LEADLINE_UPDATE_URL']
const channel = process.env['LEADLINE_UPDATE_CHANNEL'] === 'beta' ? 'beta' : 'latest'

buildApp()
const files = await build({
  projectDir: ROOT,
  config: packageConfig({ output: join(ROOT, 'dist'), ...(url && { updates: { url, channel } }) }),
  publish: 'never',
})
for (const file of files) console.log(file)
