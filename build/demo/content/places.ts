/** Where customers live, and how their numbers look. */
export interface Region {
  /** City and how a postcode there begins; `#` is a digit, `@` a capital letter. */
  places: readonly (readonly [city: string, postcode: string])[]
  streets: readonly string[]
  callingCode: string
  /** Leading digits of mobile numbers and how many digits follow them. */
  mobile: readonly string[]
  digits: number
}

export const REGIONS = {
  GB: {
    places: [
      ['Leeds', 'LS# #@@'],
      ['Salford', 'M# #@@'],
      ['Stockport', 'SK# #@@'],
      ['Bolton', 'BL# #@@'],
      ['Liverpool', 'L# #@@'],
      ['Sheffield', 'S## #@@'],
      ['Preston', 'PR# #@@'],
      ['Bradford', 'BD# #@@'],
      ['Derby', 'DE# #@@'],
      ['York', 'YO# #@@'],
      ['Newcastle', 'NE# #@@'],
      ['Cardiff', 'CF# #@@'],
      ['Leicester', 'LE# #@@'],
      ['Croydon', 'CR# #@@'],
    ],
    streets: [
      'Mill Lane',
      'Victoria Road',
      'Station Street',
      'Park Avenue',
      'Church Walk',
      'Albion Terrace',
      'Beech Close',
    ],
    callingCode: '44',
    mobile: ['71', '72', '73'],
    digits: 8,
  },
  IE: {
    places: [
      ['Dublin', 'D0# @##@'],
      ['Cork', 'T12 @##@'],
      ['Galway', 'H91 @##@'],
      ['Limerick', 'V94 @##@'],
      ['Naas', 'W91 @##@'],
      ['Drogheda', 'A92 @##@'],
      ['Bray', 'A98 @##@'],
      ['Kilkenny', 'R95 @##@'],
      ['Sligo', 'F91 @##@'],
      ['Athlone', 'N37 @##@'],
    ],
    streets: [
      'Main Street',
      'The Crescent',
      'Orchard Grove',
      'Strand Road',
      'Abbey View',
      'St Brigid’s Terrace',
      'The Paddocks',
    ],
    callingCode: '353',
    mobile: ['85', '86', '87'],
    digits: 7,
  },
  DE: {
    places: [
      ['Köln', '50###'],
      ['Kassel', '34###'],
      ['Freiburg', '79###'],
      ['Leipzig', '04###'],
      ['Bremen', '28###'],
      ['Ulm', '89###'],
    ],
    streets: ['Hauptstraße', 'Gartenweg', 'Lindenallee', 'Am Sonnenhang', 'Bahnhofstraße'],
    callingCode: '49',
    mobile: ['151', '170'],
    digits: 8,
  },
  FR: {
    places: [
      ['Nantes', '44###'],
      ['Rennes', '35###'],
      ['Angers', '49###'],
      ['Lyon', '69###'],
      ['Toulouse', '31###'],
    ],
    streets: ['rue des Lilas', 'chemin du Moulin', 'allée des Tilleuls', 'rue de la Gare'],
    callingCode: '33',
    mobile: ['61', '62'],
    digits: 7,
  },
  JP: {
    places: [
      ['大阪', '530-####'],
      ['横浜', '220-####'],
      ['名古屋', '460-####'],
      ['福岡', '810-####'],
    ],
    streets: ['本町', '中央', '栄', '天神'],
    callingCode: '81',
    mobile: ['901', '802'],
    digits: 7,
  },
  ES: { places: [], streets: [], callingCode: '34', mobile: ['61', '65'], digits: 7 },
  PT: { places: [], streets: [], callingCode: '351', mobile: ['91', '96'], digits: 7 },
  PL: { places: [], streets: [], callingCode: '48', mobile: ['50', '60'], digits: 7 },
  AE: { places: [], streets: [], callingCode: '971', mobile: ['50', '55'], digits: 7 },
  IN: { places: [], streets: [], callingCode: '91', mobile: ['98', '99'], digits: 8 },
} as const satisfies Record<string, Region>

export type RegionCode = keyof typeof REGIONS
