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
