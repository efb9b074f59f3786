# Hojas de trabajo: lo que rodea a las preguntas, para clientes y en papel.

sheet-add-row = Añadir una fila
sheet-remove-row = Quitar
sheet-up = Subir
sheet-down = Bajar
sheet-row = fila
sheet-choose = elegir
sheet-nothing-said = sin respuesta
sheet-for-example = Por ejemplo:
sheet-leads-to = lleva a
sheet-nothing-to-pick = Todavía no hay nada que elegir.
sheet-number = { $value } (de { $low } a { $high })
sheet-wants-number = un número entero de { $low } a { $high }
sheet-wants-day = una fecha, por ejemplo 2026-05-14
sheet-wants-time = una hora, por ejemplo 14:30
sheet-wants-offered = algo de lo que se ofrece
sheet-wants-shorter = como mucho { $most } letras
sheet-wants-fewer = como mucho { $most } filas

moment-title = Ha pasado algo
moment-what-for = Apunte un momento que se le ha quedado dentro. Más tarde pueden mirarlo juntos, desde más de un lado.
moment-words = ¿Qué pasó?
moment-hint = Como lo mostraría una película. Bastan unas palabras.
moment-when = ¿Cuándo?
moment-who-reads = Su terapeuta puede leerlo, muchas veces poco antes de la próxima cita. Si necesita a alguien ahora, la ayuda está abajo.
moment-named = Lo que ha apuntado
moment-nothing-written = Por favor, escriba unas palabras sobre lo que pasó.
moment-wants-day = Por favor, indique un día que ya haya pasado. Lo que escribió sigue aquí.
