import type { ScriptSource } from '../script.ts'
import { carEnglishClosing } from './car-en-closing.ts'

/** Car finance, English: a British broker that compares lenders. */
export const carEnglish: ScriptSource = {
  language: 'en',
  sector: 'car',
  subjects: [
    '{model} on finance – a few questions',
    'Your quote for the {model}',
    'Finance for a {year} {model}',
    'Application documents',
    'Part exchange {old}',
    'PCP or HP for {price}?',
    'Car finance enquiry from {city}',
    'Settlement figure and the {model}',
  ],
  words: {
    old: [
      '2014 Fiesta',
      '2016 Corsa',
      '2015 Golf',
      '2012 Qashqai',
      '2017 Polo',
      '2013 Astra',
      '2018 Picanto',
      '2011 CR-V',
    ],
    job: [
      'warehouse supervisor',
      'staff nurse',
      'delivery driver',
      'teaching assistant',
      'site electrician',
      'care coordinator',
      'bus driver',
      'chef',
      'network technician',
      'barber with my own chair',
    ],
    reason: [
      'the school run',
      'commuting to {city}',
      'work, I do about 60 miles a day',
      'a new baby in the spring',
      'towing the caravan',
      'my daughter passing her test',
    ],
  },
  beats: {
    enquiry: `
< [Hi|Hello|Hiya], is the {year} {model} at {price} still available on finance? I'd be looking at around {term} months.
> {hi}, {rep} here from {org}. Yes, it's still showing as in stock. Before I run anything: do you have a deposit in mind, or nothing down?
< I can put {deposit} down, maybe a bit more if it brings the monthly under {monthly}

< Saw your advert about checking rates without touching your credit score. Is that actually true or is there a catch?
> {hi}, no catch. We do a soft search first, which only you can see. A lender only runs a full check once you say yes to an offer. Were you after a particular car?
< Ideally a {model}, but I'm open. It's mostly for {reason}

< I need a car by the end of the month, mine failed its MOT and it isn't worth fixing. Can you help with bad credit?
> {hi}, sorry to hear that, always at the worst time. Yes, we work with lenders who look at the whole picture. Roughly what would you be comfortable paying a month?
< No more than {monthly} to be honest, and I'd need something reliable like a {model}

< Do you do finance on private sales or only through dealers? I've found a {model} from a guy in {city}
> {hi}, dealers only for most lenders I'm afraid, but two on our panel will fund a private sale if the car is under eight years old and inspected. What year is it?
< It's a {year} with {miles} miles, one owner. He wants {price}

< [Good morning|Good afternoon]. My current PCP on the {old} ends in {month} and I'd like to know my options for a {model} afterwards.
> {hi}, thanks for getting in touch early, that gives you the most choice. Do you know roughly what the settlement figure or balloon is at the moment?
< The balloon is about {deposit} and the dealer says the car is worth a little more than that

< Can I apply jointly with my partner? She has the better score lol
> {hi}, you can. Three of our lenders take joint applications and it often brings the rate down. Are you both at the same address and have you been there three years?
< Yes same address since 2019, both working full time. Looking at something around {price}

# work
< Just filled in the form on your website for {price}. When will I hear something?
> {hi}, I've got it open in front of me now. Everything is there apart from your employment details. Shall I take them here so you don't have to fill in another form?
< Sure. I'm a {job}, permanent, been there just over three years

< Hello, I was refused by a bank last week for {price}. Is it worth trying you or will it just hurt my credit again?
> {hi}, thanks for being straight about it. Our first check is a soft one, so trying us costs you nothing. Did they give a reason for the refusal?
< They said affordability, but I think they counted a loan that I cleared in the summer

< What's the cheapest way to get into an electric car? Looking at the {model} or similar
> {hi}, at the moment PCP with a small deposit beats HP on most electric cars, because the lenders set a decent final value. How many miles a year do you do?
< About 9,000. We can charge at home so I think it makes sense

< hey, a mate of mine ({advisor} sorted him out last year) said you get better deals than the dealer. I was quoted {apr} on a {model}
> {hi}, glad he's happy! {apr} is beatable if your file is reasonable. Could you send me the cash price and the deposit they used, so I compare like with like?
< Cash price {price}, deposit {deposit}, {term} months. He offered free mats, if that counts as a discount 😄
`,
    outreach: `
> {hi}, it's {rep} from {org}. You asked us about a car a while ago and we never got you over the line. Rates have come down since: would you like a fresh figure, no credit check?
< Oh hi. Actually yes, we're looking again. Something like a {model} this time
> Perfect timing then. I'll look at what's around {price} and come back to you today with two or three real examples.

> {hi}, {rep} at {org}. Your agreement on the {old} should be in its last few months. A lot of people have more equity than they think: shall I check what yours is worth?
< Didn't know you could do that. What do you need from me?
> Just the registration and rough mileage. I'll value it against three buyers and tell you what's left after the settlement.

> {hi}, quick one from {rep} at {org}: a lender on our panel has just added offers for people who were turned down before. It takes two minutes and leaves no mark on your file. Worth a look?
< Maybe. Will it show up for other lenders?
> No, only you can see a soft search. If you like the figure we carry on, if not nothing has happened.

> {hi}, {rep} from {org} here. I'm tidying up my list: are you still after the {model}, or did you find something else?
< Still looking, had a few expenses come up so it was on hold
> Totally understand. I'll keep your details open and no pressure from me. Tell me what monthly would feel comfortable now and I'll work backwards from it.

> {hi}, the {year} {model} you liked has been reduced to {price}. With {deposit} down that's about {monthly} over {term} months. Shall I ask them to hold it for you?
< Is it the grey one? If yes, please hold it until the weekend
> The grey one, yes. Held until {day} evening with no commitment.
`,
    qualify: `
# work
> Great. Two quick ones for the lenders: what do you do for work, and how long have you been there?
< I'm a {job}, four years in {month}
> Perfect, that ticks the box with everyone on the panel.

# work
> Are you employed or self-employed at the moment? Both are fine, it only changes which documents they ask for.
< Self-employed, two years of accounts. Last one was a bit better than the first
> Good to know. I'll start with the three lenders who accept two years of SA302s.

# address
> How long have you been at your current address? Lenders like to see three years in total, it can be across two places.
< Eighteen months here in {city}, {postcode}, and five years before that with my parents
> That's absolutely fine, I'll put both down.

# credit
> Is there anything on your credit file you already know of, like a missed payment or an old default? Better I hear it from you than from the lender.
< One default from a phone contract, about four years ago. It's been paid
> Thanks for telling me. Paid and over three years old barely matters with most of them.

# credit
> Do you happen to know your credit score, even roughly?
< [It says “fair” on the app|Clearscore says 640-ish|No idea, never looked]. I've never missed a payment on anything big though
> That's plenty to go on.

# miles
> How many miles would you do in a year? It makes a real difference to the monthly on a PCP.
< Probably 8 to 10 thousand, depends how often we drive to see family
> I'll quote on 10,000 so you've got some slack.

# timing
> When do you need the car on the drive? If it's urgent I'd go for stock cars first.
< [No mad rush|Within two weeks ideally|Before the {date} if possible], the lease car goes back then
> Noted. That gives us enough time to do it properly.

# trade
> Are you planning to part exchange anything, or sell it yourself?
< I've got a {old} with about {miles} on it. Full history, one small scrape on the rear bumper
> Nice. Could you send me the reg and two photos? I'll get three trade values rather than one.
< Sent them to your email just now

# licence
> Last boring question: full UK licence, and is it at your current address?
< Yes full UK, but it still shows the old address. Is that a problem?
> Not a problem, just change it on gov.uk first. It's free and takes five minutes online.

# household
> To work out affordability, roughly what goes out each month on rent or mortgage?
< {rent} rent, bills split with my partner. No other loans except a phone
> Comfortable. You've got more room than you asked for, but I'll stay within what you said.
`,
    question: `
# early
< What happens if I want to pay it off early?
> You can, at any time. You ask for a settlement figure, valid for 28 days, and you save most of the interest you haven't paid yet. Some lenders charge up to two months' interest, I'll show you which don't.
< Good, because I'm expecting a bonus in {month}

# pcphp
< Sorry if it's a silly question but what's the difference between PCP and HP again?
> Not silly at all. HP: you pay the whole car off and it's yours. PCP: lower monthly, and at the end you either pay the balloon, hand it back, or swap. If you like changing cars, PCP. If you want to own it, HP.
< I think HP then, I keep cars until they fall apart 😅

# delivery
< Would they deliver to {city} or do I have to collect?
> They deliver to {postcode} for {fee}, or free if you can wait for the Thursday transporter. You still get 14 days to change your mind either way.
< Thursday is fine for me

# warranty
< How long is the warranty on it?
> The remainder of the manufacturer's, so until {month} next year, plus six months from the dealer. I wouldn't pay for more than that today.

# insurance
< I just checked insurance and it came out at {fee} a month on the {model}, is that normal?
> It's a little high for {city}. Try again with your exact mileage and a named driver, it usually drops by a fifth. And put the car on the drive, not “street”, if that's where it lives.
< Tried it. Down by nearly a quarter, thank you

# history
< Has the {model} ever been in an accident? I don't want any surprises
> Clean: no write-off marker, no finance outstanding, two keys, and {miles} miles backed by the MOT history. I'll send you the full report so you can read it yourself.
< Report came through, looks clean. Thanks

# fees
< Do you charge a fee? How do you make money out of this?
> No fee to you. The lender pays us a commission, which I have to disclose, and it's the same flat amount whichever product you pick. Ask me for the figure any time and I'll tell you.
< Appreciate the honesty

# agreement
< I'm reading the agreement. What is the “option to purchase fee” on page 3?
> It's a £10 charge with the last payment that moves the car into your name. Standard on every HP agreement, I know it looks odd on its own line.

# credit after
< Will having this on my file stop me getting a mortgage next year?
> It counts as a commitment, so they'll take {monthly} off what you can borrow against, but regular payments help your history. If the mortgage is within six months, I'd rather we kept the amount smaller.
< It's more like eighteen months away, so should be alright

# additional driver
< Can my son drive it as well? He's 19
> Yes, finance doesn't care who drives, only that you're the main keeper. The insurer will care a great deal, so get that price first.
`,
    quote: `
> Good news: you're pre-approved. {year} {model}, {price}, {deposit} deposit: {monthly} a month over {term} months at {apr} APR. Total payable and the small print are in the link I've just sent. That's an offer, not an estimate.
< That's better than I thought. Let me read it properly tonight

> I've had three answers back. Best one: {monthly} a month, {term} months, {apr} APR, nothing to pay at the end. Second is {monthly2} but lets you overpay free. Which matters more to you?
< Overpaying free sounds sensible. What would {term} months look like with {deposit} down?
> Already included: that's with {deposit} down. Without it you'd be about £{gap} a month more.

> Here's where we are for the {model}: HP {monthly2} a month, or PCP {monthly} with a final payment of {balloon}. Same car, same lender, {apr} APR on both. Happy to talk it through if it's easier on the phone.
< PCP looks tempting but the final payment scares me a bit

> Done, I pushed the lender a little: {apr} instead of what you were first quoted, so {monthly} a month over {term}. It's guaranteed until {date}.
< Brilliant. What happens next if I say yes?
> You e-sign, the lender pays the dealer, and you collect. Usually 48 hours from signature.

> Not the number I wanted to send you, so I'd rather explain it: with the default on file the best rate today is {apr}, which makes it {monthly} a month. If you can wait three months it should drop a good bit. Your call entirely.
< I appreciate you saying it. I can't wait three months though, so let's look at a cheaper car

> Your {old} came in at {deposit} from the best of three buyers. Taking that off {price}, the {model} works out at {monthly} over {term} months.
< Nice, I was offered £400 less by the garage. Can we go with that?
`,
    objection: `
# dear
< Honestly {monthly} is a bit more than I wanted to pay. Anything we can do?
> Two honest options: stretch it by 12 months (about £{gap} less a month, more interest overall) or drop to the {year2} model, which is nearly the same car. I'd do the second.
< Can you send me a couple of those then? Same colour if possible

# dear
< My bank offered a loan at a lower rate, why would I go with you?
> If the bank's rate is really lower on the same term, take it, I mean that. Check two things first: is it the representative rate or yours, and is it secured? Send me a screenshot and I'll compare it fairly.
< Just looked, it was the representative one. My actual rate was 3% higher. Ok carry on

# think
< I need to speak to my wife before I commit to anything
> Of course, it's a big decision. I'll put everything on one page so you can look at it together, and I'm around until seven tonight if she has questions.
< Thanks{_rep}, she'll have questions 😂

# trust
< Sorry but how do I know this isn't a scam? You're asking for my bank details over a message
> Quite right to ask. Don't send anything here: look us up on the FCA register (search {org}), then use the secure link in the email from our own domain. And you can call the number on our website to check I exist.
< Checked, thanks. Can't be too careful these days

# dealer
< The dealer says they can do {apr2} and hold the car until {day}
> Ask if that includes any product on top, they often add paint protection or GAP to make the rate look good. What's the total amount payable on their sheet?
< You were right, there's £695 of paint protection on it. Unbelievable

# hard
< I don't want any more searches on my file, I've had four this year
> Understood. Nothing so far has left a mark. There's exactly one hard search, with the lender you choose, on the day you sign. I won't let anyone run it before you say so in writing.
< Ok that works

# wait
< I might just wait until the new plates come out in {month}
> Sensible thought. Used prices do dip a little then, usually two or three hundred pounds on this car. The rate you have is only held until {date}, so it may well come out the same.
< Hmm. Fair point, let me sleep on it
`,
    ...carEnglishClosing,
  },
}
