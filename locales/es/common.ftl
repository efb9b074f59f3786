# Lo que aparece en más de una página, y cómo se escriben fechas y números.

decimal-mark = ,
day = { $weekday ->
    [1] lun.
    [2] mar.
    [3] mié.
    [4] jue.
    [5] vie.
    [6] sáb.
   *[7] dom.
}, { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}
day-of-year = { day } de { $year }
moment = { $day }, { $time }

skip-to-page = Ir al contenido
leave-quickly = Salir rápido
fictional = Personas inventadas
help-always = Ayuda ahora, de día y de noche
here-is-help = Aquí encontrará ayuda, de día y de noche
language = Idioma
continue = Continuar
back = Volver
danger-now = Si puede estar en peligro ahora
danger-or-too-much = Si puede estar en peligro ahora, o no puede más
emergency-call = Emergencias: si está en peligro o se ha hecho daño
