import type { ScriptSource } from '../script.ts'
import { gymEnglishClosing } from './gym-en-closing.ts'

/** Fitness clubs, English. */
export const gymEnglish: ScriptSource = {
  language: 'en',
  sector: 'gym',
  subjects: [
    'Your free week at {club}',
    'Membership options',
    'Personal training enquiry',
    'Freeze request until {month}',
    'Corporate membership for our team',
    '{class} timetable',
    'Questions before joining {club}',
  ],
  words: {
    plan: ['Off-Peak', 'Classic', 'All Clubs', 'Flex Monthly', 'Student', 'Couples'],
    class: ['spin', 'reformer Pilates', 'HIIT', 'yoga', 'strength basics', 'aqua aerobics', 'boxing', 'mobility'],
    goal: [
      'lose the lockdown weight',
      'run a 10k in {month}',
      'get strong enough to carry my toddler',
      'sort out my back',
      'feel better before the wedding',
      'get back into it after an operation',
      'do one proper pull-up',
    ],
    injury: ['a dodgy knee', 'an old shoulder injury', 'lower back trouble', 'asthma', 'a healed ankle fracture'],
  },
  beats: {
    enquiry: `
< [Hi|Hey|Hello], how much is a membership at {club}? Couldn't find it on the website
> {hi}, {rep} from {org}. {plan} is {monthly} a month, no contract, gym and classes included. Is there something in particular you'd use most?
< Mostly {class} and the sauna let's be honest 😂

< Is the free trial week still on? Friend of mine is a member and keeps dragging me
> {hi}, it is! Seven days, everything included, no card details. Which club is nearest to you?
< {club}. Could I start on {day}?

< I haven't been in a gym in about six years and I'm a bit nervous tbh. Do you have something for complete beginners?
> {hi}, you'd be surprised how many write exactly that. Yes: three sessions with a coach are included, and the first is just a chat and a walk round. What would you like to get out of it?
< I'd like to {goal}. That's it really

< do you have a student price? and is {class} extra
> {hi}, student is {monthly2} with a valid card, classes included, only the reformer is extra. Are you at the university or on a language course?
< Masters, until {month}. So a year contract is no good to me

< Hi, HR at a company of about {seats} people near {club}. Do you do corporate rates?
> {hi}, we do: from 20 people it's 15% off, from 50 it's 25%, and people can be added or removed monthly. Would the company pay all of it or a part?
< Part, we'd put in {fee} a head and they pay the rest

< What are your quietest hours? I hate waiting for a rack
> {hi}, honestly: before 7, between 10 and noon, and after 20:30. Mondays are the worst. We've eight racks at {club}, so it's rarely more than five minutes. What do you train?
< Powerlifting, so I hog one for an hour and feel guilty

< Looking for a PT for my dad, 68, {injury}. Someone patient
> {hi}, that's a lovely thing to organise. I'm thinking of {advisor}, who used to be a physio. Has he been cleared by his doctor to train?
< Yes, the doctor is the one who told him to start

< Can I bring my kids? There's no point joining if I can't
> {hi}, there's a crèche at {club} from 9 to 1, {fee} an hour, and swimming lessons on Saturdays. How old are they?
< 2 and 5. The small one bites but we're working on it 🙈
`,
    outreach: `
> {hi}, {rep} at {club}. You toured the club with us and then life happened, as it does. The joining fee is off until {date}: still interested?
< Actually yes. New year, new me, in whatever month this is
> Any month counts. Shall I set you up with a free session first so you can see if you like the coach?

> {hi}, it's been a while since we've seen you at {club}! Everything alright? If the classes stopped fitting your week I'd like to fix that.
< New job, I get out at 7 now so I miss everything
> We've added a {class} at 19:30 on {day}s, partly for that reason. First one is on me.

> {hi}, your trial week ended yesterday. What did you think, honestly? It helps us even if it's a no.
< Loved the {class}, showers were cold though
> Thank you, the boiler was fixed this morning, I checked myself. If you join by {day} the first month is half price.

> {hi}, we're opening a new studio at {club} on {date} with {class} every evening. As a former member you can book before anyone else. Want a place?
< Ooh yes. Is it included or extra?
> Included for the first month, so you can find out if it's for you.
`,
    qualify: `
# goal
> What's the main thing you'd like to change? It helps me point you to the right coach instead of the loudest one.
< I want to {goal}
> Good, that's concrete. Twice a week is enough for that if you keep it up.

# often
> How often could you realistically come? Not the ideal week, the normal one.
< [Twice, maybe three times|Tuesday and Thursday before work|Weekends, plus one evening if I'm lucky]
> Then {plan} is enough, don't let anyone sell you more.

# injury
> Anything we should know about, injuries or medication? Only the coach sees it.
< {injury}, nothing dramatic. I just avoid jumping
> Thanks. I'll note it, they'll give you alternatives without making a thing of it.

# club
> Would you use only {club}, or also one near work?
< Just the one I think. Work is full of people I don't want to see in shorts
> Ha, understood. Single club saves you {fee} a month as well.

# past
> Have you been a member somewhere before? What made you stop?
< A big chain. Nobody ever said hello and cancelling took three letters
> Here it's a button in the app. And we do say hello, even at six in the morning.

# time
> Mornings or evenings? I'd like to show you the club when it looks like it will when you come.
< Evenings, after six
> Then come and see it on a {day}, that's our average evening.
`,
    question: `
# cancel
< How do I cancel if it's not for me?
> In the app, up to the last day of the month. No letter, no phone call, no sad face. The {plan} runs monthly from the start.
< That alone puts you ahead of the others

# freeze
< Can I freeze it? I'm away for work most of {month}
> Up to three months a year, {fee} a month to keep your rate. Just pick the dates in the app before the 25th.

# parking
< Is there parking at {club}?
> Two hours free underneath, just enter your plate at reception. From five o'clock it gets tight, the bike racks never do.

# pool
< How long is the pool and is it ever just for adults?
> 20 metres, four lanes. Adults only before 8:30 and after 19:00, and Sunday afternoon is the noisy one.
< Noted, avoid Sunday 😄

# pt
< What does a personal trainer cost?
> {session} a session, or ten for the price of eight. They write you a plan that works without them, which I think is the point.
< How long before I'd see something?
> Strength in four weeks, the mirror after about ten. Anybody who says faster is selling something.

# waiting
< Every time I look at {class} it's full. What's the trick?
> Booking opens at noon seven days ahead, and a third of the waiting list gets in because people drop out the evening before. Turn on the notification and you'll be fine.

# guest
< Can I bring a friend sometimes?
> Twice a month on {plan}, free. Just register them at the desk with a photo ID the first time.

# towels
< Are towels included? Small thing but I cycle in
> On {plan} yes. And there's a drying cupboard for the wet cycling gear by the lockers, hardly anyone knows.
< OK that's a nicer perk than the sauna
`,
    quote: `
> So for you: {plan} at {monthly} a month, everything at {club} included, joining fee {joining} but it's waived until {date}. Cancel monthly. I'd start there and add the trainer only if you get stuck.
< Good, that's less than I pay now for a place I don't go to

> For two of you at the same address it's {monthly2} each instead of {monthly}, and the second joining fee is free. I can hold that until {date}.
< Let me show my other half, she's the one who needs convincing

> I worked it out for your team of {seats}: {price} a year, with a monthly list of who joined and who left. Three coached sessions a week at {club} are in there.
< That fits the budget. Can finance get an invoice per quarter?
> Quarterly is fine. I'll put it in the offer.

> Ten sessions with {advisor} come to {price2}, or {monthly} a month if you spread it. First one is an assessment so you don't pay to be told to stretch.
< OK. Is the first one refundable if we don't click?
> Yes, or you swap to another coach. No hard feelings on either side.
`,
    objection: `
# dear
< The budget gym round the corner is half the price
> It is, and if you only need machines it's a good deal. The difference here is the classes, the pool and that somebody knows your name. Try both in the same week, I mean it.
< Did both. The other one smelled like regret. Where do I sign

# dear
< {monthly} is a lot on one salary, is there anything cheaper?
> Off-Peak is {monthly2}: weekdays until four and all weekend. Same classes. If your shifts allow it, that's the clever one.
< I'm a nurse so that would suit me most weeks

# time
< I don't know if I'd have the time to be honest
> Then let's not start with a year. Come for two weeks, two times forty minutes, and see if the week bends around it. If not, you've lost nothing.
< OK two weeks. Hold me to it

# embarrassed
< Everyone in there is so fit, I'd feel like a fish out of water
> Come at eleven on a {day}: half are over fifty and nobody looks at anybody. I'll be on the floor and show you the three machines worth knowing.
< That actually sounds doable

# contract
< I got burned by a 12 month contract before. What's the small print?
> There's one page: monthly, price fixed for two years, freeze three months, cancel in the app. I'll send you the page before you give us any details.
< Read it. It's suspiciously normal

# think
< I'll think about it
> Of course. If it's the price, the distance or the fear of leg day, tell me which and I'll be honest about whether we can help 🙂
< Leg day 😂 and a bit the distance
`,
    ...gymEnglishClosing,
  },
}
