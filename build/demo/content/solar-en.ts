import type { ScriptSource } from '../script.ts'
import { solarEnglishClosing } from './solar-en-closing.ts'

/** Rooftop solar, English: an Irish installer. */
export const solarEnglish: ScriptSource = {
  language: 'en',
  sector: 'solar',
  subjects: [
    'Solar quote for {postcode}',
    'Your {kwp} kWp proposal',
    'Survey at your house',
    'Grant application – what we need',
    'Battery or no battery?',
    'Question about the {roof}',
    'Panels for a house in {city}',
    'Inverter and warranty documents',
  ],
  words: {
    roof: [
      'slate roof',
      'tiled roof',
      'flat roof over the extension',
      'metal roof on the shed',
      'dormer at the back',
      'garage roof',
    ],
    facing: ['south', 'south-west', 'east and west', 'south-east', 'west'],
    load: [
      'an electric car',
      'a heat pump',
      'two teenagers and a tumble dryer',
      'a hot tub, guilty',
      'working from home all week',
      'an air fryer and not much else',
    ],
  },
  beats: {
    enquiry: `
< [Hi|Hello], what would solar cost for a three-bed semi in {city}? Our bill was {bill} last month and I nearly fell off the chair
> {hi}, {rep} from {org}. A typical semi like yours lands around {price} before the grant. Is the roof facing roughly south, and is there much shade on it?
< It's {facing} facing, one tree but it's low

< Do you install in {postcode}? The last company told me I was outside their area
> {hi}, we do, our crew is up that way most weeks. Is it a house or a business? And do you know how many units you use in a year?
< House. About 5,200 units according to the supplier's app

< I read that the grant is being cut in {month}. Is it too late to start?
> {hi}, not too late: what counts is the date of approval, not of the install. We can have the application in within two working days of your survey. Has the house been lived in since before 2021?
< Yes it was built in 1998, we've been here since 2007

< Neighbours across the road got panels from you and they never stop talking about it 😂 what would 12 or so look like on our house?
> {hi}, that's the best advertising there is. If you send me the Eircode I'll draw it up from the satellite picture before we bother you with a visit. Any plans for {load}?
< {postcode}. And funny you ask, we do have {load}

< Can you add a battery to an existing system? We've 10 panels from 2019, another installer who has since closed
> {hi}, usually yes. It depends on the inverter. Could you send me a photo of its label? It's normally in the attic or the utility room.
< Just uploaded two photos. It hums a bit, is that normal?

< Good afternoon. We are a dairy farm outside {city}, looking at about 40 kW on the parlour roof. Do you do farms?
> {hi}, we do, about one in six of our jobs. There's a separate grant for you which is a good deal better. Is the supply single or three phase?
< Three phase. Busiest from five to eight in the morning, so I'm not sure how much sun will do for us

< How long does it take from saying yes to having it on the roof? I've a baby due {date} and no patience 🙃
> {hi}, congratulations! At the moment about five weeks, two of them waiting for paperwork, and a day and a half on site. Would you prefer before or after the baby arrives?
< Before!! Definitely before

< I'd like three quotes before I decide. What do you need from me to give one?
> {hi}, very sensible. Eircode, a photo of the fuse board and last year's usage if you have it. You'll have a fixed price within a day, and no salesman at the kitchen table.
< That last part has sold me already. Sending them now

< Is it worth it on an east/west roof? One crowd told me yes, the other told me not to bother
> {hi}, it's worth it more often than people think: you lose about 15% against south, but you get power at breakfast and at dinner, when you use it. Would you like a proper simulation for your address?
< Yes please. {postcode}, the two long sides
`,
    outreach: `
> {hi}, {rep} from {org}. You had a survey with us last year and decided to wait. Panels are about 12% cheaper since: would it help if I refreshed the figures?
< We were only talking about it on Sunday. Yes, go on
> I'll do it today, with and without a battery, so you can see both side by side.

> {hi}, it's {rep} at {org}. We're installing two doors down from you in {city} on {day}, so the scaffold truck is there anyway. Would you like a quote while we're on the road?
< Is there a discount for that?
> There is, the transport comes off, about {fee}. And you can look at theirs before you decide on yours.

> {hi}, following up on your enquiry from the home show. Do you still want the {kwp} kWp design? It takes me an hour and costs you nothing.
< Sorry, life got in the way. Yes please, same address
> No bother at all, you'll have it by {day}.

> {hi}, {rep} here. Your supplier put prices up again on the 1st. On your usage that moves the payback from {payback} years to just under. Shall I send you the new sheet?
< Please do. And is the night rate thing still a good idea?
> Better than ever with a battery. I'll put it in as a second page.
`,
    qualify: `
# usage
> Do you know your yearly usage in units? It's on page two of the bill, or in the app under “consumption”.
< {usage} units for the last twelve months
> Perfect. So {panels} panels would cover a bit over half of that directly.

# roof
> What condition is the roof in? I'd hate to put panels up and take them down again in five years.
< It's a {roof}, redone about ten years ago, no leaks
> Ideal. There'll be no surprises for the crew.

# orientation
> Which way does the main side of the roof face? A compass app from the garden is good enough.
< {facing}, I just checked. No trees, only next door's chimney
> The chimney won't matter much. I've put it into the model anyway.

# day
> Is anyone at home during the day? It decides whether a battery pays for itself.
< I work from home three days, and the washing machine is always on it seems
> Then you'd use a lot of it live. I'll show the battery as an option and not as a must.

# car
> Any plans for an electric car or a heat pump in the next couple of years? The inverter should be sized for it now.
< Car probably next year. Heat pump no, we just put in a new boiler
> Good, I'll take the slightly bigger inverter and leave a spare way for the charger.

# listing
> Is the house listed or in a conservation area? It's the only case where we'd have to ask the council.
< No, ordinary estate house. Although the residents' committee has opinions about everything
> Ha, they usually want one themselves by the end of the week.

# board
> Could you send a photo of the fuse board with the cover open? Just so the electrician knows what he's coming to.
< Here you go. Ignore the mess under the stairs
> I've seen worse today. Board is fine, no upgrade needed, that saves you about {fee}.

# ownership
> Just to check for the grant: you own the house, and no one has claimed a solar grant at that address before?
< Own it, well, us and the bank. And no, never claimed
> Great, then you qualify for the full amount.
`,
    question: `
# winter
< What do they actually produce in winter? I don't believe the brochures
> You're right not to: December gives about a tenth of June. Over the year {kwp} kWp makes roughly {output} units at your address, and I've put the month by month figures on page three.
< Thanks for the straight answer, that's what I wanted to see

# export
< How much do I get for what I send back to the grid?
> Between 18 and 24 cent a unit depending on the supplier, tax free up to a limit that you won't reach. They pay it as a credit on your bill every two months.
< Better than the bank then 😄

# outage
< Will it work when the power goes? We lose it a few times every winter
> Not by itself, it has to switch off for the safety of the line crew. With a battery and a changeover switch you'd keep the lights, fridge and broadband. That's {fee} extra.
< Put that in the quote please

# cleaning
< Do they need cleaning? The seagulls here are unreal
> Rain does most of it. Near the coast, hose them once in spring. We put mesh around the edge so nothing nests underneath.

# warranty
< What's the guarantee and who do I ring if you go out of business?
> 25 years on the panels, 10 on inverter and workmanship. The first two are with the manufacturers and the last is insured, so you don't depend on us being here. Though we plan to be.

# roofdamage
< Do you drill through the slates? The {roof} is my main worry
> On slate we use a hook that sits under the slate above, with lead flashing. On tiles the hook goes between. Nothing you can see is drilled. I'll send a photo of a job from last week.
< Photo looks very neat

# brand
< Which panels do you use? Someone told me to insist on the all black ones
> All black as standard, 440 W. They look better and cost us the same. The brand is on the quote, along with two others you can choose from.

# size
< Why {panels} panels and not more? There's space for another row
> Because after {panels} you'd mostly be exporting. The next four take eleven years to pay back instead of {payback}. If a car is coming, that changes and I'd add them.
< The car is coming. Add them and show me both?
`,
    quote: `
> Your proposal is ready: {panels} panels, {kwp} kWp, {price} fitted. The grant takes {grant} off, so {net} in your hand. It saves about {saving} a year at today's rates, which is {payback} years.
< That's lower than I feared. Does it include the scaffolding?
> Everything: scaffold, electrician, grid paperwork, and the app set up before we leave.

> Two versions for you. Without battery: {net} after grant. With a 10 kWh battery: {price2}, and you'd buy about 80% less from the grid. Most people in your position take the first and leave room for the second.
< Can the battery be added next year for the same price?
> Roughly, batteries tend to get cheaper. You'd only pay a second visit, about {fee}.

> Fixed price as promised: {net} after the grant, valid until {date}. {deposit} when you book, the rest when it's switched on and you've seen it working. Not before.
< I like that. Last crowd wanted half up front

> I ran the numbers for your {roof}: {panels} panels give {output} units a year. At your usage that brings a bill of {bill} down to about {bill2} on average. The full sheet is in your inbox.
< Read it twice. What's the assumption on price increases?
> 2% a year, on purpose. Some use 7% and it makes any roof look like a gold mine.

> Because the north side isn't worth it I left it off. That makes it smaller, {kwp} kWp, but it pays back in {payback} years instead of eleven. {net} all in.
< Finally someone who takes panels off a quote instead of adding
`,
    objection: `
# dear
< It's a lot of money to hand over at once
> It is. Two ways round it: the green loan at the credit union is about 6.5%, so the payment is close to what you save. Or start with {panels} panels and leave the battery. What would you be comfortable with per month?
< Around {monthly} would be grand

# cheaper
< I have another quote that's {fee} cheaper for the same thing
> Happy to be compared. Check three lines: inverter brand, whether scaffolding is in, and who pays if the grid operator asks for an export limit. Send it over with the price covered if you like and I'll tell you honestly.
< You were right, no scaffolding in theirs. And a string inverter

# technology
< I keep hearing that panels will be twice as good in a few years, so maybe we should hold off
> They get about 1% better a year now, the big jumps are behind us. Waiting costs you {saving} a year, so a new generation would have to be a miracle to catch up.
< OK when you put it like that

# moving
< We might sell the house in five years. Would we get the money back?
> In part: it lifts the energy rating, usually by a band, and buyers do ask for it now. I wouldn't count on the whole amount. If you were sure to sell in two years I'd tell you to leave it.
< Not two. Five at the earliest, probably never knowing us

# looks
< My husband thinks they're ugly. That's the only thing standing between you and a deal 😅
> Fair enough, he's the one mowing the lawn under them. All black, no silver frame, and on the back roof you'd only see them from the garden. I'll send a mock-up on your own house.
< OK the picture helped. He said “fine”. That's a yes in this house

# trust
< My mother paid a deposit to a company that vanished. How do I know you won't?
> I'm sorry that happened to her. Your deposit with us is protected by a scheme that pays out if we don't install, the certificate comes with the invoice. And I can give you three customers in {city} to ring.
< I'd take those three numbers

# timing
< [Honestly it's just not a good time|We're in the middle of the kitchen], can this wait until after Christmas?
> It can. I'd only do the grant application now, because it's valid for eight months and costs nothing. Then you pick a week when the dust has settled.
< Do that so. Thanks
`,
    ...solarEnglishClosing,
  },
}
