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

# Junto a lo que se guarda mientras se escribe.
saved-kept = guardado
saved-waiting = aún sin guardar
saved-unreachable = aún sin guardar: no hay conexión, se sigue intentando
saved-signed-out = aún sin guardar: esta página se ha cerrado. Abra otra vez su enlace en otra ventana; este texto se queda aquí mientras tanto
saved-refused = sin guardar: no se pudo aceptar el texto así. Por favor, mire los campos de arriba
saved-conflict = sin guardar: esto se cambió en otra ventana. Aquí están los dos textos
