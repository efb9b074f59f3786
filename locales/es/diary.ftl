# Cómo va el día, las tareas entre sesiones y el plan de seguridad, en el espacio propio.

diary-mine = Cómo estoy
diary-kept = Guardado. Todavía puede cambiarlo hasta { $until }.
diary-how-now = ¿Cómo está ahora? Preguntado a las { $since }, abierto hasta { $until }. Puede dejar cualquier línea en blanco.
diary-number-from = Un número de 0, { $low }, a { $highest }, { $high }
diary-else = Algo más
diary-seen-later = Su terapeuta lo ve cuando lo mira, a menudo poco antes de la próxima cita. Si necesita a alguien ahora:
diary-nothing-now = Ahora no se pregunta nada.
diary-none = En este momento no hay nada en marcha. Si quiere observar algunas cosas durante unos días, pueden acordarlo juntos en la próxima cita.
diary-next = La próxima pregunta: { $next }.
diary-so-far = Cómo ha ido hasta ahora
diary-answered = Ha respondido { $answered } de { $asked } veces. Lo que dejó en blanco es un hueco y no cuenta como otra cosa.
diary-no-answer-yet = Todavía no hay respuestas.
diary-beside = Lo que escribió al lado
diary-whole-numbers = Por favor, use números enteros. No se ha guardado nada.
diary-off-scale = Uno de los números no está en su escala. No se ha guardado nada.
diary-nothing-answered = Todavía no se ha respondido nada.
diary-too-late = Este momento ya pasó o aún no ha empezado. Abajo está lo que se pregunta ahora.
diary-ended = Esto ha terminado. Gracias por lo que ha aportado.
diary-course = { $words }: { $last } de { $highest } en el último día con respuesta. { $answers ->
    [one] 1 respuesta
   *[other] { $answers } respuestas
} en { $days ->
    [one] 1 día
   *[other] { $days } días
}, preguntado { $asked } veces. Cada punto es la media de un día.
diary-day = { $mean }; { $answers } de { $asked } respondidas
diary-day-unanswered = sin responder, preguntado { $asked } veces
keep-it = Guardar
if-you-like = si quiere

tasks-mine = Lo que quería probar
tasks-none = No hay nada abierto. Lo que acuerden en una sesión estará aquí hasta la próxima cita.
tasks-agreed = acordado { $on }
tasks-you-said = Usted dijo:
tasks-take-back = Retirar esto
tasks-how-far = ¿Hasta dónde llegó?
tasks-a-word = Unas palabras sobre cómo fue
tasks-no-grades = No hay notas. Pase lo que pase, vale la pena hablarlo. Su terapeuta lo ve antes de la próxima cita.
tasks-past = Visto en común
tasks-say-how = Decir cómo fue
tasks-done = hecho
tasks-partly = intentado, en parte
tasks-not-done = no hecho

safety-plan = Mi plan de seguridad
safety-none = Todavía no hay un plan de seguridad. Lo hacen juntos cuando usted quiera: lo que ayuda cuando se pone difícil, paso a paso.
safety-lede = Empiece por arriba. Si un paso no ayuda lo suficiente, siga con el siguiente.
safety-signs = Cómo noto que empieza
safety-own = Lo que puedo hacer por mi cuenta
safety-distraction = Personas y lugares que me distraen
safety-people = A quién puedo pedir ayuda
safety-professionals = Profesionales a los que puedo llamar
safety-surroundings = Cómo hago más seguro lo que me rodea
safety-agreed = Como lo acordaron el { $on }.
safety-offline = Nada de esto se queda en este dispositivo cuando usted sale. Para momentos sin conexión: imprímalo o apunte los números.
safety-change = ¿Quiere cambiar algo? Escríbalo para la próxima sesión:
