# El mapa propio: qué lleva a qué.

map-mine = Mi mapa
map-mine-what = qué lleva a qué, tal como usted lo ve
map-intro = Un mapa de lo que le preocupa y de qué lleva a qué, tal como usted lo ve. No hay respuestas correctas ni falsas.
map-how = Primero escribe lo que le preocupa. Después se le pregunta, una cosa cada vez, qué lleva a ella y cuánto. Dura unos diez minutos. Puede parar cuando quiera: lo que ha respondido se guarda.
map-who-sees = Su terapeuta no ve su mapa hasta que usted decide mostrarlo.
map-kept = Puede parar aquí. Lo que ha respondido hasta ahora se guarda.
map-things = ¿Qué le preocupa?
map-things-hint = Escriba hasta ocho cosas, cada una en pocas palabras. También puede ser algo que ayuda. Con dos basta para empezar.
map-thing = Cosa { $number }
map-about = ¿De qué trata la cosa { $number }?
map-choose = Elija, por favor
map-about-thoughts = lo que pienso
map-about-emotions = lo que siento
map-about-behaviours = lo que hago o dejo de hacer
map-about-environment = dónde y cómo vivo
map-about-economic = dinero o trabajo
map-about-relationships = otras personas
map-question-of = { $answered } de { $questions } respondidas
map-what-leads = ¿Qué lleva a «{ $thing }»?
map-what-leads-hint = Marque lo que lo hace más fuerte o más débil: como mucho tres, las más importantes. No marque nada si ninguna lleva a ello.
map-how-much = ¿Cuánto lleva «{ $cause }» a «{ $effect }»?
map-not-at-all = nada
map-a-little = un poco
map-somewhat = algo
map-a-lot = mucho
map-nearly-always = casi siempre
map-which-way = Cuando hay más de «{ $cause }», ¿qué pasa con «{ $effect }»?
map-gets-more = hay más
map-gets-less = hay menos
map-finished = Este es su mapa
map-summary = { $things ->
    [one] 1 cosa
   *[other] { $things } cosas
}, { $arrows ->
    [one] 1 flecha
   *[other] { $arrows } flechas
}.
map-leads-to-more = «{ $cause }» lleva a más «{ $effect }»: { $how }.
map-leads-to-less = «{ $cause }» lleva a menos «{ $effect }»: { $how }.
map-no-arrows = En su mapa nada lleva a otra cosa.
map-show = Mostrar mi mapa a mi terapeuta
map-shown = Usted mostró este mapa: { $when }. Puede seguir cambiándolo; los cambios se ven solo cuando lo muestra otra vez.
map-shown-earlier = Usted mostró un mapa anterior: { $when }. Se ve ese hasta que muestre este.
map-change = Cambiar algo
map-change-things = Cambiar las cosas del mapa
map-again = Responder otra vez qué lleva a «{ $thing }»
map-joint = El mapa que hacen juntos
map-joint-what = { $who } hizo esto con su mapa y el suyo propio, { $when }. ¿Es también el suyo de usted?
map-need-two = Escriba al menos dos cosas, por favor.
map-need-about = Elija para cada línea de qué trata, por favor.
map-need-words = Escriba unas palabras, por favor.
map-need-both = Elija cuánto y en qué dirección, por favor.
map-at-most-three = Marque como mucho tres, por favor.
map-at-most-eight = Escriba como mucho ocho cosas, por favor.
map-too-long = Es demasiado largo. Use menos palabras, por favor.
map-twice = Dos líneas dicen lo mismo. Cambie una de ellas, por favor.
map-open-questions = Queda una pregunta abierta. Aquí está.
map-changed = Esto ha cambiado entretanto. Abajo está como es ahora.
