# Responder a un cuestionario: entrar, una pregunta por pantalla, repasar, enviar.

welcome = Le damos la bienvenida
welcome-asked = Hola. { $asker } le pide que responda a { $questions ->
    [one] una pregunta corta
   *[other] { $questions } preguntas cortas
}. Se tarda { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
} más o menos.
welcome-again = Hola de nuevo. Ha visto { $met } de { $of }. Todo lo que respondió está guardado.
start = Empezar
go-on = Seguir
good-to-know = Conviene saber
no-right-answers = No hay respuestas buenas ni malas. Puede dejar cualquier pregunta sin responder.
stop-any-time = Puede parar cuando quiera y seguir más tarde con el mismo enlace.
stop-any-time-until = Puede parar cuando quiera y seguir más tarde con el mismo enlace, hasta el { $until }.
where-answers-go = Sus respuestas llegan a { $asker } cuando usted las envía, y pasan a formar parte de su historial. Solo pueden leerlo las personas que trabajan con usted. Si responde que puede estar en peligro, { $asker } verá esa respuesta aunque usted pare ahí.
nobody-reads-along = Nadie está leyendo mientras escribe. Puede que { $asker } no vea sus respuestas hasta su próximo encuentro. Si necesita ayuda antes, por favor no espere.
own-questions = Estas preguntas son nuestras. No son un cuestionario comprobado: muestran cómo le va a usted y no le comparan con nadie.
where-from = De dónde vienen estas preguntas
other-language = Estas preguntas no están aquí en español. Se hacen en { $language ->
    [de] alemán
    [es] español
   *[en] inglés
}, tal como se escribieron y se probaron.

question-of = Pregunta { $number } de { $of }
number-of = { $number } de { $of }
no-connection = No hay conexión. Lo que ha respondido hasta ahora está guardado. Esta respuesta se enviará sola en cuanto se pueda.
kept-here = Aún no se ha enviado: esta respuesta está guardada bajo llave en este teléfono. Puede cerrar la página. Cuando vuelva a tener conexión aquí, se enviará; al cabo de un día se borra de aquí.
rather-not = Prefiero no responder a esta
own-words-hint = Con sus propias palabras, tanto o tan poco como quiera. También puede dejarlo vacío.
stop-here-kept = Puede parar cuando quiera. Lo que ha respondido está guardado, y el mismo enlace le trae de vuelta aquí.
pick-an-answer = Elija una respuesta, o diga que prefiere no responder a esta pregunta.
does-not-apply = no se aplica
does-not-apply-to-me = No se aplica en mi caso
value-of = { $value } de { $of }
towards = { $value } hacia «{ $side }»
in-the-middle = en el medio

pause-title = Gracias por contarnos esto
pause-heavy = Pensamientos así pueden pesar mucho. Muchas personas los tienen, y no tiene por qué cargar con ellos en soledad.
pause-who-sees = { $asker } verá esta respuesta, aunque usted no envíe las demás, y querrá hablar de ello con usted. Pero nadie está mirando ahora, y puede tardar un tiempo. Por favor, no espere si necesita a alguien ahora.
pause-go-on = Seguir con las preguntas
pause-stop = También puede parar aquí. Sus respuestas están guardadas, y el mismo enlace le trae de vuelta.

your-answers = Sus respuestas
look-over = Écheles un vistazo. Puede cambiar cualquier respuesta antes de enviarlas a { $asker }.
unanswered = { $number ->
    [one] Una pregunta no tiene respuesta
   *[other] { $number } preguntas no tienen respuesta
}. No pasa nada: una respuesta que falta nunca cuenta como cero. Puede enviarlas así o cambiar antes la que quiera.
nothing-written = nada escrito
not-answered = sin responder
change = Cambiar
change-answer = la respuesta { $number }
send-to = Enviar a { $asker }
after-sending = Después de enviarlas ya no podrá cambiar las respuestas aquí. Si algo está mal, dígaselo a { $asker }.

sent = Enviado. Gracias.
answers-arrived = Sus respuestas han llegado. Ayudan a ver cómo le va.
sent-before = Ya está enviado. Gracias.
nothing-more-to-do = Estas preguntas ya están respondidas. No tiene que hacer nada más aquí.
these-are-answered = Estas preguntas ya están respondidas.
go-on-with = Seguir: { $number } de { $of }
stop-and-give-back = También puede parar aquí y devolver el dispositivo.
stop-and-come-back = También puede parar aquí. El mismo enlace le trae de vuelta.
give-device-back = Devolver el dispositivo
very-hard = Nos ha dicho que lo está pasando muy mal
do-not-wait = Puede que nadie lea sus respuestas hasta su próximo encuentro. Si necesita a alguien antes, por favor no espere.
read-later = Puede que no se lean hasta su próximo encuentro. Si necesita a alguien antes, por favor no espere.
can-close = Ya puede cerrar esta página.

not-open = Esta página no está abierta
not-open-why = Usted no ha hecho nada mal. Los enlaces dejan de funcionar después de un tiempo, y una página que no se usa durante una hora se cierra sola.
not-open-what-now = Abra otra vez el enlace de su mensaje, por favor. Lo que ha respondido hasta ahora está guardado. Si sigue sin abrirse, pida uno nuevo a su terapeuta.

trouble-title = Ahora no
trouble = Ahora mismo no ha funcionado
trouble-kept = No es culpa suya. Todo lo que respondió antes está guardado.
try-again = Probar otra vez

help-now = Ayuda ahora
what-you-can-do = Qué puede hacer
back-to-questions = Volver a las preguntas
