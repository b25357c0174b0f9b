import type { LanguageCode } from '../script.ts'

/** Sentences that people put before what they came to say, and that we put after it. */
export const ASIDES: Record<LanguageCode, { theirs: readonly string[]; ours: readonly string[] }> = {
  en: {
    theirs: [
      'Sorry for the slow reply, it’s been one of those days.',
      'Hi again, only just saw this.',
      'Thanks for getting back to me so quickly.',
      'Sorry, was driving.',
      'Evening, hope it’s not too late to write.',
      'Just out of a meeting.',
      'Right, I’ve had a think about it.',
      'Me again, sorry!',
      'Read it all on the train this morning.',
      'Quick one while the kids are in the bath.',
    ],
    ours: [
      'Any questions at all, just reply here and it comes straight to me.',
      'You can also ring the office any weekday and ask for me.',
      'No rush from my side, take the time you need.',
      'If it’s easier to talk, tell me when and I’ll ring.',
      'I’ve put it in writing in your file as well, so nobody asks you twice.',
      'Shout if anything looks odd and I’ll go through it with you.',
      'I’ll keep an eye on it and let you know as soon as something moves.',
      'And if your plans change, that’s fine too, just say so.',
      'You’ll have it by e-mail too, in case this thread gets lost.',
      'I’ll check in with you in a couple of days unless you beat me to it.',
    ],
  },
  de: {
    theirs: [
      'Entschuldigung für die späte Antwort, hier war viel los.',
      'Danke für die schnelle Rückmeldung.',
      'Ich noch einmal.',
      'So, wir haben es besprochen.',
    ],
    ours: [
      'Bei Fragen einfach hier antworten, das landet direkt bei mir.',
      'Im Büro erreichen Sie mich an jedem Werktag.',
      'Von meiner Seite eilt es nicht.',
      'Wenn Telefonieren einfacher ist, rufe ich gerne an.',
    ],
  },
  es: {
    theirs: [
      'Perdona que tarde en contestar, llevo un día de locos.',
      'Gracias por responder tan rápido.',
      'Soy yo otra vez.',
      'Acabo de leerlo ahora mismo.',
    ],
    ours: [
      'Cualquier duda me escribes por aquí y te contesto yo.',
      'También puedes llamar a la oficina y preguntar por mí.',
      'Sin prisa por mi parte.',
      'Si prefieres hablarlo, dime cuándo y te llamo.',
    ],
  },
  pt: {
    theirs: [
      'Desculpe a demora, o dia foi complicado.',
      'Obrigado pela resposta rápida.',
      'Sou eu outra vez.',
      'Só agora consegui ler.',
    ],
    ours: [
      'Qualquer dúvida responda por aqui, que chega diretamente a mim.',
      'Também pode ligar para o escritório e perguntar por mim.',
      'Da minha parte não há pressa.',
      'Se preferir falar, diga-me quando e eu ligo.',
    ],
  },
  fr: {
    theirs: [
      'Désolé pour la réponse tardive, grosse journée.',
      'Merci pour votre réponse rapide.',
      'C’est encore moi.',
      'On a pu en parler ce week-end.',
    ],
    ours: [
      'Une question ? Répondez simplement ici, c’est moi qui lis.',
      'Vous pouvez aussi appeler le bureau et demander après moi.',
      'Prenez tout votre temps.',
      'Si vous préférez en parler, je vous appelle volontiers.',
    ],
  },
  pl: {
    theirs: [
      'Przepraszam, że dopiero teraz, byłem w pracy.',
      'Dziękuję za szybką odpowiedź.',
      'To znowu ja.',
      'Już po rozmowie w domu.',
    ],
    ours: [
      'W razie pytań proszę pisać tutaj, trafia to prosto do mnie.',
      'Można też zadzwonić do biura i zapytać o mnie.',
      'Z mojej strony nie ma pośpiechu.',
      'Jeśli wygodniej porozmawiać, chętnie zadzwonię.',
    ],
  },
  ar: {
    theirs: ['أعتذر عن التأخر في الرد.', 'شكراً على سرعة الرد.', 'عدت إليك من جديد.'],
    ours: ['لأي سؤال اكتب هنا وسأرد عليك بنفسي.', 'ويمكنك الاتصال بالمكتب والسؤال عني.', 'خذ وقتك، لا استعجال من جهتي.'],
  },
  hi: {
    theirs: ['देर से जवाब देने के लिए माफ कीजिए।', 'इतनी जल्दी जवाब देने के लिए शुक्रिया।', 'अभी मैसेज देखा।'],
    ours: ['कोई भी सवाल हो तो यहीं लिख दीजिए।', 'आप ऑफिस में फोन करके भी मुझसे बात कर सकते हैं।', 'मेरी तरफ से कोई जल्दी नहीं है।'],
  },
  ja: {
    theirs: ['ご返信が遅くなり申し訳ありません。', '早速のご対応ありがとうございます。', 'たびたび失礼いたします。'],
    ours: [
      'ご不明な点がございましたら、こちらにご返信ください。',
      'お電話でも承っております。',
      'お急ぎでなければ、ごゆっくりご検討ください。',
    ],
  },
}
