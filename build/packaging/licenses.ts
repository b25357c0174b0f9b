import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import license, { type Dependency } from 'rollup-plugin-license'

/** A package that is shipped with the app, with the terms it is shipped under. */
export interface ShippedPackage {
  name: string
  version: string
  /** SPDX expression. */
  license: string
  /** The text of its licence file. */
  text: string
}

/** The licences under which a package may be shipped; any other is looked at before it is. */
const ALLOWED = new Set(
  'MIT MIT-0 ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 OFL-1.1 CC0-1.0 Unlicense BlueOak-1.0.0'.split(' '),
)

/** Packages whose terms stand elsewhere than in their manifest: `combine-errors` has them at the end of its Readme. */
const STATED_ELSEWHERE: Record<string, string> = { 'combine-errors': 'MIT' }

/**
 * Gathers the packages that end up in the app's bundles. `collect()` belongs to every bundle, `emit()` to the last of them,
 * which gets them as `licenses.json`.
 * @param unbundled packages that are shipped beside the bundles
 * @throws when a package is shipped under terms that nobody has looked at
 */
export function shippedLicenses(unbundled: ShippedPackage[]) {
  const packages = new Map(unbundled.map((shipped) => [keyOf(shipped), shipped]))
  const add = (dependencies: Dependency[]) => {
    for (const dependency of dependencies) {
      const shipped = shippedOf(dependency)
      packages.set(keyOf(shipped), shipped)
    }
  }
  return {
    collect: () => license({ thirdParty: add }),
    emit: () => ({
      name: 'emit-licenses',
      generateBundle(this: { emitFile: (file: { type: 'asset'; fileName: string; source: string }) => unknown }) {
        const all = [...packages.values()].toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
        this.emitFile({ type: 'asset', fileName: 'licenses.json', source: JSON.stringify(all) })
      },
    }),
  }
}

/** @throws when the package has no licence, or one that is not allowed */
export function shippedOf(
  dependency: Pick<Dependency, 'name' | 'version' | 'license' | 'licenseText'>,
): ShippedPackage {
  const { name, version, licenseText } = dependency
  if (!name || !version) throw new Error(`A package without a name or a version is bundled: ${name ?? '?'}`)
  const terms = dependency.license ?? STATED_ELSEWHERE[name]
  if (!terms || !isAllowed(terms))
    throw new Error(`${name} ${version} is under ${terms ?? 'no licence'}, which is not allowed`)
  return { name, version, license: terms, text: licenseText ?? '' }
}

/** Whether one of the alternatives of an SPDX expression has allowed terms alone. */
const isAllowed = (terms: string): boolean =>
  terms
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((id) => ALLOWED.has(id)))

/** A package of `node_modules` that is shipped as it is. */
export function unbundledPackage(name: string): ShippedPackage {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
  const { version, license: terms } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string; license: string }
  const licenseText = readFileSync(join(dirname(manifest), 'LICENSE'), 'utf8')
  return shippedOf({ name, version, license: terms, licenseText })
}

const keyOf = ({ name, version }: ShippedPackage): string => `${name} ${version}`
