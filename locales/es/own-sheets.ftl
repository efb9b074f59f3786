# Hojas de trabajo en el espacio propio.

own-sheets = Hojas de trabajo
own-sheets-with-you = Hojas que tiene con usted
own-sheets-none-given = Ahora mismo no tiene ninguna hoja. Si alguna le ayudara, pueden elegirla en la próxima cita.
own-sheets-so-far = Lo que ha rellenado
own-sheets-all = Todas las hojas
own-sheets-no-grades = Nadie pone nota, y una hoja vacía también está bien.
own-sheet-who-reads = Su terapeuta puede leer lo que guarde aquí.
own-sheet-leave-out = Puede dejar en blanco lo que quiera.
own-sheet-given-on = entregada el { $on }
own-sheet-minutes = { $minutes ->
    [one] un minuto, más o menos
   *[other] unos { $minutes } minutos
}
own-sheet-fill-in = Rellenarla
own-sheet-go-on = Seguir con ella
own-sheet-day = El día del que trata
own-sheet-save = Guardar esta hoja
own-sheet-throw-away = Descartar lo que no se ha guardado
own-sheet-kept-not-saved = Conservado mientras escribía, sin guardar todavía.
own-sheet-not-saved = Sin guardar todavía
own-sheet-all-here = Todo lo que escribió sigue aquí.
own-sheet-please-look = Por favor, mire:
own-sheet-changed = Esta hoja se guardó desde otro lugar después de que usted la abriera.
own-sheet-see-saved = Ver lo que se guardó
own-sheet-save-mine = Guardar la mía de todos modos
own-sheet-two-windows = Esta hoja también está abierta en otra ventana, y allí se conservó otro texto.
own-sheet-take-other = Tomar la otra
own-sheet-wants-day = El día necesita una fecha, por ejemplo 2026-05-14.
own-sheet-day-to-come = El día no puede estar en el futuro.
own-sheet-once-more = Por favor, pulse el botón otra vez.
own-sheet-empty = Todavía no hay nada escrito.
own-sheet-not-with-you = Esta hoja ya no está con usted.
own-sheet-thanks = Gracias
own-sheet-saved = Guardada: { $name }. Puede seguir con ella cuando quiera.
own-sheet-read-when = Su terapeuta ya puede leerla; a menudo lo hace poco antes de la cita.
own-sheet-read = Leerla otra vez
own-sheet-done = Volver a hoy

beside-title = Junto a la hoja de su pareja
beside-what = Los dos vienen a terapia aquí. Si usted dice que sí, su terapeuta puede poner esta hoja junto a la de su pareja y mirar las dos con ustedes.
beside-who-sees = Su pareja ve entonces lo que hay ahora en esta hoja. Si cambia, se le vuelve a preguntar.
beside-both = Solo ocurre si su pareja también dice que sí, con una hoja suya.
beside-not-copied = No se copia nada. Su hoja se queda con usted, y la de su pareja con ella o con él.
beside-any-time = Puede retirarlo en cualquier momento, aquí o cuando se vean. Entonces deja de estar allí.
beside-no-need = No tiene que decir que sí. Si tiene dudas, hable antes con su terapeuta.
beside-agree = Sí, se puede mostrar
beside-take-back = Retirarlo
beside-agreed = Usted dijo que sí: { $on }.
beside-agreed-noted = Usted dijo que sí: { $on }. Su terapeuta lo anotó.
beside-changed = Usted dijo que sí: { $on }. La hoja ha cambiado desde entonces y ahora no se muestra.
beside-taken-back = Usted lo retiró: { $on }. No se muestra.
