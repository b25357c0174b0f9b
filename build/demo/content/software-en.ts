import type { ScriptSource } from '../script.ts'
import { softwareEnglishClosing } from './software-en-closing.ts'

/** Job-scheduling software for trades firms, English. */
export const softwareEnglish: ScriptSource = {
  language: 'en',
  sector: 'software',
  subjects: [
    'Demo for {company}',
    'Quote: {seats} users, {plan}',
    'Moving from {tool}',
    'Security questions from our IT',
    'Trial extension',
    'Contract for {company}',
    'API access and the accounting export',
    'Renewal in {month}',
  ],
  words: {
    plan: ['Crew', 'Team', 'Business', 'Business Plus'],
    tool: [
      'spreadsheets',
      'a whiteboard and WhatsApp',
      'Outlook calendars',
      'an old Access database',
      'paper job sheets',
      'three different apps',
    ],
    trade: [
      'plumbing and heating',
      'electrical contracting',
      'lift maintenance',
      'landscaping',
      'commercial cleaning',
      'fire safety',
      'roofing',
      'air conditioning',
    ],
    pain: [
      'double bookings',
      'lost job sheets',
      'invoices that go out two weeks late',
      'engineers driving past each other',
      'not knowing who is where',
      'customers ringing to ask when we come',
    ],
  },
  beats: {
    enquiry: `
< Hi, we're a {trade} firm with {seats} people in the field. Currently on {tool} and it's killing us. Can we see a demo?
> {hi}, {rep} from {org}. With pleasure. What hurts most today, so I show you that and not forty other features?
< {pain}, and nobody knows what's been invoiced

< Does {org} work offline? Half our sites have no signal
> {hi}, fully: job sheets, photos, signatures, and it syncs when there's a bar again. Which phones do your people have?
< Mostly Android, some of them with cracked screens

< What does it cost for {seats} users? I'd rather not book a call to be told a number
> {hi}, fair. {plan} is {monthly} a month for {seats} users, everything included, yearly is two months cheaper. No set-up fee. Does that fit your range?
< It does. Now I'm happy to book a call 🙂

< We trialled you two years ago and the missing piece was recurring maintenance contracts. Did that ever arrive?
> {hi}, it did, last spring: contracts generate the visits, reminders and invoices by themselves. Are yours all on the same interval?
< No, monthly, quarterly and some every 18 months because of the regulations

< Hello, procurement at {company}. Please send your standard terms, security overview and price list.
> {hi}, all three are attached. We're ISO 27001 certified, hosted in the EU, and the DPA is already signed on our side. Is there a date by which you decide?
< The committee meets on {date}, so documents should be complete the week before

< Is there an integration with our accounting? We're with Xero and I won't type anything twice ever again
> {hi}, two-way with Xero: customers, invoices, payments. It takes ten minutes to connect. Do you invoice per job or collect them monthly?
< Per job for private, monthly for the property managers

< Signed up for the trial last night, imported our customers and it put all the phone numbers into the notes. Did I do something wrong?
> {hi}, not you: the column was called “Tel / mobile” and the importer didn't know it. I've fixed the mapping on your account, shall I rerun it?
< Yes please. That was quick, it's 8 in the morning

< can two of us plan at the same time without overwriting each other? that's literally the only thing I need
> {hi}, yes, you see each other's cursor and a job can't be dropped twice. Who plans at the moment?
< Me and Karen, from two offices, with {tool}
`,
    outreach: `
> {hi}, {rep} from {org}. You looked at us in spring and the timing was wrong. We've since added route planning, which for {trade} saves about 40 minutes a van a day. Worth a fresh look?
< Perhaps. We've grown to {seats} people, so the pain is real now
> Let me set up a demo with your own addresses, it's more convincing than mine.

> {hi}, I saw {company} is hiring two planners. Is it the amount of work or the tool they have to do it with?
< Ha. Bit of both if I'm honest
> Then give me twenty minutes before you sign the second contract.

> {hi}, your trial at {org} ran out on {day} with 14 jobs in it, which tells me somebody liked it. Did something stop you?
< Yes, my boss 😅 he wants to see what it saves
> I'll make you a page with your own 14 jobs: hours, kilometres, days to invoice. He'll like the last one.

> {hi}, {rep} here. Your contract renews in {month}. Before it does so by itself: are you on the right plan? I think you pay for seats that nobody uses.
< You're the first vendor ever to write me that
> {seats} active out of what you pay for. I'll send the list, you decide.
`,
    qualify: `
# size
> How many people would use it, in the field and in the office?
< {seats} in the vans, four in the office, and my wife does the books
> Books are free, we only count people who plan or go out.

# today
> What do you use today, and what would you miss if it were gone tomorrow?
< {tool}. I'd miss nothing, but the older lads would miss the paper
> We print the sheet as well, for the first weeks. Then they forget to ask for it.

# decision
> Who else has a say in this? I'd like to include them early rather than win them over late.
< Me and my business partner, she's the sceptical one
> My favourite kind. Bring her along.

# timing
> When would you like to be live? I ask because of data import, it shouldn't fall in your busy season.
< Before {month}, after that we don't have time to breathe
> Doable: one week import, one week side by side, then switch.

# volume
> Roughly how many jobs a week, and how many are repeat visits?
< 120 or so, a good third are maintenance
> Then contracts will do most of the planning for you.

# it
> Any requirements from IT? Single sign-on, hosting location, that sort of thing.
< We have Microsoft logins and the auditor insists on two factors
> Both are in the {plan} plan. I'll include the data sheet.
`,
    question: `
# data
< Where is our data stored and can we get it out again?
> In Frankfurt, backed up in Dublin. Export is a button: everything as CSV plus the photos as they are. No fee, no begging.
< That's the answer I wanted

# training
< How long does training take? Some of our people still print emails
> Field staff: 25 minutes, I've timed it. Planners: two sessions of an hour. There's a video in six languages for whoever missed it.

# import
< Can you import fifteen years of customers from {tool}?
> Yes. Send me one export as it is, ugly is fine. You get a preview first, with duplicates marked, and nothing is final until you say so.
< It's very ugly. 9,000 rows and three of them are my mother

# api
< Is there an API? Our developer wants to push jobs from the shop
> REST plus webhooks, documented in the open. A sandbox key is free and I've just made one for {company}.
< He says thanks and that the docs are actually readable

# permissions
< Can subcontractors use it without seeing our prices?
> Yes, a guest role: they see their own jobs and photos, no prices, no customers' numbers if you don't want that. Guests are free.

# outage
< What happens if you're down on a Monday morning?
> The app keeps the next 14 days on every phone, so your people carry on. Last year we were unavailable for 41 minutes in total, the status page has every one of them.

# sla
< Do you offer support by phone or only tickets?
> Phone from 7 to 18, in four languages, answered in about a minute. Tickets if you prefer writing. Same people on both.

# report
< Can I see margin per job, not only turnover?
> Yes: hours times your rate, plus material, against what you invoiced. Most owners find one customer there that they've been paying to work for.
< I already know which one 😂
`,
    quote: `
> Here's the offer for {company}: {seats} users on {plan}, {monthly} a month or {yearly} a year. Import and training included. Valid until {date}.
< Thanks, I'll take it to the partners on {day}

> As discussed, the figures: {yearly} for the first year. Against that, your own numbers: {pain} cost you about {price} a year. I've been careful with the estimate, the sheet is open for you to change.
< I changed two cells and it still works out. Slightly annoyed we didn't do this sooner

> I can offer {seats} seats for the price of the next smaller pack in year one, {yearly} in total, if you start before {month}. Second year at list price, I'd rather say it now.
< Fair and clear. Could payment be quarterly?
> Yes, no surcharge.

> Two ways: {plan} at {monthly} a month, cancel any time. Or two years at {yearly} a year with the price fixed. With your growth I'd honestly take the first.
< You're a strange salesman. OK the first
`,
    objection: `
# dear
< {yearly} is more than we spend on the vans' coffee, and that's saying something
> Ha. It comes to the price of half an hour per person per month. If it doesn't save that in the first 60 days, you leave and I refund the rest. In writing.
< In writing then. Send it

# competitor
< A competitor of yours quoted a third less
> They're good, especially for one or two vans. Look at two things: contracts cost extra there, and so does each office user. With {seats} people I believe you end up above us, but do check.
< Checked: with contracts they're 200 more. OK

# change
< My people hate new software. The last one died after three weeks
> What killed it? Usually it's typing. With us a job is closed with three taps and a photo, gloves on. Let two of your grumpiest try it for a week, they decide.
< Gave it to Dave. Dave has not complained. This has never happened

# season
< We can't switch now, it's high season
> Agreed, don't. Let's import in the background and have it ready for {month}. You pay nothing until the first real job is in.
< OK that's reasonable

# security
< Our IT won't approve anything without a penetration test report
> I have this year's, shareable under NDA. I'll send the NDA to your IT directly if you give me the address, then you're not in the middle.
< it@ our domain. They'll want the DPA as well

# builtin
< Our accounting package has a calendar, maybe that's enough
> For five jobs a day maybe it is. Try planning last {day} in it, including the two cancellations. If that works, keep it, really.
< Tried. We lasted until half past nine
`,
    ...softwareEnglishClosing,
  },
}
