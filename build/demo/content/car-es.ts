import type { ScriptSource } from '../script.ts'

/** Car finance, Spanish. */
export const carSpanish: ScriptSource = {
  language: 'es',
  sector: 'car',
  subjects: [
    'Financiación {model}',
    'Tu presupuesto para el {model}',
    'Documentos para la solicitud',
    'Entrega de mi coche actual',
    'Dudas sobre las cuotas',
  ],
  words: {
    job: ['enfermera', 'camarero', 'repartidor', 'administrativa', 'técnico de mantenimiento', 'profesora'],
    old: ['Seat Ibiza de 2014', 'Renault Mégane de 2013', 'Fiat 500 de 2016', 'Opel Astra de 2012'],
  },
  beats: {
    enquiry: `
< [Hola|Buenas|Buenos días], ¿sigue disponible el {model} de {year}? Lo quería financiar, más o menos a {term} meses
> {hi}, soy {rep} de {org}. Sí, sigue disponible. ¿Darías algo de entrada o prefieres financiarlo entero?
< Puedo dar {deposit} ahora y el resto en cuotas

# work
< Hola, llevo dos años trabajando en {city} y ningún banco me da nada porque casi no tengo historial. ¿Vosotros podéis?
> {hi}, es muy habitual. Trabajamos con dos entidades que miran los ingresos y no solo el historial. ¿Tienes contrato fijo?
< Sí, fijo desde {month}, trabajo de {job}

< Vi el anuncio. ¿De verdad no afecta a mi puntuación mirar cuánto me dan?
> {hi}, de verdad: la primera consulta solo la ves tú. La de la entidad se hace cuando aceptas. ¿Qué coche tienes en mente?
< Un {model} o algo parecido, que quepa la silla del niño

< Buenas tardes, quiero cambiar el {old} por algo más nuevo. ¿Me lo recogéis vosotros?
> {hi}, claro. Mándame matrícula y kilómetros y te consigo tres tasaciones. ¿Queda algo por pagar?
< No, está pagado. Tiene un golpecito en la puerta, nada grave
`,
    outreach: `
> {hi}, soy {rep} de {org}. Hace unos meses miramos un coche y al final no salió. Han bajado los tipos: ¿quieres que te calcule la cuota otra vez, sin compromiso?
< Pues sí, justo lo estábamos hablando en casa
> Genial. Te mando hoy dos o tres ejemplos reales.

> {hi}, el {model} que te gustaba ha bajado a {price}. Con {deposit} de entrada se queda en {monthly} al mes. ¿Te lo reservo hasta el {day}?
< Sí por favor, el {day} lo puedo ir a ver
> Hecho, reservado a tu nombre.
`,
    qualify: `
# work
> Para la entidad: ¿a qué te dedicas y cuánto llevas en la empresa?
< Trabajo de {job}, tres años ya
> Perfecto, con eso entran todas.

# address
> ¿Cuánto tiempo llevas en tu dirección actual? Piden tres años, aunque sean en dos casas.
< Año y medio aquí en {city} y antes cuatro años con mi hermana
> Sirve, pongo las dos.

# miles
> ¿Cuántas millas haces al año, más o menos? Cambia bastante la cuota.
< Unas ocho mil, solo trabajo y fines de semana
> Calculo con diez mil y así vas con margen.
`,
    question: `
# early
< ¿Y si quiero pagarlo antes de tiempo?
> Puedes cuando quieras. Pides la cifra de cancelación y te ahorras casi todos los intereses que faltan.
< Perfecto, porque en {month} cobro un dinero

# fees
< ¿Vosotros cobráis algo? ¿Dónde está el truco?
> A ti nada. Nos paga la entidad una comisión fija, y si me preguntas te digo cuánto es.
< Gracias por la sinceridad

# delivery
< ¿Lo traen a {city} o hay que ir a buscarlo?
> Lo llevan a domicilio por {fee}, o gratis si esperas al camión del jueves. Tienes 14 días para cambiar de idea.
< Espero al jueves entonces

# pcphp
< Perdona, ¿qué diferencia hay entre PCP y HP?
> Con HP lo pagas entero y es tuyo. Con PCP pagas menos al mes y al final decides: te lo quedas, lo devuelves o lo cambias.
< Prefiero que sea mío, gracias por explicarlo
`,
    quote: `
> ¡Buenas noticias! Aprobado: {model} de {year}, {price}, {deposit} de entrada, {monthly} al mes durante {term} meses, TAE {apr}. Te he enviado el desglose completo.
< Mejor de lo que pensaba. Lo leo esta noche con calma

> Tengo dos ofertas: {monthly} al mes, o {monthly2} si quieres poder adelantar pagos sin coste. ¿Qué te importa más?
< Adelantar pagos, seguro que lo uso
> Buena elección. Te la preparo para firmar.
`,
    objection: `
# dear
< {monthly} se me va un poco de presupuesto, la verdad
> Te entiendo. Dos opciones: doce meses más, o el modelo de {year2}, que es casi el mismo coche. Yo haría lo segundo.
< ¿Me enseñas alguno de {year2}? Si es blanco, mejor

# trust
< Perdona la desconfianza, ¿cómo sé que esto no es una estafa?
> Haces bien en preguntar. Búscanos en el registro de la FCA por {org} y llama al número de la web. Los documentos, solo por el enlace seguro.
< Ya lo miré, todo en orden. Gracias

# think
< Tengo que hablarlo con mi pareja antes de decidir
> Claro que sí. Te lo pongo en una sola hoja para que lo veáis juntos.
< Vale, te digo algo el {day}
`,
    booking: `
> ¿Lo cerramos por teléfono en diez minutos? Puedo el {day} a las {time} o el {day2} a las {time2}.
< El {day} a las {time} salgo de trabajar, perfecto
> Apuntado: {day} {date} a las {time}. Ten a mano el carné y la última nómina.

> Te han guardado la prueba del coche para el {day} {date} a las {time}. ¿Te viene bien?
< Sí, voy con mi padre que entiende de motores
> Estupendo, os esperan a los dos.
`,
    won: `
< ¡Firmado! ¿Tengo que hacer algo más?
> Nada más, ¡enhorabuena{_name}! 🎉 El concesionario te escribe con el día de entrega. El primer pago es el {date}.
< Mil gracias por la paciencia

< Ya tengo el {model}, va de maravilla. Gracias por todo
> ¡Qué alegría! Disfrútalo mucho. Guarda la carta de bienvenida, lleva el número de contrato.
`,
    lost: `
< Hola, al final me vende el coche un primo, así que no lo necesito. Gracias igualmente
> ¡Gracias por avisar! Lo cierro todo y no queda nada en tu historial. Aquí estamos si algún día hace falta.

< De momento lo dejo, se me ha complicado el mes
> Sin problema, cuídate. Guardo tus datos por si quieres retomarlo más adelante.
< Gracias, sois muy amables
`,
    aftercare: `
# payday
< ¿Puedo cambiar el día de la cuota al 28? Cobro el 26
> Sí, desde la aplicación de la entidad, en el apartado de fecha de pago. Si falta menos de cinco días, hazlo después del próximo cargo.
< Ya está, gracias

# referral
< Mi cuñada también quiere coche 😂 ¿le paso tu número?
> ¡Por favor! Que diga tu nombre y hay un vale para cada una.
`,
    nudge: `
> {hi}, ¿te llegaron los números del {model}? Si algo no encaja, cambiamos la entrada o el plazo.

> {hi}, la oferta de {monthly} al mes está guardada hasta el {date}. Si necesitas más tiempo, me dices y la alargo.

> Solo me falta la nómina para enviarlo. Con una foto vale, que se vean las cuatro esquinas.
`,
    call: `
# figures
> Entonces con {deposit} de entrada el {model} sale a {monthly} al mes.
< ¿Y eso es fijo? ¿No me lo suben luego?
> Fijo los {term} meses, está en el contrato.
< Vale. Es lo primero que entiendo de todo esto.
> Pues ya tienes lo más difícil hecho.
`,
  },
}
