/** What the columns of a file can become, and how files call it. */
import { CLIENT_TYPES, CONTACT_STATUSES, LEAD_STATUSES, LIFECYCLE_STAGES, TEMPERATURES } from '../vocabulary.ts'

/** How the values of a column are read. */
export type TargetKind = 'text' | 'email' | 'phone' | 'date' | 'word' | 'tags' | 'name' | 'yes_no'

export interface Target {
  label: string
  kind: TargetKind
  /** Characters, as the database takes them; of other kinds, null. */
  longest: number | null
  /** Headers that mean it, folded by {@link foldWord}. English, German, French and Spanish exports, and the seeds' own. */
  headers: readonly string[]
  /** Of a closed set: its values, and what files write for them, folded. */
  words?: ReadonlyMap<string, string>
}

/** Lower case without accents, spaces and punctuation: `E-Mail Adresse` → `emailadresse`. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

const text = (label: string, longest: number, headers: string): Target => ({
  label,
  kind: 'text',
  longest,
  headers: headers.split(' '),
})
const other = (label: string, kind: TargetKind, headers: string): Target => ({
  ...text(label, 0, headers),
  kind,
  longest: null,
})

/** @param more value → what else is written for it, folded, apart by blanks */
function oneOf(label: string, values: readonly string[], more: Record<string, string>, headers: string): Target {
  const words = values.flatMap((value) =>
    [value, ...(more[value]?.split(' ') ?? [])].map((word): [string, string] => [foldWord(word), value]),
  )
  return { ...other(label, 'word', headers), words: new Map(words) }
}

export const TARGETS = {
  first_name: text('First name', 200, 'firstname first fname givenname forename vorname prenom nombre christianname'),
  last_name: text(
    'Last name',
    200,
    'lastname last lname surname familyname nachname familienname nom apellido apellidos',
  ),
  full_name: other(
    'Full name',
    'name',
    'name fullname contactname customername leadname contact customer client clientname kunde vollername nomcomplet nombrecompleto displayname username',
  ),
  company_name: text(
    'Company',
    300,
    'company companyname organisation organization business businessname firma firmenname unternehmen societe entreprise empresa account accountname employer',
  ),
  email: {
    ...text(
      'E-mail',
      320,
      'email emailaddress mail mailaddress mailadresse emailadresse courriel correo correoelectronico email1 primaryemail workemail emailprimary contactemail clientemail customeremail',
    ),
    kind: 'email',
  },
  phone: {
    ...text(
      'Phone',
      60,
      'phone phonenumber phoneno tel telephone telephonenumber telno mobile mobilephone mobilenumber mobileno cell cellphone cellnumber handy handynummer telefon telefonnummer rufnummer mobil mobilnummer portable telefono movil celular whatsapp whatsappnumber number contactnumber phone1 primaryphone customerphone clientphone customerphonenormalized phonenormalized tonumber',
    ),
    kind: 'phone',
  },
  secondary_phone: {
    ...text(
      'Second phone',
      60,
      'secondaryphone phone2 otherphone homephone workphone landline alternatephone alternativephone secondphone telefon2 festnetz',
    ),
    kind: 'phone',
  },
  address: text(
    'Address',
    1_000,
    'address street streetaddress address1 addressline1 fulladdress postaladdress adresse anschrift strasse rue direccion calle',
  ),
  postcode: text('Postcode', 20, 'postcode postalcode zip zipcode plz postleitzahl codepostal codigopostal cp'),
  source: text(
    'Source',
    200,
    'source leadsource origin channel herkunft quelle origen referral referrer utmsource firsttouchpoint',
  ),
  temperature: oneOf(
    'Temperature',
    TEMPERATURES,
    { hot: 'heiss high urgent', warm: 'medium lauwarm', cold: 'kalt low' },
    'temperature leadtemperature temp rating heat interest',
  ),
  lead_status: oneOf(
    'Lead status',
    LEAD_STATUSES,
    {
      new: 'newlead open fresh uncontacted neu',
      contacted: 'attempted attemptedtocontact inprogress reached working',
      follow_up: 'followups callback nurturing recontact',
      qualified: 'qualifiedlead sql interested',
      converted: 'won customer client closedwon sold',
      lost: 'closedlost unqualified disqualified notinterested dead junk',
    },
    'leadstatus status state leadstate',
  ),
  contact_status: oneOf(
    'Contact status',
    CONTACT_STATUSES,
    { removed: 'donotcontact dnc optedout unsubscribed', call_booked: 'booked appointment' },
    'contactstatus campaignstatus',
  ),
  lifecycle_stage: oneOf(
    'Lifecycle stage',
    LIFECYCLE_STAGES,
    {
      mql: 'marketingqualifiedlead marketingqualified',
      sql: 'salesqualifiedlead salesqualified',
      churned: 'lostcustomer former',
    },
    'lifecyclestage lifecycle stageoflife',
  ),
  client_type: oneOf(
    'Client type',
    CLIENT_TYPES,
    { customer: 'client', inactive: 'former archived' },
    'clienttype customertype contacttype type recordtype',
  ),
  do_not_contact: other(
    'Do not contact',
    'yes_no',
    'donotcontact dnc optout optedout unsubscribed unsubscribe donotcall donotemail suppressed blocked',
  ),
  tags: other('Tags', 'tags', 'tags tag labels label keywords categories groups segments etiquetas schlagworte'),
  import_notes: text(
    'Notes',
    10_000,
    'notes note comments comment remarks remark description message details notizen notiz bemerkung bemerkungen kommentar notas observations enquiry inquiry importnotes',
  ),
  inquiry_date: other(
    'Enquiry date',
    'date',
    'inquirydate enquirydate dateofinquiry dateofenquiry leaddate date created createdat createdate datecreated createdon submittedat dateadded anfragedatum datum erstelltam fecha submissiondate',
  ),
  install_date: other('Installation date', 'date', 'installdate installationdate dateinstalled installed installedon'),
  date_of_birth: other(
    'Date of birth',
    'date',
    'dateofbirth dob birthday birthdate bday geburtsdatum geburtstag datedenaissance fechadenacimiento',
  ),
  gender: text('Gender', 50, 'gender sex geschlecht sexe genero'),
} as const satisfies Record<string, Target>

export type TargetName = keyof typeof TARGETS

/** A column's target: a field of the lead, or one of the organisation's own, as `custom:Model`. */
export type MappedTo = TargetName | `custom:${string}`

/** Columns by name; what is not named is left out. */
export type ColumnMapping = Record<string, MappedTo>

/** A target by its name. */
export const targetOf = (name: TargetName): Target => TARGETS[name]

/** Whether a word names a field of the lead. */
export const isTargetName = (name: string): name is TargetName => Object.hasOwn(TARGETS, name)

const CUSTOM = 'custom:'

/** The name of an own field; null for a field of the lead. */
export const customNameOf = (to: MappedTo): string | null => (to.startsWith(CUSTOM) ? to.slice(CUSTOM.length) : null)
