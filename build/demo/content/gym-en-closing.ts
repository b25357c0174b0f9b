import type { ScriptSource } from '../script.ts'

type Closing = 'booking' | 'won' | 'lost' | 'aftercare' | 'nudge' | 'call'

/** Fitness clubs, English: how sales end, and what comes after. */
export const gymEnglishClosing: Pick<ScriptSource['beats'], Closing> = {
  booking: `
> Come and have a look? I'm at {club} on {day} at {time}, or {day2} at {time2}.
< {day} {time} please. Do I need to bring anything?
> Trainers and a bottle, if you want to try something. See you {day} {date} at {time}.

> Your free session with {advisor}: {day} at {time} suit you?
< Yes. I'm terrified and excited
> That's the right mix. {day} {date}, {time}, ask for {advisor} at the desk.

> There's one place left in {class} on {day} {date}, {time}. Shall I put you in?
< Go on then
> You're in. Be there ten minutes before so the coach can set you up.

> Could we do a quick call about the company rate? {day} {time}?
< Yes, my colleague from HR will join
> Great, {day} {date} at {time}, I've sent both of you an invite.
`,
  won: `
< Just joined in the app! That was easy
> Welcome to {club}{_name}! 🎉 Your key is the code in the app. Your first coach session is free, book it this week while you're brave.

< We've signed for the team, please activate from the {date}
> Done. Everyone gets an email with their code. I'll be at your office at lunch that day to answer questions.
< That's really nice of you, people will like that

< I've paid for the ten sessions. See you {day}
> Brilliant. Wear something you can squat in and eat something an hour before, not more.

> Your membership is active from today. Joining fee was waived as promised.
< Saw that, thank you! First {class} tonight 💪
`,
  lost: `
< Thanks but I've joined the one beside my office, it's just handier
> The best gym is the one you pass on the way home, so good choice. If you move jobs, you know where we are.

< I won't be continuing after the trial. Nice place, just too far for me
> Thank you for telling me, most people just vanish. I've closed the trial, nothing will be charged. All the best!

< Doctor says no training for three months so that's that
> Oh no, get well first. I'll keep the offer for you, just write when you're allowed again.
< Thank you, that's kind

< Hi, please cancel my membership. Moving to {city}
> Cancelled to the end of the month, you have it in writing now. Thanks for two good years and good luck in {city}!
`,
  aftercare: `
# freeze
< Can you freeze me from the {date}? Broke my wrist, cycling, very stupid
> Ouch! Frozen for two months free of charge, we don't bill for plaster. When it's off, see {advisor} before you touch a weight.
< You're all very good

# lost
< I think I left a blue water bottle in the studio yesterday
> There are eleven blue bottles here 😄 Any stickers?
< A faded avocado
> Got it. It's behind the desk with your name on it.

# plan
< I've done the same programme for three months, getting bored
> That's a good sign. Book a programme review, they're free every eight weeks. I'd ask for something with a bar in it.
< Booked for {day}, a bit scared of the bar

# class
< Loved the new {class} on {day}s. Please don't cancel it like the last one
> It's been full twice so it's staying. I'll pass it on to the coach, she'll be delighted.

# charge
< I was charged twice this month, {monthly} on the 1st and again on the 3rd
> You're right, and I'm sorry. The second is refunded now, two to three days depending on the bank. I've also put a free guest pass on your account.
< Got it back, thanks for the quick fix

# milestone
> {hi}, the system says that was your 100th visit! There's a coffee with your name on it at the bar.
< I nearly cried on the treadmill. Thank you!!

# referral
< My flatmate wants to join. Do I still get the free month?
> You do, and so does she. Give her your member number and I'll do the rest.

# change
< Could I switch from {plan} to the one with all clubs?
> From the next month it's {monthly2} more. I can do it now and give you the rest of this month on the house.
< Yes do that please
`,
  nudge: `
> {hi}, the offer without joining fee ends on {date}. I'm not a fan of countdowns either, only so that you know.

> {hi}, did you get in on your day pass? If the door was awkward tell me, it sometimes is before seven.

> Hello again from {club}! There's a beginners' {class} on {day} at {time}. Nobody in it has done it before.

> {hi}, shall I keep your free session open or give it to somebody else?

> No answer is also an answer, so I'll stop here 🙂 If you ever want to {goal}, write to me.

> {hi}, {rep} from {club}. Your coach asked after you. Everything alright?
`,
  call: `
# tour
> Hi, it's {rep} from {club}. You asked for a call about joining.
< Yes, hi. I just wanted to hear a human before I sign anything.
> Very wise. What would you use it for?
< I'd like to {goal}. And I've {injury}, so I'm a bit careful.
> Then I'd have you sit down with {advisor} first. It's free and she'll tell you what to leave out.
< OK. {day} any good?
> {day} at {time}. You're in.

# leaving
< I'm ringing to cancel, really. It's not you, it's the money at the moment.
> I understand. You can cancel today, no problem. Would it help to know there's an off-peak rate for {monthly2}?
< Hm. I work shifts now, so that might do it actually.
> Try it a month. If not, I'll cancel it backdated.
< That's very fair of you.

# corporate
> How many of your people do you think would really come?
< Out of {seats}? Perhaps a third.
> That's what we see. So you'd only pay for those who check in at least once a month.
< Oh. The others wanted a flat fee.
> I know. I'd rather you renewed.
`,
}
