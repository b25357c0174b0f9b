import type { LanguageCode } from '../script.ts'

/** What a language says whatever is being sold. `{n}` is a name; the other slots are those of scripts. */
export interface Language {
  locale: string
  greeting: readonly string[]
  /** Greeting of somebody whose name is not known. */
  greetingUnnamed: readonly string[]
  /** A name said in the middle of a sentence. */
  vocative: string
  signOff: readonly string[]
  optOut: readonly string[]
  optOutReply: readonly string[]
  callOpening: readonly string[]
  callClosing: readonly string[]
}

export const LANGUAGE_WORDS: Record<LanguageCode, Language> = {
  en: {
    locale: 'en-GB',
    greeting: ['Hi {n}', 'Hello {n}', 'Hi {n}', 'Hey {n}'],
    greetingUnnamed: ['Hi there', 'Hello'],
    vocative: ', {n}',
    signOff: ['Best regards', 'Kind regards', 'All the best', 'Many thanks'],
    optOut: ['STOP', 'stop', 'Please take me off your list', 'Unsubscribe', 'Stop messaging me', 'STOP ALL'],
    optOutReply: [
      'Done, you will not hear from us again. Reply START if you ever change your mind.',
      'You have been removed from our list. Sorry for the bother.',
    ],
    callOpening: [
      '{org}, {rep} speaking, how are you today?',
      'Hello, this is {rep} from {org}. Is now a good moment?',
      'Hi{_name}, {rep} at {org} here, you asked me to ring.',
    ],
    callClosing: [
      'I’ll put all of that in a message so you have it in writing.',
      'Lovely speaking to you. You have my direct number now.',
      'Thanks for your time, I’ll send a summary straight away.',
    ],
  },
  de: {
    locale: 'de-DE',
    greeting: ['Hallo {n}', 'Guten Tag {n}'],
    greetingUnnamed: ['Hallo', 'Guten Tag'],
    vocative: ', {n}',
    signOff: ['Viele Grüße', 'Freundliche Grüße'],
    optOut: ['STOPP', 'Bitte keine Nachrichten mehr', 'Bitte abmelden'],
    optOutReply: ['Erledigt, Sie hören nichts mehr von uns. Entschuldigen Sie die Störung.'],
    callOpening: [
      '{rep} von {org}, guten Tag. Passt es gerade?',
      '{org}, {rep} am Apparat. Sie hatten um Rückruf gebeten.',
    ],
    callClosing: [
      'Ich schicke Ihnen das gleich noch schriftlich.',
      'Dann noch einen schönen Tag, meine Nummer haben Sie ja.',
    ],
  },
  es: {
    locale: 'es-ES',
    greeting: ['Hola {n}', 'Buenas {n}'],
    greetingUnnamed: ['Hola', 'Buenas'],
    vocative: ', {n}',
    signOff: ['Un saludo', 'Saludos cordiales'],
    optOut: ['BAJA', 'No me escriban más por favor', 'Quiero darme de baja de los mensajes'],
    optOutReply: ['Hecho, no volverás a recibir mensajes nuestros. Disculpa las molestias.'],
    callOpening: ['Hola, soy {rep} de {org}, ¿te pillo bien?', '{org}, le atiende {rep}, dígame.'],
    callClosing: ['Te lo mando todo por escrito ahora mismo.', 'Gracias por tu tiempo, cualquier cosa me llamas.'],
  },
  pt: {
    locale: 'pt-PT',
    greeting: ['Olá {n}', 'Bom dia {n}'],
    greetingUnnamed: ['Olá', 'Bom dia'],
    vocative: ', {n}',
    signOff: ['Com os melhores cumprimentos', 'Obrigada e até breve'],
    optOut: ['PARAR', 'Não quero receber mais mensagens'],
    optOutReply: ['Feito, não receberá mais mensagens nossas. Desculpe o incómodo.'],
    callOpening: ['Bom dia, daqui {rep} da {org}. Pode falar agora?', '{org}, fala {rep}, em que posso ajudar?'],
    callClosing: ['Mando-lhe já tudo por escrito.', 'Obrigada pelo seu tempo, qualquer coisa ligue-me.'],
  },
  fr: {
    locale: 'fr-FR',
    greeting: ['Bonjour {n}', 'Bonjour {n}'],
    greetingUnnamed: ['Bonjour'],
    vocative: ' {n}',
    signOff: ['Bien à vous', 'Cordialement'],
    optOut: ['ARRÊT', 'Merci de ne plus m’écrire', 'Désinscription'],
    optOutReply: ['C’est fait, vous ne recevrez plus de messages. Toutes nos excuses.'],
    callOpening: ['Bonjour, {rep} de {org}, je ne vous dérange pas ?', '{org}, {rep} à l’appareil, bonjour.'],
    callClosing: ['Je vous envoie tout cela par écrit.', 'Merci pour votre temps, bonne journée.'],
  },
  pl: {
    locale: 'pl-PL',
    greeting: ['Dzień dobry', 'Dzień dobry', 'Witam'],
    greetingUnnamed: ['Dzień dobry'],
    vocative: '',
    signOff: ['Pozdrawiam serdecznie', 'Z poważaniem'],
    optOut: ['STOP', 'Proszę nie pisać więcej', 'Proszę usunąć mój numer'],
    optOutReply: ['Zrobione, nie będziemy już pisać. Przepraszamy za kłopot.'],
    callOpening: ['Dzień dobry, {rep} z {org}, czy można teraz rozmawiać?', '{org}, {rep}, słucham.'],
    callClosing: ['Wyślę wszystko na piśmie.', 'Dziękuję za rozmowę i miłego dnia.'],
  },
  ar: {
    locale: 'ar-AE-u-nu-latn',
    greeting: ['مرحباً {n}', 'أهلاً {n}', 'السلام عليكم {n}'],
    greetingUnnamed: ['مرحباً', 'السلام عليكم'],
    vocative: ' يا {n}',
    signOff: ['مع أطيب التحيات', 'مع الشكر'],
    optOut: ['إيقاف', 'أرجو عدم إرسال رسائل أخرى'],
    optOutReply: ['تم، لن تصلك رسائل منا بعد الآن. نعتذر عن الإزعاج.'],
    callOpening: ['السلام عليكم، معك {rep} من {org}. هل الوقت مناسب؟'],
    callClosing: ['سأرسل لك كل شيء كتابياً.', 'شكراً لوقتك، وأنا في الخدمة.'],
  },
  hi: {
    locale: 'hi-IN-u-nu-latn',
    greeting: ['नमस्ते {n} जी', 'हेलो {n} जी'],
    greetingUnnamed: ['नमस्ते'],
    vocative: ' {n} जी',
    signOff: ['धन्यवाद', 'सादर'],
    optOut: ['STOP', 'कृपया मैसेज मत भेजिए'],
    optOutReply: ['हो गया, अब आपको हमारे मैसेज नहीं आएँगे। असुविधा के लिए क्षमा करें।'],
    callOpening: ['नमस्ते, {org} से {rep}। क्या अभी बात हो सकती है?'],
    callClosing: ['मैं सब कुछ लिखकर भेज देती हूँ।', 'समय देने के लिए धन्यवाद।'],
  },
  ja: {
    locale: 'ja-JP',
    greeting: ['{n}様、お世話になっております。'],
    greetingUnnamed: ['お世話になっております。'],
    vocative: '',
    signOff: ['よろしくお願いいたします。'],
    optOut: ['配信停止', '今後の連絡は不要です'],
    optOutReply: ['承知いたしました。今後のご連絡は停止いたします。'],
    callOpening: ['{org}の{rep}でございます。今、お時間よろしいでしょうか。'],
    callClosing: ['内容はメールでもお送りいたします。', 'お時間をいただき、ありがとうございました。'],
  },
}
