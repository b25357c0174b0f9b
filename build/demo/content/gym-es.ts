import type { ScriptSource } from '../script.ts'

/** Fitness clubs, Spanish. */
export const gymSpanish: ScriptSource = {
  language: 'es',
  sector: 'gym',
  subjects: [
    'Tu semana gratis en {club}',
    'Tarifas y horarios',
    'Entrenamiento personal',
    'Congelar la cuota en {month}',
  ],
  words: {
    class: ['yoga', 'spinning', 'pilates', 'boxeo', 'natación'],
    goal: [
      'perder unos kilos',
      'dejar de tener dolor de espalda',
      'correr 10 km en {month}',
      'coger fuerza después de la operación',
    ],
    plan: ['Classic', 'Off-Peak', 'All Clubs', 'Flex Monthly'],
  },
  beats: {
    enquiry: `
< [Hola|Buenas], ¿cuánto cuesta apuntarse en {club}? Acabo de mudarme y estoy un poco perdido con los precios
> {hi}, soy {rep} de {org}. {plan} son {monthly} al mes, sin permanencia y con clases incluidas. ¿Qué te gustaría hacer?
< Sobre todo {class}, y quitarme el dolor de espalda

< ¿Hay clases de {class} por la mañana temprano? Entro a trabajar a las nueve
> {hi}, a las 7:15 lunes, miércoles y viernes. Acaba a las ocho y hay desayuno en la barra. ¿Quieres probar una gratis?
< Sí, la del miércoles me va genial

< Hola, hace mil años que no hago nada y me da un poco de vergüenza empezar 🙈
> {hi}, lo oímos cada día, de verdad. Tienes tres sesiones con entrenador incluidas y nadie mira a nadie. ¿Qué te gustaría conseguir?
< {goal}. Con eso ya sería feliz

< ¿Hacéis precio para dos? Somos pareja y vivimos juntos
> {hi}, sí: {monthly2} cada uno en vez de {monthly}, y solo una matrícula. ¿En qué club?
< En {club}, el del tranvía
`,
    outreach: `
> {hi}, soy {rep} de {club}. Hace tiempo que no te vemos, ¿todo bien? Si te cambió el horario, igual puedo ayudarte.
< Es el trabajo nuevo, salgo a las siete y no llego a nada
> Hay {class} a las 19:30 desde este mes. La primera te la regalo.

> {hi}, tu semana de prueba terminó ayer. ¿Qué te pareció, sinceramente?
< Me encantó el ambiente. Las duchas, frías 😅
> Gracias por decirlo, ya están arregladas. Si te apuntas antes del {date}, el primer mes va a mitad de precio.
`,
    qualify: `
# goal
> ¿Qué es lo que más te gustaría cambiar? Así te recomiendo al entrenador adecuado.
< Quiero {goal}
> Con dos días por semana vas sobrado si eres constante.

# injury
> ¿Alguna lesión que deba saber el entrenador?
< La rodilla, de jugar al fútbol. Nada grave
> Lo apunto y te dan alternativas sin hacer ruido.
`,
    question: `
# cancel
< ¿Cómo me doy de baja si no me gusta?
> Desde la app, hasta el último día del mes. Sin llamadas ni cartas.
< Así da gusto

# freeze
< Me voy a mi país todo {month}, ¿puedo parar la cuota?
> Sí, hasta tres meses al año por {fee} al mes. Eliges las fechas en la app antes del día 25.

# parking
< ¿Hay parking en {club}?
> Dos horas gratis abajo. A partir de las cinco se llena, las bicis nunca.
`,
    quote: `
> Para ti lo dejaría así: {plan}, {monthly} al mes, sin matrícula hasta el {date}. El entrenador, solo si te atascas.
< Es menos de lo que pago ahora por un sitio al que no voy

> Diez sesiones con {advisor} son {price2}, y la primera es una valoración que no pagas si no te convence.
< ¿Se puede pagar en dos veces?
> Claro, sin recargo.
`,
    objection: `
# dear
< El gimnasio barato de la esquina cuesta la mitad
> Y si solo quieres máquinas es buena opción. Aquí pagas las clases, la piscina y que alguien sepa tu nombre. Prueba los dos la misma semana.
< Probé los dos. Me quedo aquí

# time
< No sé si voy a tener tiempo, la verdad
> Empecemos por dos semanas, dos días de cuarenta minutos. Si no encaja, no has perdido nada.
< Vale, dos semanas. Vigílame 😄
`,
    booking: `
> ¿Te vienes a verlo? El {day} a las {time} estoy yo en recepción.
< El {day} perfecto, ¿llevo algo?
> Zapatillas y una botella de agua. Nos vemos el {day} {date} a las {time}.

> Queda una plaza en {class} el {day} {date} a las {time}. ¿Te apunto?
< ¡Sí! Antes de que me arrepienta
> Apuntado. Ven diez minutos antes.
`,
    won: `
< Ya me he apuntado en la app, facilísimo
> ¡Bienvenido a {club}! Tu llave es el código de la app. Reserva la primera sesión esta semana, que es gratis.

< Pagadas las diez sesiones, nos vemos el {day}
> ¡Genial! Come algo una hora antes y trae ganas.
`,
    lost: `
< Gracias, pero me he apuntado a uno al lado de la oficina
> El mejor gimnasio es el que te pilla de camino. ¡Mucha suerte!

< No voy a seguir después de la prueba, me queda lejos
> Gracias por avisar. Lo dejo cerrado y no se te cobra nada.
`,
    aftercare: `
# charge
< Este mes me han cobrado dos veces, {monthly} el día 1 y otra vez el 3
> Tienes razón, perdona. Ya está devuelto, tarda dos días según el banco. Y te he puesto un pase de invitado.
< Recibido, gracias por la rapidez

# class
< La clase nueva de {class} es buenísima, no la quitéis por favor
> Se queda, lleva dos semanas llena. Se lo digo a la profesora, que le hará ilusión.
`,
    nudge: `
> {hi}, la matrícula gratis termina el {date}. Te lo digo solo para que lo sepas.

> {hi}, ¿pudiste entrar con el pase de día? Antes de las siete la puerta a veces se resiste.

> ¿Te guardo la sesión gratuita o se la doy a otra persona? Lo que tú prefieras 🙂
`,
    call: `
# tour
> Hola, soy {rep} de {club}. Pediste que te llamáramos.
< Sí, quería hablar con una persona antes de apuntarme.
> Haces bien. ¿Qué te gustaría conseguir?
< Pues {goal}, pero con cuidado, que vengo de una lesión.
> Entonces primero una sesión con {advisor}, es gratis. ¿El {day} a las {time}?
< Perfecto, allí estaré.
`,
  },
}
