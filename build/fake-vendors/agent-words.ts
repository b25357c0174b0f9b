/** What the agent makes of a customer's message besides answering it, by words of theirs. */
export type Reading = 'opt_out' | 'qualified' | 'insight' | null

const OPT_OUT = /\b(unsubscribe|remove me|leave me alone|stop writing)\b/i
const QUALIFIED = /\b(book|appointment|ready to (?:buy|order|sign)|sign up|deposit)\b/i
const INSIGHT = /\b(too expensive|complain\w*|disappointed|cheaper|competitor)\b/i

/** What the agent understands of a text. It knows English words only. */
export function read(text: string): Reading {
  if (OPT_OUT.test(text)) return 'opt_out'
  if (QUALIFIED.test(text)) return 'qualified'
  return INSIGHT.test(text) ? 'insight' : null
}

const REPLIES: Readonly<Record<string, string>> = {
  en: 'Thank you for your message{name}. I have noted it, and a colleague will be with you shortly. Is there anything else you would like to know?',
  de: 'Vielen Dank für Ihre Nachricht{name}. Ich habe sie notiert, eine Kollegin meldet sich gleich. Möchten Sie noch etwas wissen?',
  es: 'Gracias por su mensaje{name}. Lo he anotado y un compañero le atenderá enseguida. ¿Desea saber algo más?',
  pt: 'Obrigado pela sua mensagem{name}. Já tomei nota e um colega responde em breve. Quer saber mais alguma coisa?',
  fr: 'Merci pour votre message{name}. Je l’ai noté et un collègue vous répond très vite. Souhaitez-vous savoir autre chose ?',
  pl: 'Dziękuję za wiadomość{name}. Zapisałem ją, wkrótce odezwie się ktoś z zespołu. Czy mogę jeszcze w czymś pomóc?',
  ar: 'شكرًا لرسالتك{name}. سجّلتها وسيتواصل معك أحد زملائي قريبًا. هل تودّ معرفة شيء آخر؟',
  hi: 'आपके संदेश के लिए धन्यवाद{name}। मैंने इसे नोट कर लिया है, हमारे साथी जल्द ही आपसे बात करेंगे। क्या आप कुछ और जानना चाहेंगे?',
  ja: 'メッセージをありがとうございます{name}。内容を確認し、まもなく担当者よりご連絡いたします。ほかにご質問はございますか。',
}

/** Languages in which the first name follows a comma. */
const NAMED: ReadonlySet<string> = new Set(['en', 'de', 'es', 'pt', 'fr'])

/** A short answer in the customer's language, English where it is not known. */
export function replyTo(language: string | null, firstName: string | null): string {
  const spoken = language !== null && Object.hasOwn(REPLIES, language) ? language : 'en'
  const name = firstName !== null && NAMED.has(spoken) ? `, ${firstName}` : ''
  return REPLIES[spoken]!.replace('{name}', name)
}
