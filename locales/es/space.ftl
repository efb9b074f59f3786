# El espacio propio.

your-space = Su espacio
back-to-space = Volver a su espacio
today = Hoy
questions = Preguntas
diary = Estado
journal = Notas
more = Más

door-hello = Hola. Aquí tiene un lugar propio.
door-what = En él encuentra lo que se le ha pedido, lo que acordaron juntos y lo que es suyo.
door-open = Abrirlo en este dispositivo
door-once = Este enlace se abre una sola vez, en un dispositivo. Use uno que sea suyo.
nobody-watches = Nadie está mirando ahora. Si necesita ayuda, por favor no espere.

space-closed = Su espacio está cerrado en este dispositivo
space-closed-why = Usted no ha hecho nada mal. Se cierra cuando sale, y se cierra solo después de una hora en la que no se abre nada.
space-closed-kept = Lo que ha escrito y respondido está guardado. Un enlace que ya se abrió una vez no vuelve a abrirse.
come-in-again = Entrar otra vez
no-own-way = Si no ha preparado una forma propia de entrar, pida un enlace nuevo a su terapeuta.

asked-of-you = Lo que se le pide
nothing-asked = Ahora mismo no se le pide nada.
when-we-meet = Cuándo nos vemos
meet-at = { $day } a las { $time }, { $how }
meet-where = Son las horas de aquí, de la consulta. Si alguna no le va bien, por favor avísenos.
look-together = Cuándo lo miran juntos
look-together-on = Querían mirar juntos cómo van las cosas, hacia el { $on }.
no-day-written = Aquí no hay ningún día escrito. Su terapeuta le dirá cuándo se ven.
no-look-day = Para eso aún no hay ningún día escrito.
wanted-to-try = Lo que quería probar
nothing-to-try = No hay nada escrito hasta que se vean de nuevo. No pasa nada.
nobody-watches-today = Nadie está mirando ahora. Puede que nadie lea lo que envía hasta que se vean. Si necesita a alguien antes, por favor no espere.

waiting-asked = { $asker } le pide que responda a { $questions ->
    [one] una pregunta corta
   *[other] { $questions } preguntas cortas
}. Se tarda { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
} más o menos.
asked-on = Pedido el { $on }
open-questions = Abrir estas preguntas
no-questions = No le espera ninguna pregunta.
what-you-answered = Lo que ha respondido
answers-of = Respuestas del { $on }

help-whom = a quién puede llamar, de día y de noche
sign-out-here = Cerrar la sesión en este dispositivo
leaving-signs-out = «Salir rápido» también cierra la sesión y muestra otra página enseguida. Lo que ha escrito está guardado.

my-plan = Mi plan
my-way-in = Mi forma de entrar
my-way-in-what = volver con una llave de acceso o un correo
my-course = Mi evolución
my-course-what = cómo han cambiado sus respuestas
my-letters = Cartas
my-letters-what = lo que se escribió para que usted lo lea
no-letters = Aquí no hay nada todavía.
no-letters-why = Una carta está aquí cuando su terapeuta se la muestra.
letter-save = Guardar como archivo
my-data = Mis datos
my-data-what = llevárselo todo y ver quién ha mirado
my-devices = Mis dispositivos
my-devices-what = dónde está abierto su espacio
come-back = Para que pueda volver
come-back-why = El enlace con el que ha entrado se abre solo una vez. Prepare una forma propia de entrar: se tarda un minuto.
set-up-way-in = Preparar mi forma de entrar
