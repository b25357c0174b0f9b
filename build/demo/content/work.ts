import type { Sector } from '../script.ts'

/** Notes that colleagues leave for one another, in Markdown. */
export const NOTES: Record<Sector, readonly string[]> = {
  car: [
    'Budget is **{monthly}**, said so three times. Do not quote above it.',
    'Prefers messages after 4 pm, works shifts. Partner decides on the colour.',
    '- {deposit} deposit confirmed\n- payslip received\n- licence still shows the old address',
    'One old default, paid. Start with the lenders who look past three years.',
    'Compared us with the dealer ({apr2}). We were better once the paint protection came off.',
    'Part exchange: {old}, {miles} miles, scrape on the bumper. Best bid so far {deposit}.',
    'Referred by an existing customer, please be quick with this one. Voucher for both on delivery.',
    'Very careful about searches on the file. Nothing hard without a written yes!',
    'Wants the car by {date}, the lease goes back that day.',
    'Balloon on the current agreement about {balloon}. Equity is small but there.',
    'Spoke to the underwriter: fine if the next statement shows no gambling transactions.',
    'Tried three times this week. Leave it until {month}, then one last message.',
  ],
  solar: [
    'Roof: {roof}, faces {facing}. No shade except the chimney next door.',
    'Two decision makers. One counts, the other looks: send the mock-up **and** the spreadsheet.',
    '- {usage} units a year\n- {load}\n- fuse board is fine, no upgrade',
    'Had a bad experience with another installer, deposit protection certificate matters here.',
    'Gate code is 4471. The dog is friendly.',
    'Grant: house from 1998, first application, eligible for {grant}.',
    'Wants battery prepared, not installed. Cable in the utility room.',
    'Price held until {date}. Would go ahead below {net}.',
    'Neighbours of an existing customer, same street. Combine the scaffold if possible.',
    'Surveyor: rafters fine, two cracked slates to replace first, customer knows.',
    'Asked for three references in {city}, gave two, third to confirm.',
    'Call only in the evening, looks after the grandchildren during the day.',
  ],
  gym: [
    'Wants to {goal}. Be gentle: {injury}.',
    'Found us through a friend, both train at {club}. Guest pass given.',
    '- tour done\n- likes {class}\n- thinks about the trainer',
    'Cancelled elsewhere over a 12 month contract. Mention monthly terms early.',
    'Works nights, off-peak is right for this one ({monthly2}).',
    'Company pays half, HR contact will send the list by {date}.',
    'Said the showers were cold. Fixed on {day}, tell them!',
    'Very nervous on the tour, felt better after meeting {advisor}.',
    'Freeze until {month}, broken wrist. No charge.',
    'Trial week started {day}, ring on the last day, not before.',
  ],
  software: [
    'Champion is the office manager. The partner is sceptical, bring numbers.',
    '{seats} in the field, {tool} today. Main pain: {pain}.',
    '- SSO required\n- DPA signed by us, waiting for theirs\n- go-live before {month}',
    'Competitor quoted a third less, without contracts. We are equal once those are in.',
    'Import file is a mess but doable: 9,000 rows, duplicates marked.',
    'Budget cycle ends {date}. After that it waits until next year.',
    'Wants quarterly invoices. Finance said yes.',
    'Asked for a reference in {trade}. Check with the customer in {city} first.',
    'Trial has real jobs in it, use goes up every day. Do not disturb, just support.',
    'Renewal in {month}: pays for more seats than are used, tell them before they notice.',
    'IT contact is strict but fair, answers only by e-mail.',
  ],
}

export const NOTE_TITLES = [
  'Before you call',
  'Background',
  'Agreed',
  'Careful',
  'Next step',
  'From the visit',
] as const

/** Things to do and done, by type. */
export const ACTIVITIES = {
  call: [
    'Call back about the offer',
    'Ring before {time}',
    'First call',
    'Check in after the quote',
    'Ask about missing papers',
  ],
  email: ['Send the figures', 'Send terms and offer', 'Forward the documents', 'Confirm {day} in writing'],
  meeting: ['Video call', 'Visit on {day}', 'Walk through the offer', 'Appointment at {time}'],
  task: [
    'Prepare quote',
    'Check the documents',
    'Extend the offer until {date}',
    'Ask the lender or supplier',
    'Update the address',
    'Send a reminder',
    'Ask for a review',
    'Hand over to a colleague',
  ],
  message: ['Follow up by message', 'Answer the question from {day}'],
  chatbot_interaction: [
    'Asked the assistant about prices',
    'Assistant collected contact details',
    'Assistant answered opening hours',
  ],
  website_visit: [
    'Looked at the price page',
    'Opened the calculator',
    'Read the reviews',
    'Came back from the newsletter',
  ],
} as const

export const LOST_REASONS = [
  'Price',
  'Chose a competitor',
  'Bad timing',
  'No answer',
  'Not eligible',
  'Bought elsewhere',
] as const
export const WON_REASONS = [
  'Price',
  'Fast answers',
  'Recommended by a friend',
  'Honest advice',
  'Only one who rang back',
] as const

/** What a carrier or provider says when a message does not arrive. */
export const DELIVERY_ERRORS: Record<'sms' | 'whatsapp' | 'email' | 'other', readonly string[]> = {
  sms: [
    '30003: Unreachable destination handset',
    '30005: Unknown destination handset',
    '30006: Landline or unreachable carrier',
    '30007: Carrier violation, message filtered',
  ],
  whatsapp: [
    '131026: Message undeliverable, recipient not on WhatsApp',
    '131047: More than 24 hours since the customer replied',
    '131049: Not delivered to keep a healthy ecosystem',
  ],
  email: [
    '550 5.1.1 The email account that you tried to reach does not exist',
    '552 5.2.2 Mailbox full',
    '421 4.7.0 Temporarily deferred, try again later',
  ],
  other: ['10: Outside the allowed window', '551: This person isn’t available right now'],
}
