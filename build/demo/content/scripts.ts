import { compileScript } from '../script.ts'
import type { LanguageCode, Script, Sector } from '../script.ts'
import { carArabic } from './car-ar.ts'
import { carEnglish } from './car-en.ts'
import { carSpanish } from './car-es.ts'
import { carHindi } from './car-hi.ts'
import { carPolish } from './car-pl.ts'
import { carPortuguese } from './car-pt.ts'
import { gymEnglish } from './gym-en.ts'
import { gymSpanish } from './gym-es.ts'
import { softwareGerman } from './software-de.ts'
import { softwareEnglish } from './software-en.ts'
import { softwareJapanese } from './software-ja.ts'
import { solarGerman } from './solar-de.ts'
import { solarEnglish } from './solar-en.ts'
import { solarFrench } from './solar-fr.ts'

export const SCRIPTS: readonly Script[] = [
  carEnglish,
  carSpanish,
  carPortuguese,
  carPolish,
  carArabic,
  carHindi,
  solarEnglish,
  solarGerman,
  solarFrench,
  gymEnglish,
  gymSpanish,
  softwareEnglish,
  softwareGerman,
  softwareJapanese,
].map(compileScript)

/** @throws when nobody sells that in this language. */
export function scriptFor(sector: Sector, language: LanguageCode): Script {
  const script = SCRIPTS.find((each) => each.sector === sector && each.language === language)
  if (!script) throw new Error(`there is no script for ${sector} in ${language}`)
  return script
}
