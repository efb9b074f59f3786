# El plan en el espacio propio, y lo que se hace hacia el final.

how-near-hint = ¿Qué tan cerca está hoy? 0 es nada, 10 es que ya ha llegado. Deje sin contestar lo que quiera.
goal-rated = El { $on } usted dijo { $rating }.
not-today = hoy no
keep-how-near = Guardar qué tan cerca está
rate-one-goal = Diga, por favor, de al menos una meta qué tan cerca está.
meet-twice-weekly = Se ven dos veces por semana.
meet-weekly = Se ven cada semana.
meet-fortnightly = Se ven cada dos semanas.
meet-monthly = Se ven cada mes.
sessions-from-here = { $number ->
    [one] Desde aquí está previsto un encuentro.
   *[other] Desde aquí están previstos { $number } encuentros.
}
enough-when = Es suficiente cuando:
stopped-if = Dejamos de hacerlo así si:

relapse-plan = Si vuelve
relapse-plan-what = primeras señales, lo que ayuda, un libro para guardar
relapse-lede = Lo que usted sabe de las primeras señales, y lo que ayuda entonces. Escríbalo en un día bueno, para uno más difícil.
relapse-signs = Primeras señales que conozco
relapse-signs-hint = ¿Cómo empezó las últimas veces? ¿Qué notaron primero los demás?
relapse-own = Lo que hago entonces
relapse-own-hint = Pasos pequeños que se pueden dar en un día malo.
relapse-people = A quién llamo
relapse-people-hint = Nombres y números, y cuándo es hora de volver.
relapse-helped = Lo que me ha ayudado
relapse-helped-hint = Lo que usted mismo encontró e hizo.
relapse-line = Una cosa por línea.
relapse-write = Escribirlo o cambiarlo
relapse-both = Su terapeuta puede leer esto y también escribir en ello.
relapse-keep = Guardar esto
relapse-on = Escrito por última vez el { $on }.
relapse-outdated = Mientras tanto alguien escribió aquí. Eso está arriba. Lo que usted escribió sigue abajo.
relapse-empty = Todavía no hay nada escrito. Una línea basta.
relapse-same = Ya dice esto. No se cambió nada.
relapse-long = Una de las líneas es muy larga. Que cada una tenga menos de 300 letras, por favor.
book-title = El libro de la terapia
book-what = Una página para guardar e imprimir: su mapa entonces y ahora, sus metas, lo que ayudó y sus primeras señales.
book-take = Guardar mi libro
book-from = De { $practice }, hecho el { $made }.
book-met = { $times ->
    [one] Se vieron una vez, el { $first }.
   *[other] Se vieron { $times } veces, del { $first } al { $last }.
}
book-then = Cómo lo vio primero ({ $since })
book-now = Cómo lo ve ahora ({ $since })
book-rated = Qué tan cerca estaba: { $first } de 10 el { $firston }, { $last } de 10 el { $laston }.
book-ways = Lo que hicieron juntos
