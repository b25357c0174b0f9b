import type { Configuration } from 'electron-builder'

export interface PackageOptions {
  /** Folder of an unpacked Electron to pack in place of the downloaded one. */
  electronDist?: string | undefined
  /** Folder that gets the packages. */
  output: string
  /** Where updates are published; a build without it never looks for any. */
  updates?: { url: string; channel: 'latest' | 'beta' } | undefined
}

/** What is left of a package that is shipped as it is: the code that runs, its native build for the platform, its terms. */
const SQLITE = 'node_modules/better-sqlite3'

/** How electron-builder packs the app: what goes in, for which systems, and which doors of Electron are closed. */
export function packageConfig({ electronDist, output, updates }: PackageOptions): Configuration {
  return {
    appId: 'app.leadline.desktop',
    productName: 'Leadline',
    copyright: `Copyright © ${new Date().getFullYear()} Leadline`,
    directories: { output, buildResources: 'build/packaging/resources' },
    ...(electronDist && { electronDist }),
    files: [
      '!**/*',
      'out/**',
      'package.json',
      '!**/*.map',
      `${SQLITE}/{package.json,LICENSE}`,
      `${SQLITE}/lib/**`,
      `${SQLITE}/prebuilds/\${platform}-\${arch}.node`,
    ],
    // What lies beside the archive is not covered by its checksum: native code alone, which cannot be loaded from within.
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    // The native code is a prebuilt Node-API module.
    npmRebuild: false,
    electronLanguages: ['en-US'],
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      loadBrowserProcessSpecificV8Snapshot: false,
    },
    protocols: [{ name: 'Leadline', schemes: ['leadline'] }],
    publish: updates ? [{ provider: 'generic', ...updates }] : null,
    generateUpdatesFilesForAllChannels: true,
    win: { target: [{ target: 'nsis', arch: ['x64', 'arm64'] }] },
    nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
    mac: {
      // Updates of a Mac come as zip.
      target: [
        { target: 'dmg', arch: ['universal'] },
        { target: 'zip', arch: ['universal'] },
      ],
      category: 'public.app-category.business',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'build/packaging/resources/entitlements.mac.plist',
      entitlementsInherit: 'build/packaging/resources/entitlements.mac.plist',
      // Both halves of a universal build hold both, so that they can be joined.
      files: [`${SQLITE}/prebuilds/darwin-*.node`],
      x64ArchFiles: '**/prebuilds/*.node',
    },
    linux: {
      target: ['AppImage', 'deb'],
      category: 'Office',
      synopsis: 'One inbox and one pipeline for sales reps',
      maintainer: 'Leadline',
      executableName: 'leadline',
      syncDesktopName: true,
    },
    deb: { depends: ['libgtk-3-0', 'libnotify4', 'libnss3', 'libsecret-1-0', 'xdg-utils'] },
  }
}
