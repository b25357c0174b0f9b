import type { ScriptSource } from '../script.ts'

/** Car finance, Portuguese. */
export const carPortuguese: ScriptSource = {
  language: 'pt',
  sector: 'car',
  subjects: ['Financiamento {model}', 'A sua proposta para o {model}', 'Documentos em falta', 'Retoma do meu carro'],
  words: {
    job: ['cozinheiro', 'auxiliar de saúde', 'motorista', 'rececionista', 'pintor da construção'],
    old: ['Opel Corsa de 2013', 'Peugeot 206 de 2010', 'VW Polo de 2015', 'Renault Clio de 2012'],
  },
  beats: {
    enquiry: `
< [Olá|Boa tarde|Bom dia], o {model} de {year} ainda está disponível? Queria saber quanto ficava por mês
> {hi}, daqui {rep} da {org}. Ainda está, sim. Pensa dar alguma entrada ou financiar tudo?
< Posso dar {deposit} de entrada, talvez um pouco mais

# work
< Olá, uma amiga disse-me que falam português 🙂 Estou em {city} há três anos e precisava de um carro para o trabalho
> {hi}, falamos pois! Conte-me: trabalha por conta de outrem ou por conta própria?
< Por conta de outrem, sou {job}. Contrato sem termo desde {month}

< Fui recusado no banco na semana passada. Vale a pena tentar convosco?
> {hi}, vale, porque a nossa primeira consulta não fica registada para ninguém. Disseram-lhe o motivo?
< Disseram que tinha pouco histórico cá. Nunca falhei um pagamento

< Aceitam o meu {old} à troca? Tem inspeção até {month}
> {hi}, claro que sim. Mande-me a matrícula e os quilómetros e peço três avaliações.
< Já enviei fotografias por email
`,
    outreach: `
> {hi}, daqui {rep} da {org}. Há uns meses esteve a ver um carro connosco. As taxas baixaram entretanto: quer que faça as contas outra vez, sem compromisso?
< Quero sim, o meu já está a dar problemas outra vez
> Combinado, ainda hoje lhe mando dois ou três exemplos.

> {hi}, o {model} de que gostou desceu para {price}. Com {deposit} de entrada fica em {monthly} por mês. Peço para o guardarem?
< Por favor! Consigo ir vê-lo na {day}
> Está guardado até lá, sem compromisso.
`,
    qualify: `
# work
> Só duas perguntas para a financeira: qual é a profissão e há quanto tempo está na empresa?
< Sou {job}, há quatro anos na mesma casa
> Perfeito, assim servem todas.

# address
> Há quanto tempo vive na morada atual? Pedem três anos, podem ser duas moradas.
< Aqui em {city} há dois anos, antes estive em Londres
> Muito bem, ponho as duas.

# timing
> Para quando precisa do carro? Se for urgente, começo pelos que estão em stock.
< Até dia {date}, se for possível. O meu está a morrer
> É possível. Vou já tratar disso.
`,
    question: `
# early
< Posso pagar tudo antes do prazo?
> Pode, quando quiser. Pede o valor de liquidação e poupa quase todos os juros que faltam.
< Boa, em {month} recebo o subsídio

# fees
< E vocês, quanto cobram?
> A si, nada. A financeira paga-nos uma comissão fixa e, se perguntar, digo-lhe quanto é.
< Obrigado pela clareza

# delivery
< Entregam em {city} ou tenho de ir buscar?
> Entregam em casa por {fee}, ou grátis se esperar pela quinta-feira. Tem 14 dias para desistir.
< Espero então
`,
    quote: `
> Boas notícias: aprovado! {model} de {year}, {price}, entrada de {deposit}, {monthly} por mês durante {term} meses, TAEG {apr}. Mandei-lhe tudo discriminado.
< Melhor do que eu esperava. Vou ler com calma logo à noite

> Tenho duas propostas: {monthly} por mês, ou {monthly2} podendo amortizar sem custos. Qual prefere?
< A segunda, gosto de ir adiantando
> Boa escolha. Preparo-a para assinar.
`,
    objection: `
# dear
< {monthly} ainda é puxado para mim
> Percebo. Ou alargamos doze meses, ou vemos o modelo de {year2}, que é praticamente igual. Eu ia pelo segundo.
< Mostre-me alguns de {year2}, se faz favor

# trust
< Desculpe perguntar, mas como sei que isto é a sério?
> Faz muito bem. Procure {org} no registo da FCA e ligue para o número do site. Documentos, só pela ligação segura.
< Já confirmei, está tudo certo. Obrigada

# think
< Tenho de falar com a minha mulher primeiro
> Com certeza. Ponho tudo numa página para verem os dois.
< Ela vai fazer perguntas, aviso já 😄
`,
    booking: `
> Tratamos do resto por telefone em dez minutos? Tenho {day} às {time} ou {day2} às {time2}.
< {day} às {time} está bem, estou na pausa
> Fica marcado: {day}, {date}, às {time}. Tenha a carta e o último recibo à mão.

> O test drive pode ser {day}, {date}, às {time}. Dá-lhe jeito?
< Dá, levo o meu irmão que percebe de carros
> Ótimo, ficam os dois inscritos.
`,
    won: `
< Já assinei! Falta mais alguma coisa?
> Mais nada, parabéns{_name}! 🎉 O stand contacta-o para a entrega e a primeira prestação é a {date}.
< Muito obrigado por toda a paciência

< Fui buscar o {model} hoje, está impecável. Obrigada por tudo
> Que bom! Boas viagens, e guarde a carta da financeira, tem lá o número do contrato.
`,
    lost: `
< Afinal um colega vendeu-me o carro dele, já não preciso. Obrigado na mesma
> Obrigado por avisar! Fechei o processo e não fica nada registado. Cá estaremos.

< Vou ter de adiar, tive uma despesa inesperada
> Sem problema nenhum, as melhoras das contas. Guardo os seus dados para quando quiser.
< Obrigada, foi muito simpática
`,
    aftercare: `
# payday
< Dá para mudar a prestação para o dia 28?
> Dá, na aplicação da financeira, em data de pagamento. Se faltarem menos de cinco dias, mude só depois da próxima.
< Já está, obrigado

# referral
< O meu cunhado também quer um. Dou-lhe o seu número?
> Dê, por favor! Há um vale para cada um quando o carro dele for entregue.
`,
    nudge: `
> {hi}, recebeu as contas do {model}? Se quiser mudo a entrada ou o prazo.

> {hi}, a proposta de {monthly} por mês está guardada até {date}. Se precisar de mais tempo, diga-me.

> Só falta o recibo de vencimento para enviar o processo. Uma fotografia chega.
`,
    call: `
# figures
> Então, com {deposit} de entrada, o {model} fica em {monthly} por mês.
< E isso não sobe depois?
> Não, é fixo durante os {term} meses.
< Está bem. Falo hoje com a minha mulher e ligo-lhe na {day}.
> Combinado, fico à espera.
`,
  },
}
