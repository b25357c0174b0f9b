/** Believable people and talk, in the scripts and lengths that break layouts. */

export interface Person {
  name: string | null
  company: string | null
  email: string | null
  phone: string | null
  talk: readonly string[]
}

export const PEOPLE: readonly Person[] = [
  {
    name: 'Amelia Thornton',
    company: 'Thornton Interiors',
    email: 'amelia@thornton-interiors.co.uk',
    phone: '+44 7700 900123',
    talk: [
      'Hi! I saw the Kia Sportage on your site. Is it still available?',
      'Great. What would the monthly payment be with £2,000 down over 48 months?',
      'Could I come by on Saturday morning for a test drive? Around 10?',
    ],
  },
  {
    name: 'Jürgen Müller-Lüdenscheidt',
    company: 'Stadtwerke Bad Münstereifel GmbH & Co. KG',
    email: 'j.mueller-luedenscheidt@stadtwerke-bad-muenstereifel.de',
    phone: '+49 151 23456789',
    talk: [
      'Guten Tag, wir interessieren uns für eine 12-kWp-Anlage mit Speicher.',
      'Können Sie uns bitte ein Angebot inklusive Montage und Einspeisevergütung schicken?',
      'Das Dach ist nach Süd-Südwest ausgerichtet, ca. 85 m². Unterlagen: https://stadtwerke.example/dach/plan?nr=48121&blatt=2',
    ],
  },
  {
    name: 'سارة الأحمد',
    company: null,
    email: 'sara.alahmad@example.com',
    phone: '+971 50 123 4567',
    talk: [
      'مرحبا، أريد معرفة أسعار الاشتراك الشهري في النادي.',
      'هل يوجد تدريب شخصي للنساء فقط؟',
      'شكرًا جزيلاً! سأمر غدًا مساءً 🙏',
    ],
  },
  {
    name: 'Lucía Fernández',
    company: null,
    email: null,
    phone: '+34 612 345 678',
    talk: [
      'Hola, buenas tardes 😊 ¿Todavía hacen la prueba gratis de una semana?',
      '¿Y cuánto cuesta el plan familiar para cuatro personas?',
      'Perfecto, ¿me lo puedes reservar a nombre de Lucía?',
    ],
  },
  {
    name: 'Wojciech Brzęczyszczykiewicz',
    company: 'Chrząszczyżewoszyce',
    email: 'wojtek@example.pl',
    phone: '+48 601 234 567',
    talk: ['Dzień dobry, czy oferta na panele jest jeszcze aktualna?', 'Proszę o kontakt po 17:00.'],
  },
  {
    name: '田中 美咲',
    company: '株式会社さくら',
    email: 'misaki@sakura.example.jp',
    phone: '+81 90 1234 5678',
    talk: ['資料を送っていただけますか？', 'ありがとうございます。社内で検討いたします。'],
  },
  {
    name: null,
    company: null,
    email: null,
    phone: '+1 415 555 0132',
    talk: ['hey is this the gym', 'whats the price for students', 'ok cool can i freeze it over summer'],
  },
  {
    name: null,
    company: null,
    email: null,
    phone: null,
    talk: ['Hello?', 'I am looking at the pricing page and have a question about the Team plan'],
  },
  {
    name: 'Priya Raghunathan',
    company: 'Northwind Analytics',
    email: 'priya@northwind.example',
    phone: '+1 206 555 0188',
    talk: [
      'We are 40 seats today and plan to double by summer. Is there a volume discount?',
      'Security asked for your SOC 2 report and a DPA. Can you send both?',
      'Thanks, forwarding to procurement. They will want to talk about payment terms.',
    ],
  },
  {
    name: 'Maximilian Alexander Freiherr von Hohenstein-Waldburg zu Wolfegg',
    company: null,
    email: 'max@example.at',
    phone: null,
    talk: ['Bitte rufen Sie mich zurück.', 'Es eilt ein wenig.'],
  },
  {
    name: '🚗 Dimitri K.',
    company: 'AutoPark',
    email: null,
    phone: '+7 921 123-45-67',
    talk: ['Здравствуйте! Есть ли рассрочка на 36 месяцев?', 'А первый взнос какой?', '👍'],
  },
  {
    name: 'Chloé Dubois',
    company: null,
    email: 'chloe.dubois@example.fr',
    phone: '+33 6 12 34 56 78',
    talk: [
      'Bonjour, le devis que vous m’avez envoyé n’inclut pas la pose, c’est normal ?',
      'D’accord. Et pour les aides de l’État, vous vous en occupez ?',
    ],
  },
]

export const TEAM_NAMES = ['Ana Ruiz', 'Tom Becker', 'Sofia Lindqvist', 'Marcus Oyelaran', 'Grace Kim', 'Peter Novak']

export const REPLIES: readonly string[] = [
  'Hi, thanks for getting in touch! Yes, it is. I can hold it for you until the weekend.',
  'Of course. With £2,000 down over 48 months it comes to £312 a month, all in. I have put the details here: https://offers.leadline.example/q/8H2K',
  'Let me check that with the team and come back to you this afternoon.',
  'Perfect, you are booked. Just ask for me at the desk, or write to sales@leadline.example if anything changes.',
  'No problem at all!',
]

export const STAGES = [
  { name: 'New', color: '#8b93a7' },
  { name: 'Engaged', color: '#4f7df3' },
  { name: 'Qualified', color: '#8a63d2' },
  { name: 'High Intent', color: '#e08a1e' },
  { name: 'Booking Made', color: '#1fa37a' },
]
